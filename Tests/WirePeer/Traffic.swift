import CLinux
import Glibc
import Syscalls

/// Traffic through the kernel's own stack, so that handshakes, options, errors and neighbour discovery are real.

/// An IPv4 or IPv6 address with a port, as the socket calls want it.
struct Endpoint {
    private var storage = sockaddr_storage()
    private let length: socklen_t
    let family: Int32

    init(_ text: String, port: UInt16) throws(PeerError) {
        if text.contains(":") {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            guard unsafe inet_pton(AF_INET6, text, &address.sin6_addr) == 1 else { throw PeerError("address \(text)") }
            family = AF_INET6
            length = socklen_t(MemoryLayout<sockaddr_in6>.size)
            unsafe withUnsafeMutableBytes(of: &storage) { bytes in
                unsafe withUnsafeBytes(of: &address) { unsafe bytes.copyMemory(from: $0) }
            }
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            guard unsafe inet_pton(AF_INET, text, &address.sin_addr) == 1 else { throw PeerError("address \(text)") }
            family = AF_INET
            length = socklen_t(MemoryLayout<sockaddr_in>.size)
            unsafe withUnsafeMutableBytes(of: &storage) { bytes in
                unsafe withUnsafeBytes(of: &address) { unsafe bytes.copyMemory(from: $0) }
            }
        }
    }

    func withAddress<T>(_ body: (__CONST_SOCKADDR_ARG, socklen_t) -> T) -> T {
        unsafe withUnsafePointer(to: storage) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe body(__CONST_SOCKADDR_ARG(__sockaddr__: $0), length)
            }
        }
    }
}

private func open(_ family: Int32, _ type: __socket_type, _ proto: Int = 0) throws(PeerError) -> Descriptor {
    let number = socket(family, Int32(type.rawValue) | Int32(SOCK_CLOEXEC.rawValue), Int32(proto))
    guard number >= 0 else { throw PeerError(call: "socket") }
    // Nothing here waits for ever: five seconds, then an error.
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    unsafe setsockopt(number, SOL_SOCKET, SO_RCVTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
    return Descriptor(owning: number)
}

private func endpoint(_ options: Options, port: Int? = nil) throws(PeerError) -> Endpoint {
    let text = if let port { String(port) } else { try options.word(1, "port") }
    guard let port = UInt16(text) else { throw PeerError("the port is no number") }
    return try Endpoint(try options.word(0, "address"), port: port)
}

/// `udp`: datagrams one by one. A refusal (ICMP unreachable) of an earlier one does not stop it.
func sendDatagrams(_ options: Options) throws(PeerError) {
    let target = try endpoint(options)
    let socket = try open(target.family, SOCK_DGRAM)
    let payload = [UInt8](repeating: UInt8(ascii: "x"), count: try options.number("size", default: 32))
    let count = try options.number("count", default: 1)
    for _ in 0..<count {
        let sent = unsafe target.withAddress { address, length in
            unsafe payload.withUnsafeBytes {
                unsafe sendto(socket.rawValue, $0.baseAddress, $0.count, 0, address, length)
            }
        }
        if sent < 0 && lastErrno() != .connectionRefused { throw PeerError(call: "sendto") }
    }
    printLine("sent \(count)")
}

/// `ping`: echo requests through a raw socket; says how many replies came.
func ping(_ options: Options) throws(PeerError) {
    let target = try endpoint(options, port: 0)
    let six = target.family == AF_INET6
    let socket = try open(target.family, SOCK_RAW, six ? Int(IPPROTO_ICMPV6) : Int(IPPROTO_ICMP))
    let count = try options.number("count", default: 1)
    let identifier = UInt16(truncatingIfNeeded: getpid())
    var replies = 0
    for sequence in 1...max(count, 1) {
        var message: [UInt8] = [six ? 128 : 8, 0, 0, 0]
        message += [
            UInt8(identifier >> 8), UInt8(identifier & 0xff), UInt8(sequence >> 8 & 0xff), UInt8(sequence & 0xff),
        ]
        message += (0..<(try options.number("size", default: 56))).map { UInt8(truncatingIfNeeded: $0) }
        if !six {
            let sum = internetChecksum(message[...])
            message[2] = UInt8(sum >> 8)
            message[3] = UInt8(sum & 0xff)
        }
        let sent = unsafe target.withAddress { address, length in
            unsafe message.withUnsafeBytes {
                unsafe sendto(socket.rawValue, $0.baseAddress, $0.count, 0, address, length)
            }
        }
        guard sent == message.count else { throw PeerError(call: "sendto") }
        if awaitReply(socket.rawValue, six: six, identifier: identifier) { replies += 1 }
    }
    printLine("replies \(replies)")
}

/// Reads until our own reply is there; false when the socket's time limit is over.
private func awaitReply(_ socket: Int32, six: Bool, identifier: UInt16) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
        let n = unsafe buffer.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
        guard n > 0 else { return false }
        // A raw IPv4 socket delivers the IP header, an ICMPv6 one does not.
        let start = six ? 0 : Int(buffer[0] & 0x0f) * 4
        guard n >= start + 8, buffer[start] == (six ? 129 : 0) else { continue }
        if UInt16(buffer[start + 4]) << 8 | UInt16(buffer[start + 5]) == identifier { return true }
    }
}

