import Packets

/// What OSPF's neighbours tell each other behind a packet (RFC 5613).
enum OSPFLocalSignaling {
    struct Header: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// In words of four octets, with this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
    }

    struct Element: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var options: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// `counted` is the length that the header of the packet claims, `length` what the network layer has.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ counted: Int, _ length: Int) throws(Truncation) {
        var start = counted
        let packet = OSPF.Header(bytes)
        // A digest stands between the packet and what follows.
        if try packet.authentication == 2 { start += Int(try packet.digestLength) }
        if start >= length { return d.put("\n\t[LLS truncated]") }
        let header = Header(try bytes.from(start))
        try bytes.require(2, at: start)
        d.put("\n\t  LLS: checksum: 0x", hex: try header.checksum, 4)
        let words = try header.length
        d.put(", length: ", words)
        var offset = start + Header.size
        // As far as the packet goes: the length is only printed.
        while offset < length {
            let element = Element(try bytes.from(offset))
            let type = try element.type
            d.put("\n\t    ")
            d.put(type == 1 ? "Extended Options" : type == 2 ? "MD5 Authentication" : "Unknown TLV")
            d.put(" (", type, ")")
            let size = try element.length
            d.put(", length: ", size)
            if type == 1 {
                if size != 4 { d.put(" [should be 4]") }
                let options = try element.options
                d.put("\n\t      Options: 0x", hex: options, 8, " [")
                d.put(flags: options, [(0x01, "LSDB resync"), (0x02, "Restart")], none: "?")
                d.put("]")
            } else if type == 2 {
                if size < 4 || size > 20 { d.put(" [should be 20]") }
                d.put("\n\t      Sequence number: 0x", hex: try element.sequence, 8)
            }
            // Values are not filled up, but options take four octets whatever their length.
            offset += Element.size + (type == 1 ? 4 : size)
        }
    }
}
