import CLinux
import Glibc
import Syscalls

/// Raw frames through a packet socket that bypasses the queueing discipline: as fast as one core can.

/// A packet socket on `interface` that only sends: it joins nothing and receives nothing (protocol 0).
func sendingSocket(_ interface: String) throws(PeerError) -> Descriptor {
    let number = socket(AF_PACKET, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard number >= 0 else { throw PeerError(call: "socket") }
    let descriptor = Descriptor(owning: number)
    var on: Int32 = 1
    _ = unsafe setsockopt(number, SOL_PACKET, PACKET_QDISC_BYPASS, &on, socklen_t(MemoryLayout<Int32>.size))
    try bindPacketSocket(number, interface, protocol: 0)
    return descriptor
}

/// Binds to the interface; `protocol` in host order, 0 hears nothing.
func bindPacketSocket(_ number: Int32, _ interface: String, protocol ether: UInt16) throws(PeerError) {
    var address = sockaddr_ll()
    address.sll_family = UInt16(AF_PACKET)
    address.sll_protocol = ether.bigEndian
    address.sll_ifindex = try interfaceIndex(interface)
    let result = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe bind(number, __CONST_SOCKADDR_ARG(__sockaddr__: $0), socklen_t(MemoryLayout<sockaddr_ll>.size))
        }
    }
    guard result == 0 else { throw PeerError(call: "bind \(interface)") }
}

/// `send`: Ethernet, IPv4 and UDP with a running number as the payload's first eight octets.
func sendFrames(_ options: Options) throws(PeerError) {
    let interface = try options.word(0, "interface")
    let count = try options.number("count", default: 1)
    let template = try frame(options)
    let flows = max(1, min(try options.number("flows", default: 1), 60_000))
    let vlan = try options.number("vlan", default: 0)
    let ip = vlan > 0 ? 18 : 14
    let socket = try sendingSocket(interface)
    let perBatch = 256
    var frames = [UInt8]()
    for _ in 0..<perBatch { frames += template }
    var pace = Pace(perSecond: try options.number("rate", default: 0))
    var next = 0
    while next < count {
        let now = min(perBatch, count - next, pace.allowance())
        for place in 0..<now {
            let start = place * template.count
            writeBigEndian(UInt64(next + place), 8, into: &frames, at: start + ip + 28)
            writeBigEndian(UInt64(1024 + (next + place) % flows), 2, into: &frames, at: start + ip + 20)
        }
        try sendBatch(socket.rawValue, frames, size: template.count, count: now)
        pace.spend(now)
        next += now
    }
    printLine("sent \(count)")
}

/// One frame of `--size` octets (without the check sequence, at least 14 + 20 + 8 + 8).
func frame(_ options: Options) throws(PeerError) -> [UInt8] {
    let vlan = try options.number("vlan", default: 0)
    let link = vlan > 0 ? 18 : 14
    let size = min(max(try options.number("size", default: 60), link + 36), 65_535)
    var bytes = try options.address("dst", default: [0x02, 0, 0, 0, 0, 0x02])
    bytes += try options.address("src", default: [0x02, 0, 0, 0, 0, 0x01])
    if vlan > 0 { bytes += [0x81, 0x00, UInt8(vlan >> 8 & 0x0f), UInt8(vlan & 0xff)] }
    bytes += [0x08, 0x00]
    let total = size - link
    // IPv4: version and length, no service, total length, no fragment, TTL 64, UDP, sum, 192.0.2.1 > 192.0.2.2.
    bytes += [0x45, 0, UInt8(total >> 8), UInt8(total & 0xff), 0, 1, 0x40, 0, 64, 17, 0, 0]
    bytes += [192, 0, 2, 1, 192, 0, 2, 2]
    let sum = internetChecksum(bytes[link..<link + 20])
    bytes[link + 10] = UInt8(sum >> 8)
    bytes[link + 11] = UInt8(sum & 0xff)
    // UDP: ports 1024 > 9 (discard), length, no checksum.
    bytes += [0x04, 0, 0, 9, UInt8((total - 20) >> 8), UInt8((total - 20) & 0xff), 0, 0]
    bytes += [UInt8](repeating: 0, count: size - bytes.count)
    return bytes
}

/// RFC 1071.
func internetChecksum(_ bytes: ArraySlice<UInt8>) -> UInt16 {
    var sum: UInt32 = 0
    for (place, octet) in bytes.enumerated() { sum += UInt32(octet) << (place % 2 == 0 ? 8 : 0) }
    while sum > 0xffff { sum = sum & 0xffff + sum >> 16 }
    return ~UInt16(truncatingIfNeeded: sum)
}

func writeBigEndian(_ value: UInt64, _ width: Int, into bytes: inout [UInt8], at offset: Int) {
    for place in 0..<width {
        bytes[offset + place] = UInt8(truncatingIfNeeded: value >> UInt64(8 * (width - 1 - place)))
    }
}

/// `count` frames that lie one after the other, in as few calls as possible.
func sendBatch(_ socket: Int32, _ frames: [UInt8], size: Int, count: Int) throws(PeerError) {
    let sent = unsafe frames.withUnsafeBytes { buffer -> Int in
        let start = unsafe UnsafeMutableRawPointer(mutating: buffer.baseAddress!)
        var vectors = unsafe (0..<count).map { unsafe iovec(iov_base: start + $0 * size, iov_len: size) }
        return unsafe vectors.withUnsafeMutableBufferPointer { unsafe sendVectors(socket, $0) }
    }
    guard sent == count else { throw PeerError(call: "sendmmsg") }
}

/// One message each; how many were taken before a call failed. A full device queue is tried again.
private func sendVectors(_ socket: Int32, _ vectors: UnsafeMutableBufferPointer<iovec>) -> Int {
    var messages = unsafe vectors.indices.map { place in
        var message = unsafe mmsghdr()
        unsafe message.msg_hdr.msg_iov = unsafe vectors.baseAddress! + place
        unsafe message.msg_hdr.msg_iovlen = 1
        return unsafe message
    }
    return unsafe messages.withUnsafeMutableBufferPointer { messages in
        var done = 0
        while done < messages.count {
            let n = unsafe sendmmsg(socket, messages.baseAddress! + done, UInt32(messages.count - done), 0)
            if n > 0 {
                done += Int(n)
            } else if lastErrno() != .noBufferSpace && lastErrno() != .interrupted {
                break
            }
        }
        return done
    }
}

/// At most so many frames a second, in steps of a millisecond; 0 is as fast as possible.
struct Pace {
    private let perSecond: Int
    private let started = Pace.now()
    private var sent = 0

    init(perSecond: Int) { self.perSecond = perSecond }

    private static func now() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000 + time.tv_nsec / 1000
    }

    /// How many may go now; waits until it is at least one.
    func allowance() -> Int {
        guard perSecond > 0 else { return Int.max }
        while true {
            let due = (Pace.now() - started) * perSecond / 1_000_000 + 1
            if due > sent { return due - sent }
            usleep(500)
        }
    }

    mutating func spend(_ frames: Int) { sent += frames }
}
