import Packets
import Wire

/// Multi-part ICMP messages (RFC 4884): MPLS label stacks (RFC 4950) and interface information (RFC 5837) behind the
/// quoted packet, which takes the first 128 bytes.
extension ICMP {
    /// What begins the extensions at `offset` (RFC 4884 section 7).
    struct Extension: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets in front of the objects.
        static var headerLength: Int { 4 }
        /// Version in the upper half: 2.
        var version: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Over the extensions (RFC 1071).
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    /// An object at `offset` (RFC 4884 section 8); its value follows.
    struct ExtensionObject: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets in front of the value.
        static var headerLength: Int { 4 }
        /// Octets with these four.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Its class.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(offset + 2) } }
        /// Which of the class.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset + 3) } }
    }

    static func extensions(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let start = 136
        let first = try Extension(bytes, at: start).version
        let extent = Swift.max(0, length - start)
        let whole = bytes.has(extent, at: start)
        let isRight = whole ? InternetSum.of(try bytes.slice(start, extent)) == 0 : false
        // A length field of zero: an old implementation, or no extensions at all. Only a right checksum tells.
        let hasLength = try ICMPHeader(bytes).quotedLength > 0
        if !hasLength && whole && !isRight { return }
        d.put("\n\tICMP Multi-Part extension v", first >> 4)
        if first >> 4 != 2 { return d.put(" packet not supported") }
        if whole {
            d.put(
                ", checksum 0x", hex: try Extension(bytes, at: start).checksum, 4,
                isRight ? " (correct), length " : " (incorrect), length ")
            d.put(extent)
        }
        var rest = extent - 4
        var offset = start + 4
        while rest > 4 {
            let object = ExtensionObject(bytes, at: offset)
            let objectLength = Int(try object.length)
            let kind = try object.kind
            let type = try object.type
            d.put("\n\t  ")
            d.put(kind == 1 ? "MPLS Stack Entry" : kind == 2 ? "Interface Identification" : "unknown")
            d.put(" Object (", kind, "), Class-Type: ")
            d.put(type)
            d.put(", length ", objectLength)
            rest -= 4
            offset += 4
            if kind == 0 || objectLength < 4 { return }
            let valueLength = objectLength - 4
            switch kind {
            case 1 where type == 1: try mplsObject(&d, bytes, offset)
            default: try d.dumpValue(bytes, offset, valueLength, lead: "\n\t    ")
            }
            if rest < valueLength { break }
            rest -= valueLength
            offset += valueLength
        }
    }

    private static func mplsObject(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        let entry = try bytes.u32(offset)
        d.put("\n\t    label ", entry >> 12, ", tc ")
        d.put(entry >> 9 & 7)
        if entry & 0x100 != 0 { d.put(", [S]") }
        d.put(", ttl ", entry & 0xFF)
    }
}
