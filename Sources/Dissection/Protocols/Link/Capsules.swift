import Packets

/// Headers that carry a packet of any link type: PPI (per-packet information) and Apple's PKTAP.
///
///     PPI:   | version 1 | flags 1 | length 2 | link type 4 | fields |         little-endian
///     PKTAP: | length 4 | record type 4 | link type 4 | interface and process ... 96 |
enum Capsule {
    /// Fields are little-endian in both.
    struct PPI: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 8 }
        static var maximum: Int { 65_532 }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var size: UInt16 { get throws(Truncation) { try bytes.le16(2) } }
        var linkType: UInt32 { get throws(Truncation) { try bytes.le32(4) } }
    }

    struct PKTAP: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 108 }
        static var isPacket: UInt32 { 1 }
        static var isNothing: UInt32 { 0 }
        var size: UInt32 { get throws(Truncation) { try bytes.le32(0) } }
        var recordType: UInt32 { get throws(Truncation) { try bytes.le32(4) } }
        var linkType: UInt32 { get throws(Truncation) { try bytes.le32(8) } }
    }

    static func ppi(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ppi"
        guard bytes.byteCount >= PPI.length else { return giveUp(&d, bytes) }
        let header = PPI(bytes)
        let size = Int(try header.size)
        if size < PPI.length || size > PPI.maximum {
            d.put(" [length ", size, " < 8 or > 65532]")
            d.linkHeaderLength = bytes.byteCount
            return d.markInvalid()
        }
        guard bytes.byteCount >= size else { return giveUp(&d, bytes) }
        let type = try header.linkType
        let version = try header.version
        let rest = length - size
        if d.linkHeader { heading(&d, version, type, size, length) }
        if try inner(&d, type, bytes.from(size), rest, size) { return }
        if !d.linkHeader { heading(&d, version, type, size, length) }
        try d.dumpUnknown(bytes.from(size), bytes.byteCount - size)
    }

    static func pktap(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "pktap"
        if length < PKTAP.length {
            d.put(" (packet too short, ", length, " < 108)")
            d.linkHeaderLength = bytes.byteCount
            return d.markInvalid()
        }
        let header = PKTAP(bytes)
        let size = Int(try header.size)
        if size < PKTAP.length {
            d.put(" (pkt_len too small, ", size, " < 108)")
            d.linkHeaderLength = bytes.byteCount
            return d.markInvalid()
        }
        if size > length {
            d.put(" (pkt_len too big, ", size, " > ")
            d.put("", length, ")")
            d.linkHeaderLength = bytes.byteCount
            return d.markInvalid()
        }
        try bytes.require(size, at: 0)
        let type = try header.linkType
        if d.linkHeader { heading(&d, nil, type, size, length) }
        d.linkHeaderLength = size
        switch try header.recordType {
        case PKTAP.isNothing: d.put("no data")
        case PKTAP.isPacket:
            if try inner(&d, type, bytes.from(size), length - size, size) { return }
            if !d.linkHeader { heading(&d, nil, type, size, length) }
            try d.dumpUnknown(bytes.from(size), bytes.byteCount - size)
        default: break
        }
    }

    private static func giveUp(_ d: inout Dissector, _ bytes: RawSpan) {
        d.linkHeaderLength = bytes.byteCount
        d.markTruncated()
    }

    /// The packet inside, by its link type. False when that is not known.
    private static func inner(
        _ d: inout Dissector, _ type: UInt32, _ bytes: RawSpan, _ length: Int, _ size: Int
    ) throws(Truncation) -> Bool {
        d.linkHeaderLength = size
        guard let number = Int32(exactly: type) else { return false }
        let link = LinkType(rawValue: number)
        try d.descend()
        d.linkHeaderLength = 0
        let isKnown = try Registry.link(link, &d, bytes, length)
        d.linkHeaderLength += size
        return isKnown
    }

    private static func heading(
        _ d: inout Dissector, _ version: UInt8?, _ type: UInt32, _ size: Int, _ length: Int
    ) {
        if let version { d.put("V.", version, " ") }
        d.put("DLT ")
        d.put(Names.linkTypeName(type) ?? "UNKNOWN")
        d.put(" (", type, ") len ")
        d.put("", size, ", length ")
        d.put("", length, ": ")
    }
}
