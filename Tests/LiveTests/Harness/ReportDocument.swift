import Foundation
import Syscalls

/// The capture report as another program reads it: the keys of the documented schema, decoded by
/// Foundation. A missing key or a wrong type is a failed test.
struct ReportDocument: Decodable {
    struct Process: Decodable {
        let pid: Int
        let command: String?
        let user: String?
        let arguments: [String]?
        let confirmed: Bool
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
        /// Null, like the others, where the state could not be read.
        let knownHolders: [Holder]?
        let ownReferences: Int?
        let residual: Int?
        let consistent: Bool
        let error: String?
        let errno: Int?

        enum CodingKeys: String, CodingKey {
            case time, promiscuity, gflagsPromisc, flagsPromisc, allmulti, ownReferences, residual, consistent, error,
                errno
            case knownHolders = "holders"
        }

        var holders: [Holder] { knownHolders ?? [] }
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
        /// Null where it is not known.
        let ownTaken: Int?
        let ownReturned: Int?
        let knownBalanced: Bool?
        let knownOthers: Bool?
        let summary: String
        let status: String

        enum CodingKeys: String, CodingKey {
            case ownTaken, ownReturned, summary, status
            case knownBalanced = "balanced"
            case knownOthers = "promiscuousWithoutUs"
        }

        var balanced: Bool { knownBalanced == true }
        var promiscuousWithoutUs: Bool { knownOthers == true }
    }

    struct Interface: Decodable {
        let name: String
        /// Null where the device could not be read.
        let index: Int?
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
        let failedReads: Int
        let readError: String?
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
        let ownReferencesDuring: Int?
        let promiscuityDuring: Int?
        let flagsPromiscDuring: [Bool?]
        let gflagsPromiscDuring: [Bool?]
        let foreignUnicast: [Int?]
    }

    struct Run: Decodable {
        let schema: String
        let interfaces: [ReportDocument.Interface]
    }

    let schema: String
    let runs: [Run]
    let difference: Difference
    /// Null where it is not known.
    let expected: Bool?
    let status: String
    let summary: String

    init(_ text: String) throws {
        do {
            self = try ReportDocument.decoder.decode(ComparisonDocument.self, from: Data(text.utf8))
        } catch { throw LiveFailure("this is not the documented comparison: \(error)\n\(text)") }
        guard schema == "swiftcap.comparison/1" else { throw LiveFailure("schema \(schema)") }
    }
}
