import Packets
import Wire

/// Address resolution: ARP (RFC 826), RARP (RFC 903), inverse ARP (RFC 2390) and NAKs (RFC 1577).
enum ARP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "arp"
        let header = ARPHeader(bytes)
        try bytes.require(ARPHeader.fixedLength, at: 0)
        if try header.hardware == 19 { return try NamesOnly.atmARP(&d, bytes, length) }
        try bytes.require(header.length, at: 0)
        if !d.linkHeader { d.put("ARP, ") }
        let (type, ownLength, otherLength) = (try header.type, try header.protocolLength, try header.hardwareLength)
        let ordinary = (type == 0x0800 || type == 0x1000) && ownLength == 4 && otherLength != 0
        if !ordinary || d.verbose { try types(&d, header) }
        // What is not Ethernet and IPv4 says more only when asked.
        if !ordinary && !d.verbose { return d.put(", length ", length) }
        if d.verbose { d.put(", ") }
        d.put(ARP.operationName(try header.operation), or: "Unknown (", try header.operation, ")")
        d.put(" ")
        if try operation(&d, header, bytes, length) { d.put(", length ", length) }
    }

    /// The kinds and lengths of both addresses.
    private static func types(_ d: inout Dissector, _ header: ARPHeader) throws(Truncation) {
        d.put(ARP.hardwareName(try header.hardware), or: "Unknown Hardware (", try header.hardware, ")")
        d.put(" (len ", try header.hardwareLength, "), ")
        d.put(Registry.etherTypeName(try header.type), or: "Unknown Protocol (0x", hex: try header.type, 4, ")")
        d.put(" (len ", try header.protocolLength, ")")
    }

    private static func operation(_ d: inout Dissector, _ header: ARPHeader, _ bytes: RawSpan, _ length: Int)
        throws(Truncation) -> Bool
    {
        switch try header.operation {
        case 1:
            d.put("who-has ")
            try protocolAddress(&d, header, bytes, header.targetProtocolOffset)
            if try !isZero(bytes, header.targetHardwareOffset, header.hardwareLength) {
                d.put(" (")
                try hardwareAddress(&d, header, bytes, header.targetHardwareOffset)
                d.put(")")
            }
            d.put(" tell ")
            try protocolAddress(&d, header, bytes, header.senderProtocolOffset)
        case 2:
            try protocolAddress(&d, header, bytes, header.senderProtocolOffset)
            d.put(" is-at ")
            try hardwareAddress(&d, header, bytes, header.senderHardwareOffset)
        case 3:
            d.put("who-is ")
            try hardwareAddress(&d, header, bytes, header.targetHardwareOffset)
            d.put(" tell ")
            try hardwareAddress(&d, header, bytes, header.senderHardwareOffset)
        case 4:
            try hardwareAddress(&d, header, bytes, header.targetHardwareOffset)
            d.put(" at ")
            try protocolAddress(&d, header, bytes, header.targetProtocolOffset)
        case 8:
            d.put("who-is ")
            try hardwareAddress(&d, header, bytes, header.targetHardwareOffset)
            d.put(" tell ")
            try hardwareAddress(&d, header, bytes, header.senderHardwareOffset)
        case 9:
            try hardwareAddress(&d, header, bytes, header.senderHardwareOffset)
            d.put(" at ")
            try protocolAddress(&d, header, bytes, header.senderProtocolOffset)
        default:
            try d.dumpHexAndASCII(bytes, bytes.byteCount)
            return false
        }
        return true
    }

    private static func protocolAddress(_ d: inout Dissector, _ header: ARPHeader, _ bytes: RawSpan, _ offset: Int)
        throws(Truncation)
    {
        let type = try header.type
        if type != 0x0800 && type != 0x1000 {
            d.put("<wrong proto type>")
        } else if try header.protocolLength != 4 {
            d.put("<wrong len>")
        } else {
            d.put(host: try bytes.ipv4(offset))
        }
    }

    private static func hardwareAddress(_ d: inout Dissector, _ header: ARPHeader, _ bytes: RawSpan, _ offset: Int)
        throws(Truncation)
    {
        try d.put(linkAddress: bytes, offset, header.hardwareLength, frameRelay: header.hardware == 15)
    }

    private static func isZero(_ bytes: RawSpan, _ offset: Int, _ count: Int) throws(Truncation) -> Bool {
        for index in 0..<count where try bytes.u8(offset + index) != 0 { return false }
        return true
    }

    private static func operationName(_ operation: UInt16) -> StaticString? {
        switch operation {
        case 1: "Request"
        case 2: "Reply"
        case 3: "Reverse Request"
        case 4: "Reverse Reply"
        case 8: "Inverse Request"
        case 9: "Inverse Reply"
        case 10: "NACK Reply"
        default: nil
        }
    }

    private static func hardwareName(_ hardware: UInt16) -> StaticString? {
        switch hardware {
        case 1: "Ethernet"
        case 6: "TokenRing"
        case 7: "ArcNet"
        case 15: "FrameRelay"
        case 24: "IEEE-1394"
        case 32: "InfiniBand"
        default: nil
        }
    }
}
