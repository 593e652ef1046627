import CLinux
import Glibc
import Syscalls
import SystemPackage

/// A raw packet socket of the lab's own: for memberships, and for frames of the lab's ether type.
final class LabSocket {
    private let file: Descriptor

    /// Protocol 0 hears nothing until `bind`. Stays in the namespace of the thread that makes it.
    init() throws(SystemError) {
        let type = Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        file = Descriptor(owning: try checked("socket", "AF_PACKET") { Glibc.socket(AF_PACKET, type, 0) })
    }

    /// From here on it hears frames of the lab's ether type on one device.
    func bind(_ index: Int32) throws(SystemError) {
        var address = sockaddr_ll()
        address.sll_family = UInt16(AF_PACKET)
        address.sll_protocol = Action.etherType.bigEndian
        address.sll_ifindex = index
        try checked("bind", "AF_PACKET") {
            unsafe withUnsafePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe Glibc.bind(
                        file.rawValue, __CONST_SOCKADDR_ARG(__sockaddr__: $0),
                        socklen_t(MemoryLayout<sockaddr_ll>.size))
                }
            }
        }
    }

    /// PACKET_ADD_MEMBERSHIP or PACKET_DROP_MEMBERSHIP of type PACKET_MR_PROMISC.
    ///
    /// - Returns: whether the kernel said yes.
    func membership(_ index: Int32, add: Bool, addressLength: UInt16) -> Bool {
        var request = packet_mreq()
        request.mr_ifindex = index
        request.mr_type = UInt16(PACKET_MR_PROMISC)
        request.mr_alen = addressLength
        let option = add ? PACKET_ADD_MEMBERSHIP : PACKET_DROP_MEMBERSHIP
        let size = socklen_t(MemoryLayout<packet_mreq>.size)
        return unsafe setsockopt(file.rawValue, SOL_PACKET, option, &request, size) == 0
    }

    /// One frame of 60 octets:
    ///
    ///     0             6        12           14
    ///     | destination | source | 0x88B5     | zeros
    func send(to destination: [UInt8], from source: [UInt8]) throws(SystemError) {
        var frame = destination.prefix(6) + source.prefix(6)
        frame += [UInt8(Action.etherType >> 8), UInt8(Action.etherType & 0xFF)]
        frame += [UInt8](repeating: 0, count: 60 - frame.count)
        let bytes = Array(frame)
        try checked("send", "AF_PACKET") {
            unsafe bytes.withUnsafeBytes { unsafe Glibc.send(file.rawValue, $0.baseAddress, $0.count, 0) }
        }
    }

    /// Frames for the host itself that arrive within `milliseconds`, at most `most`; it does not wait for more.
    func receive(most: Int, milliseconds: Int32) -> Int {
        var count = 0
        let deadline = Clock.monotonic() &+ Int64(milliseconds) &* 1_000_000
        while count < most {
            let left = (deadline &- Clock.monotonic()) / 1_000_000
            var waiting = pollfd(fd: file.rawValue, events: Int16(POLLIN), revents: 0)
            guard left > 0, unsafe poll(&waiting, 1, Int32(left)) > 0 else { break }
            var sender = sockaddr_ll()
            var length = socklen_t(MemoryLayout<sockaddr_ll>.size)
            var room = [UInt8](repeating: 0, count: 256)
            let got = unsafe withUnsafeMutablePointer(to: &sender) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe recvfrom(
                        file.rawValue, &room, room.count, Int32(MSG_DONTWAIT),
                        __SOCKADDR_ARG(__sockaddr__: $0), &length)
                }
            }
            if got > 0 && sender.sll_pkttype == UInt8(PACKET_HOST) { count += 1 }
        }
        return count
    }
}

/// A host: a namespace with an `eth0` and a socket on it.
final class Host {
    let namespace: Namespace
    private var socket: LabSocket?
    private var address: [UInt8] = []

    init(_ namespace: Namespace) {
        self.namespace = namespace
    }

    /// Once `eth0` is there and up.
    func connect() throws(StageError) {
        let link = try namespace.link("eth0").state
        address = link.address
        socket = try namespace.inside { () throws(SystemError) in
            let socket = try LabSocket()
            try socket.bind(link.index)
            return socket
        }
    }

    private func send(to other: Host) throws(StageError) {
        do throws(SystemError) { try socket?.send(to: other.address, from: address) } catch {
            throw StageError(error)
        }
    }

    /// Until a frame has gone each way, so that the bridge between them has learnt both. Ports begin to forward when
    /// their carrier is noticed, which takes a moment.
    func acquaint(_ other: Host) throws(StageError) {
        for _ in 0..<50 {
            try send(to: other)
            guard other.socket?.receive(most: 1, milliseconds: 50) == 1 else { continue }
            try other.send(to: self)
            guard socket?.receive(most: 1, milliseconds: 50) == 1 else { continue }
            // What was flooded before the first frame came through.
            _ = other.socket?.receive(most: 50, milliseconds: 5)
            return
        }
        throw StageError("no frame passes between the hosts")
    }

    func send(_ count: Int, to other: Host) throws(StageError) {
        for _ in 0..<count { try send(to: other) }
        let arrived = other.socket?.receive(most: count, milliseconds: 5_000)
        guard arrived == count else { throw StageError("\(arrived ?? 0) of \(count) frames arrived") }
    }
}
