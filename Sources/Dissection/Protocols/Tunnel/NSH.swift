import Packets

/// The network service header (RFC 8300 2): a base header, the service path, metadata, then the packet.
///
///      0            2           3     4                    7      8
///     +------------+-----------+-----+--------------------+------+---------- - -
///     | v,O,ttl,len| meta type |next | service path        | index| metadata
///     +------------+-----------+-----+--------------------+------+---------- - -
enum NSH {
    struct Header: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var base: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var version: UInt32 { get throws(Truncation) { try base >> 30 } }
        var flags: UInt32 { get throws(Truncation) { try base & 0x2000_0000 } }
        var timeToLive: UInt32 { get throws(Truncation) { try base >> 22 & 0x3F } }
        /// All of the header in words of four bytes.
        var words: Int { get throws(Truncation) { try Int(base >> 16 & 0x3F) } }
        var metadataType: UInt8 { get throws(Truncation) { try UInt8(base >> 8 & 0x0F) } }
        var next: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var path: UInt32 { get throws(Truncation) { try bytes.u24(4) } }
        var index: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
    }

    /// One piece of metadata of type 2: class, type, length.
    struct Metadata: ~Escapable {
        static var length: Int { 4 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var metadataClass: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var valueLength: Int { get throws(Truncation) { try Int(bytes.u8(3) & 0x7F) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "nsh"
        if length < Header.length {
            d.put(" (packet length ", length, " < 8)")
            return d.markInvalid()
        }
        let header = Header(bytes)
        let version = try header.version
        d.put("NSH, ")
        if d.verbosity > 1 { d.put("ver ", version, ", ") }
        // Later versions may look different.
        if version != 0 { return }
        let words = try header.words
        let size = words * 4
        try printBase(&d, header)
        if length < size {
            d.put(" (too many headers for packet length ", length, ")")
            return d.markInvalid()
        }
        d.put("service-path-id 0x", hex: try header.path, 6, ", ")
        d.put("service-index 0x", hex: try header.index)
        if words < 2 {
            d.put(" (less than two headers)")
            return d.markInvalid()
        }
        if d.verbosity > 2 {
            switch try header.metadataType {
            case 1:
                if words != 6 {
                    d.put(" (invalid length for the MD type)")
                    return d.markInvalid()
                }
                for index in 0..<words - 2 {
                    d.put("\n        Context[")
                    d.put(zeroed: UInt32(index), width: 2)
                    d.put("]: 0x", hex: try bytes.u32(Header.length + index * 4), 8)
                }
            case 2: guard try printMetadata(&d, bytes.from(Header.length), size - Header.length) else { return }
            default: break
            }
        }
        try bytes.require(size, at: 0)
        d.put(d.verbose ? "\n    " : ": ")
        try printPayload(&d, header.next, bytes.from(size), length - size)
    }

    private static func printBase(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        d.put("flags [")
        d.put(try header.flags != 0 ? "O" : "none")
        d.put("], ")
        if d.verbosity > 2 {
            d.put("TTL ", try header.timeToLive, ", length ")
            d.put("", try header.words, ", md type ")
            let type = try header.metadataType
            switch type {
            case 0: d.put("reserved")
            case 1: d.put("1")
            case 2: d.put("2")
            case 0x0F: d.put("experimental")
            default: d.put("unknown (0x", hex: type, 2, ")")
            }
            d.put(", ")
        }
        let next = try header.next
        if d.verbosity > 1 {
            d.put("next-protocol ")
            if let name = name(next) { d.put(name) } else { d.put("unknown (0x", hex: next, 2, ")") }
            d.put(", ")
        }
    }

    /// False when a piece is longer than what is left.
    private static func printMetadata(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool
    {
        var offset = 0
        while offset < length {
            let piece = Metadata(try bytes.from(offset))
            let size = try piece.valueLength
            let (metadataClass, type) = (try piece.metadataClass, try piece.type)
            d.put("\n        TLV Class ", metadataClass, ", Type ")
            d.put("", type, ", Len ")
            d.put("", size)
            offset += Metadata.length
            // Values fill whole words.
            let padded = (size + 3) / 4 * 4
            if padded > length - offset {
                d.put(" (length too big)")
                d.markInvalid()
                return false
            }
            if size > 0 {
                d.put("\n            Value: ")
                for index in 0..<size {
                    let octet = try bytes.u8(offset + index)
                    d.put(index == 0 ? "0x" : ":", hex: octet, 2)
                }
            }
            offset += padded
        }
        return true
    }

    private static func printPayload(
        _ d: inout Dissector, _ next: UInt8, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        switch next {
        case 1: _ = try Registry.etherType(0x0800, &d, bytes, length, nil)
        case 2: _ = try Registry.etherType(0x86DD, &d, bytes, length, nil)
        case 3: _ = try Registry.etherType(0x6558, &d, bytes, length, nil)
        default: d.put("ERROR: unknown-next-protocol")
        }
    }

    private static func name(_ next: UInt8) -> StaticString? {
        switch next {
        case 1: "IPv4"
        case 2: "IPv6"
        case 3: "Ethernet"
        case 4: "NSH"
        case 5: "MPLS"
        case 0xFE: "Experiment 1"
        case 0xFF: "Experiment 2"
        default: nil
        }
    }
}
