import Packets
import Records
import Savefiles

/// What `-w` and its companions ask for: one file, or a series of them.
struct FilePlan: Equatable {
    var path: String
    /// `-C`: a file that is larger than this gets no further packet. Bytes.
    var turnSize: UInt64?
    /// `-G`: nanoseconds that a file lasts.
    var turnPeriod: Int64?
    /// `-W`.
    var fileCount: Int?
    /// `--stop-size`: bytes of all files together, never exceeded.
    var stopSize: UInt64?
    /// `--stop-files`: files after which the run ends.
    var stopFiles: Int?
    /// `-z`.
    var command: String?
    /// `--finish-command`: the last file is handed to the command too.
    var commandForLast = false
    var packetBuffered = false
    /// `--format pcapng`, or a name that ends in .pcapng.
    var isPcapng = false
    /// Rows in the place of packets: by the name's ending, or `--format`.
    var rows: RowFormat?
    /// By the name's ending.
    var compression: Compression?
    /// `--direct always`: it is said when a file cannot be written so.
    var insistsOnDirect = false
    /// What stays at the end of the name when a number goes into it.
    var ending = ""
    /// A reader that goes ends the run, and that is no fault.
    var readerEnds = false
    /// `--keep`: a file for each event, and none before.
    var isRecorder = false

    /// Files follow one another. Standard output is one stream whatever is asked for.
    var turns: Bool { path != "-" && (turnSize != nil || turnPeriod != nil) }

    /// Files are opened while the capture runs.
    var opensLater: Bool { turns || isRecorder }

    /// Nil without `-w`.
    init?(_ options: CaptureOptions) {
        guard let path = options.writeFile else { return nil }
        self.path = path
        rows = options.rows.format ?? (options.pcapng == nil && path != "-" ? RowFormat(path: path) : nil)
        readerEnds = options.readerEnds
        if path != "-" && rows == nil && !readerEnds { compression = Compression(path: path) }
        let packed = compression?.ending ?? ""
        let endsInPcapng = path.dropLast(packed.count).hasSuffix(".pcapng")
        isPcapng = rows == nil && options.pcapng ?? endsInPcapng
        ending = (isPcapng && endsInPcapng ? ".pcapng" : "") + packed
        if let rows, path.hasSuffix(rows.ending) { ending = rows.ending }
        isRecorder = options.recorder.amount != nil
        if isRecorder {
            let name = path.dropLast(packed.count)
            ending = ([".pcapng", ".pcap", ".cap"].first { name.hasSuffix($0) } ?? "") + packed
        }
        packetBuffered = options.packetBuffered
        insistsOnDirect = options.direct == .always
        stopSize = options.stopSize
        guard path != "-" else { return }
        turnSize = options.rotateSize
        // tcpdump: -G 0 is no -G.
        turnPeriod = options.rotateSeconds.flatMap { $0 > 0 ? $0 &* 1_000_000_000 : nil }
        fileCount = options.fileCount
        stopFiles = options.stopFiles
        command = options.afterRotation
        commandForLast = options.finishCommand
        if rows == .parquet && !options.readsFiles && turnSize == nil && turnPeriod == nil {
            // A Parquet file is none before its end: what a capture may lose when it is killed has a bound.
            turnPeriod = FilePlan.parquetPeriod
            fileCount = nil
        }
    }

    /// What `--books` asks for; nil without it. Its files turn with those of `-w -G`.
    static func books(_ options: CaptureOptions) -> FilePlan? {
        guard let path = options.rows.books, let format = RowFormat(path: path) else { return nil }
        var plan = FilePlan(path: path)
        plan.rows = format
        plan.ending = format.ending
        let asked = options.rotateSeconds.flatMap { $0 > 0 ? $0 &* 1_000_000_000 : nil }
        plan.turnPeriod = asked ?? (format == .parquet ? FilePlan.parquetPeriod : nil)
        return plan
    }

    private init(path: String) { self.path = path }

    /// How long a Parquet file of a live capture lasts, where nothing else is said: nanoseconds.
    static let parquetPeriod: Int64 = 300_000_000_000

    /// Where packets come from is written along with them.
    var keepsInterfaces: Bool { isPcapng || rows != nil }

    /// `-W` with `-G` alone, and `--stop-files`.
    var filesAtMost: Int? {
        let byClock = turnSize == nil && turnPeriod != nil ? fileCount : nil
        return [byClock, stopFiles].compactMap(\.self).min()
    }
}
