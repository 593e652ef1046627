import CLinux
import Glibc
import Syscalls
import SystemPackage

/// The kernel's log from one moment on (/dev/kmsg): each read gives one record, `priority,number,time,flags;text`. The
/// log is one for all namespaces, so a line about a device of the same name elsewhere cannot be told apart.
struct KernelLog: ~Copyable {
    private let file: Descriptor

    init() throws(SystemError) {
        file = try Descriptor.open("/dev/kmsg", O_RDONLY | O_NONBLOCK)
        skip()
    }

    /// From here on.
    func skip() {
        lseek(file.rawValue, 0, SEEK_END)
    }

    /// What was logged about promiscuous mode of these devices since.
    func lines(about devices: Set<String>) -> [String] {
        var found: [String] = []
        var room = [UInt8](repeating: 0, count: 8192)
        for _ in 0..<10_000 {
            let count = unsafe Glibc.read(file.rawValue, &room, room.count)
            // EPIPE: records were overwritten before they were read; the next ones follow.
            if count < 0 && lastErrno() == .brokenPipe { continue }
            guard count > 0 else { break }
            let record = room.prefix(count).prefix { $0 != UInt8(ascii: "\n") }
            guard let start = record.firstIndex(of: UInt8(ascii: ";")) else { continue }
            let text = String(
                decoding: record[(start + 1)...].map { $0 < 0x20 || $0 > 0x7E ? 0x3F : $0 }, as: UTF8.self)
            guard text.contains("promiscuous mode") else { continue }
            let words = text.split(whereSeparator: { " :".contains($0) })
            if words.contains(where: { devices.contains(String($0)) }) { found.append(text) }
        }
        return found
    }
}
