extension Scenario {
    private static let enslave = [
        "RTM_NEWLINK with IFLA_MASTER: do_set_master, br_add_slave, br_add_if",
        "nbp_update_port_count, br_manage_promisc, br_port_set_promisc: a bridge must hear what is meant for those behind its other ports",
        "dev_set_promiscuity(port, +1)",
    ]
    private static let deliver = [
        "br_handle_frame_finish: the address is known, so the frame goes to its port",
        "and a second copy to br0 itself only if PROMISC is in br0's flags: br_pass_frame_up",
    ]

    /// Ports are held by their bridge; on the bridge itself promiscuity decides what is heard.
    static let bridge = Scenario(
        "bridge", "A bridge holds its ports; on the bridge itself, -p hides frames between other hosts.",
        [
            Step(
                "Make a bridge, br0, and three hosts, each at the end of a cable: port1, port2, port3.",
                [
                    .bridge("br0"), .host("host1", port: "port1"), .host("host2", port: "port2"),
                    .host("host3", port: "port3"),
                ],
                expect: [.quiet("br0"), .quiet("port1")], because: "Nothing is plugged in yet.", path: KernelPath.create
            ),
            Step(
                "Plug the cables into the bridge.",
                [.master("port1", "br0"), .master("port2", "br0"), .master("port3", "br0")],
                expect: [.held("port1", 1), .held("port2", 1), .held("port3", 1), .quiet("br0")],
                because:
                    "Each port is promiscuous without any capture, and no ip link shows it. The bridge's own device "
                    + "is not.", path: enslave + KernelPath.edge),
            Step(
                "Take the bridge down.", [.down("br0")], expect: [.held("port1", 1)],
                because: "Being a port is what counts, not whether the bridge works.",
                path: ["__dev_close_many, br_dev_stop: ports stop forwarding; br_port_set_promisc is not undone"]),
            Step(
                "Bring it up; host1 and host2 get to know each other.", [.up("br0"), .acquaint("host1", "host2")],
                expect: [.held("port1", 1), .quiet("br0")],
                because: "The bridge learns behind which port each host is.",
                path: ["br_handle_frame_finish: br_fdb_update notes the sender's address and its port"]),
            Step(
                "Capture on br0 with -p while host1 sends 5 frames to host2.",
                [
                    .capture("modest", on: "br0", promiscuous: false, filter: Action.labFrames),
                    .send(from: "host1", to: "host2", 5), .interrupt("modest"),
                ], expect: [.frames(capture: "modest", 0), .quiet("br0")],
                because: "Frames for host2 are none of br0's business, so it never sees them.", path: deliver),
            Step(
                "The same without -p.",
                [
                    .capture("curious", on: "br0", filter: Action.labFrames), .send(from: "host1", to: "host2", 5),
                    .interrupt("curious"),
                ], expect: [.frames(capture: "curious", 5), .quiet("br0"), .held("port1", 1)],
                because:
                    "br0 was promiscuous meanwhile and heard the frames between two others. The ports kept the one "
                    + "reference that they had.",
                path: KernelPath.join + ["br_dev_change_rx_flags, br_manage_promisc: the ports are held already"]
                    + deliver),
            Step(
                "With -p again, while another socket holds br0.",
                [
                    .socket("other"), .join("other", on: "br0"),
                    .capture("lucky", on: "br0", promiscuous: false, filter: Action.labFrames),
                    .send(from: "host1", to: "host2", 5), .interrupt("lucky"),
                ], expect: [.frames(capture: "lucky", 5), .held("br0", 1)],
                because: "-p only means that this capture does not ask. Another's reference feeds it all the same.",
                path: deliver),
            Step(
                "The other one goes; port1 is unplugged.", [.close("other"), .master("port1", nil)],
                expect: [.quiet("br0"), .quiet("port1"), .held("port2", 1)],
                because: "A port that leaves takes its reference along.",
                path: [
                    "do_set_master, br_del_slave, br_del_if, del_nbp",
                    "nbp_delete_promisc, dev_set_promiscuity(port, -1)",
                ]
                    + KernelPath.edge),
        ])
}
