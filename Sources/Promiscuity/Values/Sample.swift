import Packets

/// The books at one moment: the link, its holders, and whether both were read undisturbed.
public struct Sample: Equatable, Sendable {
    /// When it was read (CLOCK_REALTIME).
    public var time: Timestamp
    /// The device.
    public var link: LinkState
    /// What holds it.
    public var holders: [Holder]
    /// False when no undisturbed sample could be had within the bound of retries.
    public var consistent: Bool

    /// Makes one of these values; see the properties.
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
    /// What made it seen. The raw values are the report's words.
    public enum Cause: String, Sendable {
        /// The kernel announced it (RTNLGRP_LINK).
        case notification
        /// It was found by asking: the kernel announces no such change.
        case poll
        /// It was found between two of the capture's states.
        case phase
    }

    /// What else happened to the device. The raw values are the report's words.
    public enum Event: String, Sendable {
        /// It has another name.
        case renamed
        /// It went to another network namespace.
        case moved
        /// It is gone.
        case deleted
        /// Announcements were lost; what they said is not known.
        case overrun
    }

    /// When it was seen (CLOCK_REALTIME).
    public var time: Timestamp
    /// The device's name after it.
    public var interface: String
    /// The device's index.
    public var index: Int32
    /// Inode of the network namespace.
    public var networkNamespace: UInt64
    /// What made it seen.
    public var cause: Cause
    /// The count after it; nil where the kernel does not tell or the device is gone.
    public var promiscuity: UInt32?
    /// The count after it less the one before.
    public var delta: Int
    /// `LinkState.gflagsPromisc` after it.
    public var gflagsPromisc: Bool?
    /// `LinkState.flagsPromisc` after it.
    public var flagsPromisc: Bool?
    /// Holders that were not there before, or with the references that they have more.
    public var joined: [Holder]
    /// Holders that are there no longer, or with the references that they have less.
    public var left: [Holder]
    /// References after it that no holder accounts for.
    public var residual: Int
    /// Nil where only the count or the flags changed.
    public var event: Event?

    /// Makes one of these values; see the properties.
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
