import Glibc
import Packets
import Records
import Savefiles

extension CaptureOptions {
    /// Opens what rows go to; nil where none are asked for.
    ///
    /// - Parameter format: of a savefile that would be written: it has the interfaces.
    func openRows(_ plan: FilePlan?, _ format: SavefileWriter.Format) throws(RunError) -> RowSeries? {
        let isFile = plan?.rows != nil
        guard printsRows || isFile else { return nil }
        var interfaces: [PcapngInterfaceDescription] = []
        if case .pcapng(let header) = format { interfaces = header.interfaces }
        let waits = packetBuffered || !isFile && (lineBuffered || isatty(STDOUT_FILENO) == 1)
        return try RowSeries(
            isFile ? plan : nil, columns: rows.columns, interfaces: interfaces, flushesEachRow: waits,
            host: Host.name)
    }
}
