import Packets

/// Cisco's HDLC: an address octet, a control octet, an ether type; and its SLARP (address resolution, keepalives).
///
///     | address 1 | control 1 | type 2 | payload            SLARP: | code 4 | two words 8 | reliability 2 | uptime 4 |
enum HDLC {
    /// What may stand in front of a packet of OSI.
    struct OSIStart: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of padding.
        static var paddingLength: Int { 1 }
        /// The packet's identifier where an octet of padding is in front of it.
        var second: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 4 }
        var address: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var type: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    struct SLARP: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Without and with the time the link is up.
        static var shortLength: Int { 14 }
        static var longLength: Int { 18 }
        var code: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// A reply's address and mask.
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var mask: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        /// A keepalive's sequence numbers.
        var mine: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var yours: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var reliability: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        /// Milliseconds.
        var uptime: UInt32 { get throws(Truncation) { try bytes.u32(14) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.linkHeaderLength = try print(&d, bytes, length)
    }

    /// How many bytes of header were read.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        d.layer = "chdlc"
        guard length >= Header.length, bytes.byteCount >= Header.length else {
            throw Truncation(offset: 0, need: Header.length, have: bytes.byteCount)
        }
        try d.descend()
        let header = Header(bytes)
        let type = try header.type
        if d.linkHeader {
            let address = try header.address
            d.put(address == 0x0F ? "unicast" : address == 0x8F ? "bcast" : nil, or: "0x", hex: address, 2)
            d.put(", ethertype ")
            d.put(Names.etherTypeName(type) ?? "Unknown")
            d.put(" (0x", hex: type, 4, "), length ")
            d.put(length)
            d.put(": ")
        }
        let payload = try bytes.from(Header.length)
        if try !Registry.hdlcType(type, &d, payload, length - Header.length), !d.linkHeader {
            d.put("unknown CHDLC protocol (0x", hex: type, 4, ")")
        }
        return Header.length
    }

    /// OSI protocols, sometimes behind an octet of padding, which their own numbers tell.
    static func osi(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 2 { return d.markTruncated() }
        let second = try OSIStart(bytes).second
        let isPadded = second == 0x81 || second == 0x82 || second == 0x83
        if isPadded { return try OSI.print(&d, bytes.from(OSIStart.paddingLength), length - OSIStart.paddingLength) }
        try OSI.print(&d, bytes, length)
    }

    static func printSLARP(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "chdlc_slarp"
        let message = SLARP(bytes)
        d.put("SLARP (length: ", length, "), ")
        try bytes.require(SLARP.shortLength, at: 0)
        let code = try message.code
        var shown = 4
        switch code {
        case 0: d.put("request")
        case 1:
            let (address, mask) = (try message.address, try message.mask)
            d.put("reply ", host: address, "/")
            d.put(host: mask)
        case 2:
            try keepalive(&d, message, length)
            // Behind the time tcpdump shows only what is behind the message; so does this.
            if length >= SLARP.longLength { shown = SLARP.longLength }
        default:
            d.put("0x", hex: code, 2, " unknown")
            if d.verbosity <= 1 { try d.dumpValue(bytes, 4, length - 4, lead: "\n\t") }
        }
        if length > SLARP.longLength && d.verbose {
            d.put(", (trailing junk: ", length - SLARP.longLength, " bytes)")
        }
        if d.verbosity > 1 { try d.dumpValue(bytes, shown, length - shown, lead: "\n\t") }
    }

    private static func keepalive(
        _ d: inout Dissector, _ message: borrowing SLARP, _ length: Int
    ) throws(Truncation) {
        let (mine, yours, reliability) = (try message.mine, try message.yours, try message.reliability)
        d.put("keepalive: mineseen=0x", hex: mine, 8, ", yourseen=0x")
        d.put(hex: yours, 8)
        d.put(", reliability=0x", hex: reliability, 4)
        if length < SLARP.longLength { return }
        let seconds = try message.uptime / 1000
        d.put(", link uptime=", seconds / 86_400, "d")
        d.put("", seconds / 3600 % 24, "h")
        d.put("", seconds / 60 % 60, "m")
        d.put("", seconds % 60, "s")
    }
}
