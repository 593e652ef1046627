/// Why the kernel dropped packets, and the ring that would have held them: what tcpdump's count leaves open.
///
/// The ring fills when the capture is slower than the packets for a while. Counts of drops are taken about once a
/// second; the worst of these moments, had it fitted in beside what the ring held already, would have lost nothing.
struct DropExplanation {
    /// `ps_drop` of the whole run, and of the worst interval between two looks.
    var dropped: UInt64
    var worst: UInt64
    /// Bytes; libpcap's default where `-B` was not given.
    var ring: UInt64
    /// Mean bytes kept of a packet.
    var averageLength: UInt64
    /// How often the capture waited because the savefile's disk or packer was too slow.
    var waits: UInt64
    /// Rings of that size on the device, one for each of its sockets.
    var rings = 1

    /// libpcap's default, in bytes.
    static let defaultRing: UInt64 = 2 << 20
    /// Beyond it a ring only puts off what a sink that is too slow loses anyway.
    private static let largestRing: UInt64 = 1 << 30
    /// tpacket3_hdr, the address behind it and the rounding to 16 bytes (linux/if_packet.h).
    private static let slotOverhead: UInt64 = 96

    /// One or two sentences for stderr; nil when nothing was dropped.
    var text: String? {
        if dropped == 0 { return nil }
        var lines =
            rings == 1
            ? "the ring of \(ring >> 10) KiB was too small: \(dropped) "
            : "the \(rings) rings of \(ring >> 10) KiB were too small: \(dropped) "
        lines += dropped == 1 ? "packet came while " : "packets came while "
        lines += rings == 1 ? "it was full" : "one of them was full"
        if let needed = neededRing {
            lines += "; -B \(needed >> 10) would have held them"
        } else {
            lines += "; no ring would have held them for long"
            lines += waits == 0 ? ": print less, filter more, or keep less of each packet (-s)" : ""
        }
        if waits > 0 { lines += "\nthe savefile was slower than the packets (\(waits) times): write to a faster place" }
        return lines
    }

    /// The next power of two that has room for the ring and the worst moment's drops, twice over; nil where it would be
    /// too large.
    private var neededRing: UInt64? {
        let slot = averageLength &+ DropExplanation.slotOverhead
        let (missing, overflow) = max(worst, 1).multipliedReportingOverflow(by: slot)
        if overflow || missing > DropExplanation.largestRing { return nil }
        var size = ring &+ missing
        // Kernel blocks are closed before they are full.
        size &+= size / 4
        var power: UInt64 = 1 << 20
        while power < size { power <<= 1 }
        return power <= DropExplanation.largestRing ? power : nil
    }
}
