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
    /// The link type of live packets.
    var linkType = LinkType.ethernet
    /// Multiplies the fraction of live packets' time stamps to nanoseconds.
    var fractionScale: Int64 = 1000
    /// A sink can take no more: what comes now is not counted as captured.
    private(set) var hasStopped = false

    // Asking an optional of this size whether it holds anything is a call; a packet is counted in fewer instructions.
    private let prints: Bool
    private let writes: Bool
    private let records: Bool

    init(
        text: consuming TextOutput?, files: consuming FileSeries?, recorder: consuming FlightRecorder? = nil,
        ownAddress: [UInt8]?
    ) {
        prints = text != nil
        writes = files != nil
        records = recorder != nil
        self.text = consume text
        self.files = consume files
        self.recorder = consume recorder
        tally = PacketTally(ownAddress: ownAddress)
    }

    /// Packets captured: when writing failed and the files are closed, those that are in them, and no others.
    var captured: UInt64 { tally.captured &- unwritten }

    /// Packets that came out of the ring and are in no file because writing failed.
    private(set) var unwritten: UInt64 = 0

    /// Writing failed, and the files are closed.
    private(set) var hasFailedFile = false

    /// True when packets are neither written nor kept nor printed.
    var onlyCounts: Bool { !prints && !writes && !records }

    // A call: within the loop that reads savefiles it would slow down runs that only count.
    @inline(never)
    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        if hasStopped { return .stop }
        if writes, files?.consume(packet) == .stop { return stop() }
        if records, recorder?.consume(packet) == .stop { return stop() }
        if tally.countsForeignUnicast { tally.count(packet) } else { tally.countPlain() }
        return prints ? printed(packet) : .more
    }

    /// Apart, so that what only writes or counts stays small.
    @inline(never)
    private mutating func printed(_ packet: borrowing PacketView) -> Verdict {
        text!.consume(packet) == .more ? .more : stop()
    }

    /// Which of a pcapng file's interfaces the next packets come from.
    mutating func select(_ interface: UInt32) {
        if writes { files?.select(interface) }
        if records { recorder?.select(interface) }
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
    }

    /// Why text could not be written.
    var outputFailure: SystemError? { mutating get { text?.failure } }

    /// Hands the savefile's buffer to the operating system; a failure stops the run like one while writing.
    mutating func flushFile() {
        if files?.flush() == .stop { _ = stop() }
    }

    /// The same without waiting until it is written.
    mutating func handOverFile() {
        if files?.handOver() == .stop { _ = stop() }
    }

    /// Begins the next savefile when its time has come.
    mutating func turnFileIfDue() {
        if files?.turnIfDue() == .stop { _ = stop() }
    }

    /// Has files that are closed on the way end with `statistics`, where they have a place for it; true when they do.
    mutating func endFiles(with statistics: @escaping (UInt64) -> [PcapngStatistics]) -> Bool {
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

    /// Closes the savefile, or only flushes one that gets its statistics later; why it is not complete, if it is not.
    mutating func closeFile() -> RunError? {
        if records { return closeRecorder() }
        if files?.plan.isPcapng != true || files?.flush() == .stop { files?.finish() }
        if files != nil, files?.failure != nil {
            hasFailedFile = true
            unwritten = tally.captured &- min(tally.captured, files?.packets ?? 0)
        }
        return files?.failure
    }
}