/// `tcp-serve`: one connection, every octet back, until the other side has no more.
func serveTCP(_ options: Options) throws(PeerError) {
    let local = try endpoint(options)
    let listener = try open(local.family, SOCK_STREAM)
    var on: Int32 = 1
    unsafe setsockopt(listener.rawValue, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    guard unsafe local.withAddress({ unsafe bind(listener.rawValue, $0, $1) }) == 0 else {
        throw PeerError(call: "bind")
    }
    guard listen(listener.rawValue, 8) == 0 else { throw PeerError(call: "listen") }
    printLine("ready")
    let number = unsafe accept(listener.rawValue, __SOCKADDR_ARG(__sockaddr__: nil), nil)
    guard number >= 0 else { throw PeerError(call: "accept") }
    let connection = Descriptor(owning: number)
    var buffer = [UInt8](repeating: 0, count: 65_536)
    var echoed = 0
    while true {
        let n = unsafe buffer.withUnsafeMutableBytes { unsafe recv(connection.rawValue, $0.baseAddress, $0.count, 0) }
        guard n > 0 else { break }
        guard unsafe buffer.withUnsafeBytes({ unsafe send(connection.rawValue, $0.baseAddress, n, 0) }) == n else {
            throw PeerError(call: "send")
        }
        echoed += n
    }
    printLine("echoed \(echoed)")
}

/// `tcp-talk`: sends each text when the one before has come back, then closes.
func talkTCP(_ options: Options) throws(PeerError) {
    let target = try endpoint(options)
    let socket = try open(target.family, SOCK_STREAM)
    guard unsafe target.withAddress({ unsafe connect(socket.rawValue, $0, $1) }) == 0 else {
        throw PeerError(call: "connect")
    }
    var echoed = 0
    for text in options.words.dropFirst(2) {
        let bytes = Array(text.utf8)
        guard unsafe bytes.withUnsafeBytes({ unsafe send(socket.rawValue, $0.baseAddress, $0.count, 0) }) == bytes.count
        else { throw PeerError(call: "send") }
        var buffer = [UInt8](repeating: 0, count: max(bytes.count, 1))
        let n = unsafe buffer.withUnsafeMutableBytes {
            unsafe recv(socket.rawValue, $0.baseAddress, bytes.count, Int32(MSG_WAITALL))
        }
        guard n == bytes.count else { throw PeerError(call: "recv") }
        echoed += n
    }
    printLine("echoed \(echoed)")
}
