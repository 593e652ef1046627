extension Scenario {
    /// gflags' PROMISC is one bit; its reference is one among others.
    static let `switch` = Scenario(
        "switch", "ip link's promisc is a switch, not a count, and does not disturb a capture.",
        [
            .layCable,
            Step(
                "Turn the switch on.", [.promisc("lab0", true)], expect: [.switched("lab0", 1), .announced("lab0", 1)],
                because: "The switch holds one reference, and ip link shows it. Who turned it is not recorded.",
                path: KernelPath.turn(edge: true)),
            Step(
                "Turn it on again.", [.promisc("lab0", true)], expect: [.switched("lab0", 1), .announced("lab0", 0)],
                because: "On twice is once: the bit was set already.", path: KernelPath.flip),
            Step(
                "Start a capture beside it.", [.capture("capture", on: "lab0")],
                expect: [.switched("lab0", 2), .announced("lab0", 1)],
                because: "The second reference. The device heard everything before, so the driver learns nothing.",
                path: KernelPath.join + KernelPath.counted),
            Step(
                "Turn the switch off while the capture runs.", [.promisc("lab0", false)],
                expect: [.held("lab0", 1), .announced("lab0", 1)],
                because: "Only the switch's reference goes; the capture still hears all frames.",
                path: KernelPath.turn(edge: false)),
            Step(
                "Turn it off again.", [.promisc("lab0", false)], expect: [.held("lab0", 1), .announced("lab0", 0)],
                because: "Off twice is once, too: another's reference cannot be taken away this way.",
                path: KernelPath.flip),
            Step(
                "Stop the capture.", [.interrupt("capture")], expect: [.quiet("lab0"), .announced("lab0", 1)],
                because: "The last reference.", path: KernelPath.release + KernelPath.edge),
        ])
}
