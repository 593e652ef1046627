extension Scenario {
    /// What reads flags and writes them back turns another holder's reference into the switch.
    static let restore = Scenario(
        "restore", "A tool that \"restores\" flags turns another's reference into a switch that stays on.",
        [
            .layCable,
            Step(
                "Start a capture.", [.capture("capture", on: "lab0")], expect: [.held("lab0", 1)],
                because: "One reference, and PROMISC in flags.",
                path: KernelPath.join + KernelPath.edge),
            Step(
                "A tool reads lab0's flags from sysfs and writes them back unchanged.", [.writeFlagsBack("lab0")],
                expect: [.switched("lab0", 2)],
                because:
                    "It read PROMISC, which the capture had caused; writing means the switch. Nothing was to change, "
                    + "and yet there is one more reference.",
                path: ["flags_store, dev_change_flags"] + KernelPath.turn(edge: false).dropFirst()),
            Step(
                "Stop the capture.", [.interrupt("capture")], expect: [.switched("lab0", 1)],
                because:
                    "The interface stays promiscuous, though nothing listens any more. swiftcap never writes flags.",
                path: KernelPath.release + KernelPath.counted),
            Step(
                "Turn the switch off by hand.", [.promisc("lab0", false)], expect: [.quiet("lab0")],
                because: "Only a user who knows that it was not wanted does that; no program can tell.",
                path: KernelPath.turn(edge: true)),
        ])
}
