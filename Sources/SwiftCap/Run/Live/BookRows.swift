import Packets
import Promiscuity
import Records
import Reports
import Syscalls

/// `--books`: what the books of a capture say, as rows in files of their own: each state, each change, and with each a row for
/// each holder. Never for a packet.
struct BookRows: ~Copyable {
    private let format: RowFormat
    private let opener: FileOpener
    private var stream: RowStream
    private var row = Row()
    private var names: FileNames
    private var name = ""
    private var place: RowPlace?
    private let period: Int64?
    /// When the next file begins; nil for one file.
    private(set) var nextTurn: Int64?
    /// For each interface, which states and how many changes are written.
    private var states: [Set<Word>] = []
    private var changes: [Int] = []
    private(set) var failure: RunError?

    /// Nil without `--books`. Opens the first file.
    ///
    /// - Parameter opener: with `-Z`, by which root's rights are gone.
    init?(_ options: CaptureOptions, _ opener: FileOpener?) throws(RunError) {
        guard let plan = FilePlan.books(options), let format = plan.rows else { return nil }
        self.format = format
        self.opener = opener ?? FileOpener()
        period = plan.turnPeriod
        names = plan.names
        stream = RowStream(.books, format, RowWorker())
        nextTurn = period.map { Clock.monotonic() &+ $0 }
        try open(.first)
    }

    var worker: RowWorker { stream.worker }

    private mutating func open(_ turn: FileNames.Turn) throws(RunError) {
        name = names.next(turn, at: Clock.realtime().seconds)
        do throws(SystemError) {
            var file: Descriptor?
            place = try opener.openRows(turn, &name, format, &file)
            if let file = file.take() { stream.open(file, path: name) }
        } catch {
            throw RunError("\(name): \(error.errno.words)")
        }
    }

    private mutating func close() {
        guard stream.isOpen, let place else { return }
        stream.close([("swiftcap.version", Help.version), ("swiftcap.host", Host.name)]) { file, failure, rows in
            place.finish(file, isWhole: failure == nil || rows > 0)
        }
        self.place = nil
    }

    /// Writes what is new.
    mutating func follow(_ books: [Books]) {
        while states.count < books.count {
            states.append([])
            changes.append(0)
        }
        for (index, each) in books.enumerated() {
            write(each.before, .before, each, index)
            write(each.during, .during, each, index)
            let known = each.timeline.changes
            if changes[index] < known.count {
                for change in known[changes[index]...] { write(change) }
                changes[index] = known.count
            }
            write(each.after, .after, each, index)
        }
        _ = stream.handOver()
        collect()
    }

    private mutating func collect() {
        for file in stream.closedFiles() { note(file.path, file.failure) }
        note(name, stream.failure)
    }

    /// A failure is said once, and the capture goes on.
    private mutating func note(_ path: String, _ error: SystemError?) {
        guard let error, failure == nil else { return }
        failure = RunError(writingRows: path, error)
        failure?.report()
    }

    /// Begins the next file when its time has come.
    mutating func turnIfDue(_ books: [Books]) {
        guard let due = nextTurn, let period else { return }
        let now = Clock.monotonic()
        guard now >= due else { return }
        nextTurn = due &+ ((now &- due) / period &+ 1) &* period
        follow(books)
        close()
        do throws(RunError) { try open(.clock) } catch {
            failure = failure ?? error
            failure?.report()
            nextTurn = nil
        }
    }

    /// The end; why a file is not complete, if so.
    mutating func finish(_ books: [Books]) -> RunError? {
        follow(books)
        close()
        stream.worker.waitUntilIdle()
        collect()
        return failure
    }

    // MARK: rows

    private mutating func write(_ sample: Sample?, _ phase: Word, _ books: Books, _ index: Int) {
        guard let sample, !states[index].contains(phase) else { return }
        states[index].insert(phase)
        begin(.state, sample.time, sample.link.name, sample.link.index, books.networkNamespace)
        row.set(.phase, phase)
        set(promiscuity: sample.link.promiscuity, sample.link.gflagsPromisc, sample.link.flagsPromisc)
        if sample.link.promiscuity != nil { row.set(.residual, sample.residual) }
        add()
        for holder in sample.holders { write(holder, .holder) }
    }

    private mutating func write(_ change: Change) {
        begin(.change, change.time, change.interface, change.index, change.networkNamespace)
        row.set(.cause, Word.named(change.cause.rawValue))
        if let event = change.event { row.set(.event, Word.named(event.rawValue)) }
        set(promiscuity: change.promiscuity, change.gflagsPromisc, change.flagsPromisc)
        row.set(.delta, change.delta)
        row.set(.residual, change.residual)
        add()
        for holder in change.joined { write(holder, .joined) }
        for holder in change.left { write(holder, .left) }
    }

    private mutating func begin(
        _ record: Word, _ time: Timestamp, _ interface: String, _ index: Int32, _ namespace: UInt64
    ) {
        row.removeAll()
        row.set(.time, Int(clamping: time.seconds) &* 1_000_000 &+ Int(clamping: time.nanoseconds / 1000))
        row.set(.record, record)
        put(interface, .interface)
        row.set(.index, Int(index))
        if namespace != 0 { row.set(.networkNamespace, Int(truncatingIfNeeded: namespace)) }
    }

    private mutating func set(promiscuity: UInt32?, _ gflags: Bool?, _ flags: Bool?) {
        if let promiscuity { row.set(.promiscuity, Int(promiscuity)) }
        if let gflags { row.set(.gflags, gflags ? 1 : 0) }
        if let flags { row.set(.flags, flags ? 1 : 0) }
    }

    /// A row that repeats what the state or the change before it said.
    private mutating func write(_ holder: Holder, _ record: Word) {
        row.set(.record, record)
        row.set(.kind, Word.named(holder.kind.rawValue))
        row.set(.references, holder.references)
        row.set(.certainty, Word.named(holder.certainty.rawValue))
        row.set(.own, holder.own ? 1 : 0)
        for column in [BookColumn.inode, .device, .pid, .command, .user] { row.clear(column) }
        if let inode = holder.inode { row.set(.inode, Int(inode)) }
        if let device = holder.device { put(device, .device) }
        if let process = holder.processes.first {
            row.set(.pid, Int(process.pid))
            put(process.command, .command)
        }
        if let user = holder.processes.first?.user ?? holder.user { put(user, .user) }
        put(holder.evidence, .evidence)
        add()
    }

    private mutating func put(_ text: String, _ column: BookColumn) {
        row.beginText()
        for octet in text.systemBytes { row.put(foreign: octet) }
        row.endText(at: Int(column.rawValue))
    }

    private mutating func add() { _ = stream.append(row) }
}
