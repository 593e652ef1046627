import Glibc
import Savefiles
import Syscalls
import SystemPackage

/// Where a file of rows is to be. A Parquet file has another name until it is whole, so that a look for `*.parquet` finds whole
/// files only; lines of JSON are read while they are written.
final class RowPlace: @unchecked Sendable {
    private let folder: Descriptor?
    private let number: Int32
    private let name: String
    /// The other name; empty where there is none.
    private let temporary: String
    /// The process that made the file under its other name (`-Z`).
    private let helper: FileHelper?

    private init(_ folder: consuming Descriptor?, _ name: String, _ temporary: String) {
        number = folder?.rawValue ?? -1
        self.folder = folder
        self.name = name
        self.temporary = temporary
        helper = nil
    }

    /// A file that is there, and has its name already or gets it from the helper.
    init(helper: FileHelper?) {
        number = -1
        folder = nil
        name = ""
        temporary = ""
        self.helper = helper
    }

    /// Standard output.
    static func output(_ file: inout Descriptor?) throws(SystemError) -> RowPlace {
        file = Descriptor(owning: try checked("fcntl") { fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3) })
        return RowPlace(helper: nil)
    }

    /// Opens a file, and makes the folders on the way.
    ///
    /// - Parameter file: it, for writing.
    static func open(
        _ path: String, atomic: Bool, _ file: inout Descriptor?
    ) throws(SystemError) -> RowPlace {
        do throws(SystemError) {
            if path == "-" { return try output(&file) }
            try makeFolders(path)
            let end = try PathEnd.find(path, following: .ofCallerOrFolder)
            guard AtomicFile.isReplaced(end.kind) else {
                file = try end.open(O_WRONLY)
                return RowPlace(nil, "", "")
            }
            guard atomic else {
                let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW
                file = try Descriptor.open(end.name, in: end.folder.rawValue, flags, permissions: 0o666)
                return RowPlace(nil, "", "")
            }
            var temporary = ""
            let made = try AtomicFile.create(beside: end.name, in: end.folder.rawValue, 0o666, name: &temporary)
            if case .existing(let status) = end.kind { AtomicFile.copyOwner(status, to: made.rawValue) }
            file = consume made
            let name = end.name
            return RowPlace(end.takeFolder(), name, temporary)
        } catch {
            throw SystemError("open", error.errno, path)
        }
    }

    /// mkdir(2) for each folder of the path that is not there.
    private static func makeFolders(_ path: String) throws(SystemError) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let folder = String(path[..<slash])
        if FileStatus.status(of: folder) != nil { return }
        try makeFolders(folder)
        let made = unsafe folder.withSystemText { unsafe mkdir($0, 0o777) }
        // Another capture may have made it meanwhile.
        if made != 0 && errno != EEXIST { throw SystemError("mkdir", lastErrno(), folder) }
    }

    /// The file is written, or as far as it could be: to the disk, and under its own name.
    ///
    /// - Parameter isWhole: there is something in it that can be read.
    func finish(_ file: Int32, isWhole: Bool) -> SystemError? {
        if temporary.isEmpty && helper == nil { return nil }
        do throws(SystemError) {
            if isWhole { try awaited("fsync") { fsync(file) } }
        } catch {
            try? end(isWhole: false)
            return error
        }
        do throws(SystemError) { try end(isWhole: isWhole) } catch { return error }
        return nil
    }

    /// The file gets its own name, or is taken away, also when it cannot get that.
    func end(isWhole: Bool) throws(SystemError) {
        if let helper { return try helper.endRows(isWhole ? .place : .remove) }
        if temporary.isEmpty { return }
        guard isWhole else { return AtomicFile.remove(temporary, in: number) }
        do throws(SystemError) { try AtomicFile.place(temporary, over: name, in: number) } catch {
            AtomicFile.remove(temporary, in: number)
            throw error
        }
    }
}
