import Packets

/// Connectivity fault management (IEEE 802.1ag clause 21): a header, what the message has, and elements.
///
///     | level: 3 bits, version: 5 bits | message | flags | first element's offset | ... | elements |
enum CFM {
    /// The common header.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 4 }
        /// Maintenance domain level in the upper three bits, version in the others.
        var levelAndVersion: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Which message.
        var operation: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// By message.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Octets from behind this field to the first element.
        var offset: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    /// Behind the header, by message.
    struct Body: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Of continuity checks: a number, who sends, and 48 octets of names.
        static var continuityLength: Int { 70 }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var endPoint: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// Of traces.
        static var traceLength: Int { 17 }
        static var traceReplyLength: Int { 6 }
        var transaction: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var original: UInt64 { get throws(Truncation) { try bytes.u48(5) } }
        var target: UInt64 { get throws(Truncation) { try bytes.u48(11) } }
        /// What a trace's reply says was done.
        var action: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "cfm"
        if length < Header.length { return tooShort(&d) }
        try bytes.require(Header.length, at: 0)
        let header = Header(bytes)
        let first = try header.levelAndVersion
        if first & 0x1F != 0 {
            d.put("CFMv", first & 0x1F, " not supported, length ")
            return d.put(length)
        }
        let operation = try header.operation
        d.put("CFMv0 ")
        d.put(operationName(operation), or: "unknown (", operation, "")
        if operationName(operation) == nil { d.put(")") }
        d.put(", MD Level ", first >> 5, ", length ")
        d.put(length)
        guard d.verbose else { return }
        let offset = Int(try header.offset)
        d.put("\n\tFirst TLV offset ", offset)
        let rest = length - Header.length
        if offset > rest {
            d.put(" (too large, must be <= ", rest, ")")
            return
        }
        let body = try bytes.from(Header.length)
        guard try message(&d, operation, header.flags, body, offset, rest) else { return }
        try elements(&d, body, offset, rest)
    }

    static func tooShort(_ d: inout Dissector) {
        d.put("\n\t\t packet is too short")
    }

    private static func operationName(_ operation: UInt8) -> StaticString? {
        switch operation {
        case 1: "Continuity Check Message"
        case 2: "Loopback Reply"
        case 3: "Loopback Message"
        case 4: "Linktrace Reply"
        case 5: "Linktrace Message"
        default: nil
        }
    }

    /// False when the message cannot be read on.
    private static func message(
        _ d: inout Dissector, _ operation: UInt8, _ flags: UInt8, _ body: RawSpan, _ offset: Int, _ rest: Int
    ) throws(Truncation) -> Bool {
        switch operation {
        case 1:
            if !isLong(&d, offset, Body.continuityLength, 1) { return false }
            try body.require(Body.continuityLength, at: 0)
            return try continuity(&d, flags, body)
        case 4:
            if !isLong(&d, offset, Body.traceReplyLength, 5) { return false }
            try body.require(Body.traceReplyLength, at: 0)
            try traceReply(&d, flags, body)
        case 5:
            if !isLong(&d, offset, Body.traceLength, 4) { return false }
            try body.require(Body.traceLength, at: 0)
            try trace(&d, flags, body)
        default:
            // From the header's end on, as many octets as the elements have.
            if rest > offset { try d.dumpValue(body, 0, rest - offset, lead: "\n\t  ") }
        }
        return true
    }

    /// The number that tcpdump says here has nothing to do with the offset; it goes with the message.
    private static func isLong(_ d: inout Dissector, _ offset: Int, _ least: Int, _ number: Int) -> Bool {
        if offset >= least { return true }
        d.put(" (too small ", number, ", must be >= ")
        d.put("", least, ")")
        return false
    }

    private static func trace(_ d: inout Dissector, _ flags: UInt8, _ bytes: RawSpan) throws(Truncation) {
        let body = Body(bytes)
        d.put(", Flags [")
        d.put(flags: UInt32(flags), [(0x80, "Use Forwarding-DB only")])
        d.put("]\n\t  Transaction-ID 0x", hex: try body.transaction, 8, ", ttl ")
        d.put(try body.hops)
        d.put("\n\t  Original-MAC ")
        d.put(linkAddress: try body.original)
        d.put(", Target-MAC ")
        d.put(linkAddress: try body.target)
    }

    private static func traceReply(_ d: inout Dissector, _ flags: UInt8, _ bytes: RawSpan) throws(Truncation) {
        let body = Body(bytes)
        d.put(", Flags [")
        d.put(flags: UInt32(flags), [(0x80, "UseFDB Only"), (0x40, "FwdYes"), (0x20, "Terminal MEP")])
        d.put("]\n\t  Transaction-ID 0x", hex: try body.transaction, 8, ", ttl ")
        d.put(try body.hops)
        let action = try body.action
        d.put("\n\t  Replay-Action ")
        switch action {
        case 1: d.put("Exact Match")
        case 2: d.put("Filtering DB")
        case 3: d.put("MIP CCM DB")
        default: d.put("Unknown")
        }
        d.put(" (", action, ")")
    }
}

