import Packets
import Promiscuity

/// How things are called in text.
enum Words {
    static func references(_ count: Int) -> String {
        count == 1 ? "1 reference" : "\(count) references"
    }

    /// "tcpdump[4711] (root) holds 1, bridge br0 holds 1": holders of one name together, at most four.
    static func holdings(_ holders: [Holder]) -> String {
        var names: [String] = []
        var references: [String: Int] = [:]
        for holder in holders {
            let name = name(holder)
            if references[name] == nil { names.append(name) }
            references[name, default: 0] &+= holder.references
        }
        var parts = names.prefix(4).map { "\($0) holds \(references[$0] ?? 0)" }
        if names.count > 4 { parts.append("\(names.count - 4) more hold the rest") }
        return parts.joined(separator: ", ")
    }

    static func name(_ holder: Holder, user: Bool = true) -> String {
        let device = holder.device.map { " " + $0.printable } ?? ""
        switch holder.kind {
        case .packetSocket: return processes(holder, user)
        case .ipLink: return "ip link"
        case .bridgePort: return "bridge" + device
        case .macvlan, .vlan, .bond, .team, .macsec: return holder.kind.rawValue + device
        case .openvswitch: return "Open vSwitch" + device
        case .unicastFilter: return "kernel: \(holder.evidence.printable)"
        case .unknown: return "an unknown holder"
        }
    }

    private static func processes(_ holder: Holder, _ user: Bool) -> String {
        guard let first = holder.processes.first else {
            let inode = holder.inode.map { ", inode \($0)" } ?? ""
            return "a packet socket (no process found\(inode))"
        }
        var remarks = user && !first.user.isEmpty ? [first.user.printable] : []
        if !first.isConfirmed { remarks.append("seen before, not confirmed") }
        let name = name(first) + (remarks.isEmpty ? "" : " (\(remarks.joined(separator: "; ")))")
        let more = holder.processes.count - 1
        return more == 0 ? name : name + (more == 1 ? " and 1 more process" : " and \(more) more processes")
    }

    /// "tcpdump[4711]"; "?" for a name that could not be read.
    static func name(_ process: HolderProcess) -> String {
        "\(process.command.isEmpty ? "?" : process.command.printable)[\(process.pid)]"
    }

    /// What a line of the kernel's log leaves open.
    static let kernelLogDoubt = "It names no network namespace."

    static func count(_ value: Int?) -> String { value.map { String($0) } ?? "?" }

    static func count(_ value: UInt32?) -> String { value.map { String($0) } ?? "?" }

    /// So long after the beginning: "0.25 s", "12.5 s", "3:20", "1:02:03", "2 d 03:00:00".
    static func elapsed(_ nanoseconds: Int64) -> String {
        let milliseconds = max(0, nanoseconds) / 1_000_000
        if milliseconds < 120_000 {
            let digits = milliseconds < 10_000 ? 2 : 1
            let hundredths = milliseconds / 10
            let fraction = digits == 2 ? twoDigits(hundredths % 100) : String(hundredths % 100 / 10)
            return "\(milliseconds / 1000).\(fraction) s"
        }
        let seconds = milliseconds / 1000
        let clock = "\(twoDigits(seconds / 60 % 60)):\(twoDigits(seconds % 60))"
        if seconds < 3600 { return "\(seconds / 60):\(twoDigits(seconds % 60))" }
        if seconds < 86_400 { return "\(seconds / 3600):\(clock)" }
        return "\(seconds / 86_400) d \(twoDigits(seconds / 3600 % 24)):\(clock)"
    }

    private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }

    /// A moment as RFC 3339 has it, to the millisecond.
    static func moment(_ time: Timestamp) -> String {
        var buffer = LineBuffer(capacity: 256)
        buffer.append(rfc3339: time)
        let text = buffer.bytes.asciiText
        return String(text.dropLast(7)) + "Z"
    }

    static func yesNo(_ value: Bool?) -> String { value.map { $0 ? "yes" : "no" } ?? "?" }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
    var uncapitalizedFirst: String { prefix(1).lowercased() + dropFirst() }
}

extension RawSpan {
    /// The bytes as text; what is not ASCII becomes "?".
    var asciiText: String {
        var text = ""
        for offset in 0..<byteCount {
            let byte = (try? u8(offset)) ?? 0x3F
            text.unicodeScalars.append(Unicode.Scalar(byte < 0x80 ? byte : 0x3F))
        }
        return text
    }
}
