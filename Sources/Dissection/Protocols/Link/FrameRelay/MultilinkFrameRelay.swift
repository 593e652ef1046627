import Packets

/// Fragments of frame relay: end-to-end and on an interface (FRF.12, FRF.15), and bundles of links (FRF.16).
///
///     | begin, end, control, sequence high 4, interface | sequence low 8 | message 1 (control) | payload
enum MultilinkFrameRelay {
    /// An element at `offset`; its value follows.
    struct Element: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of type and length.
        static var headerLength: Int { 2 }
        /// Which element.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets with type and length.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    /// Values of fixed form.
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// A number by which an end knows its own messages.
        var magic: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 2 }
        static var minimum: Int { 4 }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var sequence: UInt16 { get throws(Truncation) { UInt16(try flags & 0x1E) << 7 | UInt16(try bytes.u8(1)) } }
        var sequenceLow: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var message: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        static var elements: Int { 3 }
    }

    private enum Flag {
        static var begin: UInt8 { 0x80 }
        static var control: UInt8 { 0x20 }
        static var all: UInt8 { 0xE0 }
        static var interface: UInt8 { 0x01 }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.linkHeaderLength = try print(&d, bytes, length)
    }

    /// FRF.15's header, behind a protocol number.
    static func fragment(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header = Header(bytes)
        try bytes.require(Header.length, at: 0)
        if length < Header.length { return d.markTruncated() }
        let flags = try header.flags
        d.put("FRF.15, seq 0x", hex: try header.sequence, 3, ", Flags [")
        flagNames(&d, flags)
        d.put("],")
        d.put(flags & Flag.interface != 0 ? "Interface" : "End-to-End")
        d.put(" Fragmentation, length ", length)
    }

    /// How many bytes of headers were read.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        d.layer = "mfr"
        try bytes.require(Header.length, at: 0)
        if length < Header.minimum {
            d.put("[length ", length, " < 4]")
            d.markInvalid()
            return length
        }
        try bytes.require(Header.minimum, at: 0)
        let header = Header(bytes)
        let flags = try header.flags
        if flags & Flag.all == Flag.all, try header.sequenceLow == 0 {
            try control(&d, header, length)
            return length
        }
        d.put("FRF.16 Frag, seq ", try header.sequence, ", Flags [")
        flagNames(&d, flags)
        d.put("]")
        // Only a first fragment has the header of what is inside.
        if flags & (Flag.begin | Flag.control) == Flag.begin {
            d.put(", ")
            return try FrameRelay.print(&d, bytes.from(Header.length), length - Header.length)
        }
        try d.dumpValue(bytes, 0, length, lead: "\n\t")
        return length
    }

    private static func flagNames(_ d: inout Dissector, _ flags: UInt8) {
        d.put(flags: UInt32(flags & Flag.all), [(0x80, "Begin"), (0x40, "End"), (0x20, "Control")])
    }

    private static func control(_ d: inout Dissector, _ header: borrowing Header, _ length: Int) throws(Truncation) {
        let message = try header.message
        d.put("FRF.16 Control, Flags [")
        flagNames(&d, try header.flags)
        d.put("], ")
        d.put(messageName(message), or: "Unknown Message (0x", hex: message, 2, ")")
        d.put(", length ", length)
        guard d.verbose else { return }
        let bytes = header.bytes
        var offset = Header.elements
        while length - offset > 2 {
            try bytes.require(2, at: offset)
            let header = Element(bytes, at: offset)
            let type = try header.type
            let size = Int(try header.length)
            d.put("\n\tIE ")
            d.put(elementName(type) ?? "Unknown")
            d.put(" (", type, "), length ")
            d.put("", size, ": ")
            if type == 0 || size < 2 { return }
            try bytes.require(size, at: offset)
            if length - offset < size { return d.markTruncated() }
            try element(&d, type, bytes.slice(offset + Element.headerLength, size - Element.headerLength))
            offset += size
        }
    }

    private static func element(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        switch type {
        case 1, 2: d.put(text: value, terminated: true)
        case 3:
            if size == 4 {
                d.put("0x", hex: try Value(value).magic, 8)
            } else {
                d.put("[IE data length ", size, " != 4]")
                d.markInvalid()
            }
        default:
            if d.verbosity <= 1 { try d.dumpHex(value, size, lead: "\n\t  ") }
        }
        if d.verbosity > 1 { try d.dumpHex(value, size, lead: "\n\t  ") }
    }

    private static func elementName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Bundle ID"
        case 2: "Link ID"
        case 3: "Magic Number"
        case 5: "Timestamp"
        case 6: "Vendor Extension"
        case 7: "Cause"
        default: nil
        }
    }

    private static func messageName(_ message: UInt8) -> StaticString? {
        switch message {
        case 1: "Add Link"
        case 2: "Add Link ACK"
        case 3: "Add Link Reject"
        case 4: "Hello"
        case 5: "Hello ACK"
        case 6: "Remove Link"
        case 7: "Remove Link ACK"
        default: nil
        }
    }
}
