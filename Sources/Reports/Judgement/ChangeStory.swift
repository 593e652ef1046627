import Promiscuity

extension Change {
    /// What happened, in words.
    public var story: String {
        var parts = joined.map { Change.sentence($0, joined: true) } + left.map { Change.sentence($0, joined: false) }
        switch event {
        case .renamed: parts.append("renamed to \(interface.printable)")
        case .moved: parts.append("moved to another network namespace")
        case .deleted: parts.append("deleted")
        case .overrun: parts.append("notifications were lost: changes may have been missed")
        case nil: break
        }
        if parts.isEmpty { parts.append(delta == 0 ? "changed" : "no holder found for this") }
        let silent = cause == .poll && delta != 0
        return parts.joined(separator: ", ") + (silent ? " (no event; found by polling)" : "")
    }

    private static func sentence(_ holder: Holder, joined: Bool) -> String {
        let own = holder.own ? " (this capture)" : ""
        switch holder.kind {
        case .ipLink: return joined ? "ip link: promisc on" : "ip link: promisc off"
        case .unicastFilter: return "kernel: second unicast address" + (joined ? "" : " gone")
        case .unknown:
            return joined
                ? "an unknown holder joined and left (gone before it could be named)" : "an unknown holder left"
        // A holder that left was named with its user when it joined.
        default: return joined ? Words.name(holder) + own + " joined" : Words.name(holder, user: false) + own + " left"
        }
    }
}
