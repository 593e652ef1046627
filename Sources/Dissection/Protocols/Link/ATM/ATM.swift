import Packets

/// ATM: LLC over AAL5 (RFC 2684), Classical IP (RFC 2225), and Sun's devices, which put four octets in front.
///
///     SunATM: | sent 1, ..., kind 4 bits | virtual path 1 | virtual channel 2 | payload
enum ATM {
    /// What stands in front of a packet in AAL5 (RFC 2684 section 5).
    struct Start: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of a control field alone.
        static var controlLength: Int { 1 }
        /// 0x03: an unnumbered frame of OSI, without addresses.
        var control: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// A protocol of PPP, where nothing else stands in front.
        var word: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Destination, source and control of LLC.
        var llc: UInt32 { get throws(Truncation) { try bytes.u24(0) } }
        /// Behind LLC: the organisation of SNAP.
        var organisation: UInt32 { get throws(Truncation) { try bytes.u24(3) } }
        /// The first half of a header that is printed as it is.
        var high: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
        /// The second half.
        var low: UInt64 { get throws(Truncation) { try bytes.u64(8) } }
    }

    struct SunHeader: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 4 }
        var isSent: Bool { get throws(Truncation) { try bytes.u8(0) & 0x80 != 0 } }
        /// 1 LAN emulation, 2 LLC.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0x0F } }
        var path: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var channel: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    struct Signalling: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var q2931: UInt8 { 9 }
        var number: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var callReference: UInt32 { get throws(Truncation) { try bytes.u24(2) } }
        var message: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
    }

    private static var snap: UInt32 { 0xAA_AA03 }
    private static var osi: UInt32 { 0xFE_FE03 }
    private static var internet: UInt32 { 0x06_0603 }
    /// A header of 802.6, which some cards leave in front.
    private static var metropolitanLength: Int { 20 }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "atm"
        if bytes.byteCount < 1 || length < 1 { return giveUp(&d, bytes) }
        let start = Start(bytes)
        // Cisco's encapsulation has the protocol's number right behind an LLC control octet.
        if try start.control == 0x03 {
            if d.linkHeader { d.put("CNLPID ") }
            try OSI.print(&d, bytes.from(Start.controlLength), length - Start.controlLength)
            d.linkHeaderLength = 1
            return
        }
        if bytes.byteCount < 3 || length < 3 { return giveUp(&d, bytes) }
        let header = try start.llc
        var size = 0
        if header != snap && header != osi && header != internet {
            size = metropolitanLength
            if bytes.byteCount < size || length < size { return giveUp(&d, bytes) }
            if d.linkHeader {
                d.put(hex: try start.high, 16)
                d.put(" ", hex: try start.low, 16, " ")
            }
        }
        d.linkHeaderLength = size + (try logicalLink(&d, bytes.from(size), length - size))
    }

    private static func giveUp(_ d: inout Dissector, _ bytes: RawSpan) {
        d.linkHeaderLength = bytes.byteCount
        d.markTruncated()
    }

    private static func logicalLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        let result = try LLC.print(&d, bytes, length, nil)
        if !result.known { try d.dumpUnknown(bytes, bytes.byteCount) }
        return result.length
    }

    /// Classical IP: an LLC header that may be missing.
    static func classical(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "cip"
        if d.linkHeader { d.put("", length, ": ") }
        if bytes.byteCount < 6 || length < 6 {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        if try Start(bytes).llc == snap, try Start(bytes).organisation == 0 {
            d.linkHeaderLength = try logicalLink(&d, bytes, length)
        } else {
            try IPv4.print(&d, bytes, length)
        }
    }

    static func printSun(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "sunatm"
        guard bytes.byteCount >= SunHeader.length else { return giveUp(&d, bytes) }
        let header = SunHeader(bytes)
        d.linkHeaderLength = SunHeader.length
        if d.linkHeader { d.put(try header.isSent ? "Tx: " : "Rx: ") }
        let kind = try header.kind
        try print(
            &d, path: try header.path, channel: try header.channel, isEmulation: kind == 1,
            bytes.from(SunHeader.length), length - SunHeader.length)
    }

    /// A payload of a virtual channel; low numbers of path 0 are for signalling.
    static func print(
        _ d: inout Dissector, path: UInt8, channel: UInt16, isEmulation: Bool, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        d.layer = "atm"
        if d.linkHeader {
            d.put("VPI:", path, " VCI:")
            d.put("", channel, " ")
        }
        if path == 0 {
            switch channel {
            case 1: return d.put("meta: ")
            case 2: return d.put("broadcast sig: ")
            case 3, 4: return try Maintenance.print(&d, bytes, length, hasCheck: true)
            case 5: return try signalling(&d, bytes)
            case 16:
                d.put("ilmi: ")
                return try SNMP.print(&d, bytes, length)
            default: break
            }
        }
        if isEmulation {
            try LANEmulation.print(&d, bytes, length)
        } else {
            _ = try logicalLink(&d, bytes, length)
        }
    }

    private static func signalling(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let header = Signalling(bytes)
        if bytes.byteCount < 1 { return d.markTruncated() }
        let number = try header.number
        if number != Signalling.q2931 { return d.put("SSCOP, proto ", number, " ") }
        let message = try header.message
        let reference = try header.callReference
        d.put("Q.2931:")
        d.put(messageName(message), or: "msgtype#", message)
        d.put(" CALL_REF:0x", hex: reference, 6)
    }

    private static func messageName(_ message: UInt8) -> StaticString? {
        switch message {
        case 0x02: "Call_proceeding"
        case 0x05: "Setup"
        case 0x07: "Connect"
        case 0x0F: "Connect_ack"
        case 0x46: "Restart"
        case 0x4D: "Release"
        case 0x4E: "Restart_ack"
        case 0x5A: "Release_complete"
        case 0x75: "Status_enquiry"
        case 0x7D: "Status"
        case 0x80: "Add_party"
        case 0x81: "Add_party_ack"
        case 0x82: "Add_party_reject"
        case 0x83: "Drop_party"
        case 0x84: "Drop_party_ack"
        default: nil
        }
    }
}
