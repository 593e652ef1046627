import Glibc

/// A folder for large files, with the file system that it is on: the same program takes two and three times as long on
/// one as on another.
struct Place {
    let name: String
    let folder: String

    init(_ folder: String, called name: String? = nil) {
        self.folder = folder
        self.name = name ?? Place.fileSystem(folder)
    }

    /// The type of the mount with the longest path that leads there (proc_pid_mountinfo(5)).
    private static func fileSystem(_ path: String) -> String {
        var found = (path: "", type: "unknown")
        for line in Files.text("/proc/self/mountinfo").split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard let mark = fields.firstIndex(of: "-"), mark + 1 < fields.count, fields.count > 4 else { continue }
            let mount = fields[4] == "/" ? "" : String(fields[4])
            if (path == mount || path.hasPrefix(mount + "/")) && mount.count >= found.path.count {
                found = (mount, String(fields[mark + 1]))
            }
        }
        return found.type
    }
}

/// Another file system on a file of the disk, for as long as it is needed; nothing where it cannot be made.
enum LoopPlace {
    static func with(_ type: String, in folder: String, _ body: (Place) throws -> Void) throws {
        guard Programs.have("mkfs.\(type)"), Programs.have("losetup"), Files.free(folder) > 6 << 30 else { return }
        let (image, mount, said) = ("\(folder)/\(type).image", "\(folder)/\(type)", "\(folder)/\(type).said")
        defer { for path in [image, said] { unsafe unlink(path) } }
        try Child.run(["truncate", "-s", "4G", image])
        // Without the page cache below: it would be measured twice.
        guard
            try Child.run(["losetup", "-f", "--show", "--direct-io=on", image], output: said, mayFail: true).status == 0
        else { return }
        let device = String(Files.text(said).prefix { $0 != "\n" })
        defer { _ = try? Child.run(["losetup", "-d", device], mayFail: true) }
        try Child.run(["mkdir", "-p", mount])
        defer { unsafe rmdir(mount) }
        guard try Child.run(["mkfs.\(type)", "-q", device], mayFail: true).status == 0,
            try Child.run(["mount", "-t", type, device, mount], mayFail: true).status == 0
        else { return }
        defer { _ = try? Child.run(["umount", mount], mayFail: true) }
        try body(Place(mount))
    }
}

/// What the kernel alone takes for the same bytes: no program that reads or writes files is faster than that.
enum Floor {
    /// read(2) in pieces of 512 KiB, to nowhere.
    static func read(_ path: String) throws -> Seconds {
        var buffer = [UInt8](repeating: 0, count: 512 << 10)
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw BenchError("\(path) cannot be read") }
        defer { close(file) }
        return Seconds {
            while unsafe buffer.withUnsafeMutableBytes({ unsafe Glibc.read(file, $0.baseAddress, $0.count) }) > 0 {}
        }
    }

    /// mmap(2), and one octet of each page is looked at.
    static func map(_ path: String) throws -> Seconds {
        let size = Files.size(path)
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw BenchError("\(path) cannot be read") }
        defer { close(file) }
        var sum = 0
        let taken = Seconds {
            guard let start = unsafe mmap(nil, size, PROT_READ, MAP_SHARED, file, 0), unsafe start != MAP_FAILED else {
                return
            }
            for at in stride(from: 0, to: size, by: 4096) {
                unsafe sum &+= Int(start.load(fromByteOffset: at, as: UInt8.self))
            }
            unsafe munmap(start, size)
        }
        guard sum > 0 else { throw BenchError("\(path) cannot be mapped") }
        return taken
    }

    /// In a process of its own: this one's largest size is where its children's begin.
    static func mapAside(_ path: String, _ setting: Setting) throws -> Seconds {
        let said = setting.messages("map")
        try Child.run([setting.bench, "map", path], output: said)
        let numbers = Files.text(said).split { $0 == " " || $0 == "\n" }.compactMap { Double($0) }
        guard numbers.count == 2 else { throw BenchError("\(path) was not mapped") }
        return Seconds(wall: numbers[0], cpu: numbers[1])
    }

    /// write(2) in pieces of 1 MiB to a new file; `sync` until the disk has it all. The file stays.
    static func write(_ path: String, bytes: Int, sync: Bool = false) throws -> Seconds {
        let buffer = [UInt8](repeating: 0x61, count: 1 << 20)
        unsafe unlink(path)
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard file >= 0 else { throw BenchError("\(path) cannot be written") }
        defer { close(file) }
        var left = bytes
        let taken = Seconds {
            while left > 0 {
                let n = unsafe buffer.withUnsafeBytes {
                    unsafe Glibc.write(file, $0.baseAddress, min(left, $0.count))
                }
                if n <= 0 { break }
                left -= n
            }
            if sync { fdatasync(file) }
        }
        guard left <= 0 else { throw BenchError("\(path): no room for \(bytes) bytes") }
        return taken
    }

    /// The same past the page cache (open(2), O_DIRECT), on the disk when it returns.
    static func writeDirect(_ path: String, bytes: Int) throws -> Seconds {
        unsafe unlink(path)
        let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_DIRECT, 0o644)
        guard file >= 0 else { throw BenchError("\(path) cannot be written directly") }
        defer { close(file) }
        let size = 2 << 20
        let buffer = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096)
        defer { unsafe buffer.deallocate() }
        unsafe memset(buffer, 0x61, size)
        var left = bytes
        let taken = Seconds {
            while left > 0 {
                let n = unsafe Glibc.write(file, buffer, size)
                if n <= 0 { break }
                left -= n
            }
        }
        guard left <= 0 else { throw BenchError("\(path): no room for \(bytes) bytes") }
        return taken
    }
}

/// What a piece of code took, by the clock and of the processor.
struct Seconds {
    let wall: Double
    let cpu: Double

    init(wall: Double, cpu: Double) { (self.wall, self.cpu) = (wall, cpu) }

    init(_ body: () -> Void) {
        let before = (Child.now(), Seconds.processor())
        body()
        (wall, cpu) = (Child.now() - before.0, Seconds.processor() - before.1)
    }

    private static func processor() -> Double {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
