/// Where scenarios are played: the running kernel (`LiveStage`), or a script of it in tests.
public protocol Stage: AnyObject {
    /// Forgets the announcements and log lines of earlier steps.
    func beginStep()
    func perform(_ action: Action) throws(StageError)
    func reading(_ place: Place) throws(StageError) -> LinkReading
    /// RTM_NEWLINK messages about the device's PROMISC since `beginStep`; nil when some may have been lost.
    func announcements(_ place: Place) throws(StageError) -> Int?
    /// Frames that an ended capture counted; nil when it did not say.
    func frames(capture: String) -> Int?
    /// Whether a capture has ended by itself.
    func gaveUp(capture: String) -> Bool
    /// Whether the last membership request succeeded.
    var lastAccepted: Bool { get }
    /// What the kernel logged about promiscuous mode since `beginStep`; nil where that may not be read.
    func log() -> [String]?
}

/// A device at one moment.
public struct LinkReading: Equatable, Sendable {
    /// IFLA_PROMISCUITY: net_device.promiscuity, the count. Nil on kernels that do not tell.
    public var promiscuity: UInt32?
    /// PROMISC in sysfs' flags: net_device.flags, what the driver obeys. Nil where no own sysfs can be mounted.
    public var flagsPromisc: Bool?
    /// `ifi_flags` of rtnetlink, whose PROMISC is net_device.gflags: what `ip link` shows.
    public var interfaceFlags: UInt32

    public init(promiscuity: UInt32?, flagsPromisc: Bool?, interfaceFlags: UInt32) {
        self.promiscuity = promiscuity
        self.flagsPromisc = flagsPromisc
        self.interfaceFlags = interfaceFlags
    }

    /// IFF_PROMISC is 0x100.
    public var gflagsPromisc: Bool { interfaceFlags & 0x100 != 0 }

    /// The flags as `ip link` writes them: `<BROADCAST,MULTICAST,UP,LOWER_UP>`.
    public var shownByIPLink: String {
        var names: [String] = []
        // Up, yet IFF_RUNNING is missing.
        if interfaceFlags & 0x41 == 1 { names.append("NO-CARRIER") }
        for (bit, name) in LinkReading.flagNames where interfaceFlags & bit != 0 { names.append(name) }
        return "<\(names.joined(separator: ","))>"
    }

    /// linux/if.h, in ip(8)'s order.
    private static let flagNames: [(UInt32, String)] = [
        (0x8, "LOOPBACK"), (0x2, "BROADCAST"), (0x10, "POINTOPOINT"), (0x1000, "MULTICAST"), (0x80, "NOARP"),
        (0x200, "ALLMULTI"), (0x100, "PROMISC"), (0x400, "MASTER"), (0x800, "SLAVE"), (0x1, "UP"),
        (0x10000, "LOWER_UP"), (0x20000, "DORMANT"),
    ]
}

/// Why a step could not be played.
public struct StageError: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String
    /// The system lacks something (a kind of device, a privilege): nothing is wrong with what was seen so far.
    public let isMissing: Bool

    public init(_ description: String, isMissing: Bool = false) {
        self.description = description
        self.isMissing = isMissing
    }
}
