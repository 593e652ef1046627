import Dissection
import Glibc
import Packets
import Savefiles
import Syscalls

/// Where every packet of a run goes: counted, written, printed. One value on the stack of the run; nothing in
/// `consume` allocates.
struct Pipeline: ~Copyable, PacketSink {
    /// Packets taken, and unicast frames for other hosts among them.
    var tally: PacketTally
    /// Why text could not be written.
    private(set) var outputFailure: SystemError?
    var printer: Printer?
    var files: FileSeries?
    /// The link type of live packets.
    var linkType = LinkType.ethernet
    /// Multiplies the fraction of live packets' time stamps to nanoseconds.
    var fractionScale: Int64 = 1000
    /// A sink can take no more: what comes now is not counted as captured.
    private(set) var hasStopped = false
    /// Every packet's text goes out at once: somebody waits for it.
    var flushesEachPacket = false
    /// `--color`: text for a terminal.
    var hasColor = false

    // Asking an optional of this size whether it holds anything is a call; a packet is counted in fewer instructions.
    private let prints: Bool
    private let writes: Bool

    /// Threads that print beside this one, as soon as there is enough to do; none where somebody waits for a line.
    var crewSize = 0
    var crew: PrintCrew?
    /// Asked for every packet, like the two above.
    var hasCrew = false
    private var blocks = 0

    static let textBlock = 64 << 10
    /// Blocks of text after which a crew pays: some thousand packets, a millisecond.
    private static let blocksAlone = 3

    init(printer: consuming Printer?, files: consuming FileSeries?, ownAddress: [UInt8]?) {
        prints = printer != nil
        writes = files != nil
        self.printer = consume printer
        self.files = consume files
        tally = PacketTally(ownAddress: ownAddress)
    }

    /// Packets captured: when writing failed and the files are closed, those that are in them, and no others.
    var captured: UInt64 { tally.captured &- unwritten }

    /// Packets that came out of the ring and are in no file because writing failed.
    private(set) var unwritten: UInt64 = 0

    /// Writing failed, and the files are closed.
    private(set) var hasFailedFile = false

    /// True when packets are neither written nor printed.
    var onlyCounts: Bool { !prints && !writes }

    // A call: within the loop that reads savefiles it would cost those who only count.
    @inline(never)
    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        if hasStopped { return .stop }
        if writes, files?.consume(packet) == .stop { return stop() }
        if tally.countsForeignUnicast { tally.count(packet) } else { tally.countPlain() }
        return prints ? printed(packet) : .more
    }

    /// Apart, so that what only writes or counts stays small.
    @inline(never)
    private mutating func printed(_ packet: borrowing PacketView) -> Verdict {
        if hasCrew { return share(packet) }
        _ = printer?.consume(packet)
        if flushesEachPacket || printer?.out.count ?? 0 >= Pipeline.textBlock { return flushBlock() }
        return .more
    }

    /// Which of a pcapng file's interfaces the next packets come from.
    mutating func select(_ interface: UInt32) {
        if writes { files?.select(interface) }
    }

    /// The beginning of the next packet's text.
    @inline(__always)
    mutating func label(_ text: UnsafeBufferPointer<UInt8>) {
        if prints { for place in 0..<text.count { printer?.out.append(unsafe text[place]) } }
    }

    private mutating func stop() -> Verdict {
        hasStopped = true
        return .stop
    }

    /// A full block of text, or one packet's.
    private mutating func flushBlock() -> Verdict {
        blocks &+= 1
        if blocks > Pipeline.blocksAlone && crewSize > 0 { startCrew() }
        return writeText()
    }

    /// Writes the text of all packets so far to standard output.
    @discardableResult
    mutating func flushText() -> Verdict {
        if hasCrew { collect(all: true) }
        return writeText()
    }

    /// Writes the text that is there.
    mutating func writeText() -> Verdict {
        guard printer != nil, outputFailure == nil else { return outputFailure == nil ? .more : .stop }
        do throws(SystemError) {
            if hasColor {
                let text = unsafe printer!.out.bytes.withUnsafeBytes { unsafe Array($0) }
                try unsafe Descriptor.writeAll(PacketColors.painted(text).span.bytes, to: STDOUT_FILENO)
            } else {
                try Descriptor.writeAll(printer!.out.bytes, to: STDOUT_FILENO)
            }
        } catch {
            outputFailure = error
        }
        printer?.out.removeAll()
        return outputFailure == nil ? .more : stop()
    }

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

    /// Has files that are closed on the way say what is in the books so far, where they have a place for it.
    mutating func tellTurns(_ books: TurnBooks) {
        if let plan = files?.plan, plan.isPcapng && plan.turns { files?.turnBooks = books }
    }

    /// Gives the savefile away, for what it still needs when the capture is over.
    mutating func takeFiles() -> FileSeries? { files.take() }

    /// Closes the savefile, or only flushes one that gets its statistics later; why it is not complete, if it is not.
    mutating func closeFile() -> RunError? {
        if files?.plan.isPcapng != true || files?.flush() == .stop { files?.finish() }
        if files != nil, files?.failure != nil {
            hasFailedFile = true
            unwritten = tally.captured &- min(tally.captured, files?.packets ?? 0)
        }
        return files?.failure
    }
}
