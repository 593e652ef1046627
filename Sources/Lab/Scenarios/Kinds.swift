extension Scenario {
    /// PACKET_MR_PROMISC is not the only membership that makes a device promiscuous.
    static let kinds = Scenario(
        "kinds", "A second unicast address can make an interface promiscuous, silently; multicast never does.",
        [
            .layCable,
            Step(
                "A packet socket asks for one more unicast address.", [.socket("s"), .join("s", on: "lab0", .unicast)],
                expect: [.held("lab0", 1), .announced("lab0", 0), .accepted(true)],
                because:
                    "lab0 cannot filter by a second address, so it hears everything. The kernel logs it but sends no "
                    + "message, and no membership of type PROMISC exists: only the address gives a hint.",
                path: [
                    "packet_mc_add, packet_dev_mc: PACKET_MR_UNICAST, dev_uc_add",
                    "__dev_set_rx_mode: no IFF_UNICAST_FLT, so uc_promisc, __dev_set_promiscuity(dev, 1, notify false)",
                ]),
            Step(
                "It gives the address back.", [.drop("s", on: "lab0", .unicast)],
                expect: [.quiet("lab0"), .announced("lab0", 0)], because: "As silently.",
                path: [
                    "packet_dev_mc: dev_uc_del",
                    "__dev_set_rx_mode: the list is empty, __dev_set_promiscuity(dev, -1, notify false)",
                ]),
            Step(
                "It asks for all multicast frames.", [.join("s", on: "lab0", .allMulticast)],
                expect: [.quiet("lab0"), .announced("lab0", 0), .accepted(true)],
                because: "That has a count of its own, IFLA_ALLMULTI.",
                path: ["packet_dev_mc: PACKET_MR_ALLMULTI, dev_set_allmulti; promiscuity is not touched"]),
            Step(
                "It asks for one multicast group.", [.join("s", on: "lab0", .multicast)],
                expect: [.quiet("lab0"), .announced("lab0", 0), .accepted(true)],
                because: "A list of groups is something else than all frames.",
                path: ["packet_dev_mc: PACKET_MR_MULTICAST, dev_mc_add; promiscuity is not touched"]),
            Step(
                "The socket is closed.", [.close("s")], expect: [.quiet("lab0"), .announced("lab0", 0)],
                because: "All entries go with their socket.", path: Array(KernelPath.release.prefix(2))),
        ])
}
