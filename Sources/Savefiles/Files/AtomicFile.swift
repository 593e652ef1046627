import Glibc
import Packets
import Syscalls
import SystemPackage

/// Writes a small file whole or not at all: into a new file beside it, to the disk, then over the old one.
///
/// Whatever fails, and whenever the machine stops, the old file stays as it was until the new one is complete. What is
/// no regular file is written to as it is: a pipe, a terminal, a descriptor of this process. Links are followed by the
/// rule of fs.protected_symlinks, in every folder (`PathEnd.Links`).
public enum AtomicFile {
    /// - Parameters:
    ///   - bytes: all of the file.
    ///   - path: the file, or what is written to as it is.
    ///   - permissions: of a new file, less the umask; an existing file keeps its own.
    public static func write(
        _ bytes: RawSpan, to path: String, permissions: mode_t = 0o666
    ) throws(SystemError) {
        do throws(SystemError) {
            let end = try PathEnd.find(path, following: .ofCallerOrFolder)
            guard isReplaced(end.kind) else {
                // There is nothing to keep, and a rename would replace the device.
                let file = try end.open(O_WRONLY)
                try file.writeAll(bytes)
                return try file.close()
            }
            try replace(end, bytes, permissions)
        } catch {
            throw SystemError(error.call, error.errno, path)
        }
    }

    /// Throws now what `write` would throw later: a directory that is not there or not writable. Nothing is left
    /// behind.
    public static func check(_ path: String) throws(SystemError) {
        let end = try PathEnd.find(path, following: .ofCallerOrFolder)
        let folder = end.folder.rawValue
        switch end.kind {
        case .descriptor(let number):
            if fcntl(number, F_GETFL) & O_ACCMODE == O_RDONLY { throw SystemError("write", .badFileDescriptor, path) }
        case .existing(let status) where status.st_mode & S_IFMT == S_IFDIR:
            throw SystemError("open", .isDirectory, path)
        case .passage:
            try checked("access", path) { unsafe end.name.withSystemText { unsafe faccessat(folder, $0, W_OK, 0) } }
        case .existing(let status) where status.st_mode & S_IFMT != S_IFREG:
            try checked("access", path) { unsafe end.name.withSystemText { unsafe faccessat(folder, $0, W_OK, 0) } }
        case .existing, .missing:
            var temporary = ""
            do throws(SystemError) {
                _ = try create(beside: end.name, in: folder, 0o600, name: &temporary)
            } catch { throw SystemError(error.call, error.errno, path) }
            remove(temporary, in: folder)
        }
    }

    /// Whether a file of that kind is replaced; any other is written to.
    public static func isReplaced(_ kind: PathEnd.Kind) -> Bool {
        switch kind {
        case .missing: true
        case .existing(let status): status.st_mode & S_IFMT == S_IFREG
        case .descriptor, .passage: false
        }
    }

    private static func replace(
        _ end: borrowing PathEnd, _ bytes: RawSpan, _ permissions: mode_t
    ) throws(SystemError) {
        let folder = end.folder.rawValue
        var temporary = ""
        let file = try create(beside: end.name, in: folder, permissions, name: &temporary)
        do throws(SystemError) {
            if case .existing(let status) = end.kind { copyOwner(status, to: file.rawValue) }
            try file.writeAll(bytes)
            try sync(file)
            try file.close()
            try place(temporary, over: end.name, in: folder)
        } catch {
            remove(temporary, in: folder)
            throw error
        }
    }

    // MARK: the steps, also for a process that takes some of them for another one

    /// A new file in the folder whose name no other file has, nor can be foreseen.
    public static func create(
        beside target: String, in folder: Int32, _ permissions: mode_t, name: inout String
    ) throws(SystemError) -> Descriptor {
        var attempts = 0
        while true {
            name = target + "." + String(UInt32.random(in: 0...UInt32.max), radix: 36) + "~"
            do throws(SystemError) {
                let flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW
                return try Descriptor.open(name, in: folder, flags, permissions: permissions)
            } catch {
                attempts += 1
                if error.errno != .fileExists || attempts > 20 { throw SystemError(error.call, error.errno, target) }
            }
        }
    }

    /// Waits until the file is on the disk.
    public static func sync(_ file: borrowing Descriptor) throws(SystemError) {
        let number = file.rawValue
        try awaited("fsync") { fsync(number) }
    }

    /// Gives the new file the old one's name, in one step, and waits until the folder is on the disk too.
    public static func place(_ temporary: String, over target: String, in folder: Int32) throws(SystemError) {
        try checked("rename", target) {
            unsafe temporary.withSystemText { from in
                unsafe target.withSystemText { unsafe renameat(folder, from, folder, $0) }
            }
        }
        // File systems that cannot do this say so, and nothing is lost by that.
        if let all = try? Descriptor.open(".", in: folder, O_RDONLY | O_DIRECTORY) { _ = fsync(all.rawValue) }
    }

    /// Takes away a new file that is not needed; one that is gone is no error.
    public static func remove(_ name: String, in folder: Int32) {
        _ = unsafe name.withSystemText { unsafe unlinkat(folder, $0, 0) }
    }

    /// As far as it is allowed: a process that may not give a file away keeps it. The mode first: it is the owner who
    /// may change it.
    public static func copyOwner(_ status: stat, to file: Int32) {
        _ = fchmod(file, status.st_mode & 0o1777)
        _ = fchown(file, status.st_uid, status.st_gid)
    }
}
