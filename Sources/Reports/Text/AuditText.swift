import Packets
import Promiscuity

// The audit as a table: an interface, its count, and one line per holder.
//
//    INTERFACE  REFS  HELD BY
//    eth0          3  1  tcpdump[4711]  root  /usr/bin/tcpdump -i eth0
//                     1  bridge br0     eth0 is a port of it
//                     1  ip link        promisc on
//    veth3a1f      1  1  kernel         second unicast address (macvlan mv1)      inferred
//    lo            0
//    4 references: 3 exact, 1 inferred, 0 unexplained. 3 network namespaces, 3 read.

extension Audit {
    /// - Parameter promiscuousOnly: leave out interfaces without references.
    public func text(_ style: TextStyle = .plain, promiscuousOnly: Bool = false) -> LineBuffer {
        var page = TextPage(style)
        page.table(self, promiscuousOnly)
        page.wrapped(sentence, indent: 0)
        for doubt in doubts { page.warning(doubt) }
        return page.finish()
    }
}

/// One holder's line, in columns.
private struct AuditLine {
    var references: Int
    var who: String
    var detail: String
    /// "inferred", "unexplained", or nothing.
    var remark = ""

    init(_ holder: Holder, on interface: String) {
        references = holder.references
        let device = holder.device.map { " " + $0.printable } ?? ""
        switch holder.kind {
        case .packetSocket:
            who = holder.processes.first.map(Words.name) ?? "packet socket"
            detail = Self.process(holder)
        case .ipLink: (who, detail) = ("ip link", "promisc on")
        case .bridgePort: (who, detail) = ("bridge" + device, "\(interface) is a port of it")
        case .unicastFilter: (who, detail) = ("kernel", holder.evidence.printable)
        case .unknown: (who, detail) = ("unknown", holder.evidence.printable)
        default: (who, detail) = (Words.name(holder), holder.evidence.printable)
        }
        if holder.certainty == .inferred { remark = "inferred" }
    }

    init(residual: Int) {
        references = residual
        who = "?"
        detail = residual > 0 ? "no holder found" : "more held than the kernel counted"
        remark = "unexplained"
    }

    private static func process(_ holder: Holder) -> String {
        guard let first = holder.processes.first else {
            let owner = holder.userID.map { "uid \($0)  " } ?? ""
            return owner + "no process found" + (holder.inode.map { ", inode \($0)" } ?? "")
        }
        let more = holder.processes.count > 1 ? "  (and \(holder.processes.count - 1) more)" : ""
        let command =
            first.arguments.isEmpty ? "" : "  " + first.arguments.joined(separator: " ").printable(atMost: .max)
        return first.user.printable + more + command
    }
}

extension TextPage {
    fileprivate mutating func table(_ audit: Audit, _ promiscuousOnly: Bool) {
        let shown = audit.shown(promiscuousOnly)
        let labels = shown.map(audit.label)
        let lines = shown.map { interface in
            let name = interface.name.printable
            var lines = interface.state.holders.map { AuditLine($0, on: name) }
            if interface.state.residual != 0 { lines.append(AuditLine(residual: interface.state.residual)) }
            return lines
        }
        let (longestName, longestWho) = style.shortens ? (30, 24) : (Int.max, Int.max)
        let nameWidth = Swift.min(longestName, Swift.max(9, labels.map(\.unicodeScalars.count).max() ?? 0))
        let whoWidth = Swift.min(longestWho, lines.joined().map(\.who.unicodeScalars.count).max() ?? 0)
        let countWidth = Swift.max(1, lines.joined().map { String($0.references).count }.max() ?? 1)
        line("INTERFACE".left(nameWidth) + "  REFS  HELD BY")
        for (at, interface) in shown.enumerated() {
            let count = Words.count(interface.state.link.promiscuity).right(4)
            let front = labels[at].cut(nameWidth).left(nameWidth) + "  " + count
            if lines[at].isEmpty { line(front) }
            for (number, holder) in lines[at].enumerated() {
                let start = number == 0 ? front : String(repeating: " ", count: nameWidth + 6)
                let references = String(holder.references).right(countWidth)
                row(start + "  " + references + "  " + holder.who.cut(whoWidth).left(whoWidth), holder)
            }
        }
    }

    /// The detail is cut to what the line has room for, where it is to be short; the remark stands at a place of its own where it can.
    private mutating func row(_ front: String, _ holder: AuditLine) {
        let used = front.unicodeScalars.count + 2
        let reserved = holder.remark.isEmpty ? 0 : holder.remark.unicodeScalars.count + 2
        let room = style.shortens ? style.width - used - reserved : Int.max
        var text = front + "  " + holder.detail.cut(room)
        if !holder.remark.isEmpty {
            let column = Swift.min(77, style.width - holder.remark.unicodeScalars.count)
            text = text.left(column - 2) + "  " + holder.remark
        }
        line(text)
    }
}
