import Glibc
import Packets
import Records
import Savefiles

extension CaptureOptions {
    /// Opens what rows go to; nil where none are asked for.
    ///
    /// - Parameters:
    ///   - interfaces: where packets come from, as far as it is known at the beginning.
    ///   - opener: with `-Z`, by which root's rights are gone.
    func openRows(
        _ plan: FilePlan?, _ interfaces: [PcapngInterfaceDescription], _ opener: FileOpener?
    ) throws(RunError) -> RowSeries? {
        let isFile = plan?.rows != nil
        guard printsRows || isFile else { return nil }
        let waits = packetBuffered || !isFile && (lineBuffered || isatty(STDOUT_FILENO) == 1)
        return try RowSeries(
            isFile ? plan : nil, columns: rows.columns, interfaces: interfaces, flushesEachRow: waits,
            host: Host.name, opener: opener ?? FileOpener())
    }
}
