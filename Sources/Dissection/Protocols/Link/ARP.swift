import Packets

/// Address resolution: ARP (RFC 826), RARP (RFC 903), inverse ARP (RFC 2390) and NAKs (RFC 1577).
///
///      0         2         4     5     6         8
///     +---------+---------+-----+-----+---------+------------------------------------------- - -
///     | hardware| protocol| hln | pln | opcode  | sender hardware, protocol, target hardware, protocol
///     +---------+---------+-----+-----+---------+------------------------------------------- - -
private struct ARPHeader {
    let hardware: UInt16
    let type: UInt16
    let hardwareLength: Int
    let protocolLength: Int
    let operation: UInt16

    init(_ bytes: RawSpan) throws(Truncation) {
        hardware = try bytes.u16(0)
        type = try bytes.u16(2)
        hardwareLength = Int(try bytes.u8(4))
        protocolLength = Int(try bytes.u8(5))
        operation = try bytes.u16(6)
    }

    var senderHardware: Int { 8 }
    var senderProtocol: Int { 8 + hardwareLength }
    var targetHardware: Int { 8 + hardwareLength + protocolLength }
    var targetProtocol: Int { 8 + 2 * hardwareLength + protocolLength }
    var end: Int { 8 + 2 * hardwareLength + 2 * protocolLength }

    var operationName: StaticString? {
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

    var hardwareName: StaticString? {
        switch hardware {
        case 1: "Ethernet"
        case 6: "TokenRing"
        case 7: "ArcNet"
        case 15: "FrameRelay"
        case 24: "IEEE-1394"
        case 32: "Infiniband"
        default: nil
        }
    }
}

enum ARP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "arp"
        let header = try ARPHeader(bytes)
        if header.hardware == 19 { return try NamesOnly.atmARP(&d, bytes, length) }
        try bytes.require(header.end, at: 0)
        if !d.linkHeader { d.put("ARP, ") }
        let ordinary =
            (header.type == 0x0800 || header.type == 0x1000) && header.protocolLength == 4 && header.hardwareLength != 0
        if !ordinary || d.verbose { types(&d, header) }
        // What is not Ethernet and IPv4 says more only when asked.
        if !ordinary && !d.verbose { return d.put(", length ", length) }
        if d.verbose { d.put(", ") }
        d.put(header.operationName, or: "Unknown (", header.operation, ")")
        d.put(" ")
        if try operation(&d, header, bytes, length) { d.put(", length ", length) }
    }

    /// The kinds and lengths of both addresses.
    private static func types(_ d: inout Dissector, _ header: ARPHeader) {
        d.put(header.hardwareName, or: "Unknown Hardware (", header.hardware, ")")
        d.put(" (len ", header.hardwareLength, "), ")
        d.put(Registry.etherTypeName(header.type), or: "Unknown Protocol (0x", hex: header.type, 4, ")")
        d.put(" (len ", header.protocolLength, ")")
    }

    private static func operation(_ d: inout Dissector, _ header: ARPHeader, _ bytes: RawSpan, _ length: Int)
        throws(Truncation) -> Bool
    {
        switch header.operation {
        case 1:
            d.put("who-has ")
            try protocolAddress(&d, header, bytes, header.targetProtocol)
            if try !isZero(bytes, header.targetHardware, header.hardwareLength) {
                d.put(" (")
                try hardwareAddress(&d, header, bytes, header.targetHardware)
                d.put(")")
            }
            d.put(" tell ")
            try protocolAddress(&d, header, bytes, header.senderProtocol)
        case 2:
            try protocolAddress(&d, header, bytes, header.senderProtocol)
            d.put(" is-at ")
            try hardwareAddress(&d, header, bytes, header.senderHardware)
        case 3:
            d.put("who-is ")
            try hardwareAddress(&d, header, bytes, header.targetHardware)
            d.put(" tell ")
            try hardwareAddress(&d, header, bytes, header.senderHardware)
        case 4:
            try hardwareAddress(&d, header, bytes, header.targetHardware)
            d.put(" at ")
            try protocolAddress(&d, header, bytes, header.targetProtocol)
        case 8:
            d.put("who-is ")
            try hardwareAddress(&d, header, bytes, header.targetHardware)
            d.put(" tell ")
            try hardwareAddress(&d, header, bytes, header.senderHardware)
        case 9:
            try hardwareAddress(&d, header, bytes, header.senderHardware)
            d.put(" at ")
            try protocolAddress(&d, header, bytes, header.senderProtocol)
        default:
            try d.dumpHexAndASCII(bytes, length)
            return false
        }
        return true
    }

    private static func protocolAddress(_ d: inout Dissector, _ header: ARPHeader, _ bytes: RawSpan, _ offset: Int)
        throws(Truncation)
    {
        if header.type != 0x0800 && header.type != 0x1000 {
            d.put("<wrong proto type>")
        } else if header.protocolLength != 4 {
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
}
