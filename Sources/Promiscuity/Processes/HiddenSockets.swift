import Syscalls

/// Sockets that no descriptor leads to, yet live: a mapped ring keeps one (`/proc/PID/maps`), and so does the table of
/// registered files of an io_uring (`/proc/PID/fdinfo/RING`).
///
/// Both files hold names that the process chose. A socket's line is told by what the kernel alone writes: its device and
/// inode, and a name that is not a path.
struct HiddenSockets {
    enum Finding {
        /// The process has the wanted socket with this value.
        case socket(UInt64)
        case fault(SystemError)
    }

    private let kernel: any KernelAccess
    private static let limit = 16 << 20

    init(_ kernel: any KernelAccess) {
        self.kernel = kernel
    }

    /// Calls `found` with a process and the value of the wanted inode, or with why it could not be read.
    func search(
        _ wanted: [UInt32: UInt64], pids: [Int32], rings: [(pid: Int32, descriptor: Int32)],
        _ found: (Int32, Finding) -> Void
    ) throws(SystemError) {
        let device = HiddenSockets.text(of: try kernel.socketDevice())
        for pid in pids {
            read("/proc/\(pid)/maps", of: pid, found) { line in
                if let value = HiddenSockets.mapped(line, on: device).flatMap({ wanted[$0] }) {
                    found(pid, .socket(value))
                }
            }
        }
        if rings.isEmpty || !showsPaths { return }
        for ring in rings {
            read("/proc/\(ring.pid)/fdinfo/\(ring.descriptor)", of: ring.pid, found) { line in
                if let value = HiddenSockets.registered(line).flatMap({ wanted[$0] }) {
                    found(ring.pid, .socket(value))
                }
            }
        }
    }

    /// Before Linux 6.14 an io_uring's fdinfo shows a file's bare name (d_iname), which may be anything, and of a socket no
    /// inode: there is nothing to find in it.
    private var showsPaths: Bool {
        guard let text = try? kernel.contents(of: "/proc/sys/kernel/osrelease", limit: 64) else { return false }
        let parts = text.split { $0 < UInt8(ascii: "0") || $0 > UInt8(ascii: "9") }.prefix(2).compactMap {
            HiddenSockets.number($0)
        }
        return parts.count == 2 && (parts[0] > 6 || parts[0] == 6 && parts[1] >= 14)
    }

    private func read(
        _ path: String, of pid: Int32, _ found: (Int32, Finding) -> Void, _ line: (ArraySlice<UInt8>) -> Void
    ) {
        do throws(SystemError) {
            let text = try kernel.contents(of: path, limit: HiddenSockets.limit)
            for each in text.split(separator: UInt8(ascii: "\n")) { line(each) }
        } catch { found(pid, .fault(error)) }
    }

    /// The socket of a line of maps (show_map_vma in the kernel). A file's name may end in anything, but it begins with a
    /// slash, its device is not sockfs, and its inode is its own.
    ///
    ///     7f1c00000000-7f1c00010000 rw-s 00000000 00:08 700                        socket:[700]
    ///     address                   perms offset  device inode                     name
    static func mapped(_ line: ArraySlice<UInt8>, on device: [UInt8]) -> UInt32? {
        let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
        guard fields.count == 6, Array(fields[3]) == device, let inode = number(fields[4]) else { return nil }
        guard socket(fields[5].drop { $0 == UInt8(ascii: " ") }) == inode else { return nil }
        return UInt32(truncatingIfNeeded: inode)
    }

    /// The socket of a line of an io_uring's fdinfo: a number, a colon, a blank, the name; blanks within a name are
    /// escaped, and a file's begins with a slash.
    static func registered(_ line: ArraySlice<UInt8>) -> UInt32? {
        let text = line.drop { $0 == UInt8(ascii: " ") }
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), number(text[..<colon]) != nil else { return nil }
        let name = text[(colon + 1)...]
        guard name.first == UInt8(ascii: " "), let inode = socket(name.dropFirst()) else { return nil }
        return UInt32(truncatingIfNeeded: inode)
    }

    /// N of exactly `socket:[N]`.
    private static func socket(_ text: ArraySlice<UInt8>) -> UInt64? {
        let mark = Array("socket:[".utf8)
        guard text.starts(with: mark), text.last == UInt8(ascii: "]") else { return nil }
        return number(text.dropFirst(mark.count).dropLast())
    }

    /// A decimal number that fits.
    private static func number(_ digits: ArraySlice<UInt8>) -> UInt64? {
        if digits.isEmpty { return nil }
        var value: UInt64 = 0
        for digit in digits {
            guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
            let (product, tooLarge) = value.multipliedReportingOverflow(by: 10)
            let (sum, carried) = product.addingReportingOverflow(UInt64(digit &- UInt8(ascii: "0")))
            if tooLarge || carried { return nil }
            value = sum
        }
        return value
    }

    /// As maps writes it: two parts of at least two hexadecimal digits.
    private static func text(of device: DeviceNumber) -> [UInt8] {
        let parts = [device.major, device.minor].map { part in
            let digits = String(part, radix: 16)
            return digits.count < 2 ? "0" + digits : digits
        }
        return Array(parts.joined(separator: ":").utf8)
    }
}
