extension Scenario {
    /// 1, 2, 3, 2, 1, 0: each capture is one reference.
    static let parallel = Scenario(
        "parallel", "Each capture is one reference; only the first and the last one reach the driver.",
        [
            .layCable,
            Step(
                "Start a capture.", [.capture("first", on: "lab0")], expect: [.held("lab0", 1), .announced("lab0", 1)],
                because: "0 to 1: the device starts to hear all frames.", path: KernelPath.join + KernelPath.edge),
            Step(
                "Start a second one.", [.capture("second", on: "lab0")],
                expect: [.held("lab0", 2), .announced("lab0", 1)],
                because: "Counted and announced; nothing new for the driver or the log.",
                path: KernelPath.join + KernelPath.counted),
            Step(
                "Start a third one.", [.capture("third", on: "lab0")],
                expect: [.held("lab0", 3), .announced("lab0", 1)],
                because: "And so on: there is no upper end but the width of the counter.",
                path: KernelPath.join + KernelPath.counted),
            Step(
                "Stop the first one.", [.interrupt("first")], expect: [.held("lab0", 2), .announced("lab0", 1)],
                because: "Who came first does not matter: references have no order.",
                path: KernelPath.release + KernelPath.counted),
            Step(
                "Stop the second one.", [.interrupt("second")], expect: [.held("lab0", 1), .announced("lab0", 1)],
                because: "One is left, and the device hears all frames for its sake.",
                path: KernelPath.release + KernelPath.counted),
            Step(
                "Stop the third one.", [.interrupt("third")], expect: [.quiet("lab0"), .announced("lab0", 1)],
                because: "1 to 0: the device hears only its own frames again.",
                path: KernelPath.release + KernelPath.edge),
        ])
}
