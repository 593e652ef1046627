import CLinux
import Glibc
import Syscalls

/// A device of any hardware type (ARPHRD_, linux/if_arp.h), made with tun(4): `NAME TYPE`, in decimal. Says "ready" when it
/// is up; each line of standard input is a frame in hexadecimal, received by the device; the end of input is its end.
func runDevice(_ words: [String]) throws(PeerError) {
    guard words.count == 2, let type = Int(words[1]) else { throw PeerError("device: which name and type?") }
    let device = unsafe open("/dev/net/tun", O_RDWR | O_CLOEXEC)
    guard device >= 0 else { throw PeerError(call: "/dev/net/tun") }
    let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    var request = unsafe ifreq()
    unsafe withUnsafeMutableBytes(of: &request.ifr_ifrn) { unsafe $0.copyBytes(from: words[0].utf8.prefix(15)) }
    // linux/if_tun.h: TUNSETIFF with IFF_TAP and IFF_NO_PI, TUNSETLINK. Swift does not import these macros.
    unsafe request.ifr_ifru.ifru_flags = 0x1002
    guard unsafe ioctl(device, 0x4004_54CA, &request) == 0 else { throw PeerError(call: "TUNSETIFF") }
    guard let number = unsafe UnsafeMutableRawPointer(bitPattern: type), unsafe ioctl(device, 0x4004_54CD, number) == 0
    else {
        throw PeerError(call: "TUNSETLINK")
    }
    unsafe request.ifr_ifru.ifru_flags = Int16(IFF_UP)
    guard unsafe ioctl(socket, UInt(SIOCSIFFLAGS), &request) == 0 else { throw PeerError(call: "SIOCSIFFLAGS") }
    printLine("ready")
    while let line = readLine() {
        let digits = line.compactMap { UInt8($0.hexDigitValue ?? 0) }
        let frame = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        guard unsafe write(device, frame, frame.count) == frame.count else { throw PeerError(call: "write") }
        printLine("sent")
    }
}
