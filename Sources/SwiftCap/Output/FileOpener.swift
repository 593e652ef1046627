import CLinux
import Glibc
import Savefiles
import Syscalls
import SystemPackage

/// Opens the files that packets are written to: here, or after `-Z` through a process that kept the right to.
struct FileOpener {
    private let owner: Account?
    private let helper: FileHelper?

    /// - Parameter owner: of regular files, when it is not who runs the process.
    init(owner: Account? = nil, through helper: FileHelper? = nil) {
        self.owner = owner
        self.helper = helper
    }

    func open(
        _ path: String, _ format: SavefileWriter.Format, _ compression: Compression?, _ background: BackgroundWriter?
    ) throws(SavefileError) -> SavefileWriter {
        if owner == nil || path == "-" {
            return try SavefileWriter(path: path, format: format, compression: compression, background: background)
        }
        return try SavefileWriter(
            file: file(path), format: format, compression: compression, background: background, path: path)
    }

    private func file(_ path: String) throws(SavefileError) -> Descriptor {
        do throws(SystemError) {
            if let helper { return try helper.open(path) }
            let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC, permissions: 0o666)
            owner?.own(file.rawValue)
            return file
        } catch {
            throw .cannotOpen(path: path, errno: error.errno)
        }
    }
}
