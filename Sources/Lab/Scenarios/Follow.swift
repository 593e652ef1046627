extension Scenario {
    /// Memberships follow the index, whatever the device is called and whether it is up.
    static let follow = Scenario(
        "follow", "A reference follows the interface through down, up and a new name.",
        [
            .layCable,
            Step(
                "A packet socket joins.", [.socket("s"), .join("s", on: "lab0")], expect: [.held("lab0", 1)],
                because: "The first reference.",
                path: KernelPath.join + KernelPath.edge),
            Step(
                "Take lab0 down.", [.down("lab0")], expect: [.held("lab0", 1), .announced("lab0", 0)],
                because: "A device that is down hears nothing, and is held all the same.",
                path: ["__dev_close_many: ndo_stop; promiscuity is not touched"]),
            Step(
                "Give it another name.", [.rename("lab0", to: "lab9")], expect: [.held("lab9", 1)],
                because: "The membership names the device by its index. A program that follows the name loses it here.",
                path: ["do_setlink: dev_change_name; the ifindex stays"]),
            Step(
                "Drop and join again while it is down.", [.drop("s", on: "lab9"), .join("s", on: "lab9")],
                expect: [.held("lab9", 1), .announced("lab9", 2), .accepted(true)],
                because: "It takes no device that is up.", path: KernelPath.join + KernelPath.edge),
            Step(
                "Bring it up.", [.up("lab9")], expect: [.held("lab9", 1), .announced("lab9", 0)],
                because: "The driver is told what it missed.", path: ["__dev_open: ndo_open, dev_set_rx_mode"]),
            Step(
                "The socket is closed.", [.close("s")], expect: [.quiet("lab9"), .announced("lab9", 1)],
                because: "The entry finds its device by the index, whatever that is called by now.",
                path: KernelPath.release + KernelPath.edge),
        ])
}
