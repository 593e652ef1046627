import Packets

/// How end systems and intermediate systems find each other (ISO 9542).
///
///      0      1        2       3       4    5        7        9
///     +------+--------+-------+-------+----+--------+--------+-----------
///     | 0x82 | length | version| zero | type| holding| checksum| by type
///     +------+--------+-------+-------+----+--------+--------+-----------
enum ESIS {
    struct Header: ~Escapable {
        static let size = 9
        static let checksumOffset = 7
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the whole, this header too.
        var length: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(4) & 0x1F } }
        /// Seconds.
        var holdingTime: UInt16 { get throws(Truncation) { try bytes.u16(5) } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(7) } }
    }

    /// A parameter behind the addresses (ISO 9542 7.4).
    struct Option: ~Escapable {
        static let size = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var code: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets behind these two.
        var length: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
        /// Seconds.
        var suggestedTime: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        func identifier(_ index: Int) throws(Truncation) -> UInt8 { try bytes.u8(Option.size + index) }
    }

    /// Octets that are counted down while they are read.
    private struct Cursor {
        var offset: Int
        var left: Int
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "esis"
        if !d.linkHeader { d.put("ES-IS") }
        if length <= 2 { return d.put(d.quick ? "bad pkt!" : "no header at all!") }
        try bytes.require(Header.size, at: 0)
        let header = Header(bytes)
        let (claimed, version, type) = try (header.length, header.version, header.type)
        if version != 1 { return d.put(" version ", version, " packet not supported") }
        if claimed > length {
            d.put(" length indicator(", claimed, ") > PDU size (")
            d.put(length)
            return d.put(")!")
        }
        if claimed < Header.size + 2 {
            d.put(" length indicator ", claimed, " < min PDU size:")
            return try CLNP.capitals(&d, bytes)
        }
        if !d.linkHeader { d.put(", ") }
        if !d.verbose {
            d.put(typeName(type), or: "unknown type (", type, ")")
            return d.put(", length ", length)
        }
        d.put("length ", length, "\n\t")
        d.put(typeName(type), or: "unknown type: ", type)
        d.put(" (", type, "), v: 1, checksum: 0x")
        let checksum = try header.checksum
        d.put(hex: checksum, 4)
        try ISIS.osiChecksum(&d, bytes, found: checksum, from: 0, at: Header.checksumOffset, end: claimed)
        d.put(", holding time: ", try header.holdingTime, "s, length indicator: ")
        d.put(claimed)
        if d.verbosity > 1 { try d.dumpHex(bytes, Header.size, lead: "\n\t") }
        var cursor = Cursor(offset: Header.size, left: claimed - Header.size)
        switch type {
        case 2: if try !endSystem(&d, bytes, &cursor) { return }
        case 4: if try !network(&d, bytes, &cursor, "bad ish/li") { return }
        case 6: if try !redirect(&d, bytes, &cursor) { return }
        default:
            let rest = try bytes.from(cursor.offset)
            if d.verbosity <= 1 { try d.dumpHex(rest, rest.byteCount, lead: "\n\t  ") }
            return
        }
        try options(&d, bytes, &cursor)
    }

    /// An address behind its length. Nil, and the fault is said, when the header has no room for it.
    @_lifetime(copy bytes)
    private static func address(
        _ d: inout Dissector, _ bytes: RawSpan, _ cursor: inout Cursor, _ fault: StaticString, countsLength: Bool = true
    ) throws(Truncation) -> RawSpan? {
        let size = Int(try bytes.u8(cursor.offset))
        if cursor.left < 1 {
            d.put(", ")
            d.put(fault)
            return nil
        }
        cursor.offset += 1
        if countsLength { cursor.left -= 1 }
        let address = try bytes.slice(cursor.offset, size)
        if cursor.left < size {
            d.put(", ")
            d.put(fault)
            return nil
        }
        cursor.offset += size
        cursor.left -= size
        return address
    }

    /// A network entity title.
    private static func network(
        _ d: inout Dissector, _ bytes: RawSpan, _ cursor: inout Cursor, _ fault: StaticString
    ) throws(Truncation) -> Bool {
        guard let title = try address(&d, bytes, &cursor, fault) else { return false }
        d.put("\n\t  NET (length: ", title.byteCount, "): ")
        d.put(networkAddress: title)
        return true
    }

    private static func endSystem(
        _ d: inout Dissector, _ bytes: RawSpan, _ cursor: inout Cursor
    ) throws(Truncation) -> Bool {
        var count = try bytes.u8(cursor.offset)
        cursor.offset += 1
        cursor.left -= 1
        d.put("\n\t  Number of Source Addresses: ", count)
        while count > 0 {
            guard try network(&d, bytes, &cursor, "bad esh/li") else { return false }
            count -= 1
        }
        return true
    }

    private static func redirect(
        _ d: inout Dissector, _ bytes: RawSpan, _ cursor: inout Cursor
    ) throws(Truncation) -> Bool {
        guard let destination = try address(&d, bytes, &cursor, "bad redirect/li") else { return false }
        d.put("\n\t  ")
        d.put(networkAddress: destination)
        guard let attachment = try address(&d, bytes, &cursor, "bad redirect/li") else { return false }
        d.put("\n\t  SNPA (length: ", attachment.byteCount, "): ")
        try d.put(linkAddress: attachment, 0, attachment.byteCount)
        // The length of the last address is not counted: behind it an octet seems to be left.
        guard let title = try address(&d, bytes, &cursor, "bad redirect/li", countsLength: false) else { return false }
        if title.byteCount > 0 {
            d.put("\n\t  NET (length: ", title.byteCount, ") ")
            d.put(networkAddress: title)
        }
        return true
    }

    private static func options(
        _ d: inout Dissector, _ bytes: RawSpan, _ cursor: inout Cursor
    ) throws(Truncation) {
        while cursor.left != 0 {
            if cursor.left < Option.size { return d.put(", bad opts/li") }
            let option = Option(try bytes.from(cursor.offset))
            let (code, size) = try (option.code, option.length)
            cursor.left -= Option.size
            if size > cursor.left { return d.put(", opt (", code, ") too long") }
            // What was captured of a value is told before the mark that it is cut.
            let value = try bytes.from(cursor.offset + Option.size).upTo(size)
            // tcpdump counts the protocols down and then takes what is left of the count, nothing, for their length.
            cursor.left -= code == 129 ? 0 : size
            cursor.offset += Option.size + (code == 129 ? 0 : size)
            d.put("\n\t  ")
            d.put(optionName(code) ?? "Unknown")
            d.put(" Option #", code, ", length ")
            d.put(size)
            d.put(", value: ")
            switch code {
            case 198 where size == 2: d.put("", try option.suggestedTime, "s")
            case 198: d.put("(bad length)")
            case 129:
                for index in 0..<size {
                    let identifier = try option.identifier(index)
                    d.put(Names.nlpidName(identifier) ?? "unknown")
                    d.put(" (0x", hex: identifier, 2, ")")
                    if index + 1 < size { d.put(", ") }
                }
            default: try d.dumpHex(value, size, lead: "\n\t  ")
            }
            if code == 198 { try value.require(size, at: 0) }
            if d.verbosity > 1 && code != 129 { try d.dumpHex(value, size, lead: "\n\t  ") }
        }
    }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 2: "ESH"
        case 4: "ISH"
        case 6: "redirect"
        default: nil
        }
    }

    private static func optionName(_ code: UInt8) -> StaticString? {
        switch code {
        case 129: "Protocols supported"
        case 195: "QoS Maintenance"
        case 197: "Security"
        case 198: "ES Configuration Time"
        case 205: "Priority"
        case 225: "Addressk Mask"
        case 226: "SNPA Mask"
        default: nil
        }
    }
}
