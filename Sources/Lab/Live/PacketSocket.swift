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

    private init(owning file: consuming Descriptor) {
        self.file = file
    }

    /// Another descriptor of the same socket.
    func duplicate() throws(SystemError) -> LabSocket {
        LabSocket(owning: Descriptor(owning: try checked("dup") { fcntl(file.rawValue, F_DUPFD_CLOEXEC, 0) }))
    }

    /// PACKET_ADD_MEMBERSHIP or PACKET_DROP_MEMBERSHIP.
    ///
    /// - Returns: whether the kernel granted it.
    func membership(_ index: Int32, _ kind: Membership, add: Bool) -> Bool {
        var request = packet_mreq()
        request.mr_ifindex = index
        var address: [UInt8] = []
        switch kind {
        case .promiscuous: request.mr_type = UInt16(PACKET_MR_PROMISC)
        case .promiscuousWithAddress:
            request.mr_type = UInt16(PACKET_MR_PROMISC)
            address = [0, 0, 0, 0, 0, 0]
        case .allMulticast: request.mr_type = UInt16(PACKET_MR_ALLMULTI)
        case .unicast:
            request.mr_type = UInt16(PACKET_MR_UNICAST)
            address = [0x02, 0, 0, 0, 0, 0x99]
        case .multicast:
            request.mr_type = UInt16(PACKET_MR_MULTICAST)
            address = [0x01, 0, 0x5E, 0, 0, 0x63]
        }
        request.mr_alen = UInt16(address.count)
        unsafe withUnsafeMutableBytes(of: &request.mr_address) { room in
            for (place, octet) in address.enumerated() { unsafe room[place] = octet }
        }
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

    /// Frames of one PACKET_ type that arrive within `milliseconds`, at most `most`; it does not wait for more.
    func receive(_ type: Int32 = PACKET_HOST, most: Int, milliseconds: Int32) -> Int {
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
            if got > 0 && sender.sll_pkttype == UInt8(type) { count += 1 }
        }
        return count
    }
}
