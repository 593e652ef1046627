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
    /// A macvlan in bridge mode, down.
    case macvlan(String, on: String)
    case up(String)
    case down(String)
    /// Puts a port under a bridge; nil releases it.
    case master(String, String?)
    /// What `ip link set promisc on` and `off` do.
    case promisc(String, Bool)
    case move(String, to: String)
    case delete(String)

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
    /// PACKET_ADD_MEMBERSHIP, PACKET_MR_PROMISC, with so many octets of (unused) address.
    case join(String, on: String, addressLength: UInt16 = 0)
    /// PACKET_DROP_MEMBERSHIP.
    case drop(String, on: String, addressLength: UInt16 = 0)
    case close(String)

    /// Sends to and fro until the bridge between two hosts knows where both are.
    case acquaint(String, String)
    /// Unicast frames from one host to another, which have arrived afterwards.
    case send(from: String, to: String, Int)

    /// The ether type of every frame that the lab sends (IEEE 802, local experimental).
    public static let etherType: UInt16 = 0x88B5
    /// The capture filter for them.
    public static let labFrames = ["ether", "proto", "0x88b5"]
}

extension Action {
    /// What somebody would type, or call, to do the same.
    public var words: String {
        switch self {
        case .veth(let a, let b):
            "ip link add \(a) type veth peer name \(b); ip link set \(a) up; ip link set \(b) up"
        case .namespace(let name): "ip netns add \(name)"
        case .host(let name, let port):
            "ip netns add \(name); ip link add \(port) type veth peer name eth0 netns \(name)"
        case .bridge(let name): "ip link add \(name) type bridge; ip link set \(name) up"
        case .macvlan(let name, let lower): "ip link add \(name) link \(lower) type macvlan mode bridge"
        case .up(let name): "ip link set \(name) up"
        case .down(let name): "ip link set \(name) down"
        case .master(let port, let bridge):
            bridge.map { "ip link set \(port) master \($0)" } ?? "ip link set \(port) nomaster"
        case .promisc(let name, let on): "ip link set \(name) promisc \(on ? "on" : "off")"
        case .move(let name, let target): "ip link set \(name) netns \(target)"
        case .delete(let name): "ip link delete \(name)"
        case .capture(_, let device, let promiscuous, let filter):
            (["swiftcap"] + (promiscuous ? [] : ["-p"]) + ["-i", device] + filter).joined(separator: " ")
        case .interrupt(let name): "kill -INT \(name)"
        case .kill(let name): "kill -KILL \(name)"
        case .await(let name): "wait \(name)"
        case .socket: "socket(AF_PACKET, SOCK_RAW, 0)"
        case .join(_, let device, let length): "setsockopt(PACKET_ADD_MEMBERSHIP, \(Action.request(device, length)))"
        case .drop(_, let device, let length): "setsockopt(PACKET_DROP_MEMBERSHIP, \(Action.request(device, length)))"
        case .close: "close(socket)"
        case .acquaint(let a, let b): "ping between \(a) and \(b)"
        case .send(let from, let to, let count): "\(count) frames from \(from) to \(to)"
        }
    }

    private static func request(_ device: String, _ length: UInt16) -> String {
        "PACKET_MR_PROMISC on \(device)" + (length > 0 ? ", mr_alen \(length)" : "")
    }
}
