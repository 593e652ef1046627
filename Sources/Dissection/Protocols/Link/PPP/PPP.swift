import Packets
import Wire

/// The point-to-point protocol (RFC 1661): a protocol number and its payload, with or without HDLC's address and
/// control, the number compressed to one octet where it can be.
enum PPP {
    /// What stands in front (RFC 1662 section 3.1).
    struct Start: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of address and control.
        static var framingLength: Int { 2 }
        /// Address and control, or a direction in their place.
        var framing: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// 0xFF for all stations; others are of Cisco's framing.
        var address: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// 0x03, unnumbered information.
        var control: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// The octet behind both.
        var third: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// The octet behind that.
        var fourth: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// The protocol.
        var proto: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Multilink: begin, end, and a number of 12 bits (RFC 1990 section 3).
        var fragment: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    enum Number {
        static var lcp: UInt16 { 0xC021 }
        static var pap: UInt16 { 0xC023 }
        static var lqm: UInt16 { 0xC025 }
        static var bacp: UInt16 { 0xC02B }
        static var chap: UInt16 { 0xC223 }
        static var eap: UInt16 { 0xC227 }
        static var ipcp: UInt16 { 0x8021 }
        static var ip6cp: UInt16 { 0x8057 }
        static var ccp: UInt16 { 0x80FD }
    }

    /// Address and control as HDLC has them, and as systems note a direction there.
    private enum Framing {
        static var hdlc: UInt16 { PPPProtocol.framing }
        static var received: UInt16 { 0x0003 }
        static var sent: UInt16 { 0x0103 }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        // Address, control and a protocol of two octets are asked for, whether they are there or not.
        if bytes.byteCount < Start.framingLength + 2 {
            d.layer = "ppp"
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        d.linkHeaderLength = try frame(&d, bytes, length)
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        _ = try frame(&d, bytes, length)
    }

    /// A frame; how many bytes of header it has.
    private static func frame(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        d.layer = "ppp"
        try d.descend()
        guard length >= 2 else {
            d.markTruncated()
            return 0
        }
        var offset = 2
        switch try Start(bytes).framing {
        case Framing.received: if d.linkHeader { d.put("In  ") }
        case Framing.sent: if d.linkHeader { d.put("Out ") }
        case Framing.hdlc: break
        default: offset = 0
        }
        guard length - offset >= 2 else {
            d.markTruncated()
            return 0
        }
        let field = PPPProtocol(try bytes.from(offset))
        let (proto, size) = (try field.number, try field.length)
        if d.linkHeader {
            d.put(name(proto) ?? "unknown")
            d.put(" (0x", hex: proto, 4, "), length ")
            d.put(length)
            // What has no name is not looked at.
            if name(proto) == nil { return offset + size }
            d.put(": ")
        }
        try payload(&d, proto, bytes.from(offset), size, length - offset - size)
        return offset + size
    }

    /// The payload behind a protocol number of `size` octets that `bytes` begin with.
    static func payload(
        _ d: inout Dissector, _ proto: UInt16, _ bytes: RawSpan, _ size: Int, _ length: Int
    ) throws(Truncation) {
        // A flag where a number should be: the frame is still escaped.
        if proto & 0xFF00 == 0x7E00 && length > 0 { return try PPPEscape.print(&d, bytes.from(size - 1), length + 1) }
        if proto & 0xFF00 == 0x7E00 { return }
        if try Registry.pppProtocol(proto, &d, bytes, size, length) { return }
        d.put(name(proto), or: "unknown PPP protocol (0x", hex: proto, 4, ")")
        d.put(" ")
        try d.dumpValue(bytes, size, length, lead: "\n\t")
    }

    /// Multilink's header (RFC 1990 3): begin and end of a packet, a sequence number of 12 bits.
    static func multilink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if !d.linkHeader { d.put("MLPPP, ") }
        if length < 2 || !bytes.has(2, at: 0) { return d.put("[|mlppp]") }
        let word = try Start(bytes).fragment
        d.put("seq 0x", hex: word & 0x0FFF, 3, ", Flags [")
        d.put(flags: UInt32(word & 0xC000), [(0x8000, "begin"), (0x4000, "end")])
        d.put("], length ", length)
    }

    /// A serial line (`PPP_SERIAL`): PPP in HDLC's framing, or Cisco's.
    static func printSerial(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ppp_hdlc"
        guard bytes.byteCount >= 2 else {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        let start = Start(bytes)
        let (address, control) = (try start.address, try start.control)
        if address == 0x0F || address == 0x8F { return try HDLC.printLink(&d, bytes, length) }
        if bytes.byteCount < 4 {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        if d.linkHeader {
            d.put(hex: address, 2)
            d.put(" ", hex: control, 2, " ")
            d.put("", length, " ")
        }
        guard address == 0xFF else {
            d.linkHeaderLength = 2
            // These are the two behind address and control.
            let (third, fourth) = (try start.third, try start.fourth)
            d.put("unknown addr ", hex: third, 2, "; ctrl ")
            return d.put(hex: fourth, 2)
        }
        d.linkHeaderLength = 4
        let proto = try start.proto
        d.put(name(proto), or: "unknown PPP protocol (0x", hex: proto, 4, ")")
        d.put(": ")
        try payload(&d, proto, bytes.from(Start.framingLength), Start.framingLength, length - 4)
    }

    static func name(_ proto: UInt16) -> StaticString? {
        switch proto {
        case 0x0021: "IP"
        case 0x0023: "OSI"
        case 0x0025: "NS"
        case 0x0027: "DECNET"
        case 0x0029: "APPLE"
        case 0x002B: "IPX"
        case 0x002D: "VJC IP"
        case 0x002F: "VJNC IP"
        case 0x0031: "BRPDU"
        case 0x0033: "STII"
        case 0x0035: "VINES"
        case 0x003D: "MLPPP"
        case 0x0057: "IP6"
        case 0x00FD: "Compressed"
        case 0x0201: "HELLO"
        case 0x0231: "LUXCOM"
        case 0x0233: "SNS"
        case 0x0281, 0x0283: "MPLS"
        case 0x8021: "IPCP"
        case 0x8023: "OSICP"
        case 0x8025: "NSCP"
        case 0x8027: "DECNETCP"
        case 0x8029: "APPLECP"
        case 0x802B: "IPXCP"
        case 0x8033: "STIICP"
        case 0x8035: "VINESCP"
        case 0x8057: "IP6CP"
        case 0x80FD: "CCP"
        case 0x8281: "MPLSCP"
        case 0xC021: "LCP"
        case 0xC023: "PAP"
        case 0xC025: "LQM"
        case 0xC027: "SPAP"
        case 0xC02B: "BACP"
        case 0xC02D: "BAP"
        case 0xC03D: "MLPPP-CP"
        case 0xC123: "Old-SPAP"
        case 0xC223: "CHAP"
        case 0xC227: "EAP"
        default: nil
        }
    }
}
