import Foundation

/// `audit --json`, decoded by another parser than ours with the keys of the documented schema.
struct AuditDocument: Decodable {
    struct Interface: Decodable {
        let name: String
        let index: Int
        let networkNamespace: UInt64
        let namespaceName: String?
        let state: ReportDocument.State
    }

    struct Namespaces: Decodable {
        let found: Int
        let read: Int
    }

    struct Processes: Decodable {
        let seen: Int
        let unreadable: Int
    }

    let schema: String
    let time: String
    let interfaces: [Interface]
    let namespaces: Namespaces
    let processes: Processes

    init(_ text: String) throws {
        do {
            self = try ReportDocument.decoder.decode(AuditDocument.self, from: Data(text.utf8))
        } catch { throw LiveFailure("this is not the documented audit: \(error)\n\(text)") }
        guard schema == "swiftcap.audit/1" else { throw LiveFailure("schema \(schema)") }
    }

    func state(_ name: String) throws -> ReportDocument.State {
        guard let found = interfaces.first(where: { $0.name == name }) else { throw LiveFailure("no \(name)") }
        return found.state
    }
}

/// A line of `watch --json`.
struct ChangeLine: Decodable {
    let schema: String
    let time: String
    let interface: String
    let index: Int
    let networkNamespace: UInt64
    let cause: String
    let promiscuity: Int?
    let delta: Int
    let gflagsPromisc: Bool?
    let flagsPromisc: Bool?
    let joined: [ReportDocument.Holder]
    let left: [ReportDocument.Holder]
    let residual: Int
    let event: String?

    /// `DELTA joined KIND... left KIND... EVENT`, without what is not there.
    var words: String {
        var words = ["\(delta)"]
        if !joined.isEmpty { words += ["joined"] + joined.map(\.kind) }
        if !left.isEmpty { words += ["left"] + left.map(\.kind) }
        return (words + [event].compactMap(\.self)).joined(separator: " ")
    }

    static func all(_ text: String) throws -> [ChangeLine] {
        try text.split(separator: "\n").map { line in
            let change: ChangeLine
            do {
                change = try ReportDocument.decoder.decode(ChangeLine.self, from: Data(line.utf8))
            } catch { throw LiveFailure("this is not a documented change: \(error)\n\(line)") }
            guard change.schema == "swiftcap.change/1" else { throw LiveFailure("schema \(change.schema)") }
            return change
        }
    }
}

extension Lab {
    /// `swiftcap audit` in this namespace, to its end.
    func audit(_ words: String..., status: Int32 = 0) throws -> Spawned {
        let process = try run([Tools.swiftcap, "audit"] + words)
        guard process.ending == .exit(status) else {
            throw LiveFailure(
                "audit \(words): \(process.ending.map(String.init(describing:)) ?? "?")\n"
                    + process.text + process.errors)
        }
        return process
    }

    /// A watch that hears when this returns.
    func watch(_ words: String..., environment: [String: String] = [:]) throws -> Spawned {
        let process = try start([Tools.swiftcap, "watch"] + words, environment: environment)
        try process.awaitText("swiftcap: watching")
        return process
    }

    /// Words before a program that take every capability from it.
    static let powerless = ["setpriv", "--bounding-set=-all", "--inh-caps=-all"]
}
