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

    static func count(_ value: Int?) -> String { value.map { String($0) } ?? "?" }

    static func count(_ value: UInt32?) -> String { value.map { String($0) } ?? "?" }

    static func yesNo(_ value: Bool?) -> String { value.map { $0 ? "yes" : "no" } ?? "?" }
}

extension String {
    var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
    var uncapitalizedFirst: String { prefix(1).lowercased() + dropFirst() }
}