/// Continuity checks.
extension CFM {
    private static func continuity(
        _ d: inout Dissector, _ flags: UInt8, _ bytes: RawSpan
    ) throws(Truncation) -> Bool {
        let body = Body(bytes)
        d.put(", Flags [CCM Interval ", flags & 7, flags & 0x80 != 0 ? ", RDI]" : "]")
        if let times = interval(flags & 7) { d.put(times) }
        d.put("\n\t  Sequence Number 0x", hex: try body.sequence, 8, ", MA-End-Point-ID 0x")
        d.put(hex: try body.endPoint, 4)
        var offset = 6
        var left = 48
        let format = try bytes.u8(offset)
        d.put("\n\t  MD Name Format ")
        d.put(domainFormat(format) ?? "Unknown")
        d.put(" (", format, ")")
        offset += 1
        left -= 1
        if format != 1 {
            let size = Int(try bytes.u8(offset))
            offset += 1
            left -= 1
            d.put(", MD Name length ", size)
            // The association's name takes three octets at least.
            if size + 3 > left {
                d.put(" (too large, must be <= ", left - 2, ")")
                return false
            }
            try domainName(&d, format, bytes, offset, size)
            offset += size
            left -= size
        }
        return try associationName(&d, bytes, offset, left - 2)
    }

    private static func domainName(
        _ d: inout Dissector, _ format: UInt8, _ bytes: RawSpan, _ offset: Int, _ size: Int
    ) throws(Truncation) {
        d.put("\n\t  MD Name: ")
        switch format {
        case 2, 4: try d.put(text: bytes, at: offset, size, terminated: true)
        case 3:
            // With the integer behind the address it is said to be wrong.
            if size == 6 {
                d.put("\n\t  MAC ")
                d.put(linkAddress: try bytes.u48(offset))
            } else {
                d.put("\n\t  MAC (length invalid)")
            }
        default: try d.dumpValue(bytes, offset, size, lead: "\n\t    ")
        }
    }

    private static func associationName(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ most: Int
    ) throws(Truncation) -> Bool {
        let format = try bytes.u8(offset)
        d.put("\n\t  MA Name-Format ")
        d.put(associationFormat(format) ?? "Unknown")
        d.put(" (", format, ")")
        let size = Int(try bytes.u8(offset + 1))
        d.put(", MA name length ", size)
        if size > most {
            d.put(" (too large, must be <= ", most, ")")
            return false
        }
        d.put("\n\t  MA Name: ")
        if format == 2 {
            try d.put(text: bytes, at: offset + 2, size, terminated: true)
        } else {
            try d.dumpValue(bytes, offset + 2, size, lead: "\n\t    ")
        }
        return true
    }

    private static func interval(_ value: UInt8) -> StaticString? {
        switch value {
        case 1: "\n\t  CCM Interval 0.003s, min CCM Lifetime 0.011s, max CCM Lifetime 0.012s"
        case 2: "\n\t  CCM Interval 0.010s, min CCM Lifetime 0.032s, max CCM Lifetime 0.035s"
        case 3: "\n\t  CCM Interval 0.100s, min CCM Lifetime 0.325s, max CCM Lifetime 0.350s"
        case 4: "\n\t  CCM Interval 1.000s, min CCM Lifetime 3.250s, max CCM Lifetime 3.500s"
        case 5: "\n\t  CCM Interval 10.000s, min CCM Lifetime 32.500s, max CCM Lifetime 35.000s"
        case 6: "\n\t  CCM Interval 60.000s, min CCM Lifetime 195.000s, max CCM Lifetime 210.000s"
        case 7: "\n\t  CCM Interval 600.000s, min CCM Lifetime 1950.000s, max CCM Lifetime 2100.000s"
        default: nil
        }
    }

    private static func domainFormat(_ format: UInt8) -> StaticString? {
        switch format {
        case 0: "IEEE 802.1"
        case 1: "No MD Name present"
        case 2: "DNS string"
        case 3: "MAC + 16Bit Integer"
        case 4: "Character string"
        default: nil
        }
    }

    private static func associationFormat(_ format: UInt8) -> StaticString? {
        switch format {
        case 0: "IEEE 802.1"
        case 1: "Primary VID"
        case 2: "Character string"
        case 3: "16Bit Integer"
        case 4: "RFC2685 VPN-ID"
        default: nil
        }
    }
}
