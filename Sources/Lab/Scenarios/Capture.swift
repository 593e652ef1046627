extension Scenario {
    /// A membership counts in promiscuity and shows in flags, never in gflags.
    static let capture = Scenario(
        "capture", "A capture makes an interface promiscuous, though ip link does not show it.",
        [
            .layCable,
            Step(
                "Capture on lab0, as tcpdump does it by default.", [.capture("first", on: "lab0")],
                expect: [.held("lab0", 1), .announced("lab0", 1)],
                because: "The capture's socket joins; a reference is counted, and ip link's own switch stays off. "
                    + "A search of ip link's output for PROMISC misses every capture.",
                path: KernelPath.join + KernelPath.edge),
            Step(
                "Stop the capture with Ctrl-C.", [.interrupt("first")],
                expect: [.quiet("lab0"), .announced("lab0", 1)],
                because: "Closing the socket gives back what it took.", path: KernelPath.release + KernelPath.edge),
            Step(
                "Capture with -p.", [.capture("second", on: "lab0", promiscuous: false)],
                expect: [.quiet("lab0"), .announced("lab0", 0)],
                because: "With -p the socket joins nothing, so nothing is counted or announced.",
                path: ["socket, bind: packet_do_bind registers a hook for frames; no membership, no count"]),
            Step(
                "Stop it.", [.interrupt("second")], expect: [.quiet("lab0"), .announced("lab0", 0)],
                because: "What took nothing gives nothing back.",
                path: ["packet_release, packet_flush_mclist: the list is empty"]),
        ])
}
