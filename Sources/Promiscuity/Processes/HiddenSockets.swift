import Syscalls

/// Sockets that no descriptor leads to, yet live: a mapped ring keeps one (`/proc/PID/maps`), and so does the table of
/// registered files of an io_uring (`/proc/PID/fdinfo/RING`).
struct HiddenSockets {
    private let kernel: any KernelAccess
    private static let limit = 16 << 20

    init(_ kernel: any KernelAccess) {
        self.kernel = kernel
    }

    /// Calls `found` with a process and the value of the wanted inode.
    func search(
        _ wanted: [UInt32: UInt64], pids: [Int32], rings: [(pid: Int32, descriptor: Int32)],
        _ found: (Int32, UInt64) -> Void
    ) {
        for pid in pids {
            guard let maps = try? kernel.contents(of: "/proc/\(pid)/maps", limit: HiddenSockets.limit) else { continue }
            HiddenSockets.inodes(in: maps) { if let value = wanted[$0] { found(pid, value) } }
        }
        for ring in rings {
            let path = "/proc/\(ring.pid)/fdinfo/\(ring.descriptor)"
            guard let text = try? kernel.contents(of: path, limit: HiddenSockets.limit) else { continue }
            HiddenSockets.inodes(in: text) { if let value = wanted[$0] { found(ring.pid, value) } }
        }
    }

    /// N of every `socket:[N]` that ends a line and follows a blank. A file may bear that name, but then a path leads up
    /// to it, and the kernel writes blanks within a path as escapes.
    static func inodes(in text: [UInt8], _ body: (UInt32) -> Void) {
        let mark = Array("socket:[".utf8)
        for line in text.split(separator: UInt8(ascii: "\n")) {
            guard line.last == UInt8(ascii: "]"),
                let blank = line.lastIndex(where: { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") })
            else { continue }
            let word = line[(blank + 1)...]
            guard word.starts(with: mark) else { continue }
            var inode: UInt64 = 0
            var isNumber = word.count > mark.count + 1
            for digit in word.dropFirst(mark.count).dropLast() {
                guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else {
                    isNumber = false
                    break
                }
                inode = inode &* 10 &+ UInt64(digit &- UInt8(ascii: "0"))
            }
            if isNumber { body(UInt32(truncatingIfNeeded: inode)) }
        }
    }
}
