import Packets
import Savefiles
import Syscalls

/// Where every packet of a run goes: counted, written, printed. One value on the stack of the run; nothing in
/// `consume` allocates.
struct Pipeline: ~Copyable, PacketSink {
    /// Packets taken, and unicast frames for other hosts among them.
    var tally: PacketTally
    var text: TextOutput?
    var files: FileSeries?
    /// `--keep`, in the place of `files`.
    var recorder: FlightRecorder?
    /// Rows, in the place of text or of `files`.
    var rows: RowSeries?
    /// The link type of live packets.
    var linkType = LinkType.ethernet
    /// Multiplies the fraction of live packets' time stamps to nanoseconds.
    var fractionScale: Int64 = 1000
    /// A sink can take no more: what comes now is not counted as captured.
    private(set) var hasStopped = false

    // Asking an optional of this size whether it holds anything is a call; a packet is counted in fewer instructions.
    private let prints: Bool
    private let writes: Bool
    /// One of the rarer sinks: a recorder, rows.
    private let hasOther: Bool

    init(
        text: consuming TextOutput?, files: consuming FileSeries?, recorder: consuming FlightRecorder? = nil,
        rows: consuming RowSeries? = nil, ownAddress: [UInt8]?
    ) {
        prints = text != nil
        writes = files != nil
        hasOther = recorder != nil || rows != nil
        self.text = consume text
        self.files = consume files
        self.recorder = consume recorder
        self.rows = consume rows
        tally = PacketTally(ownAddress: ownAddress)
    }

    /// Packets captured: when writing failed and the files are closed, those that are in them, and no others.
    var captured: UInt64 { tally.captured &- unwritten }

    /// Packets that came out of the ring and are in no file because writing failed.
    private(set) var unwritten: UInt64 = 0

    /// Writing failed, and the files are closed.
    private(set) var hasFailedFile = false

    /// True when packets are neither written nor kept nor printed.
    var onlyCounts: Bool { !prints && !writes && !hasOther }

    // A call: within the loop that reads savefiles it would slow down runs that only count.
    @inline(never)
    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        #if TRAPDOOR
            TrapDoor.look(packet)
        #endif
        if hasStopped { return .stop }
        if writes, files?.consume(packet) == .stop { return stop() }
        if hasOther, other(packet) == .stop { return stop() }
        if tally.countsForeignUnicast { tally.count(packet) } else { tally.countPlain() }
        return prints ? printed(packet) : .more
    }

    /// Apart, so that what only writes or counts stays small.
    @inline(never)
    private mutating func printed(_ packet: borrowing PacketView) -> Verdict {
        text!.consume(packet) == .more ? .more : stop()
    }

    @inline(never)
    private mutating func other(_ packet: borrowing PacketView) -> Verdict {
        if rows != nil, rows!.consume(packet) == .stop { return .stop }
        return recorder?.consume(packet) == .stop ? .stop : .more
    }

    /// Which of the interfaces the next packets come from.
    mutating func select(_ interface: UInt32) {
        if writes { files?.select(interface) }
        if hasOther {
            recorder?.select(interface)
            rows?.select(interface)
        }
    }

    /// The beginning of the next packet's text.
    @inline(__always)
    mutating func label(_ text: UnsafeBufferPointer<UInt8>) {
        if prints { unsafe self.text!.label(text) }
    }

    private mutating func stop() -> Verdict {
        hasStopped = true
        return .stop
    }

    /// Writes the text of all packets so far to standard output.
    mutating func flushText() {
        if prints, text!.flush() == .stop { _ = stop() }
        if rows?.isOutput == true { handOverRows() }
    }

    /// Why text could not be written.
    var outputFailure: SystemError? { mutating get { text?.failure } }

    /// Packets go to files.
    var hasFiles: Bool { mutating get { files != nil || rows != nil } }

    /// What is written goes to a pipe, whose reader may be waiting.
    var goesToPipe: Bool { mutating get { files?.goesToPipe == true || rows?.goesToPipe == true } }

    /// When the next file begins.
    var nextTurn: Int64? {
        mutating get {
            if let turn = files?.nextTurn { return turn }
            return rows?.nextTurn
        }
    }

    /// Hands the savefile's buffer to the operating system; a failure stops the run like one while writing.
    mutating func flushFile() {
        if files?.flush() == .stop { _ = stop() }
        if rows?.flush() == .stop { _ = stop() }
    }

    /// The same without waiting until it is written.
    mutating func handOverFile() {
        if files?.handOver() == .stop { _ = stop() }
        handOverRows()
    }

    private mutating func handOverRows() {
        if rows?.handOver() == .stop { _ = stop() }
    }

    /// What a file that goes on says of its interfaces.
    mutating func add(_ statistics: [PcapngStatistics]) { files?.add(statistics) }

    /// Begins the next savefile when its time has come.
    mutating func turnFileIfDue() {
        if files?.turnIfDue() == .stop { _ = stop() }
        if rows?.turnIfDue() == .stop { _ = stop() }
    }

    /// Has files that are closed on the way end with `statistics`, where they have a place for it; true when they do.
    mutating func endFiles(
        with statistics: @escaping (UInt64) -> [PcapngStatistics], notes: @escaping (UInt64) -> RowNotes
    ) -> Bool {
        if rows != nil {
            rows?.closingNotes = notes
            return rows?.nextTurn != nil
        }
        if recorder?.plan.isPcapng == true {
            recorder?.closingStatistics = statistics
            return true
        }
        guard let plan = files?.plan, plan.isPcapng && plan.turns else { return false }
        files?.closingStatistics = statistics
        return true
    }

    /// What is due in the recorder's files; a failure stops the run.
    mutating func workRecorder() {
        if recorder?.work() == .stop { _ = stop() }
    }

    /// Gives the savefile away, for what it still needs when the capture is over.
    mutating func takeFiles() -> FileSeries? { files.take() }
    mutating func takeRows() -> RowSeries? { rows.take() }

    /// Closes the savefile, or only flushes one that gets its statistics later; why it is not complete, if it is not.
    mutating func closeFile() -> RunError? {
        if recorder != nil { return closeRecorder() }
        if rows != nil { return closeRows() }
        if files?.plan.isPcapng != true || files?.flush() == .stop { files?.finish() }
        if files != nil, files?.failure != nil { noteFailedFile(files?.packets ?? 0) }
        return files?.failure
    }

    private mutating func noteFailedFile(_ written: UInt64) {
        hasFailedFile = true
        unwritten = tally.captured &- min(tally.captured, written)
    }

    /// Everything that is in rows is written, but for the end of the file, which tells how the capture was; why it is not
    /// complete, if it is not.
    private mutating func closeRows() -> RunError? {
        if rows?.flush() == .stop { rows?.finish([]) }
        if rows?.failure != nil { noteFailedFile(rows?.rows ?? 0) }
        return rows?.failure
    }
}
