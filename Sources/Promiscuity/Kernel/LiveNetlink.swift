import CLinux
import Glibc
import Syscalls
import SystemPackage

/// A real netlink socket. It stays in the network namespace in which it was opened, whatever the thread does later.
final class LiveNetlink: NetlinkTransport {
    /// Asked for by notification sockets: 1,000 messages of 1.5 KB and the kernel's overhead for each fit easily.
    static let notificationBuffer: Int32 = 4 << 20
    private let socket: Descriptor
    private let blocking: Bool

    var descriptor: Int32 { socket.rawValue }

    /// - Parameter group: RTNLGRP_ number to listen to; such a socket does not block.
    init(_ family: NetlinkFamily, group: UInt32? = nil) throws(SystemError) {
        blocking = group == nil
        let type = Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let extra = blocking ? 0 : Int32(SOCK_NONBLOCK.rawValue)
        let number = try checked("socket", "AF_NETLINK") { Glibc.socket(AF_NETLINK, type | extra, family.rawValue) }
        socket = Descriptor(owning: number)
        var address = sockaddr_nl()
        address.nl_family = sa_family_t(AF_NETLINK)
        if let group { address.nl_groups = 1 << (group - 1) }
        let bound = unsafe withUnsafePointer(to: &address) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                unsafe Glibc.bind(
                    number, __CONST_SOCKADDR_ARG(__sockaddr__: $0), socklen_t(MemoryLayout<sockaddr_nl>.size))
            }
        }
        if bound != 0 { throw SystemError("bind", lastErrno(), "AF_NETLINK") }
        if blocking {
            // The kernel answers while it is asked. This is only for a kernel module that forgets to.
            var timeout = timeval(tv_sec: 5, tv_usec: 0)
            _ = unsafe setsockopt(
                number, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        } else {
            enlargeBuffer(LiveNetlink.notificationBuffer)
        }
    }

    /// SO_RCVBUFFORCE needs CAP_NET_ADMIN; without it SO_RCVBUF gives what net.core.rmem_max allows.
    private func enlargeBuffer(_ size: Int32) {
        var size = size
        let length = socklen_t(MemoryLayout<Int32>.size)
        if unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &size, length) != 0 {
            _ = unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &size, length)
        }
    }

    func send(_ bytes: [UInt8]) throws(SystemError) {
        let number = descriptor
        try checked("send", "AF_NETLINK") {
            unsafe bytes.withUnsafeBytes { unsafe Glibc.send(number, $0.baseAddress, $0.count, 0) }
        }
    }

    func receive(into buffer: inout [UInt8]) throws(SystemError) -> Int? {
        while true {
            var sender: UInt32 = 0
            let length: Int
            do throws(SystemError) {
                length = try checked("recvfrom", "AF_NETLINK") { receiveOnce(into: &buffer, sender: &sender) }
            } catch {
                if error.errno == .wouldBlock { return nil }
                throw error
            }
            // Port 0 is the kernel; anything else is a process that pretends to be the kernel.
            if sender == 0 { return length }
        }
    }

    private func receiveOnce(into buffer: inout [UInt8], sender: inout UInt32) -> Int {
        var address = sockaddr_nl()
        var addressLength = socklen_t(MemoryLayout<sockaddr_nl>.size)
        let number = descriptor
        let length = unsafe buffer.withUnsafeMutableBytes { room in
            unsafe withUnsafeMutablePointer(to: &address) { pointer in
                unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe Glibc.recvfrom(
                        number, room.baseAddress, room.count, Int32(truncatingIfNeeded: MSG_TRUNC),
                        __SOCKADDR_ARG(__sockaddr__: $0), &addressLength)
                }
            }
        }
        sender = address.nl_pid
        return length
    }
}
