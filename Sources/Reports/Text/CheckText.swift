import Packets
import Promiscuity

// The one line of a monitoring plugin, and behind the bar its performance data:
//
//    PROMISC WARNING - eth0 has 3 references: tcpdump[4711], bridge br0, ip link | eth0=3;0;;0

extension Check {
    private static let shownFindings = 8
    private static let shownHolders = 6

    /// The line with a newline at its end. - Parameter audit: the one that was checked.
    public func text(_ audit: Audit) -> LineBuffer {
        var page = TextPage(.plain)
        let sentence = sentences(audit).joined(separator: "; ").forMonitoring
        page.line("PROMISC \(status.word) - \(sentence)" + performance(audit))
        return page.finish()
    }

    /// The line of a check that could not be made.
    public static func unknown(_ reason: String) -> LineBuffer {
        var page = TextPage(.plain)
        page.line("PROMISC \(Status.unknown.word) - \(reason.forMonitoring)")
        return page.finish()
    }

    /// What is worst first; with nothing bad, one sentence about everything.
    private func sentences(_ audit: Audit) -> [String] {
        let bad = findings.filter { $0.status != .ok }.sorted { $0.status > $1.status }
        var result = bad.prefix(Self.shownFindings).map { sentence($0, audit) }
        if bad.count > Self.shownFindings { result.append("\(bad.count - Self.shownFindings) more interfaces") }
        result += absent(audit)
        if status == .unknown || result.isEmpty, !isNamed {
            result += unread(audit)
        }
        if result.isEmpty { result.append(allIsWell(audit)) }
        let nameless = findings.contains {
            $0.status != .ok && $0.offending.contains { $0.kind == .packetSocket && $0.processes.isEmpty }
        }
        if nameless && audit.processes.unreadable > 0 {
            let why = audit.processes.fault?.description.printable ?? audit.processes.missingCapabilities
            result.append(
                "\(audit.processes.unreadable) of \(audit.processes.seen) processes could not be read"
                    + (why.map { " (\($0))" } ?? ""))
        } else if nameless, let fault = audit.processes.fault {
            result.append("processes could not be read (\(fault.description.printable))")
        }
        return result
    }

    /// Interfaces that were asked for: those that could not be read, and those that are not there.
    private func absent(_ audit: Audit) -> [String] {
        var result: [String] = []
        let unread = missing.compactMap { target in audit.fault(of: target).map { (target, $0) } }
        for (target, fault) in unread.prefix(Self.shownFindings) {
            result.append("\(target.printable) could not be read (\(fault.description.printable))")
        }
        if unread.count > Self.shownFindings {
            result.append("\(unread.count - Self.shownFindings) more could not be read")
        }
        let names = missing.filter { audit.fault(of: $0) == nil }
        if names.isEmpty { return result }
        let more = names.count > Self.shownFindings ? " and \(names.count - Self.shownFindings) more" : ""
        let shown = names.prefix(Self.shownFindings).map(\.printable).joined(separator: ", ")
        return result + ["no interface \(shown)\(more)"]
    }

    /// Network namespaces that could not be read, each reason once, at most three of them.
    private func unread(_ audit: Audit) -> [String] {
        var reasons: [(text: String, count: Int)] = []
        for (_, error) in audit.unreadable {
            let text = error.errno == .notPermitted ? "CAP_SYS_ADMIN" : error.description.printable
            if let known = reasons.firstIndex(where: { $0.text == text }) {
                reasons[known].count += 1
            } else if reasons.count < 3 {
                reasons.append((text, 1))
            }
        }
        var result = reasons.map {
            "\($0.count) of \(audit.namespacesFound) network namespaces could not be read (\($0.text))"
        }
        if let fault = audit.listingFault {
            result.append("there may be more network namespaces (\(fault.description.printable))")
        }
        return result
    }

    private func allIsWell(_ audit: Audit) -> String {
        let count = findings.reduce(0) { $0 &+ $1.references }
        let references = count == 0 ? "no references" : Words.references(count)
        let remark = count > 0 && !policy.allowed.isEmpty ? ", all allowed" : ""
        if findings.count == 1 { return "\(audit.label(findings[0].interface)) has \(references)\(remark)" }
        return "\(findings.count) interfaces have \(references)\(remark)"
    }

    private func sentence(_ finding: Finding, _ audit: Audit) -> String {
        let label = audit.label(finding.interface)
        guard finding.interface.state.link.promiscuity != nil else { return "\(label): the kernel tells no count" }
        var text = "\(label) has \(Words.references(finding.references))"
        let unexplained = finding.residual
        if unexplained != 0 {
            text += ", \(unexplained) unexplained"
            if !finding.interface.state.consistent { text += " (it changed while it was read)" }
        }
        let holders = policy.allowed.isEmpty ? finding.interface.state.holders : finding.offending
        if holders.isEmpty { return text }
        if !policy.allowed.isEmpty {
            text += ", \(holders.reduce(0) { $0 &+ $1.references }) not allowed"
        }
        var names = holders.prefix(Self.shownHolders).map { holder in
            Words.name(holder, user: false) + (holder.references == 1 ? "" : " (\(holder.references))")
        }
        if holders.count > names.count { names.append("\(holders.count - names.count) more") }
        return text + ": " + names.joined(separator: ", ")
    }

    /// ` | 'label'=value;warning;critical;minimum` for every interface.
    private func performance(_ audit: Audit) -> String {
        let warning = policy.warningInForce.map(String.init) ?? ""
        let critical = policy.critical.map(String.init) ?? ""
        let figures = findings.compactMap { finding -> String? in
            guard finding.interface.state.link.promiscuity != nil else { return nil }
            return Self.quoted(audit.label(finding.interface)) + "=\(finding.references);\(warning);\(critical);0"
        }
        return figures.isEmpty ? "" : " | " + figures.joined(separator: " ")
    }

    /// A label may hold anything but an equals sign when it stands between quotes.
    static func quoted(_ label: String) -> String {
        let safe = label.forMonitoring.replacing("=", with: "_")
        let plain = safe.utf8.allSatisfy {
            ($0 >= 0x30 && $0 <= 0x39) || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) || "_-./:@".utf8.contains($0)
        }
        return plain ? safe : "'" + safe + "'"
    }
}

extension String {
    /// Text for a monitoring system, whose pages may show it as it comes: nothing that HTML could take for markup, and no
    /// bar, behind which figures are read.
    var forMonitoring: String {
        var result = ""
        for character in printable.unicodeScalars {
            switch character {
            case "|": result += "/"
            case "<", ">", "&": result += "?"
            case "\"", "'", "`": break
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }
}

extension Check.Status {
    /// The word that monitoring systems expect.
    var word: String {
        switch self {
        case .ok: "OK"
        case .warning: "WARNING"
        case .critical: "CRITICAL"
        case .unknown: "UNKNOWN"
        }
    }
}
