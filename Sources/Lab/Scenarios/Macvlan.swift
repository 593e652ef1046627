extension Scenario {
    /// The reference that the kernel takes for itself, without a notification.
    static let macvlan = Scenario(
        "macvlan", "A macvlan makes the device below it promiscuous, and the kernel announces nothing.",
        [
            .layCable,
            Step(
                "Make a macvlan, mac0, on lab0.", [.macvlan("mac0", on: "lab0")],
                expect: [.quiet("lab0"), .quiet("mac0"), .announced("lab0", 0)], because: "It is still down.",
                path: KernelPath.create),
            Step(
                "Bring mac0 up.", [.up("mac0")], expect: [.held("lab0", 1), .quiet("mac0"), .announced("lab0", 0)],
                because:
                    "mac0 has an address of its own, and lab0 has no filter for a second address: it has to hear all "
                    + "frames. No message is sent; only asking shows it.",
                path: [
                    "macvlan_open: dev_uc_add puts mac0's address on lab0's list",
                    "__dev_set_rx_mode: no IFF_UNICAST_FLT, so uc_promisc, __dev_set_promiscuity(dev, 1, notify false)",
                    "flags turn, a line is logged, ndo_set_rx_mode is called; no RTM_NEWLINK",
                ]),
            Step(
                "Make another one, mac1, and bring it up.", [.macvlan("mac1", on: "lab0"), .up("mac1")],
                expect: [.held("lab0", 1), .announced("lab0", 0)],
                because: "One reference for the whole list.", path: ["__dev_set_rx_mode: uc_promisc is set already"]),
            Step(
                "Capture on mac0.", [.capture("capture", on: "mac0")],
                expect: [.held("mac0", 1), .held("lab0", 2), .announced("lab0", 1)],
                because: "A promiscuous macvlan asks the device below to be so, too, and this is announced. It costs a "
                    + "reference and shows mac0 not one frame more.",
                path: KernelPath.join + [
                    "__dev_set_promiscuity(mac0): 0 to 1, ndo_change_rx_flags",
                    "macvlan_change_rx_flags: dev_set_promiscuity(lab0, +1)",
                ] + KernelPath.counted),
            Step(
                "Stop the capture.", [.interrupt("capture")],
                expect: [.quiet("mac0"), .held("lab0", 1), .announced("lab0", 1)],
                because: "The one reference goes back on both; that for the addresses stays.",
                path: KernelPath.release + ["macvlan_change_rx_flags: dev_set_promiscuity(lab0, -1)"]),
            Step(
                "Take both macvlans down.", [.down("mac0"), .down("mac1")],
                expect: [.quiet("lab0"), .announced("lab0", 0)], because: "Gone as silently as it came.",
                path: [
                    "macvlan_stop: dev_uc_del takes the address from lab0's list",
                    "__dev_set_rx_mode: the list is empty, __dev_set_promiscuity(dev, -1, notify false)",
                ]),
        ])
}
