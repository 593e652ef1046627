/// All scenarios, in the order in which they build on each other.
public enum Scenarios {
    public static let all: [Scenario] = [
        .capture,
        .switch,
        .parallel,
        .kill,
        .any,
        .joinTwice,
        .sockets,
        .kinds,
        .restore,
        .bridge,
        .cable,
        .macvlan,
        .passthru,
        .follow,
        .move,
    ]

    public static func named(_ name: String) -> Scenario? {
        all.first { $0.name == name }
    }
}
