extension Scenario {
    /// Memberships stay with the socket's namespace; the switch goes with the device.
    static let move = Scenario(
        "move", "A device that moves to another namespace loses its captures but keeps ip link's switch.",
        [
            Step(
                "Make a cable, lab0 to lab1, and a second namespace, away.",
                [.veth("lab0", "lab1"), .namespace("away")],
                expect: [.quiet("lab0")], because: "Another namespace is another set of devices.",
                path: KernelPath.create),
            Step(
                "Turn ip link's switch on and start a capture.",
                [.promisc("lab0", true), .capture("capture", on: "lab0")], expect: [.switched("lab0", 2)],
                because: "One reference each.",
                path: KernelPath.turn(edge: true) + KernelPath.join + KernelPath.counted),
            Step(
                "Move lab0 to the other namespace.", [.move("lab0", to: "away"), .await("capture")],
                expect: [.switched("away/lab0", 1), .gaveUp(capture: "capture")],
                because: "The kernel takes the capture's membership away, for its socket stays behind in the old "
                    + "namespace; the capture is told that its network is down. The switch is a property of the device.",
                path: [
                    "RTM_NEWLINK with IFLA_NET_NS_FD: do_setlink, dev_change_net_namespace",
                    "the device is closed; NETDEV_UNREGISTER to all that use it",
                    "packet_notifier: packet_dev_mclist_delete drops the entries; the socket's error is ENETDOWN",
                    "dev_set_promiscuity(dev, -1); gflags is not touched",
                ]),
            Step(
                "Turn the switch off, over there.", [.promisc("away/lab0", false)], expect: [.quiet("away/lab0")],
                because: "It works there as it did here: the last reference is gone.",
                path: KernelPath.turn(edge: true)),
        ])
}
