/// Which holders are new and which are gone between two lists of them. Sockets are known by their cookie, devices by
/// their index; a socket that holds one reference more is there with that one reference.
struct HolderDifference {
    private struct Key: Hashable {
        var kind: Holder.Kind
        var cookie: UInt64?
        var device: Int32?
    }

    private(set) var joined: [Holder] = []
    private(set) var left: [Holder] = []

    init(from old: [Holder], to new: [Holder]) {
        if old == new { return }
        var before: [Key: Int] = [:]
        for holder in old { before[Self.key(holder), default: 0] &+= holder.references }
        var after: [Key: Int] = [:]
        for holder in new { after[Self.key(holder), default: 0] &+= holder.references }
        joined = Self.surplus(of: new, over: before)
        left = Self.surplus(of: old, over: after)
    }

    private static func key(_ holder: Holder) -> Key {
        Key(kind: holder.kind, cookie: holder.cookie, device: holder.deviceIndex)
    }

    private static func surplus(of holders: [Holder], over others: [Key: Int]) -> [Holder] {
        var others = others
        var result: [Holder] = []
        for var holder in holders {
            let key = key(holder)
            let there = others[key] ?? 0
            let matched = Swift.min(there, holder.references)
            others[key] = there &- matched
            if matched == holder.references { continue }
            holder.references &-= matched
            result.append(holder)
        }
        return result
    }
}
