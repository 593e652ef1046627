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
        let places = try Places(header)
        let ordinary = places.isIPv4 && places.protocolLength == 4 && places.hardwareLength != 0
        if !ordinary || d.verbose { try types(&d, header) }
        // What is not Ethernet and IPv4 says more only when asked.
        if !ordinary && !d.verbose { return d.put(", length ", length) }
        if d.verbose { d.put(", ") }
        let operation = try header.operation
        d.put(ARP.operationName(operation), or: "Unknown (", operation, ")")
        d.put(" ")
        if try addresses(&d, operation, places, bytes) { d.put(", length ", length) }
    }

    /// Where the four addresses are, read once.
    private struct Places {
        let isIPv4: Bool
        let isFrameRelay: Bool
        let hardwareLength: Int
        let protocolLength: Int

        init(_ header: ARPHeader) throws(Truncation) {
            let type = try header.type
            isIPv4 = type == 0x0800 || type == 0x1000
            isFrameRelay = try header.hardware == 15
            hardwareLength = try header.hardwareLength
            protocolLength = try header.protocolLength
        }

        var senderHardware: Int { ARPHeader.fixedLength }
        var senderProtocol: Int { senderHardware &+ hardwareLength }
        var targetHardware: Int { senderProtocol &+ protocolLength }
        var targetProtocol: Int { targetHardware &+ hardwareLength }
    }

    /// The kinds and lengths of both addresses.
    private static func types(_ d: inout Dissector, _ header: ARPHeader) throws(Truncation) {
        d.put(ARP.hardwareName(try header.hardware), or: "Unknown Hardware (", try header.hardware, ")")
        d.put(" (len ", try header.hardwareLength, "), ")
        d.put(Names.etherTypeName(try header.type), or: "Unknown Protocol (0x", hex: try header.type, 4, ")")
        d.put(" (len ", try header.protocolLength, ")")
    }

    private static func addresses(
        _ d: inout Dissector, _ operation: UInt16, _ places: Places, _ bytes: RawSpan
    ) throws(Truncation) -> Bool {
        switch operation {
        case 1:
            d.put("who-has ")
            try protocolAddress(&d, places, bytes, places.targetProtocol)
            if try !isZero(bytes, places.targetHardware, places.hardwareLength) {
                d.put(" (")
                try hardwareAddress(&d, places, bytes, places.targetHardware)
                d.put(")")
            }
            d.put(" tell ")
            try protocolAddress(&d, places, bytes, places.senderProtocol)
        case 2:
            try protocolAddress(&d, places, bytes, places.senderProtocol)
            d.put(" is-at ")
            try hardwareAddress(&d, places, bytes, places.senderHardware)
        case 3:
            d.put("who-is ")
            try hardwareAddress(&d, places, bytes, places.targetHardware)
            d.put(" tell ")
            try hardwareAddress(&d, places, bytes, places.senderHardware)
        case 4:
            try hardwareAddress(&d, places, bytes, places.targetHardware)
            d.put(" at ")
            try protocolAddress(&d, places, bytes, places.targetProtocol)
        case 8:
            d.put("who-is ")
            try hardwareAddress(&d, places, bytes, places.targetHardware)
            d.put(" tell ")
            try hardwareAddress(&d, places, bytes, places.senderHardware)
        case 9:
            try hardwareAddress(&d, places, bytes, places.senderHardware)
            d.put(" at ")
            try protocolAddress(&d, places, bytes, places.senderProtocol)
        default:
            try d.dumpHexAndASCII(bytes, bytes.byteCount)
            return false
        }
        return true
    }

    private static func protocolAddress(
        _ d: inout Dissector, _ places: Places, _ bytes: RawSpan, _ offset: Int
    ) throws(Truncation) {
        if !places.isIPv4 {
            d.put("<wrong proto type>")
        } else if places.protocolLength != 4 {
            d.put("<wrong len>")
        } else {
            d.put(host: try bytes.ipv4(offset))
        }
    }

    private static func hardwareAddress(
        _ d: inout Dissector, _ places: Places, _ bytes: RawSpan, _ offset: Int
    ) throws(Truncation) {
        try d.put(linkAddress: bytes, offset, places.hardwareLength, frameRelay: places.isFrameRelay)
    }

    private static func isZero(_ bytes: RawSpan, _ offset: Int, _ count: Int) throws(Truncation) -> Bool {
        if count == 6 { return try bytes.u48(offset) == 0 }
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
        case 24: "IEEE 1394"
        case 32: "InfiniBand"
        default: nil
        }
    }
}
