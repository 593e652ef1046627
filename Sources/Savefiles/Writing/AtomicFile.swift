import Glibc
import Packets
import Syscalls
import SystemPackage

/// Writes a small file whole or not at all: into a new file beside it, to the disk, then over the old one.
///
/// Whatever fails, and whenever the machine stops, the old file stays as it was until the new one is complete.
public enum AtomicFile {
    /// - Parameter permissions: of a new file, less the umask; an existing file keeps its own.
    public static func write(
        _ bytes: RawSpan, to path: String, permissions: mode_t = 0o666
    ) throws(SystemError) {
        let target = followed(path)
        let status = FileStatus.status(of: target)
        if let status, status.st_mode & S_IFMT != S_IFREG {
            // A pipe, a terminal, /dev/stdout: there is nothing to keep, and a rename would replace the device.
            let file = try Descriptor.open(path, O_WRONLY)
            try file.writeAll(bytes)
            return try file.close()
        }
        var temporary = ""
        let file = try create(beside: target, permissions, name: &temporary)
        do throws(SystemError) {
            if let status { copyOwner(status, to: file) }
            try file.writeAll(bytes)
            try checked("fsync", path) { fsync(file.rawValue) }
            try file.close()
            try checked("rename", path) {
                unsafe temporary.withSystemText { from in
                    unsafe target.withSystemText { unsafe rename(from, $0) }
                }
            }
        } catch {
            remove(temporary)
            throw error.subject.isEmpty ? SystemError(error.call, error.errno, path) : error
        }
        syncDirectory(of: target)
    }

    /// Throws now what `write` would throw later: a directory that is not there or not writable. Nothing is left behind.
    public static func check(_ path: String) throws(SystemError) {
        let target = followed(path)
        if let status = FileStatus.status(of: target), status.st_mode & S_IFMT != S_IFREG {
            if status.st_mode & S_IFMT == S_IFDIR { throw SystemError("open", .isDirectory, path) }
            _ = try checked("access", path) { unsafe path.withSystemText { unsafe access($0, W_OK) } }
            return
        }
        var temporary = ""
        _ = try create(beside: target, 0o600, name: &temporary)
        remove(temporary)
    }

    private static func remove(_ path: String) {
        _ = unsafe path.withSystemText { unsafe unlink($0) }
    }

    /// A new file whose name nobody else has, nor can foresee.
    private static func create(
        beside target: String, _ permissions: mode_t, name: inout String
    ) throws(SystemError) -> Descriptor {
        var attempts = 0
        while true {
            name = target + "." + String(UInt32.random(in: 0...UInt32.max), radix: 36) + "~"
            do throws(SystemError) {
                let flags = O_WRONLY | O_CREAT | O_EXCL
                return try Descriptor.open(name, flags, permissions: permissions)
            } catch {
                attempts += 1
                if error.errno != .fileExists || attempts > 20 { throw SystemError(error.call, error.errno, target) }
            }
        }
    }

    /// Where a symbolic link leads: the file is replaced, not the link. At most as many steps as the kernel takes.
    private static func followed(_ path: String) -> String {
        var path = path
        for _ in 0..<40 {
            var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
            let room = buffer.count - 1
            let length = unsafe path.withSystemText { unsafe readlink($0, &buffer, room) }
            guard length > 0 else { break }
            let link = String(systemBytes: buffer[..<length].map { UInt8(bitPattern: $0) })
            path = link.hasPrefix("/") ? link : directory(of: path) + "/" + link
        }
        return path
    }

    private static func directory(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    /// Best effort: who may not give a file away keeps it.
    private static func copyOwner(_ status: stat, to file: borrowing Descriptor) {
        _ = fchown(file.rawValue, status.st_uid, status.st_gid)
        _ = fchmod(file.rawValue, status.st_mode & 0o7777)
    }

    /// The new name is on the disk too. File systems that cannot do this say so, and nothing is lost by that.
    private static func syncDirectory(of path: String) {
        if let file = try? Descriptor.open(directory(of: path), O_RDONLY | O_DIRECTORY) { _ = fsync(file.rawValue) }
    }
}
