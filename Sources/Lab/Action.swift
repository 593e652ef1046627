/// Something that a scenario does. All of it happens inside the stage's own namespaces.
public enum Action: Equatable, Sendable {
    /// A pair of virtual Ethernet devices, both up: two sockets with a cable between them.
    case veth(String, String)
    /// A namespace without devices of interest.
    case namespace(String)
    /// A namespace with an `eth0`, at the other end of `port`: a host with its cable. Both ends are up.
    case host(String, port: String)
    /// A bridge, up.
    case bridge(String)
    /// A macvlan, in bridge mode unless it is the lower device's only one (passthru). Down.
    case macvlan(String, on: String, passthru: Bool = false)
    case up(String)
    case down(String)
    /// Puts a port under a bridge; nil releases it.
    case master(String, String?)
    /// What `ip link set promisc on` and `off` do.
    case promisc(String, Bool)
    case move(String, to: String)
    case rename(String, to: String)
    /// What a tool does that "restores" the flags which it has read in sysfs.
    case writeFlagsBack(String)

    /// A real capture, which is listening afterwards.
    case capture(String, on: String, promiscuous: Bool = true, filter: [String] = [])
    /// SIGINT, as Ctrl-C sends it, and its end.
    case interrupt(String)
    /// SIGKILL, and its end.
    case kill(String)
    /// Waits until a capture ends by itself.
    case await(String)

    /// A packet socket that hears nothing: only memberships are of interest.
    case socket(String)
    /// Binds it to a device.
    case bind(String, to: String)
    /// Another descriptor of the same socket, as fork(2), dup(2) and SCM_RIGHTS make them.
    case duplicate(String, as: String)
    /// PACKET_ADD_MEMBERSHIP.
    case join(String, on: String, Membership = .promiscuous)
    /// PACKET_DROP_MEMBERSHIP.
    case drop(String, on: String, Membership = .promiscuous)
    case close(String)

    /// Sends to and fro until the bridge between two hosts knows where both are.
    case acquaint(String, String)
    /// Unicast frames from one host to another, which have arrived afterwards.
    case send(from: String, to: String, Int)
    /// Unicast frames for an address that no device has, from one end of a cable; they have arrived at the other end
    /// afterwards.
    case stray(from: String, to: String, Int)

    /// The ether type of every frame that the lab sends (IEEE 802, local experimental).
    public static let etherType: UInt16 = 0x88B5
    /// The capture filter for them.
    public static let labFrames = ["ether", "proto", "0x88b5"]
}

/// What a packet socket asks of a device.
public enum Membership: Equatable, Sendable {
    /// PACKET_MR_PROMISC.
    case promiscuous
    /// The same with six octets of address, which mean nothing.
    case promiscuousWithAddress
    /// PACKET_MR_ALLMULTI.
    case allMulticast
    /// PACKET_MR_UNICAST: one more address to hear.
    case unicast
    /// PACKET_MR_MULTICAST: a group to hear.
    case multicast

    var words: String {
        switch self {
        case .promiscuous: "PACKET_MR_PROMISC"
        case .promiscuousWithAddress: "PACKET_MR_PROMISC, mr_alen 6"
        case .allMulticast: "PACKET_MR_ALLMULTI"
        case .unicast: "PACKET_MR_UNICAST"
        case .multicast: "PACKET_MR_MULTICAST"
        }
    }
}

extension Action {
    /// What a user would type, or a program call, to do the same.
    public var words: String {
        switch self {
        case .veth(let a, let b):
            "ip link add \(a) type veth peer name \(b); ip link set \(a) up; ip link set \(b) up"
        case .namespace(let name): "ip netns add \(name)"
        case .host(let name, let port):
            "ip netns add \(name); ip link add \(port) type veth peer name eth0 netns \(name)"
        case .bridge(let name): "ip link add \(name) type bridge; ip link set \(name) up"
        case .macvlan(let name, let lower, let passthru):
            "ip link add \(name) link \(lower) type macvlan mode \(passthru ? "passthru" : "bridge")"
        case .up(let name): "ip link set \(name) up"
        case .down(let name): "ip link set \(name) down"
        case .master(let port, let bridge):
            bridge.map { "ip link set \(port) master \($0)" } ?? "ip link set \(port) nomaster"
        case .promisc(let name, let on):
            Action.ip(Place(stringLiteral: name), "promisc \(on ? "on" : "off")")
        case .move(let name, let target): "ip link set \(name) netns \(target)"
        case .rename(let name, let new): "ip link set \(name) name \(new)"
        case .writeFlagsBack(let name): "cd /sys/class/net/\(name); cat flags >flags"
        case .capture(let name, let device, let promiscuous, let filter):
            ([name + ":", "swiftcap"] + (promiscuous ? [] : ["-p"]) + ["-i", device] + filter).joined(separator: " ")
        case .interrupt(let name): "kill -INT \(name)"
        case .kill(let name): "kill -KILL \(name)"
        case .await(let name): "wait \(name)"
        case .socket(let name): "\(name) = socket(AF_PACKET, SOCK_RAW, 0)"
        case .bind(let name, let device): "bind(\(name), \(device))"
        case .duplicate(let name, let copy): "\(copy) = dup(\(name))"
        case .join(let name, let device, let kind):
            "setsockopt(\(name), PACKET_ADD_MEMBERSHIP, \(kind.words) on \(device))"
        case .drop(let name, let device, let kind):
            "setsockopt(\(name), PACKET_DROP_MEMBERSHIP, \(kind.words) on \(device))"
        case .close(let name): "close(\(name))"
        case .acquaint(let a, let b): "frames to and fro between \(a) and \(b)"
        case .send(let from, let to, let count): "\(count) frames from \(from) to \(to)"
        case .stray(let from, _, let count): "\(count) frames out of \(from) for another host"
        }
    }

    private static func ip(_ place: Place, _ what: String) -> String {
        "ip \(place.namespace.map { "-n \($0) " } ?? "")link set \(place.device) \(what)"
    }
}
