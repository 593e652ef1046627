/// Changes in order, bounded: a capture that runs for a month beside a process that joins and leaves all day must not
/// grow without end.
public struct Timeline: Equatable, Sendable {
    /// Changes that are kept.
    public static let limit = 10_000
    /// Holders that all of them name together, joined and left.
    public static let holderLimit = 100_000
    /// In the order in which they were seen.
    public private(set) var changes: [Change] = []
    /// How often changes were or may have been missed: overruns of the notification socket, and changes beyond the
    /// limits.
    public private(set) var missed = 0
    private var holders = 0

    /// Nothing has changed.
    public init() {}

    var count: Int { changes.count }

    /// The kernel could not be read for a while: changes may be missing.
    mutating func noteLoss() { missed &+= 1 }

    /// Keeps a change; one beyond the limits only counts as missed.
    public mutating func append(_ change: Change) {
        if change.event == .overrun { missed &+= 1 }
        let named = change.joined.count + change.left.count
        if changes.count < Timeline.limit && named <= Timeline.holderLimit - holders {
            holders += named
            changes.append(change)
        } else {
            missed &+= 1
        }
    }

    /// Marks a socket as this capture's own in what was written before one knew.
    mutating func markOwn(inode: UInt32) {
        for i in changes.indices {
            for j in changes[i].joined.indices where changes[i].joined[j].inode == inode {
                changes[i].joined[j].own = true
            }
            for j in changes[i].left.indices where changes[i].left[j].inode == inode { changes[i].left[j].own = true }
        }
    }
}
