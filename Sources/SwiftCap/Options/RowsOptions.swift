import Records

/// `--json` and what belongs to rows.
struct RowsOptions: Equatable {
    /// `--json`: rows on standard output, in the place of text.
    var json = false
    /// `--columns`; nil for the usual ones.
    var columns: ColumnSet?
    /// `--format ndjson` and `--format parquet`.
    var format: RowFormat?
    /// `--books`.
    var books: String?
    /// `--list-columns --markdown`.
    var markdown = false

    static func columns(_ text: String) throws(UsageError) -> ColumnSet {
        do throws(ColumnSet.UnknownName) { return try ColumnSet(list: text) } catch {
            if error.name.isEmpty {
                throw UsageError(message: "a name in --columns is empty (--list-columns lists them)")
            }
            let hint = error.suggestion.map { "; did you mean \($0)?" } ?? " (--list-columns lists them)"
            throw UsageError(message: "unknown column `\(error.name)'\(hint)")
        }
    }

    /// What does not go together is refused.
    func check(_ options: CaptureOptions) throws(UsageError) {
        let plan = FilePlan(options)
        let isRows = plan?.rows != nil
        if columns != nil && !json && !isRows {
            throw UsageError(
                message: "--columns needs rows: --json, or a file of them (-w FILE.parquet, .ndjson or .ndjson.zst)")
        }
        if json && isRows {
            throw UsageError(message: "--json does not go with rows in a file: the same rows are in it")
        }
        if json && (options.alsoPrint || options.writeFile == "-") {
            throw UsageError(message: "--json does not go with --print or -w -: standard output has one kind of thing")
        }
        if isRows && options.recorder.amount != nil {
            throw UsageError(message: "--keep writes savefiles, not rows: -w FILE.pcapng")
        }
        if plan?.rows == .parquet && plan?.path == "-" {
            throw UsageError(message: "a Parquet file needs a name (-w FILE.parquet)")
        }
        guard let books else {
            if markdown && options.action != .listColumns {
                throw UsageError(message: "--markdown is for --list-columns")
            }
            return
        }
        if options.readsFiles {
            throw UsageError(message: "--books is for live captures, and can not be used with -V or -r")
        }
        if RowFormat(path: books) == nil {
            throw UsageError(message: "--books \(books): the name must end in .parquet, .ndjson or .ndjson.zst")
        }
    }
}
