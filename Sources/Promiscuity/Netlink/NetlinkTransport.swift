import Syscalls

/// Datagrams to and from one netlink socket. Small, so that a script can take the kernel's place in tests.
public protocol NetlinkTransport: AnyObject {
    /// For ppoll(2); -1 where there is none.
    var descriptor: Int32 { get }
    /// Sends one datagram to the kernel.
    func send(_ bytes: [UInt8]) throws(SystemError)
    /// One datagram into `buffer`, whose size stays as it is. Returns the datagram's whole length, which may be more
    /// than was stored; nil when nothing is waiting.
    func receive(into buffer: inout [UInt8]) throws(SystemError) -> Int?
}
