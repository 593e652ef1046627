import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

/// Devices and sockets in the namespace of the calling thread, made through the module's own codec.
final class LiveLab {
    let kernel = LiveKernel()
    let reader: LinkReader
    private let route: NetlinkChannel

    init() throws {
        reader = LinkReader(kernel)
        route = NetlinkChannel(try kernel.openNetlink(.route))
    }

    func send(_ request: NetlinkRequest) throws {
        try route.ask(request) { _ in }
    }

    func index(_ name: String) throws -> Int32 {
        try #require(try reader.link(name: name), "no device \(name)").index
    }

    func link(_ name: String) throws -> LinkState {
        try #require(try reader.link(name: name), "no device \(name)")
    }

    func veth(_ name: String, _ peer: String, up: Bool = true) throws {
        try send(.newVeth(name: name, peer: peer))
        if up {
            try self.up(name)
            try self.up(peer)
        }
    }

    func up(_ name: String, _ on: Bool = true) throws {
        try setFlags(name, UInt32(IFF_UP), on)
    }

    /// What `ip link set promisc on` does.
    func promisc(_ name: String, _ on: Bool) throws {
        try setFlags(name, UInt32(IFF_PROMISC), on)
    }

    func setFlags(_ name: String, _ flag: UInt32, _ on: Bool) throws {
        try send(.setFlags(index: try index(name), flags: on ? flag : 0, change: flag))
    }

    func bridge(_ name: String) throws {
        try send(.newLink(name: name, kind: "bridge"))
        try up(name)
    }

    func master(_ name: String, _ master: String?) throws {
        try send(.setMaster(index: try index(name), master: try master.map(index) ?? 0))
    }

    func macvlan(_ name: String, on lower: String, mode: UInt32, flags: UInt16? = nil, up: Bool = true) throws {
        try send(.newMacvlan(name: name, lower: try index(lower), mode: mode, flags: flags))
        if up { try self.up(name) }
    }

    func delete(_ name: String) throws {
        try send(.deleteLink(index: try index(name)))
    }

    /// A forwarding entry in the device's own list (`bridge fdb add ADDRESS dev NAME self`).
    func filterEntry(_ name: String, _ address: [UInt8], add: Bool = true) throws {
        var request = NetlinkRequest(
            type: add ? NetlinkType.newNeighbour : NetlinkType.delNeighbour,
            flags: NetlinkFlags.acknowledge | (add ? NetlinkFlags.create | NetlinkFlags.append : 0))
        request.append(UInt8(AF_BRIDGE))
        request.append(UInt8(0))
        request.append(UInt16(0))
        request.append(try index(name))
        request.append(UInt16(NUD_PERMANENT))
        request.append(UInt8(NTF_SELF))
        request.append(UInt8(0))
        request.attribute(NDA_LLADDR, bytes: address)
        try send(request)
    }
}

/// A packet socket that does nothing but hold memberships. Closed when it is released.
final class RawSocket: @unchecked Sendable {
    let descriptor: Int32
    private var open = true

    init() throws {
        descriptor = try checked("socket") {
            socket(AF_PACKET, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        }
    }

    init(owning descriptor: Int32) { self.descriptor = descriptor }

    deinit { close() }

    func close() {
        if open { spawning.withLock { _ in _ = Glibc.close(descriptor) } }
        open = false
    }

    var inode: UInt32 {
        get throws { UInt32(truncatingIfNeeded: try FileStatus.inode(of: descriptor)) }
    }

    /// PACKET_ADD_MEMBERSHIP, or PACKET_DROP_MEMBERSHIP.
    func membership(
        _ index: Int32, type: Int32 = PACKET_MR_PROMISC, address: [UInt8] = [], add: Bool = true
    ) throws {
        var request = packet_mreq()
        request.mr_ifindex = index
        request.mr_type = UInt16(type)
        request.mr_alen = UInt16(address.count)
        unsafe withUnsafeMutableBytes(of: &request.mr_address) { room in
            for (i, byte) in address.prefix(room.count).enumerated() { unsafe room[i] = byte }
        }
        try checked("setsockopt") {
            unsafe setsockopt(
                descriptor, SOL_PACKET, add ? PACKET_ADD_MEMBERSHIP : PACKET_DROP_MEMBERSHIP, &request,
                socklen_t(MemoryLayout<packet_mreq>.size))
        }
    }
}

extension LiveLab {
    /// The books of a device as a program that starts now reads them.
    func sample(_ name: String) throws -> Sample {
        try #require(try Books(interface: name).before)
    }

    /// The summary once nothing holds the device any more: a child that another test is just starting has a copy of
    /// every descriptor of this process until it runs its program, and with it what was closed here.
    func settled(_ name: String) throws -> String {
        for _ in 0..<200 where try sample(name).link.promiscuity != 0 { usleep(10_000) }
        return try summary(name)
    }

    /// `KIND×REFERENCES` of each holder, then the residual where there is one: "packet_socket×2 ip_link×1 residual 1".
    func summary(_ name: String) throws -> String {
        let sample = try sample(name)
        #expect(sample.consistent)
        #expect(sample.link.flagsPromisc == ((sample.link.promiscuity ?? 0) > 0))
        var words = ["\(sample.link.promiscuity ?? 0):"]
        words += sample.holders.map { "\($0.kind.rawValue)×\($0.references)" }
        if sample.residual != 0 { words.append("residual \(sample.residual)") }
        return words.joined(separator: " ")
    }
}
