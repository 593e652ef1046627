import Packets

/// Router renumbering for IPv6 (RFC 2894) inside ICMPv6: sixteen bytes of header, then which prefixes to change into what.
enum RouterRenumbering {
    /// What a message begins with (RFC 2894 section 3.1).
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 16 }
        /// 0 command, 1 result, 255 resets the sequence number.
        var code: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Which message.
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Which of its segments.
        var segment: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        /// Test, result and so on; bits.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(9) } }
        /// Milliseconds until the answer, at most.
        var maximumDelay: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        var reserved: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    }

    /// What is matched, at `offset` (RFC 2894 section 3.2.1).
    struct Match: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 24 }
        /// 1 add, 2 change, 3 set global.
        var operation: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Units of eight octets, with the new prefixes.
        var size: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// Which operation.
        var ordinal: UInt8 { get throws(Truncation) { try bytes.u8(offset + 2) } }
        /// Bits that must match.
        var matchLength: UInt8 { get throws(Truncation) { try bytes.u8(offset + 3) } }
        /// The shortest prefix.
        var minimum: UInt8 { get throws(Truncation) { try bytes.u8(offset + 4) } }
        /// The longest prefix.
        var maximum: UInt8 { get throws(Truncation) { try bytes.u8(offset + 5) } }
        /// The prefix.
        var prefix: HostAddress { get throws(Truncation) { try bytes.ipv6(offset + 8) } }
    }

    /// A new prefix, at `offset` (RFC 2894 section 3.2.2).
    struct Use: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 32 }
        /// Bits of the new prefix.
        var newLength: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Bits that are kept behind it.
        var keptLength: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// Which flags change.
        var mask: UInt8 { get throws(Truncation) { try bytes.u8(offset + 2) } }
        /// On link, autonomous; bits.
        var routerFlags: UInt8 { get throws(Truncation) { try bytes.u8(offset + 3) } }
        /// Seconds for which it is valid.
        var valid: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
        /// Seconds for which it is preferred.
        var preferred: UInt32 { get throws(Truncation) { try bytes.u32(offset + 8) } }
        /// Decrement the lifetimes; bits.
        var flags: UInt32 { get throws(Truncation) { try bytes.u32(offset + 12) } }
        /// The new prefix.
        var prefix: HostAddress { get throws(Truncation) { try bytes.ipv6(offset + 16) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan) {
        // The line goes on behind what is cut off.
        do throws(Truncation) { try message(&d, bytes) } catch { d.markTruncated() }
    }

    private static func message(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        try bytes.require(Header.length, at: 0)
        let code = try Header(bytes).code
        switch code {
        case 0: d.put(", command")
        case 1: d.put(", result")
        case 255: d.put(", sequence number reset")
        default: d.put(", code-#", code)
        }
        d.put(", seq=", try Header(bytes).sequence)
        if d.verbose { try details(&d, bytes) }
        guard code == 0 else { return }
        // One operation, in words of eight bytes: three to match, four for each new prefix.
        var offset = Header.length
        let size = Int(try Match(bytes, at: offset).size)
        try match(&d, bytes, offset)
        offset += Match.length
        if size < 3 || (size - 3) % 4 != 0 { return d.markTruncated() }
        for _ in 0..<(size - 3) / 4 {
            try use(&d, bytes, offset)
            offset += Use.length
        }
    }

    private static func details(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let header = Header(bytes)
        let flags = try header.flags
        d.put("[")
        if flags & 0xF8 != 0 {
            d.put(flags & 0x80 != 0 ? "T" : "")
            d.put(flags & 0x40 != 0 ? "R" : "")
            d.put(flags & 0x20 != 0 ? "A" : "")
            d.put(flags & 0x10 != 0 ? "S" : "")
            d.put(flags & 0x08 != 0 ? "P" : "")
            d.put(",")
        }
        d.put("seg=", try header.segment, ",maxdelay=")
        d.put(try header.maximumDelay)
        let reserved = try header.reserved
        if reserved != 0 { d.put("rsvd=0x", hex: reserved) }
        d.put("]")
    }

    private static func match(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        try bytes.require(Match.length, at: offset)
        let match = Match(bytes, at: offset)
        let operation = try match.operation
        d.put(d.verbosity > 1 ? "\n\t" : " ")
        d.put("match(")
        switch operation {
        case 1: d.put("add")
        case 2: d.put("change")
        case 3: d.put("setglobal")
        default: d.put("#", operation)
        }
        d.put(",")
        if d.verbose {
            d.put("ord=", try match.ordinal, ",min=")
            d.put(try match.minimum)
            d.put(",max=", try match.maximum, ",")
        }
        d.put(numericHost: try match.prefix)
        d.put("/", try match.matchLength, ")")
    }

    private static func use(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        try bytes.require(Use.length, at: offset)
        let use = Use(bytes, at: offset)
        d.put(d.verbosity > 1 ? "\n\t" : " ")
        d.put("use(")
        let flags = try use.flags
        if flags != 0 {
            d.put(flags & 0x8000_0000 != 0 ? "V" : "")
            d.put(flags & 0x4000_0000 != 0 ? "P" : "")
            d.put(",")
        }
        if d.verbose {
            d.put("mask=0x", hex: try use.mask)
            d.put(",raflags=0x", hex: try use.routerFlags)
            try time(&d, ",vltime=", use.valid)
            try time(&d, ",pltime=", use.preferred)
            d.put(",")
        }
        d.put(numericHost: try use.prefix)
        d.put("/", try use.newLength, "/")
        d.put(try use.keptLength)
        d.put(")")
    }

    private static func time(_ d: inout Dissector, _ title: StaticString, _ seconds: UInt32) throws(Truncation) {
        d.put(title)
        if seconds == .max { d.put("infinity") } else { d.put(seconds) }
    }
}
