import Packets

/// The books at one moment: the link, its holders, and whether both were read undisturbed.
public struct Sample: Equatable, Sendable {
    public var time: Timestamp
    public var link: LinkState
    public var holders: [Holder]
    /// False when no undisturbed sample could be had within the bound of retries.
    public var consistent: Bool

    public init(time: Timestamp, link: LinkState, holders: [Holder], consistent: Bool) {
        self.time = time
        self.link = link
        self.holders = holders
        self.consistent = consistent
    }

    /// The arithmetic of this sample.
    public var ledger: Ledger { Ledger(promiscuity: link.promiscuity, holders: holders) }
    /// References that no holder accounts for. 0 where the kernel does not tell the count: nothing can be missed in it.
    public var residual: Int { link.promiscuity == nil ? 0 : ledger.residual }
}

/// One entry of the timeline: something is different from the entry before.
public struct Change: Equatable, Sendable {
    public enum Cause: String, Sendable {
        case notification
        case poll
        case phase
    }

    public enum Event: String, Sendable {
        case renamed
        case moved
        case deleted
        case overrun
    }

    public var time: Timestamp
    public var interface: String
    public var index: Int32
    /// Inode of the network namespace.
    public var networkNamespace: UInt64
    public var cause: Cause
    public var promiscuity: UInt32?
    public var delta: Int
    public var gflagsPromisc: Bool?
    public var flagsPromisc: Bool?
    public var joined: [Holder]
    public var left: [Holder]
    public var residual: Int
    public var event: Event?

    public init(
        time: Timestamp, interface: String, index: Int32, networkNamespace: UInt64, cause: Cause, promiscuity: UInt32?,
        delta: Int, gflagsPromisc: Bool?, flagsPromisc: Bool?, joined: [Holder], left: [Holder], residual: Int,
        event: Event?
    ) {
        self.time = time
        self.interface = interface
        self.index = index
        self.networkNamespace = networkNamespace
        self.cause = cause
        self.promiscuity = promiscuity
        self.delta = delta
        self.gflagsPromisc = gflagsPromisc
        self.flagsPromisc = flagsPromisc
        self.joined = joined
        self.left = left
        self.residual = residual
        self.event = event
    }
}
