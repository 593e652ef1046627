/// A lesson as data: steps that are done to a stage, and what the kernel is expected to make of each. A new scenario is
/// one file under Scenarios/ and one line in Registry.swift.
public struct Scenario: Sendable {
    /// The word on the command line.
    public let name: String
    /// What it shows, in one line.
    public let claim: String
    public let steps: [Step]

    public init(_ name: String, _ claim: String, _ steps: [Step]) {
        self.name = name
        self.claim = claim
        self.steps = steps
    }
}

/// What is done at once, and what is read afterwards.
public struct Step: Sendable {
    /// One sentence in plain words.
    public let title: String
    public let actions: [Action]
    public let checks: [Check]
    /// Why it comes out like this, in plain words.
    public let reason: String
    /// The way through the kernel: its functions in the order of their calls.
    public let path: [String]

    public init(
        _ title: String, _ actions: [Action], expect checks: [Check], because reason: String = "",
        path: [String] = []
    ) {
        self.title = title
        self.actions = actions
        self.checks = checks
        self.reason = reason
        self.path = path
    }
}

/// One expectation.
public enum Check: Equatable, Sendable {
    /// The three variables of a device: the count, what the driver obeys, the switch that `ip link` shows.
    case state(Place, promiscuity: UInt32, flags: Bool, gflags: Bool)
    /// RTM_NEWLINK messages about the device's PROMISC during this step (ifi_change has IFF_PROMISC).
    case announced(Place, Int)
    /// Frames that a capture, ended by now, has counted.
    case frames(capture: String, Int)
    /// Whether the last membership request succeeded.
    case accepted(Bool)
    /// Whether a capture ended without having been told to.
    case gaveUp(capture: String)

    /// A device on which no holder has a reference.
    public static func quiet(_ place: Place) -> Check {
        .state(place, promiscuity: 0, flags: false, gflags: false)
    }

    /// A device with references that `ip link` knows nothing of.
    public static func held(_ place: Place, _ promiscuity: UInt32) -> Check {
        .state(place, promiscuity: promiscuity, flags: true, gflags: false)
    }

    /// A device whose switch is on, among others perhaps.
    public static func switched(_ place: Place, _ promiscuity: UInt32) -> Check {
        .state(place, promiscuity: promiscuity, flags: true, gflags: true)
    }
}

/// A device of the stage: `lab0`, or `NAMESPACE/lab0` in another one of its namespaces.
public struct Place: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// Nil for the stage's own.
    public let namespace: String?
    public let device: String

    public init(stringLiteral text: String) {
        let parts = text.split(separator: "/", maxSplits: 1).map(String.init)
        namespace = parts.count == 2 ? parts[0] : nil
        device = parts.last ?? ""
    }

    public var description: String { namespace.map { "\($0)/\(device)" } ?? device }
}
