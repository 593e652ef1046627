import CLinux
import Glibc
import Syscalls

/// A descriptor through a UNIX socket: unix(7), SCM_RIGHTS. The control message is one header (length, level,
/// type) and one int, written by hand because CMSG_* are macros.
private let controlBytes = MemoryLayout<cmsghdr>.size + 8

func sendDescriptor(_ number: Int32, over socket: Int32) throws(PeerError) {
    var payload: UInt8 = 0
    var control = [UInt8](repeating: 0, count: controlBytes)
    var header = cmsghdr()
    header.cmsg_len = MemoryLayout<cmsghdr>.size + MemoryLayout<Int32>.size
    header.cmsg_level = SOL_SOCKET
    header.cmsg_type = Int32(SCM_RIGHTS)
    let sent = unsafe control.withUnsafeMutableBytes { control in
        unsafe control.storeBytes(of: header, as: cmsghdr.self)
        unsafe control.storeBytes(of: number, toByteOffset: MemoryLayout<cmsghdr>.size, as: Int32.self)
        return unsafe withMessage(&payload, control) { unsafe sendmsg(socket, &$0, 0) }
    }
    guard sent == 1 else { throw PeerError(call: "sendmsg") }
}

/// The descriptor that came, or -1.
func receiveDescriptor(_ socket: Int32) -> Int32 {
    var payload: UInt8 = 0
    var control = [UInt8](repeating: 0, count: controlBytes)
    return unsafe control.withUnsafeMutableBytes { control in
        guard unsafe withMessage(&payload, control, { unsafe recvmsg(socket, &$0, 0) }) == 1 else { return -1 }
        return unsafe control.load(fromByteOffset: MemoryLayout<cmsghdr>.size, as: Int32.self)
    }
}

private func withMessage(
    _ payload: inout UInt8, _ control: UnsafeMutableRawBufferPointer, _ body: (inout msghdr) -> Int
) -> Int {
    unsafe withUnsafeMutablePointer(to: &payload) { payload in
        var vector = unsafe iovec(iov_base: payload, iov_len: 1)
        return unsafe withUnsafeMutablePointer(to: &vector) { vector in
            var message = unsafe msghdr()
            unsafe message.msg_iov = unsafe vector
            unsafe message.msg_iovlen = 1
            unsafe message.msg_control = control.baseAddress
            unsafe message.msg_controllen = control.count
            return unsafe body(&message)
        }
    }
}
