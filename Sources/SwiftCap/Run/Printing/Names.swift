import CLinux
import Dissection
import Packets
import Glibc
import Reports
import Syscalls

/// The machine's names for numbers: hosts, ports, interfaces. Nothing of it is asked with -n. They are shown among packets'
/// text, and may hold a terminal's controls: a name server's answer is whatever its owner says, a file's line whatever is in
/// it.
enum Names {
    /// getservent(3), the whole table once.
    static func services() -> [ServiceName] {
        var names: [ServiceName] = []
        setservent(1)
        defer { endservent() }
        while let entry = unsafe getservent() {
            let transport = unsafe String(cString: entry.pointee.s_proto)
            guard transport == "tcp" || transport == "udp" else { continue }
            names.append(
                ServiceName(
                    port: UInt16(bigEndian: UInt16(truncatingIfNeeded: unsafe entry.pointee.s_port)),
                    transport: transport == "tcp" ? .tcp : .udp,
                    name: unsafe String(cString: entry.pointee.s_name).printable))
        }
        return names
    }

    /// getnameinfo(3); nil where the address has no name.
    static func host(_ address: HostAddress) -> String? {
        if address.isIPv6 {
            var socket = sockaddr_in6()
            socket.sin6_family = sa_family_t(AF_INET6)
            unsafe withUnsafeMutableBytes(of: &socket.sin6_addr) { bytes in
                unsafe bytes.storeBytes(of: address.high.bigEndian, as: UInt64.self)
                unsafe bytes.storeBytes(of: address.low.bigEndian, toByteOffset: 8, as: UInt64.self)
            }
            return unsafe name(&socket, MemoryLayout<sockaddr_in6>.size)
        }
        var socket = sockaddr_in()
        socket.sin_family = sa_family_t(AF_INET)
        socket.sin_addr.s_addr = UInt32(truncatingIfNeeded: address.low).bigEndian
        return unsafe name(&socket, MemoryLayout<sockaddr_in>.size)
    }

    private static func name(_ socket: UnsafeRawPointer, _ size: Int) -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(NI_MAXHOST)) { buffer in
            let status = unsafe getnameinfo(
                socket.assumingMemoryBound(to: sockaddr.self), socklen_t(size), buffer.baseAddress,
                socklen_t(buffer.count), nil, 0, NI_NAMEREQD)
            guard status == 0, let base = buffer.baseAddress else { return nil }
            return unsafe String(cString: base).printable
        }
    }

    /// if_indextoname(3).
    static func interface(_ index: UInt32) -> String? {
        unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(IF_NAMESIZE)) { buffer in
            guard let base = unsafe if_indextoname(index, buffer.baseAddress) else { return nil }
            return unsafe String(systemText: base).printable
        }
    }
}
