import Glibc
import Records
import Savefiles
import Syscalls
import SystemPackage

/// Opens the files that packets are written to: by their names; with `-Z` one that was opened before the drop, or each
/// through a process that kept the right to.
final class FileOpener {
    private var held: Descriptor?
    private let helper: FileHelper?

    init() { helper = nil }
    init(through helper: FileHelper) { self.helper = helper }

    init(held: consuming Descriptor) {
        helper = nil
        self.held = consume held
    }

    /// `-z`, run where the files come from, or here.
    var commands: FileCommands { FileCommands(through: helper?.runsCommands == true ? helper : nil) }

    /// - Parameter name: what the file is called by the options; the helper's word for it comes back.
    func open(
        _ turn: FileNames.Turn, _ name: inout String, _ format: SavefileWriter.Format, _ compression: Compression?,
        _ background: BackgroundWriter?
    ) throws(SavefileError) -> SavefileWriter {
        guard let file = try opened(turn, &name) else {
            return try SavefileWriter(path: name, format: format, compression: compression, background: background)
        }
        return try SavefileWriter(
            file: file, format: format, compression: compression, background: background, path: name)
    }

    /// The same for rows.
    ///
    /// - Parameter file: it, for writing.
    func openRows(
        _ turn: FileNames.Turn, _ name: inout String, _ format: RowFormat, _ file: inout Descriptor?
    ) throws(SystemError) -> RowPlace {
        if let helper {
            file = try helper.next(turn, &name)
            return RowPlace(helper: format == .parquet ? helper : nil)
        }
        file = held.take()
        return file == nil ? try RowPlace.open(name, atomic: format == .parquet, &file) : RowPlace(helper: nil)
    }

    /// Nil where the name is enough.
    private func opened(_ turn: FileNames.Turn, _ name: inout String) throws(SavefileError) -> Descriptor? {
        do throws(SystemError) {
            if let helper { return try helper.next(turn, &name) }
            return held.take()
        } catch {
            throw .cannotOpen(path: name, errno: error.errno)
        }
    }
}
