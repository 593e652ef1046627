import Packets
import Records
import Savefiles
import Syscalls

/// The rows of one run: to standard output, or into files one after the other, which are turned as savefiles are (`FileSeries`).
struct RowSeries: ~Copyable {
    private let plan: FilePlan?
    private var reader: RowReader
    private var stream: RowStream
    private let opener: FileOpener
    private let clocks: FileSeries.Clocks
    private var names: FileNames
    private var commands: FileCommands
    private let looksAhead: Bool
    /// Each row goes out at once: a reader waits for it.
    private let flushesEachRow: Bool
    /// Of the open file.
    private var name = "-"
    private var place: RowPlace?
    private var files = 0
    private var closedBytes: UInt64 = 0
    private var closedRows: UInt64 = 0
    /// When the next file begins; nil without `-G`.
    private(set) var nextTurn: Int64?
    private var rowsUntilClock = 0
    /// Rows of all files that are closed, whether they are known to be complete or not.
    private var rowsBefore: UInt64 = 0
    /// What a file says of itself when it is closed and the capture goes on; asked for with the rows of all files.
    var closingNotes: ((UInt64) -> RowNotes)?
    /// Why nothing more is taken: a fault...
    private(set) var failure: RunError?
    /// ... or a limit that is reached.
    private(set) var limit: StopReason?

    /// Opens the first file.
    ///
    /// - Parameter plan: nil for standard output.
    init(
        _ plan: FilePlan?, columns: ColumnSet?, interfaces: [PcapngInterfaceDescription], flushesEachRow: Bool,
        host: String, opener: FileOpener = FileOpener(), clocks: FileSeries.Clocks = .init()
    ) throws(RunError) {
        self.plan = plan
        self.opener = opener
        commands = opener.commands
        self.flushesEachRow = flushesEachRow
        self.clocks = clocks
        let set = columns ?? .standard
        reader = RowReader(set, host: host)
        reader.add(interfaces.map(\.asRow))
        stream = RowStream(RowTable(set), plan?.rows ?? .ndjson, RowWorker())
        looksAhead = plan?.turns == true || plan?.stopSize != nil
        names = plan?.names ?? FileNames(template: "-")
        nextTurn = plan?.turns == true ? plan?.turnPeriod.map { clocks.monotonic() &+ $0 } : nil
        try open(.first)
    }

