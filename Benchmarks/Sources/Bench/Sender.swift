import Glibc

/// Frames through a packet socket as fast as one core can send them, 256 to a call.
enum Sender {
    static func send(interface: String, count: Int, size: Int) throws {
        let socket = Glibc.socket(17 /* AF_PACKET */, Int32(SOCK_RAW.rawValue), 0)
        guard socket >= 0 else { throw BenchError("socket: errno \(errno)") }
        defer { close(socket) }
        var on: Int32 = 1
        // Past the queueing discipline (packet(7), PACKET_QDISC_BYPASS): nothing is held back or dropped there.
        _ = unsafe setsockopt(socket, 263, 20, &on, 4)
        // sockaddr_ll: family, protocol, interface, then twelve octets that a sender does not need.
        var address = [UInt8](repeating: 0, count: 20)
        address[0] = 17
        let index = unsafe if_nametoindex(interface)
        for i in 0..<4 { address[4 + i] = UInt8(truncatingIfNeeded: index >> (8 * UInt32(i))) }
        let bound = unsafe address.withUnsafeBytes { bytes in
            unsafe bind(
                socket,
                __CONST_SOCKADDR_ARG(__sockaddr__: bytes.baseAddress!.assumingMemoryBound(to: sockaddr.self)), 20)
        }
        guard bound == 0 else { throw BenchError("bind \(interface): errno \(errno)") }
        let batch = 256
        let payload = [UInt8](repeating: 0, count: max(0, size - 42))
        var frame = Frames.ethernet(1, 2, 0x0800)
        frame += Frames.ipv4(0xC000_0201, 0xC000_0202, 17, id: 1, Frames.udp(1024, 9, payload))
        var failed = false
        unsafe frame.withUnsafeMutableBytes { bytes in
            var vectors = unsafe [iovec](
                repeating: iovec(iov_base: bytes.baseAddress, iov_len: bytes.count), count: batch)
            unsafe vectors.withUnsafeMutableBufferPointer { vectors in
                var messages = unsafe [mmsghdr](repeating: mmsghdr(), count: batch)
                for i in 0..<batch {
                    unsafe messages[i].msg_hdr.msg_iov = unsafe vectors.baseAddress! + i
                    unsafe messages[i].msg_hdr.msg_iovlen = 1
                }
                var left = count
                while left > 0 {
                    let n = unsafe sendmmsg(socket, &messages, UInt32(min(left, batch)), 0)
                    if n > 0 {
                        left -= Int(n)
                    } else if errno != ENOBUFS && errno != EINTR && errno != EAGAIN {
                        failed = true
                        return
                    }
                }
            }
        }
        if failed { throw BenchError("sendmmsg: errno \(errno)") }
    }
}
