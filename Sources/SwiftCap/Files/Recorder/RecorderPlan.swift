import Packets
import Savefiles
import Syscalls

/// What `--keep` and its companions ask for.
struct RecorderPlan {
    let amount: RecorderOptions.Amount
    let trigger: String?
    /// `--trigger-books`.
    let triggersOnBooks: Bool
    let optimize: Bool
    /// Nanoseconds.
    let after: Int64
    let isLive: Bool
    let path: String
    let isPcapng: Bool
    let compression: Compression?
    let packetBuffered: Bool
    /// Events after which the run ends.
    let stopFiles: Int?
    /// `-z`, for each file.
    let command: String?
    /// `--finish-command`.
    let awaitsCommands: Bool
    let names: FileNames

    /// Nil without `--keep`.
    init?(_ options: CaptureOptions) {
        guard let amount = options.recorder.amount, let file = FilePlan(options) else { return nil }
        self.amount = amount
        trigger = options.recorder.trigger
        triggersOnBooks = options.recorder.triggersOnBooks
        optimize = options.optimize
        after = options.recorder.after ?? 1_000_000_000
        isLive = !options.readsFiles
        path = file.path
        isPcapng = file.isPcapng
        compression = file.compression
        packetBuffered = file.packetBuffered
        stopFiles = file.stopFiles
        command = file.command
        awaitsCommands = file.commandForLast
        names = file.names
    }
}

extension FlightRecorder {
    /// What is taken at the start at most: a quarter of a second, where a page costs four microseconds.
    private static let populated = 256 << 20

    /// The recorder that the options ask for, with nothing written yet; nil without `--keep`.
    static func open(
        _ options: CaptureOptions, _ format: SavefileWriter.Format, _ opener: FileOpener?
    ) throws(RunError) -> FlightRecorder? {
        guard let plan = RecorderPlan(options) else { return nil }
        let memory = Memory.size
        if memory > 0 && plan.amount.bytes > memory {
            throw RunError("--keep: this machine has \(memory / 1_000_000)M of memory")
        }
        // Not to find out with the first event, days later.
        if opener == nil, let why = OutputFolder.obstacle(plan.path) { throw RunError("\(plan.path): \(why)") }
        let background = try RunError.wrap { () throws(SavefileError) in
            try BackgroundWriter(buffers: 4, lazily: true, direct: options.direct(live: plan.isLive))
        }
        do throws(SystemError) {
            let ring = try PacketRing(capacity: plan.amount.bytes, span: plan.amount.span)
            // A size was asked for, and will be used: first touches in the middle of a flood lose packets.
            if plan.isLive && plan.amount.span == nil { ring.populate(upTo: populated) }
            return FlightRecorder(
                plan, format: format, opener: opener ?? FileOpener(), ring: ring, background: background)
        } catch {
            throw RunError("--keep: no memory for \(plan.amount.bytes) bytes: \(error.errno)")
        }
    }
}