    /// Takes the packet; `.stop` when a fault or a limit ends the series.
    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        if looksAhead && prepare() == .stop { return .stop }
        if failure != nil { return .stop }
        reader.read(packet)
        if let stop = plan?.stopSize, exceeds(stop) { return reach(.size) }
        if !stream.append(reader.row) { return fail() }
        return flushesEachRow ? handOver() : .more
    }

    /// Turns and limits, before the packet is taken.
    private mutating func prepare() -> Verdict {
        if limit != nil || failure != nil { return .stop }
        // 64 packets take microseconds: not for each one the clock and the other thread are asked.
        rowsUntilClock &-= 1
        if rowsUntilClock >= 0 { return .more }
        rowsUntilClock = 63
        if turnIfDue() == .stop { return .stop }
        if let size = plan?.turnSize, plan?.turns == true, stream.position > size, turn(.size) == .stop { return .stop }
        return .more
    }

    /// The row might make the files larger than they may be.
    private mutating func exceeds(_ stop: UInt64) -> Bool {
        if closedBytes &+ stream.most(with: reader.row) <= stop { return false }
        // What waits to be packed is smaller than it might be.
        _ = stream.settle()
        return closedBytes &+ stream.most(with: reader.row) > stop
    }

    /// Begins the next file when its time has come, packets or none.
    mutating func turnIfDue() -> Verdict {
        collect(last: nil)
        guard let due = nextTurn, let period = plan?.turnPeriod, stream.isOpen else { return .more }
        let now = clocks.monotonic()
        guard now >= due else { return .more }
        // After the machine has slept: one file, and the next one at its usual time.
        nextTurn = due &+ ((now &- due) / period &+ 1) &* period
        return turn(.clock)
    }

    private mutating func turn(_ turn: FileNames.Turn) -> Verdict {
        let isLast = plan?.filesAtMost.map { files >= $0 } ?? false
        if isLast, let most = plan?.filesAtMost {
            if turn == .clock && plan?.stopFiles == nil { Messages.lines("Maximum file limit reached: \(most)\n") }
            return reach(turn == .clock ? .duration : .size)
        }
        close(closingNotes?(rowsBefore &+ stream.rows) ?? [], last: false)
        do throws(RunError) { try open(turn) } catch {
            failure = error
            return .stop
        }
        return failure == nil ? .more : .stop
    }

    private mutating func open(_ turn: FileNames.Turn) throws(RunError) {
        name = plan == nil ? "-" : names.next(turn, at: clocks.wall())
        files += 1
        do throws(SystemError) {
            var file: Descriptor?
            place = plan == nil ? try RowPlace.output(&file) : try opener.openRows(turn, &name, stream.format, &file)
            guard let file = file.take() else { return }
            goesToPipe = !FileStatus.isRegular(file.rawValue)
            stream.open(file, path: name)
        } catch {
            throw RunError("\(name): \(error.errno.words)")
        }
    }

    private mutating func reach(_ reason: StopReason) -> Verdict {
        limit = limit ?? reason
        return .stop
    }

    private mutating func fail() -> Verdict {
        if let error = stream.failure { failure = failure ?? RunError(writingRows: name, error) }
        return .stop
    }

    private mutating func close(_ notes: RowNotes, last: Bool) {
        guard stream.isOpen, let place else { return }
        rowsBefore &+= stream.rows
        let isParquet = stream.format == .parquet
        stream.close(notes) { file, failure, rows in
            place.finish(file, isWhole: failure == nil || !isParquet || rows > 0)
        }
        self.place = nil
        if last { stream.worker.waitUntilIdle() }
        collect(last: last ? name : nil)
    }

    /// Files that the other thread has closed since.
    private mutating func collect(last: String?) {
        for file in stream.closedFiles() {
            closedRows &+= file.rows
            closedBytes &+= file.bytes
            if let error = file.failure { failure = failure ?? RunError(writingRows: file.path, error) }
            let isLast = file.path == last
            if let command = plan?.command, !isLast || plan?.commandForLast == true {
                commands.start(command, file.path)
            }
        }
    }

    /// Interfaces that were not known when the first file was opened.
    mutating func add(_ interfaces: [PcapngInterfaceDescription]) { reader.add(interfaces.map(\.asRow)) }

    /// Which of the interfaces the next packets come from.
    mutating func select(_ interface: UInt32) { reader.select(Int(interface)) }

    /// What the capture says of the next packet: it was received, or sent.
    mutating func tell(isOutbound: Bool) { reader.tell(isOutbound: isOutbound) }

    /// Bytes of all files so far, unpacked.
    var bytes: UInt64 {
        mutating get { closedBytes &+ stream.position }
    }

    /// How often the capture had to wait for the other thread.
    var waits: UInt64 { stream.worker.waits }

    var worker: RowWorker { stream.worker }

    /// Hands on the lines that are there without waiting; `.stop` once it is known that writing failed.
    mutating func handOver() -> Verdict {
        guard stream.isOpen else { return .more }
        return stream.handOver() ? .more : fail()
    }

    /// The same, and waits until they are out.
    mutating func flush() -> Verdict {
        let verdict = handOver()
        stream.worker.waitUntilIdle()
        return stream.failure == nil ? verdict : fail()
    }

    /// Rows taken; after a fault, once all files are closed, those that are whole in them.
    var rows: UInt64 { closedRows &+ (stream.isOpen ? stream.rows : 0) }

    /// A reader may be waiting for what comes out.
    private(set) var goesToPipe = false

    /// Standard output.
    var isOutput: Bool { plan == nil }

    /// Collects commands that have ended, and says which failed.
    mutating func reapCommands() { commands.reap() }

    /// The end: the last file is closed. With `--finish-command` the command on it, and all others, are waited for.
    mutating func finish(_ notes: RowNotes) {
        close(notes, last: true)
        if plan?.commandForLast == true { commands.awaitAll() } else { commands.reap() }
    }
}

/// What a Parquet file says of itself: keys and values.
typealias RowNotes = [(key: String, value: String)]

extension RunError {
    /// Rows that could not be written to their end.
    init(writingRows path: String, _ error: SystemError) {
        if path == "-" {
            self.init("Unable to write output: \(error.errno)", status: ExitStatus.cannotWrite)
        } else {
            self.init("\(path): \(error.errno.words)")
        }
    }
}

extension PcapngInterfaceDescription {
    fileprivate var asRow: RowInterface { RowInterface(name: name ?? "", address: address) }
}
