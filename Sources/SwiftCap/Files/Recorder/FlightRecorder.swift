import Packets
import Savefiles
import Syscalls

/// `--keep`: the packets of the last while stay in memory, and go to a file of their own when something happens.
///
/// What is written goes through the ring as well, until it has caught up: so the order is that of the packets, none is in two
/// files, and a capture does not stand still while many megabytes are written. `owed` says how many of the ring's oldest
/// packets belong to the file; they are not overwritten.
struct FlightRecorder: ~Copyable {
    /// Nanoseconds beyond `--after` in which packets that are on their way still come.
    private static let slack: Int64 = 1_000_000_000
    /// Bytes that one step of the session writes at most: more than come in between.
    private static let step = 8 << 20
    /// Bytes between two looks whether the disk is behind.
    private static let piece = 1 << 20

    let plan: RecorderPlan
    private let format: SavefileWriter.Format
    private let opener: FileOpener
    /// A few buffers: more would be memory beside what was asked for.
    let background: BackgroundWriter
    private var ring: PacketRing
    private var trigger: TriggerFilter?
    private var names: FileNames
    private var commands: FileCommands
    private var addedInterfaces: [PcapngInterfaceDescription] = []
    private var interface: UInt32 = 0
    private var writer: SavefileWriter?
    /// The event whose file is open.
    private var event: RecorderEvent?
    /// Packets still go to the event's file.
    private var isOpen = false
    /// The ring's oldest packets that go to the event's file.
    private var owed = 0
    private var events = 0
    private var nextFlush: Int64 = 0
    /// Options of the next packet, in its file's byte order.
    private var options: [UInt8] = []
    private var hasSwappedOptions = false
    /// Nothing but the ring is asked for: no event, no options, nothing to compare with.
    private var isPlain: Bool
    private let alwaysLooks: Bool
    private var consumed: UInt64 = 0
    /// What a pcapng file says when it is closed, given the packets so far.
    var closingStatistics: ((UInt64) -> [PcapngStatistics])?
    private(set) var failure: RunError?
    /// `--stop-files` is reached.
    private(set) var limit: StopReason?

    /// Nothing is opened, no memory touched.
    init(
        _ plan: RecorderPlan, format: SavefileWriter.Format, opener: FileOpener, ring: consuming PacketRing,
        background: BackgroundWriter
    ) {
        self.plan = plan
        self.format = format
        self.opener = opener
        commands = opener.commands
        self.ring = ring
        self.background = background
        names = plan.names
        if let expression = plan.trigger { trigger = TriggerFilter(expression, optimize: plan.optimize) }
        alwaysLooks = plan.trigger != nil || !plan.isLive
        isPlain = !alwaysLooks
    }

    /// Compiles the trigger for a link type, so that a mistake in it is found at the beginning.
    mutating func prepare(_ linkType: LinkType, netmask: UInt32 = 0) throws(RunError) {
        try trigger?.prepare(linkType, netmask: netmask)
    }

    // MARK: packets

