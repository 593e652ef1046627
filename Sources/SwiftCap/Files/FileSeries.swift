import Packets
import Savefiles
import Syscalls

/// The savefiles of one run, one after the other: opens, fills, closes and hands each to `-z`'s command.
///
/// Sizes are looked at before each packet, as tcpdump does, so that a file's last packet may overshoot `-C`. `-G` keeps
/// to the monotonic clock in steps from the first file on: nothing drifts, no step of the wall clock makes a file early
/// or late, and a file ends on time whether packets come or not.
struct FileSeries: ~Copyable {
    let plan: FilePlan
    private let format: SavefileWriter.Format
    /// Interfaces beyond those of `format`, which each next file has in its head.
    private var addedInterfaces: [PcapngInterfaceDescription] = []
    /// Which of a pcapng file's interfaces the next packets come from.
    private var interface: UInt32 = 0
    /// Writes and packs beside the capture; nil where nothing is lost by waiting.
    let background: BackgroundWriter?
    private let opener: FileOpener
    private let clocks: Clocks
    /// There are turns or a limit to be looked at before each packet.
    private let looksAhead: Bool
    private var names: FileNames
    private var commands: FileCommands
    private var writer: SavefileWriter?
    /// Of the open file.
    private var name = ""
    private var files = 0
    /// Bytes of the files that are closed.
    private var closedBytes: UInt64 = 0
    private var closedPackets: UInt64 = 0
    /// When the next file begins; nil without `-G`.
    private(set) var nextTurn: Int64?
    private var packetsUntilClock = 0
    /// Of all files that are closed, whether they are known to be complete or not.
    private var packetsBefore: UInt64 = 0
    /// What a pcapng file says when it is closed and the capture goes on; asked for with the packets of all files.
    var closingStatistics: ((UInt64) -> [PcapngStatistics])?
    /// The last file's turn has come: no packet goes to it any more, but it is left open for what the books say at the
    /// end.
    private var endsWithTurn = false

    /// Why nothing more is taken: a fault...
    private(set) var failure: RunError?
    /// ... or a limit that is reached.
    private(set) var limit: StopReason?

    /// Where the time comes from. Tests have their own.
    struct Clocks {
        /// Nanoseconds that never jump.
        var monotonic: () -> Int64 = { Clock.monotonic() }
        /// Seconds since 1970, for names.
        var wall: () -> Int64 = { Clock.realtime().seconds }
    }

    /// Opens the first file.
    init(
        _ plan: FilePlan, format: SavefileWriter.Format, background: BackgroundWriter? = nil,
        opener: FileOpener = FileOpener(), clocks: Clocks = Clocks()
    ) throws(RunError) {
        self.plan = plan
        self.format = format
        self.background = background
        self.opener = opener
        commands = opener.commands
        self.clocks = clocks
        looksAhead = plan.turns || plan.stopSize != nil
        names = plan.names
        nextTurn = plan.turnPeriod.map { clocks.monotonic() &+ $0 }
        try open(.first)
    }

