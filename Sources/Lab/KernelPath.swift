/// Ways through the kernel that several scenarios take: functions of net/core/dev.c, net/core/rtnetlink.c and
/// net/packet/af_packet.c, each with what it decides.
enum KernelPath {
    /// `ip link set promisc on` or `off`, where the switch stands like that already.
    static let flip = [
        "RTM_NEWLINK with IFF_PROMISC in ifi_change: rtnl_newlink, do_setlink",
        "__dev_change_flags: compares with gflags, where PROMISC is one bit; no difference, nothing to count",
    ]

    /// The same where the switch turns; `edge` when the count leaves 0 or comes back to it.
    static func turn(edge: Bool) -> [String] {
        let driver =
            edge
            ? [
                "__dev_set_promiscuity: between 0 and 1, so PROMISC in flags turns, too, and a line is logged",
                "dev_set_rx_mode, the driver's ndo_set_rx_mode: the hardware follows flags",
            ] : ["__dev_set_promiscuity: counts; flags stay, so the driver is not asked and no line is logged"]
        return [
            flip[0], "__dev_change_flags: a difference; turns the bit in gflags and asks for +1 or -1",
        ] + driver + ["__dev_notify_flags: RTM_NEWLINK to all that listen, with the new IFLA_PROMISCUITY"]
    }

    /// A device comes into being.
    static let create = [
        "RTM_NEWLINK with IFLA_LINKINFO: rtnl_newlink, rtnl_create_link, the kind's newlink, register_netdevice",
        "a new net_device begins with promiscuity 0, and PROMISC neither in flags nor in gflags",
    ]

    /// A capture starts to hear.
    static let join = [
        "setsockopt(PACKET_ADD_MEMBERSHIP, PACKET_MR_PROMISC): packet_setsockopt",
        "packet_mc_add: looks for an equal entry in the socket's list; a new one goes on",
        "packet_dev_mc, dev_set_promiscuity(dev, +1); gflags, which ip link shows, stays",
    ]

    /// A socket is closed, by any process.
    static let release = [
        "the last close of the socket: sock_close, packet_release",
        "packet_flush_mclist: each entry of the socket's list goes back",
        "packet_dev_mc, dev_set_promiscuity(dev, -1)",
    ]

    /// Where the count leaves 0 or comes back to it.
    static let edge = [
        "__dev_set_promiscuity: counts; between 0 and 1 it turns PROMISC in flags and logs a line",
        "__dev_notify_flags: RTM_NEWLINK to all that listen, with the new IFLA_PROMISCUITY",
        "dev_set_rx_mode, the driver's ndo_set_rx_mode: the hardware hears all frames, or its own again",
    ]

    /// Where it does not.
    static let counted = [
        "__dev_set_promiscuity: counts; flags stay, so no line is logged",
        "__dev_notify_flags: RTM_NEWLINK all the same, with the new IFLA_PROMISCUITY",
        "flags are as before: the driver is not asked",
    ]
}
