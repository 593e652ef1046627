import Foundation
import Syscalls

/// The capture report as somebody else's program reads it: the keys of the documented schema, decoded by
/// Foundation. A missing key or a wrong type is a failed test.
struct ReportDocument: Decodable {
    struct Process: Decodable {
        let pid: Int
        let command: String?
        let user: String?
        let arguments: [String]?
    }

    struct Holder: Decodable {
        let kind: String
        let references: Int
        let certainty: String
        let evidence: String
        let own: Bool
        let inode: Int?
        let device: String?
        let processes: [Process]
    }

    struct State: Decodable {
        let time: String
        /// Null, like the others, for an interface that is gone.
        let promiscuity: Int?
        let gflagsPromisc: Bool?
        let flagsPromisc: Bool?
        let allmulti: Int?
        let holders: [Holder]
        let ownReferences: Int
        let residual: Int?
        let consistent: Bool

        func holders(of kind: String) -> [Holder] { holders.filter { $0.kind == kind } }
    }

    struct Change: Decodable {
        let schema: String
        let time: String
        let interface: String
        let cause: String
        let promiscuity: Int?
        let delta: Int?
        let joined: [Holder]
        let left: [Holder]
        let event: String?
    }

    struct Packets: Decodable {
        let captured: Int
        let receivedByFilter: Int
        let droppedByKernel: Int
        let droppedByInterface: Int
        let foreignUnicast: Int?
    }

    struct Verdict: Decodable {
        let ownTaken: Int
        let ownReturned: Int
        let balanced: Bool
        let promiscuousWithoutUs: Bool
        let summary: String
    }

    struct Interface: Decodable {
        let name: String
        let index: Int
        let networkNamespace: Int?
        let kind: String?
        let address: String?
        let linkType: String
        let promiscuousRequested: Bool
        let sockets: Int
        let filter: String?
        let packets: Packets
        let before: State?
        let during: State?
        let after: State?
        let timeline: [Change]
        let missedChanges: Int
        let verdict: Verdict
    }

    let schema: String
    let version: String
    let kernel: String
    let libpcap: String
    let host: String
    let arguments: [String]
    let started: String
    let ended: String
    let stopReason: String
    let interfaces: [Interface]

    /// The report in `path`.
    init(_ path: String) throws {
        let bytes = try Descriptor.contents(of: path)
        do {
            self = try ReportDocument.decoder.decode(ReportDocument.self, from: Data(bytes))
        } catch {
            throw LiveFailure(
                "\(path) is not the documented report: \(error)\n\(String(decoding: bytes, as: UTF8.self))")
        }
        let times = [started, ended] + interfaces.flatMap { $0.timeline.map(\.time) }
        for time in times where time.wholeMatch(of: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z/) == nil {
            throw LiveFailure("\(time) is no RFC 3339 time in UTC with nanoseconds")
        }
        guard schema == "swiftcap.report/1" else { throw LiveFailure("schema \(schema)") }
    }

    static let decoder: JSONDecoder = {
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return decoder
    }()

    /// The only interface of a report that must have one.
    func only() throws -> Interface {
        guard interfaces.count == 1 else { throw LiveFailure("\(interfaces.count) interfaces in the report") }
        return interfaces[0]
    }
}

/// `compare --json`.
struct ComparisonDocument: Decodable {
    struct Difference: Decodable {
        let ownReferencesDuring: Int
        let promiscuityDuring: Int
        let flagsPromiscDuring: [Bool?]
        let gflagsPromiscDuring: [Bool]
        let foreignUnicast: [Int?]
    }

    struct Run: Decodable {
        let schema: String
        let interfaces: [ReportDocument.Interface]
    }

    let schema: String
    let runs: [Run]
    let difference: Difference
    let expected: Bool
    let summary: String

    init(_ text: String) throws {
        do {
            self = try ReportDocument.decoder.decode(ComparisonDocument.self, from: Data(text.utf8))
        } catch { throw LiveFailure("this is not the documented comparison: \(error)\n\(text)") }
        guard schema == "swiftcap.comparison/1" else { throw LiveFailure("schema \(schema)") }
    }
}