    /// Takes the packet; `.stop` when a fault or a limit ends the series.
    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        if looksAhead, writer == nil || prepare(packet) == .stop { return .stop }
        guard let verdict = writer?.consume(packet) else { return .stop }
        return verdict == .stop ? fail() : .more
    }

    /// Turns and limits, before the packet is written.
    private mutating func prepare(_ packet: borrowing PacketView) -> Verdict {
        if nextTurn != nil {
            // While savefiles are read no event loop looks at the clock. Not for each packet: 64 take microseconds.
            packetsUntilClock &-= 1
            if packetsUntilClock < 0 {
                packetsUntilClock = 64
                if turnIfDue() == .stop { return .stop }
            }
        }
        let position = writer?.position ?? 0
        if let size = plan.turnSize, plan.turns, position > size, turn(.size) == .stop { return .stop }
        if let stop = plan.stopSize {
            let length = UInt64((writer?.overhead ?? 0) &+ packet.bytes.byteCount)
            if closedBytes &+ (writer?.position ?? 0) &+ length > stop { return reach(.size) }
        }
        return .more
    }

    /// Begins the next file when its time has come, packets or none.
    mutating func turnIfDue() -> Verdict {
        collect(last: nil)
        guard let due = nextTurn, let period = plan.turnPeriod, writer != nil else { return .more }
        let now = clocks.monotonic()
        guard now >= due else { return .more }
        // After the machine has slept: one file, and the next one at its usual time.
        nextTurn = due &+ ((now &- due) / period &+ 1) &* period
        return turn(.clock)
    }

    private mutating func turn(_ turn: FileNames.Turn) -> Verdict {
        let isLast = plan.filesAtMost.map { files >= $0 } ?? false
        let options = writer?.takeOptions() ?? []
        if isLast && closingStatistics != nil {
            endsWithTurn = true
        } else {
            if let closingStatistics { add(closingStatistics(packetsBefore &+ (writer?.packets ?? 0))) }
            guard close(last: false) else { return .stop }
        }
        if isLast, let most = plan.filesAtMost {
            if turn == .clock && plan.stopFiles == nil { Messages.lines("Maximum file limit reached: \(most)\n") }
            return reach(turn == .clock ? .duration : .size)
        }
        do throws(RunError) { try open(turn) } catch {
            failure = error
            return .stop
        }
        writer?.giveOptions(options)
        return .more
    }

    private mutating func open(_ turn: FileNames.Turn) throws(RunError) {
        name = names.next(turn, at: clocks.wall())
        files += 1
        do throws(SavefileError) {
            writer = try opener.open(turn, &name, currentFormat, plan.compression, background)
        } catch {
            throw RunError("\(error)")
        }
        writer?.interface = interface
        goesToPipe = writer?.isRegular == false
        if plan.insistsOnDirect && files == 1 && writer?.canBeDirect == false {
            Messages.warn("\(name) cannot be written directly, and goes through the page cache")
        }
        writer?.packetBuffered = plan.packetBuffered
        // A program that looks at the file from now on finds a savefile, even if no packet ever comes.
        if plan.turns, writer?.flush(quietly: ()) == false { throw takeFailure() ?? RunError(name) }
    }

    private mutating func reach(_ reason: StopReason) -> Verdict {
        limit = limit ?? reason
        return .stop
    }

    private mutating func fail() -> Verdict {
        failure = failure ?? takeFailure()
        return .stop
    }

    private mutating func takeFailure() -> RunError? {
        guard let error = writer?.failure else { return nil }
        return fault(name, error)
    }

    /// A reader that is expected to go leaves nothing to say.
    private func fault(_ path: String, _ error: SavefileError) -> RunError {
        if plan.readerEnds && error == .cannotWrite(errno: .brokenPipe) {
            return RunError("", status: ExitStatus.success)
        }
        return RunError(writing: path, error)
    }

    /// Closes the open file and starts the command on it; false when the file is not complete.
    private mutating func close(last: Bool) -> Bool {
        guard writer != nil else { return failure == nil }
        closedBytes &+= writer?.position ?? 0
        packetsBefore &+= writer?.packets ?? 0
        do throws(SavefileError) {
            if last { try writer?.close() } else { try writer?.closeWithoutWaiting() }
        } catch { failure = failure ?? fault(name, error) }
        if background == nil { closedPackets &+= writer?.packets ?? 0 }
        writer = nil
        if background == nil { handOver(name, last: last) } else { collect(last: last ? name : nil) }
        return failure == nil
    }

    /// `-z` on a file that is complete.
    private mutating func handOver(_ name: String, last: Bool) {
        if let command = plan.command, !last || plan.commandForLast { commands.start(command, name) }
    }

    /// Files that the other thread has closed since.
    private mutating func collect(last: String?) {
        for file in background?.closedFiles() ?? [] {
            closedPackets &+= file.packets
            if let error = file.failure { failure = failure ?? fault(file.path, error) }
            handOver(file.path, last: file.path == last)
        }
    }

    private var currentFormat: SavefileWriter.Format {
        guard case .pcapng(var header) = format, !addedInterfaces.isEmpty else { return format }
        header.interfaces += addedInterfaces
        return .pcapng(header)
    }

    /// Which of a pcapng file's interfaces the next packets come from.
    mutating func select(_ interface: UInt32) {
        self.interface = interface
        writer?.interface = interface
    }

    /// Options of the next packet, from the pcapng file that is copied.
    mutating func attachOptions(_ options: RawSpan, swapped: Bool) {
        writer?.attachOptions(options, swapped: swapped)
    }

    /// Interfaces that were not known when the first file was opened.
    mutating func add(_ interfaces: [PcapngInterfaceDescription]) throws(RunError) {
        guard writer != nil else { return }
        do throws(SavefileError) { try writer?.add(interfaces) } catch {
            if case .unsupportedLinkType = error { throw RunError("\(error)") }
            return _ = fail()
        }
        addedInterfaces += interfaces
    }

    /// Bytes of all files so far, unpacked.
    var bytes: UInt64 {
        mutating get { closedBytes &+ (writer?.position ?? 0) }
    }

    /// How often the capture had to wait for a disk or a packer.
    var waits: UInt64 { background?.waits ?? 0 }

    /// Hands what is buffered to the operating system.
    mutating func flush() -> Verdict {
        guard writer != nil else { return .more }
        return writer?.flush(quietly: ()) == true ? .more : fail()
    }

    /// Hands on what is buffered without waiting; `.stop` once it is known that writing failed.
    mutating func handOver() -> Verdict {
        guard writer != nil else { return .more }
        return writer?.handOver() == true ? .more : fail()
    }

    /// Packets taken; after a fault, once all files are closed, those that are whole in them.
    var packets: UInt64 {
        mutating get { closedPackets &+ (writer?.packets ?? 0) }
    }

    /// A reader may be waiting for what comes out.
    private(set) var goesToPipe = false

    /// Collects commands that have ended, and says which failed.
    mutating func reapCommands() { commands.reap() }

    /// Statistics of the interfaces, for files that have a place for them.
    mutating func add(_ statistics: [PcapngStatistics]) {
        guard writer != nil else { return }
        do throws(SavefileError) { try writer?.add(statistics) } catch { _ = fail() }
    }

    /// The end: the last file is closed. With `--finish-command` the command on it, and all others, are waited for.
    mutating func finish() {
        _ = close(last: !endsWithTurn)
        background?.waitUntilIdle()
        collect(last: nil)
        if plan.commandForLast { commands.awaitAll() } else { commands.reap() }
    }
}

extension SavefileWriter {
    /// `flush` for callers that look at `failure`.
    fileprivate mutating func flush(quietly: Void) -> Bool {
        do throws(SavefileError) { try flush() } catch { return false }
        return true
    }
}
