import Glibc

/// Frames through a packet socket, as fast as one core can send them or so many in a second.
enum Sender {
    static func send(interface: String, count: Int, size: Int, rate: Int = 0, flows: Int = 1) throws {
        let socket = try socket(interface)
        defer { close(socket) }
        // At a pace in small pieces, so that no piece by itself fills anything.
        let batch = rate > 0 ? 32 : 256
        let payload = [UInt8](repeating: 0, count: max(0, size - 42))
        let frames = (0..<max(1, flows)).map { flow in
            Frames.ethernet(1, 2, 0x0800)
                + Frames.ipv4(0xC000_0201 + flow, 0xC000_0202, 17, id: 1, Frames.udp(1024 + flow, 9, payload))
        }
        // One after the other in memory; the messages of a call point at them in turn.
        var bytes = frames.flatMap { $0 }
        let length = frames[0].count
        let failed = unsafe bytes.withUnsafeMutableBytes { bytes in
            var vectors = unsafe (0..<batch * frames.count).map {
                unsafe iovec(iov_base: bytes.baseAddress! + $0 % frames.count * length, iov_len: length)
            }
            return unsafe vectors.withUnsafeMutableBufferPointer {
                unsafe send($0, socket, count: count, batch: batch, rate: rate)
            }
        }
        if failed { throw BenchError("sendmmsg: errno \(errno)") }
    }

    private static func send(
        _ vectors: UnsafeMutableBufferPointer<iovec>, _ socket: Int32, count: Int, batch: Int, rate: Int
    ) -> Bool {
        var messages = unsafe [mmsghdr](repeating: mmsghdr(), count: vectors.count)
        for i in 0..<vectors.count {
            unsafe messages[i].msg_hdr.msg_iov = unsafe vectors.baseAddress! + i
            unsafe messages[i].msg_hdr.msg_iovlen = 1
        }
        let started = Child.now()
        var sent = 0
        while sent < count {
            let at = sent % vectors.count
            let size = min(count - sent, batch, vectors.count - at)
            let n = unsafe messages.withUnsafeMutableBufferPointer {
                unsafe sendmmsg(socket, $0.baseAddress! + at, UInt32(size), 0)
            }
            if n > 0 {
                sent += Int(n)
            } else if errno != ENOBUFS && errno != EINTR && errno != EAGAIN {
                return true
            }
            if rate > 0 {
                let ahead = started + Double(sent) / Double(rate) - Child.now()
                if ahead > 0 { usleep(UInt32(min(ahead, 0.5) * 1e6)) }
            }
        }
        return false
    }

    private static func socket(_ interface: String) throws -> Int32 {
        let socket = Glibc.socket(17 /* AF_PACKET */, Int32(SOCK_RAW.rawValue), 0)
        guard socket >= 0 else { throw BenchError("socket: errno \(errno)") }
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
        return socket
    }
}
