import Capture
import Packets

/// Where the packets of a live capture come from: the ring of one socket, or the threads of several.
///
/// The session above waits, obeys signals, turns files and stops; what is below knows only rings.
protocol PacketIntake: ~Copyable {
    /// The session begins.
    mutating func start() throws(RunError)

    /// For ppoll(2): readable when there is something to take.
    var descriptor: Int32 { get }

    /// When to look again though nothing is readable; nil for never.
    var nextLook: Int64? { get }

    /// Hands what is ready to the pipeline, at most `limit` packets; true when there may be more at once.
    mutating func receive(_ limit: Int32, into pipeline: inout Pipeline) throws(CaptureError) -> Bool

    /// The kernel's counts now, over all sockets.
    func statistics() -> CaptureStatistics

    /// Looks at the counts of drops: about once a second, and at the end.
    mutating func noteDrops()

    /// Has the books of files that are closed on the way know the kernel's counts of about now.
    mutating func lookAtCounts(for books: TurnBooks)

    /// Why packets were dropped, a text for each device that lost any.
    ///
    /// - Parameter average: bytes kept of a packet, where known.
    mutating func explainDrops(average: UInt64?, waits: UInt64) -> [String]

    /// Lets nothing more in. `receive` then gives what is left until `isDrained`.
    mutating func beginDrain(gone: Bool) -> Drain

    /// Nothing is left of what got in.
    mutating func isDrained(_ pipeline: borrowing Pipeline) -> Bool

    /// Packets that came out of the rings, whatever became of them.
    func received(_ pipeline: borrowing Pipeline) -> UInt64

    /// The counts of each device at this moment.
    func counts(_ pipeline: borrowing Pipeline) -> [PacketsSoFar]
}

/// How what is left comes out.
enum Drain {
    /// It does not.
    case impossible
    /// When the descriptor says so, until the deadline.
    case waiting(until: Int64)
    /// At once.
    case polling
}

/// One device's packets so far.
struct PacketsSoFar {
    var captured: UInt64
    var foreign: UInt64?
    var kernel: CaptureStatistics
}
