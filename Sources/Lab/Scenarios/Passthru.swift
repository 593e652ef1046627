extension Scenario {
    /// The one macvlan that holds its lower device openly.
    static let passthru = Scenario(
        "passthru", "A macvlan in passthru mode holds the device below while it is up, and says so.",
        [
            .layCable,
            Step(
                "Put a macvlan in passthru mode, mac0, on lab0.", [.macvlan("mac0", on: "lab0", passthru: true)],
                expect: [.quiet("lab0"), .quiet("mac0"), .announced("lab0", 0)], because: "It is still down.",
                path: KernelPath.create),
            Step(
                "Bring it up.", [.up("mac0")], expect: [.held("lab0", 1), .quiet("mac0"), .announced("lab0", 1)],
                because: "mac0 takes over all that lab0 hears. This reference is announced, unlike other macvlans'.",
                path: ["macvlan_open: passthru and not NOPROMISC, dev_set_promiscuity(lab0, +1)"] + KernelPath.edge),
            Step(
                "Capture on mac0.", [.capture("capture", on: "mac0")],
                expect: [.held("mac0", 1), .held("lab0", 1), .announced("lab0", 0)],
                because: "lab0 is held already, so nothing is passed down.",
                path: KernelPath.join + ["macvlan_change_rx_flags: passthru, nothing to do"]),
            Step(
                "Stop the capture and take mac0 down.", [.interrupt("capture"), .down("mac0")],
                expect: [.quiet("mac0"), .quiet("lab0"), .announced("lab0", 1)],
                because: "The capture passes nothing down; mac0 itself gives back what it held.",
                path: KernelPath.release + ["macvlan_stop: dev_set_promiscuity(lab0, -1)"] + KernelPath.edge),
        ])
}
