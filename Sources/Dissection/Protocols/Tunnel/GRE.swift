import Packets
import Wire

/// Generic routing encapsulation (RFC 2784, RFC 2890, RFC 1701; version 1 for PPTP, RFC 2637).
enum GRE {
    /// Checksum and routing offset, at `offset` (RFC 1701).
    struct ChecksumField: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Over the whole packet (RFC 1071).
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Where the route goes on.
        var routingOffset: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    /// A source route entry at `offset` (RFC 1701).
    struct RouteEntry: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets in front of the addresses.
        static var headerLength: Int { 4 }
        /// The family of its addresses.
        var family: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Octets of them.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 3) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "gre"
        guard bytes.has(2, at: 0) else { return d.markTruncated() }
        let flags = try GREHeader(bytes).flags
        let version = flags & 7
        d.put("GREv", version)
        switch version {
        case 0:
            // The header's own end has its own mark; what is inside has marks of its own.
            guard let header = GRE.minimumLength(flags, bytes), bytes.has(header, at: 0) else {
                try? version0(&d, flags, bytes, length)
                return d.markTruncated()
            }
            try version0(&d, flags, bytes, length)
        case 1: try version1(&d, flags, bytes, length)
        default: d.put(" ERROR: unknown-version")
        }
    }

    /// The length of a version 0 header without routing; nil when it has routing, whose length is not known before it
    /// is read.
    private static func minimumLength(_ flags: UInt16, _ bytes: RawSpan) -> Int? {
        4 + (flags & 0xC000 != 0 ? 4 : 0) + (flags & 0x2000 != 0 ? 4 : 0) + (flags & 0x1000 != 0 ? 4 : 0)
    }

    private static func flags(_ d: inout Dissector, _ flags: UInt16) {
        d.put(", Flags [")
        d.put(
            flags: UInt32(flags),
            [
                (0x8000, "checksum present"), (0x4000, "routing present"), (0x2000, "key present"),
                (0x1000, "sequence# present"), (0x0800, "source routing present"), (0x0080, "ack present"),
            ])
        d.put("]")
    }

    private static func version0(_ d: inout Dissector, _ flags: UInt16, _ bytes: RawSpan, _ length: Int)
        throws(Truncation)
    {
        if d.verbose { GRE.flags(&d, flags) }
        let type = try GREHeader(bytes).type
        var offset = 4
        if flags & 0xC000 != 0 {
            // A route has the field too, and nothing in it.
            let checksum = try ChecksumField(bytes, at: offset).checksum
            if d.verbose { d.put(", sum 0x", hex: checksum) }
            d.put(", off 0x", hex: try ChecksumField(bytes, at: offset).routingOffset)
            offset += 4
        }
        if flags & 0x2000 != 0 {
            let key = try bytes.u32(offset)
            d.put(", key=0x", hex: key)
            offset += 4
        }
        if flags & 0x1000 != 0 {
            d.put(", seq ", try bytes.u32(offset))
            offset += 4
        }
        if flags & 0x4000 != 0 { offset = try routing(&d, bytes, offset) }
        if length < offset { throw Truncation(offset: offset, need: 1, have: 0) }
        if d.linkHeader {
            d.put(", proto ")
            d.put(Names.etherTypeName(type) ?? "unknown")
            d.put(" (0x", hex: type, 4, ")")
        }
        d.put(", length ", length)
        d.put(d.verbosity < 1 ? ": " : "\n\t")
        try payload(&d, type, bytes.from(offset), length - offset)
    }

    /// RFC 1701: source route entries until an empty one.
    private static func routing(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int) throws(Truncation) -> Int {
        var offset = start
        while true {
            let family = try RouteEntry(bytes, at: offset).family
            let size = Int(try RouteEntry(bytes, at: offset).length)
            if family != 0 || size != 0 { d.put(", (rtaf=0x", hex: family, 1, ")") }
            offset += RouteEntry.headerLength
            if family == 0 && size == 0 { return offset }
            try bytes.require(size, at: offset)
            offset += size
        }
    }

    private static func version1(_ d: inout Dissector, _ flags: UInt16, _ bytes: RawSpan, _ length: Int)
        throws(Truncation)
    {
        if d.verbose { GRE.flags(&d, flags) }
        let type = try GREHeader(bytes).type
        var offset = 4
        if flags & 0x2000 != 0 {
            d.put(", call ", UInt32(truncatingIfNeeded: try bytes.u32(offset) & 0xFFFF))
            offset += 4
        }
        if flags & 0x1000 != 0 {
            d.put(", seq ", try bytes.u32(offset))
            offset += 4
        }
        if flags & 0x0080 != 0 {
            d.put(", ack ", try bytes.u32(offset))
            offset += 4
        }
        if flags & 0x1000 == 0 { d.put(", no-payload") }
        if d.linkHeader {
            d.put(", proto ")
            d.put(Names.etherTypeName(type) ?? "unknown")
            d.put(" (0x", hex: type, 4, ")")
        }
        d.put(", length ", length)
        if flags & 0x1000 == 0 { return }
        d.put(d.verbose ? "\n\t" : ": ")
        if type == 0x880B {
            try PPP.print(&d, bytes.from(offset), length - offset)
        } else {
            d.put("gre-proto-0x", hex: type)
        }
    }

    private static func payload(_ d: inout Dissector, _ type: UInt16, _ bytes: RawSpan, _ length: Int)
        throws(Truncation)
    {
        switch type {
        case 0x0800, 0x86DD, 0x8847, 0x8848, 0x6558:
            _ = try Registry.etherType(type, &d, bytes, length, nil)
        case 0x00FE: try OSI.print(&d, bytes, length)
        default: d.put("gre-proto-0x", hex: type)
        }
    }
}
