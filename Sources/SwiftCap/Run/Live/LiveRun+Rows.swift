import Packets
import Records
import Reports

// What a live capture says in its files of rows.
extension LiveRun {
    /// The last file of rows, with the whole report. Gives why it is not complete, if it is not.
    func complete(_ rows: consuming RowSeries?, _ report: CaptureReport) -> RunError? {
        guard var rows = rows else { return nil }
        rows.finish(report.notes(telling: options.textReport))
        return rows.failure
    }
}

extension CaptureReport {
    /// What a Parquet file says of itself.
    ///
    /// - Parameter telling: false for nothing that names hosts and processes, nor what was typed.
    func notes(telling: Bool) -> RowNotes {
        var notes: RowNotes = [("swiftcap.version", version)]
        if telling {
            notes.append(("swiftcap.host", host))
            notes.append(("swiftcap.report", json(indented: false).text))
        }
        return notes
    }
}
