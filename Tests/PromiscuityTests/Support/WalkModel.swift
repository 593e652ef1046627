import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

/// What should be true of the devices and sockets of a walk, kept by rules of its own: nothing here is read from the
/// kernel.
struct WalkModel {
    struct Membership: Hashable {
        enum Kind: CaseIterable {
            /// PACKET_MR_PROMISC, without an address and with one: two different entries.
            case plain, long
            /// PACKET_MR_UNICAST: a second address.
            case unicast
        }

        var device: String
        var kind: Kind
    }

    struct Socket {
        var raw: RawSocket
        var inode: UInt32
        /// Membership to how often it was asked for.
        var memberships: [Membership: Int] = [:]
        var open = true
        var children: [Child] = []
        var flight: SocketPair?
    }

    struct Macvlan {
        var lower: String
        var passthru: Bool
        var silent: Bool
        var isUp: Bool
    }

    var switchedOn: Set<String> = []
    var ports: Set<String> = []
    var macvlans: [String: Macvlan] = [:]
    var down: Set<String> = []
    /// Devices that are in the other namespace.
    var away: Set<String> = []
    /// Self entries by device.
    var filters: [String: Set<[UInt8]>] = [:]
    var sockets: [Int: Socket] = [:]

    static let veths = ["v0", "v1", "w0", "w1"]
    var devices: [String] { Self.veths + ["br0"] + macvlans.keys.sorted() }

    /// References of packet sockets, by inode.
    func held(_ device: String) -> [UInt32: Int] {
        var result: [UInt32: Int] = [:]
        for socket in sockets.values {
            let entries = socket.memberships.keys.filter { $0.device == device && $0.kind != .unicast }.count
            if entries > 0 { result[socket.inode] = entries }
        }
        return result
    }

    /// What holds a device, as sorted words.
    func holders(_ device: String) -> [String] {
        var words: [String] = []
        for (inode, references) in held(device) { words.append("packet_socket \(inode) ×\(references)") }
        if switchedOn.contains(device) { words.append("ip_link ×1") }
        if ports.contains(device) { words.append("bridge_port br0 ×1") }
        let unicast = Membership(device: device, kind: .unicast)
        var secondAddress =
            !(filters[device] ?? []).isEmpty || sockets.values.contains { $0.memberships[unicast] != nil }
        for (name, macvlan) in macvlans where macvlan.lower == device && macvlan.isUp {
            if macvlan.passthru {
                if !macvlan.silent { words.append("macvlan \(name) ×1") }
            } else {
                secondAddress = true
                if count(name) > 0 { words.append("macvlan \(name) ×1") }
            }
        }
        if secondAddress { words.append("unicast_filter ×1") }
        return words.sorted()
    }

    func count(_ device: String) -> Int {
        holders(device).reduce(0) { $0 + (Int($1.split(separator: "×").last ?? "") ?? 0) }
    }

    /// Who has a socket.
    func processes(_ inode: UInt32) -> Set<pid_t> {
        var pids: Set<pid_t> = []
        for socket in sockets.values where socket.inode == inode {
            if socket.open { pids.insert(getpid()) }
            pids.formUnion(socket.children.map(\.pid))
        }
        return pids
    }

    /// A socket that no process has any more is gone, and what it held with it.
    mutating func collect() {
        sockets = sockets.filter { $0.value.open || !$0.value.children.isEmpty || $0.value.flight != nil }
    }

    /// The words for holders that were read.
    static func words(_ holders: [Holder]) -> [String] {
        holders.map { holder in
            switch holder.kind {
            case .packetSocket: "packet_socket \(holder.inode ?? 0) ×\(holder.references)"
            case .bridgePort, .macvlan: "\(holder.kind.rawValue) \(holder.device ?? "") ×\(holder.references)"
            default: "\(holder.kind.rawValue) ×\(holder.references)"
            }
        }.sorted()
    }
}
