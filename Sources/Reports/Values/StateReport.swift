import Packets
import Promiscuity

/// The books at one moment as the report shows them.
public struct StateReport: Equatable, Sendable {
    public var time: Timestamp
    /// `IFLA_PROMISCUITY`. Nil where the kernel does not tell or the device is gone.
    public var promiscuity: UInt32?
    /// The bit in rtnetlink's `ifi_flags`: the switch that `ip link` sets and shows.
    public var gflagsPromisc: Bool?
    /// The bit in sysfs: what the driver obeys. Nil where it cannot be read.
    public var flagsPromisc: Bool?
    public var allmulti: UInt32?
    public var holders: [Holder]
    /// References of this capture's own sockets. Nil where the state could not be read.
    public var ownReferences: Int?
    /// What no holder accounts for; nil without a count.
    public var residual: Int?
    /// False when no undisturbed sample could be had.
    public var consistent: Bool
    /// Why the state could not be read: nothing else is known then but when it was given up.
    public var error: String?
    /// The error's number (errno(3)), where it has one.
    public var errno: Int32?

    public init(
        time: Timestamp, promiscuity: UInt32?, gflagsPromisc: Bool?, flagsPromisc: Bool?, allmulti: UInt32?,
        holders: [Holder], ownReferences: Int?, residual: Int?, consistent: Bool, error: String? = nil,
        errno: Int32? = nil
    ) {
        self.error = error
        self.errno = errno
        self.time = time
        self.promiscuity = promiscuity
        self.gflagsPromisc = gflagsPromisc
        self.flagsPromisc = flagsPromisc
        self.allmulti = allmulti
        self.holders = holders
        self.ownReferences = ownReferences
        self.residual = residual
        self.consistent = consistent
    }

    public init(_ sample: Sample) {
        let ledger = sample.ledger
        self.init(
            time: sample.time, promiscuity: sample.link.promiscuity, gflagsPromisc: sample.link.gflagsPromisc,
            flagsPromisc: sample.link.flagsPromisc, allmulti: sample.link.allmulti, holders: sample.holders,
            ownReferences: ledger.own, residual: sample.link.promiscuity == nil ? nil : ledger.residual,
            consistent: sample.consistent)
    }

    /// A state that could not be read.
    public init(_ fault: ReadFault) {
        self.init(
            time: fault.time, promiscuity: nil, gflagsPromisc: nil, flagsPromisc: nil, allmulti: nil, holders: [],
            ownReferences: nil, residual: nil, consistent: false, error: fault.error.description,
            errno: fault.error.errno?.rawValue)
    }

    /// All holders but this capture.
    public var others: [Holder] { holders.filter { !$0.own } }
}
