extension Scenario {
    /// `-i any` binds to no device, so it can hold none.
    static let `any` = Scenario(
        "any", "Capturing on \"any\" makes no interface promiscuous.",
        [
            .layCable,
            Step(
                "Capture on any.", [.capture("all", on: "any")],
                expect: [.quiet("lab0"), .quiet("lab1"), .quiet("lo"), .announced("lab0", 0)],
                because: "A membership is on one device. The socket of \"any\" is bound to none, so it hears what each "
                    + "device hears anyway, and no more.",
                path: ["bind with sll_ifindex 0: packet_do_bind hooks into all devices; there is nothing to join"]),
            Step(
                "Capture on lab0 beside it.", [.capture("one", on: "lab0")],
                expect: [.held("lab0", 1), .quiet("lab1"), .quiet("lo")],
                because: "Now lab0 hears all frames, and the capture on any sees them, too.",
                path: KernelPath.join + KernelPath.edge),
            Step(
                "Stop both.", [.interrupt("one"), .interrupt("all")],
                expect: [.quiet("lab0"), .quiet("lab1"), .quiet("lo")],
                because: "What lab0 gave was for its own capture only.",
                path: KernelPath.release + KernelPath.edge),
        ])
}
