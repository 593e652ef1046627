import Capture
import Packets
import Promiscuity
import Syscalls

/// One device among several: its own handle, and so its own membership; its own books; its own counts.
final class CaptureSource {
    let device: String
    let linkType: LinkType
    let books: Books?
    /// For a line of text: the name, as wide as the widest.
    let label: [UInt8]
    private(set) var statistics = CaptureStatistics()
    var tally: PacketTally
    /// Packets taken out of the ring.
    private(set) var received: UInt64 = 0
    private var handle: CaptureHandle?
    private var dropsBefore: UInt32 = 0
    /// Packets dropped between two looks at the count, at worst.
    private var worstDrops: UInt32 = 0

    init(_ device: String, _ handle: consuming CaptureHandle, _ books: Books?, labelWidth: Int) {
        self.device = device
        linkType = handle.linkType
        self.books = books
        label = Array((device + String(repeating: " ", count: max(0, labelWidth - device.utf8.count) + 1)).utf8)
        tally = PacketTally(ownAddress: linkType == .ethernet ? books?.before.link.address : nil)
        self.handle = consume handle
    }

    var descriptor: Int32 { handle?.descriptor ?? -1 }

    /// Takes up to `limit` packets out of the ring; true when there may be more at once.
    func receive(_ limit: Int32, into buffer: inout MergeBuffer, as place: Int) throws(CaptureError) -> Bool {
        guard handle != nil else { return false }
        var thrown: CaptureError?
        var count = 0
        unsafe withUnsafeMutablePointer(to: &buffer) { pointer in
            var intake = unsafe Intake(
                buffer: pointer, source: place, linkType: linkType, fractionScale: handle?.fractionScale ?? 1000)
            unsafe withUnsafeMutablePointer(to: &intake) { context in
                do throws(CaptureError) {
                    count = unsafe try handle?.dispatch(limit: limit, context: context, handler: take) ?? 0
                } catch { thrown = error }
            }
        }
        received &+= UInt64(count)
        if let thrown { throw thrown }
        return count == Int(limit)
    }

    /// The kernel's counts now.
    func count() {
        if let counts = try? handle?.statistics() { statistics = counts }
    }

    /// Looks at the count of drops: about once a second, and at the end.
    func noteDrops() {
        count()
        worstDrops = max(worstDrops, statistics.dropped &- dropsBefore)
        dropsBefore = statistics.dropped
    }

    /// Why packets were dropped, if any were. Before `close`. - Parameter average: bytes kept of a packet, where known.
    func explainDrops(average: UInt64?, waits: UInt64) -> String? {
        noteDrops()
        let asked = UInt64(handle?.settings.bufferSize ?? 0)
        return DropExplanation(
            dropped: UInt64(statistics.dropped), worst: UInt64(worstDrops),
            ring: asked > 0 ? asked : DropExplanation.defaultRing,
            averageLength: average ?? UInt64(min(handle?.snapshotLength ?? 1514, 1514)), waits: waits
        ).text
    }

    /// All counts at this moment.
    var countsNow: TurnBooks.Counts {
        count()
        return TurnBooks.Counts(
            captured: tally.captured, foreign: tally.countsForeignUnicast ? tally.foreignUnicast : nil,
            kernel: statistics)
    }

    /// Nothing more gets into the ring.
    func closeDoor() { try? handle?.closeDoor() }

    /// What got into the ring is out of it.
    var isDrained: Bool {
        count()
        return UInt32(truncatingIfNeeded: received) == statistics.received &- statistics.dropped
    }

    /// Closing gives the membership back.
    func close() { handle = nil }
}

/// Where the packets of one call go.
@unsafe
private struct Intake {
    let buffer: UnsafeMutablePointer<MergeBuffer>
    let source: Int
    let linkType: LinkType
    let fractionScale: Int64
}

private let take: PacketHandler = { context, header, bytes in
    guard let context = unsafe context, let header = unsafe header, let bytes = unsafe bytes else { return }
    let intake = unsafe UnsafeMutableRawPointer(context).assumingMemoryBound(to: Intake.self)
    let scale = unsafe intake.pointee.fractionScale
    let linkType = unsafe intake.pointee.linkType
    let source = unsafe intake.pointee.source
    unsafe intake.pointee.buffer.pointee.add(
        makeView(header, bytes, fractionScale: scale, linkType), from: source)
}
