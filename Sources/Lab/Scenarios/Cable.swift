extension Scenario {
    /// Promiscuity asks the device for more frames. Some have no more, some gave all of them anyway.
    static let cable = Scenario(
        "cable", "On a virtual cable -p hides nothing, and on a macvlan promiscuous shows nothing more.",
        [
            .layCable,
            Step(
                "Capture on lab0 with -p while 5 frames for another host come in.",
                [
                    .capture("modest", on: "lab0", promiscuous: false, filter: Action.labFrames),
                    .stray(from: "lab1", to: "lab0", 5), .interrupt("modest"),
                ], expect: [.frames(capture: "modest", 5), .quiet("lab0")],
                because:
                    "A veth has no address filter. The kernel marks the frames as another host's (PACKET_OTHERHOST), "
                    + "and packet sockets get them all the same. \"-p means only my traffic\" is wrong.",
                path: [
                    "veth_xmit, netif_rx, eth_type_trans: PACKET_OTHERHOST",
                    "__netif_receive_skb_core: packet sockets are served (tpacket_rcv) before any protocol looks",
                ]),
            Step(
                "The same without -p.",
                [
                    .capture("curious", on: "lab0", filter: Action.labFrames),
                    .stray(from: "lab1", to: "lab0", 5), .interrupt("curious"),
                ], expect: [.frames(capture: "curious", 5), .quiet("lab0")],
                because: "The reference was taken and given back, and bought nothing.",
                path: KernelPath.join + KernelPath.edge),
            Step(
                "Put a macvlan, mac0, on lab0, and capture there without -p.",
                [
                    .macvlan("mac0", on: "lab0"), .up("mac0"),
                    .capture("above", on: "mac0", filter: Action.labFrames),
                    .stray(from: "lab1", to: "lab0", 5), .interrupt("above"),
                ], expect: [.frames(capture: "above", 0), .quiet("mac0"), .held("lab0", 1)],
                because:
                    "A macvlan is given frames by their address, and these are not for it; being promiscuous does not "
                    + "change that. What lab0 still holds is for mac0's address.",
                path: ["macvlan_handle_frame: macvlan_hash_lookup finds no device; the frame stays on lab0"]),
            Step(
                "Take the macvlan down.", [.down("mac0")], expect: [.quiet("lab0")],
                because: "Its address leaves lab0's list.", path: ["macvlan_stop: dev_uc_del"]),
        ])
}
