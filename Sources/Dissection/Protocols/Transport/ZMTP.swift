import Packets

/// ZeroMQ's transport, version 1.0 (ZMTP 13/ZMTP): frames of a length, flags and a body, over TCP or in PGM's data.
///
///      0                    1 (or 9)        2 (or 10)
///     +--------------------+-------+---------- - -
///     | length, or 0xff and| flags | body      the length counts the flags
///     | 8 bytes of length  |       |
///     +--------------------+-------+---------- - -
enum ZMTP {
    /// What a datagram begins with.
    struct DatagramStart: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 2 }
        /// Where its first frame begins, behind this field.
        var offset: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    /// A frame: length, flags, body.
    struct Frame: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the flags.
        static var flagsLength: Int { 1 }
        /// Octets of flags and body; 255 announces the long length.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// The same, in 64 bits.
        var longLength: UInt64 { get throws(Truncation) { try bytes.u64(1) } }
    }

    /// A first byte of this value announces a length of eight bytes.
    private static var longLength: UInt8 { 0xFF }
    /// Bytes of a body that -v shows; more shows all.
    private static var shown: Int { 128 }
    /// An offset that says: no frame begins in this datagram.
    private static var noFrame: UInt16 { 0xFFFF }

    /// A TCP segment: frames, one after the other.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "zmtp1"
        d.put(": ZMTP/1.0")
        var offset = 0
        let end = Swift.min(length, bytes.byteCount)
        while offset < end { offset += try printFrame(&d, bytes.from(offset), end - offset) }
    }

    /// The data of a PGM packet of `declared` bytes: where its first frame begins, then frames.
    static func printDatagram(_ d: inout Dissector, _ bytes: RawSpan, _ declared: Int) throws(Truncation) {
        d.layer = "zmtp1"
        let start = try DatagramStart(bytes).offset
        d.put("\n\t frame offset 0x", hex: start, 4)
        var offset = DatagramStart.length
        let end = Swift.min(declared, bytes.byteCount)
        if start == noFrame {
            offset += try printIntermediate(&d, bytes.from(offset), declared - offset)
        } else if start > declared - offset {
            d.put(" (exceeds datagram declared length)")
            return d.markTruncated()
        } else if start > 0 {
            offset += try printIntermediate(&d, bytes.from(offset), Int(start))
        }
        while offset < end { offset += try printFrame(&d, bytes.from(offset), end - offset) }
    }

    /// Gives the frame's whole length.
    private static func printFrame(_ d: inout Dissector, _ bytes: RawSpan, _ room: Int) throws(Truncation) -> Int {
        d.put("\n\t")
        let declared: UInt64
        let lead: Int
        if try Frame(bytes).length != longLength {
            d.put(" frame flags+body  (8-bit) length")
            declared = UInt64(try Frame(bytes).length)
            lead = 1
        } else {
            d.put(" frame flags+body (64-bit) length")
            declared = try Frame(bytes).longLength
            lead = 9
        }
        d.put(" ", declared)
        if declared == 0 { return lead }
        try bytes.require(1, at: lead)
        let there = Swift.max(0, room - lead)
        if declared > UInt64(there) { d.put(" (", there, " captured)") }
        let flags = try bytes.u8(lead)
        d.put(", flags 0x", hex: flags, 2)
        if d.verbose { try printBody(&d, bytes, lead, flags, Int(Swift.min(declared, UInt64(there))) - 1) }
        guard let size = Int(exactly: declared), bytes.has(size, at: lead) else {
            throw Truncation(offset: lead, need: .max, have: bytes.byteCount)
        }
        return lead + size
    }

    private static func printBody(
        _ d: inout Dissector, _ bytes: RawSpan, _ lead: Int, _ flags: UInt8, _ size: Int
    ) throws(Truncation) {
        d.put(" (")
        for bit in 1..<8 {
            d.put(flags & UInt8(0x100 >> bit) != 0 ? "MBZ" : "-")
            d.put("|")
        }
        d.put(flags & 0x01 != 0 ? "MORE" : "-")
        d.put(")")
        let count = d.verbosity == 1 ? Swift.min(shown, size) : size
        guard count > 0 else { return }
        d.put(", first ", count, " byte(s) of body:")
        try d.dumpHexAndASCII(bytes.from(lead + Frame.flagsLength), count, lead: "\n\t ")
    }

    /// The rest of a frame that began in an earlier datagram.
    private static func printIntermediate(_ d: inout Dissector, _ bytes: RawSpan, _ size: Int) throws(Truncation) -> Int
    {
        d.put("\n\t frame intermediate part, ", size, " bytes")
        let there = bytes.byteCount
        if there < size { d.put(" (", there, " captured)") }
        if d.verbose {
            var count = Swift.min(there, size)
            if d.verbosity == 1 { count = Swift.min(shown, count) }
            if count > 1 {
                d.put(", first ", count, " byte(s):")
                try d.dumpHexAndASCII(bytes, count, lead: "\n\t ")
            }
        }
        return Swift.min(there, Swift.max(0, size))
    }
}
