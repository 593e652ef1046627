import Glibc

/// Whole small files, and large ones through one buffer.
enum Files {
    static func text(_ path: String) -> String { String(decoding: bytes(path), as: UTF8.self) }

    static func bytes(_ path: String) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return [] }
        defer { close(file) }
        var all: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let n = unsafe chunk.withUnsafeMutableBytes { unsafe read(file, $0.baseAddress, $0.count) }
            if n <= 0 { return all }
            all += chunk[0..<n]
        }
    }

    static func list(_ folder: String) -> [String] {
        guard let directory = unsafe opendir(folder) else { return [] }
        defer { unsafe closedir(directory) }
        var names: [String] = []
        while let entry = unsafe readdir(directory) {
            let name = unsafe withUnsafeBytes(of: entry.pointee.d_name) {
                unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names
    }

    static func size(_ path: String) -> Int {
        var status = stat()
        return unsafe stat(path, &status) == 0 ? status.st_size : 0
    }

    /// Bytes that may still be written to a folder's file system.
    static func free(_ folder: String) -> Int {
        var about = statvfs()
        return unsafe statvfs(folder, &about) == 0 ? Int(about.f_bavail) * Int(about.f_frsize) : 0
    }

    /// On the disk, so that nothing is left to write, and in memory.
    static func settle(_ path: String) throws {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw BenchError("\(path) cannot be read") }
        fdatasync(file)
        close(file)
        _ = try Floor.read(path)
    }

    static func write(_ text: String, to path: String) throws {
        let output = try Output(path)
        output.put(Array(text.utf8))
        try output.finish()
    }

    /// Records in a classic savefile of this machine's byte order, and whether it ends on a whole one.
    static func records(_ path: String) -> (count: Int, whole: Bool) {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return (0, false) }
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        var held = 0
        var count = 0
        var skipHeader = 24
        while true {
            let n = unsafe buffer.withUnsafeMutableBytes { bytes in
                unsafe read(file, bytes.baseAddress! + held, bytes.count - held)
            }
            if n <= 0 { return (count, held == 0 && skipHeader == 0) }
            held += n
            var at = 0
            if skipHeader > 0 {
                guard held >= skipHeader else { continue }
                at = skipHeader
                skipHeader = 0
            }
            while held - at >= 16 {
                let length = (0..<4).reduce(0) { $0 | Int(buffer[at + 8 + $1]) << (8 * $1) }
                if held - at < 16 + length { break }
                at += 16 + length
                count += 1
            }
            unsafe buffer.withUnsafeMutableBytes {
                unsafe $0.copyBytes(from: UnsafeRawBufferPointer(rebasing: $0[at..<held]))
            }
            held -= at
        }
    }
}

/// A file written through one buffer.
final class Output {
    private let file: Int32
    private var buffer: [UInt8] = []
    private var failed = false

    init(_ path: String) throws {
        file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw BenchError("\(path) cannot be written") }
        buffer.reserveCapacity(2 << 20)
    }

    deinit { close(file) }

    func put(_ bytes: [UInt8]) {
        buffer += bytes
        if buffer.count >= 1 << 20 { flush() }
    }

    private func flush() {
        let n = unsafe buffer.withUnsafeBytes { unsafe Glibc.write(file, $0.baseAddress, $0.count) }
        if n != buffer.count { failed = true }
        buffer.removeAll(keepingCapacity: true)
    }

    func finish() throws {
        flush()
        if failed { throw BenchError("a savefile could not be written: is there room?") }
    }
}