    /// Keeps the packet; `.stop` when a fault or a limit ends the run.
    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        consumed &+= 1
        if isPlain {
            _ = ring.append(packet, interface: interface)
            return .more
        }
        return consumeLooking(packet)
    }

    @inline(never)
    private mutating func consumeLooking(_ packet: borrowing PacketView) -> Verdict {
        if failure != nil || limit != nil { return .stop }
        if !plan.isLive && Interruption.takeTrigger() { note(.signal, at: packet.timestamp) }
        if plan.trigger != nil {
            if trigger?.matches(packet) == true { note(.packet, at: packet.timestamp) }
            if let why = trigger?.failure { failure = failure ?? why }
        }
        if isOpen, let end = event?.end, end < packet.timestamp { isOpen = false }
        if isOpen && owed == 0 { write(packet) } else { keep(packet) }
        settle()
        return failure == nil && limit == nil ? .more : .stop
    }

    /// Straight to the file, which has all that came before.
    private mutating func write(_ packet: borrowing PacketView) {
        writer?.interface = interface
        if !options.isEmpty {
            // Out of this value: the writer is a part of it as well.
            let taken = options
            options = []
            unsafe writer?.attachOptions(taken.span.bytes, swapped: hasSwappedOptions)
        }
        if writer?.consume(packet) != .more { fail() }
    }

    private mutating func keep(_ packet: borrowing PacketView) {
        var kept = append(packet)
        while !kept && owed > 0 && failure == nil {
            // The disk is behind by all that is kept: the packets wait in the kernel's ring.
            move(FlightRecorder.piece)
            kept = append(packet)
        }
        if kept && isOpen { owed &+= 1 }
        options.removeAll(keepingCapacity: true)
    }

    private mutating func append(_ packet: borrowing PacketView) -> Bool {
        if options.isEmpty { return ring.append(packet, interface: interface) }
        let taken = options
        return unsafe ring.append(packet, interface: interface, options: taken.span.bytes, swapped: hasSwappedOptions)
    }

    /// Which of a pcapng file's interfaces the next packets come from.
    mutating func select(_ interface: UInt32) { self.interface = interface }

    /// Options of the next packet, from the pcapng file that is copied.
    mutating func attachOptions(_ options: RawSpan, swapped: Bool) {
        guard plan.isPcapng else { return }
        self.options.removeAll(keepingCapacity: true)
        unsafe options.withUnsafeBytes { unsafe self.options.append(contentsOf: $0) }
        hasSwappedOptions = swapped
    }

    /// Interfaces that were not known at the beginning.
    mutating func add(_ interfaces: [PcapngInterfaceDescription]) throws(RunError) {
        if writer != nil {
            do throws(SavefileError) { try writer?.add(interfaces) } catch {
                if case .unsupportedLinkType = error { throw RunError("\(error)") }
                return fail()
            }
        }
        addedInterfaces += interfaces
    }

    // MARK: events

    /// Something happened: an event of its own, or one that the open one goes on for.
    mutating func note(_ reason: RecorderReason, at time: Timestamp) {
        let end = time.advanced(nanoseconds: plan.after)
        let deadline = plan.isLive ? Clock.monotonic() &+ plan.after &+ FlightRecorder.slack : nil
        if isOpen, let now = event?.end, time <= now {
            event?.goOn(reason, at: time, until: end)
            event?.deadline = deadline
            // Packets may match by the thousand.
            if reason != .packet { say("goes on: \(RecorderEvent.sentence(reason, plan.trigger ?? "", time))") }
            return
        }
        isOpen = false
        if event != nil { complete() }
        if failure != nil || limit != nil { return }
        if reason == .packet { ring.forget(before: time) }
        events += 1
        var event = RecorderEvent(events, reason, plan.trigger ?? "", at: time, until: end)
        event.kept = ring.count
        event.deadline = deadline
        begin(event)
    }

    private mutating func begin(_ new: consuming RecorderEvent) {
        event = new
        let turn: FileNames.Turn = events == 1 ? .first : .size
        var name = names.next(turn, at: Clock.realtime().seconds)
        do throws(SavefileError) {
            writer = try opener.open(turn, &name, formatNow, plan.compression, background)
        } catch {
            failure = RunError("\(error)")
            return
        }
        event?.name = name
        isOpen = true
        isPlain = false
        owed = ring.count
        ring.holdsAll = owed > 0
        if owed == 0 { noteCaughtUp() }
        let kept = event?.kept ?? 0
        let seconds = Double(plan.after) / 1e9
        let text = seconds == seconds.rounded() ? String(Int(seconds)) : String(seconds)
        let after = plan.after > 0 ? " and \(text) s more" : ""
        say("\(event?.cause ?? ""): \(kept) packet\(kept == 1 ? "" : "s")\(after) to \(name.printable)")
        // A savefile is read no further until it is written: nothing is lost meanwhile.
        if !plan.isLive { move(.max) }
    }

    private func say(_ text: String) { Messages.say("event \(events): \(text)") }

    private var formatNow: SavefileWriter.Format {
        guard case .pcapng(var header) = format else { return format }
        header.interfaces += addedInterfaces
        if let comment = event?.comment { header.comments.append(comment) }
        return .pcapng(header)
    }

    /// Writes what is owed, about so many bytes of it.
    private mutating func move(_ bytes: Int) {
        guard owed > 0, writer != nil else { return }
        owed &-= ring.move(into: &writer!, packets: owed, bytes: bytes)
        if writer?.failure != nil { return fail() }
        if owed == 0 { noteCaughtUp() }
    }

    /// What comes now goes straight to the file.
    private mutating func noteCaughtUp() {
        ring.holdsAll = false
        if writer?.handOver() == false { return fail() }
        writer?.packetBuffered = plan.packetBuffered
    }

    /// What is due, packets or none: some of what is owed, an event's end, its file's. Of a live capture.
    mutating func work() -> Verdict {
        if failure != nil || limit != nil { return .stop }
        commands.reap()
        guard event != nil else { return .more }
        let waits = background.waits
        for _ in 0..<(FlightRecorder.step / FlightRecorder.piece) where owed > 0 && background.waits == waits {
            // Once it had to wait for the disk, the rest stays where it is: the packets that come meanwhile go first.
            move(FlightRecorder.piece)
        }
        let now = Clock.monotonic()
        if let deadline = event?.deadline, now >= deadline { isOpen = false }
        settle()
        if isOpen && owed == 0 && now >= nextFlush {
            nextFlush = now &+ 1_000_000_000
            if writer?.handOver() == false { fail() }
        }
        return failure == nil && limit == nil ? .more : .stop
    }

    /// More is owed than one step has written.
    var isBehind: Bool { owed > 0 }

    /// When `work` has to come, at the latest.
    var deadline: Int64? {
        guard let deadline = event?.deadline else { return nil }
        return isOpen ? min(deadline, nextFlush) : Clock.monotonic()
    }

    /// An event that is over gets its file closed once nothing is owed.
    private mutating func settle() {
        if event != nil && !isOpen && owed == 0 { complete() }
    }

    /// Writes the rest, and closes the file.
    private mutating func complete() {
        isOpen = false
        move(.max)
        owed = 0
        ring.holdsAll = false
        if writer != nil { addBooks() }
        let packets = writer?.packets ?? 0
        let further = event?.furtherCount ?? 0
        let name = event?.name ?? ""
        event = nil
        isPlain = !alwaysLooks
        do throws(SavefileError) { try writer?.closeWithoutWaiting() } catch {
            failure = failure ?? RunError(writing: name, error)
        }
        writer = nil
        collect()
        if failure != nil { return }
        let more = further > 0 ? ", went on for \(further) more" : ""
        say("\(name.printable) has \(packets) packet\(packets == 1 ? "" : "s")\(more)")
        if plan.stopFiles == events { limit = .size }
    }

    /// Counts and books so far, and what came on top.
    private mutating func addBooks() {
        guard plan.isPcapng, failure == nil else { return }
        var statistics = closingStatistics?(consumed) ?? []
        if let comment = event?.endComment {
            if statistics.isEmpty {
                let now = Clock.realtime()
                let time = Timestamp(seconds: now.seconds, nanoseconds: now.nanoseconds)
                statistics = [PcapngStatistics(interface: 0, time: time)]
            }
            statistics[statistics.count - 1].comments.append(comment)
        }
        do throws(SavefileError) { try writer?.add(statistics) } catch { fail() }
    }

    private mutating func fail() {
        guard failure == nil, let error = writer?.failure else { return }
        failure = RunError(writing: event?.name ?? plan.path, error)
    }

    /// Files that were closed on the other thread: `-z` gets them.
    private mutating func collect() {
        for file in background.closedFiles() {
            if let error = file.failure { failure = failure ?? RunError(writing: file.path, error) }
            if let command = plan.command { commands.start(command, file.path) }
        }
    }

    /// The end of the capture: what is owed is written, the file closed; without any event nothing is written.
    mutating func finish() {
        if event != nil { complete() }
        background.waitUntilIdle()
        collect()
        if plan.awaitsCommands { commands.awaitAll() } else { commands.reap() }
        if ring.tooLong > 0 { Messages.warn("\(ring.tooLong) packets were larger than all that is kept, and are lost") }
        guard events == 0, failure == nil else { return }
        Messages.say("no event: nothing is written to \(plan.path.printable)")
    }

    mutating func reapCommands() { commands.reap() }
}
