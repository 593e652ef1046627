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

extension Dissector {
    mutating func arp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "arp"
        let header = try ARPHeader(bytes)
        if header.hardware == 19 { return try atmARP(bytes, length) }
        try bytes.require(header.end, at: 0)
        if !linkHeader { put("ARP, ") }
        let ordinary =
            (header.type == 0x0800 || header.type == 0x1000) && header.protocolLength == 4 && header.hardwareLength != 0
        if !ordinary || verbose { arpTypes(header) }
        // What is not Ethernet and IPv4 says more only when asked.
        if !ordinary && !verbose { return put(", length ", length) }
        if verbose { put(", ") }
        put(header.operationName, or: "Unknown (", header.operation, ")")
        put(" ")
        if try arpOperation(header, bytes, length) { put(", length ", length) }
    }

    /// The kinds and lengths of both addresses.
    private mutating func arpTypes(_ header: ARPHeader) {
        put(header.hardwareName, or: "Unknown Hardware (", header.hardware, ")")
        put(" (len ", header.hardwareLength, "), ")
        put(Registry.etherTypeName(header.type), or: "Unknown Protocol (0x", hex: header.type, 4, ")")
        put(" (len ", header.protocolLength, ")")
    }

    private mutating func arpOperation(_ header: ARPHeader, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Bool
    {
        switch header.operation {
        case 1:
            put("who-has ")
            try protocolAddress(header, bytes, header.targetProtocol)
            if try !isZero(bytes, header.targetHardware, header.hardwareLength) {
                put(" (")
                try hardwareAddress(header, bytes, header.targetHardware)
                put(")")
            }
            put(" tell ")
            try protocolAddress(header, bytes, header.senderProtocol)
        case 2:
            try protocolAddress(header, bytes, header.senderProtocol)
            put(" is-at ")
            try hardwareAddress(header, bytes, header.senderHardware)
        case 3:
            put("who-is ")
            try hardwareAddress(header, bytes, header.targetHardware)
            put(" tell ")
            try hardwareAddress(header, bytes, header.senderHardware)
        case 4:
            try hardwareAddress(header, bytes, header.targetHardware)
            put(" at ")
            try protocolAddress(header, bytes, header.targetProtocol)
        case 8:
            put("who-is ")
            try hardwareAddress(header, bytes, header.targetHardware)
            put(" tell ")
            try hardwareAddress(header, bytes, header.senderHardware)
        case 9:
            try hardwareAddress(header, bytes, header.senderHardware)
            put(" at ")
            try protocolAddress(header, bytes, header.senderProtocol)
        default:
            try dumpHexAndASCII(bytes, length)
            return false
        }
        return true
    }

    private mutating func protocolAddress(_ header: ARPHeader, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        if header.type != 0x0800 && header.type != 0x1000 {
            put("<wrong proto type>")
        } else if header.protocolLength != 4 {
            put("<wrong len>")
        } else {
            put(host: try bytes.ipv4(offset))
        }
    }

    private mutating func hardwareAddress(_ header: ARPHeader, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        try put(linkAddress: bytes, offset, header.hardwareLength, frameRelay: header.hardware == 15)
    }

    private func isZero(_ bytes: RawSpan, _ offset: Int, _ count: Int) throws(Truncation) -> Bool {
        for index in 0..<count where try bytes.u8(offset + index) != 0 { return false }
        return true
    }

    /// A link-layer address of any length, colons between the bytes.
    mutating func put(
        linkAddress bytes: RawSpan, _ offset: Int, _ count: Int, frameRelay: Bool = false
    ) throws(Truncation) {
        if count == 0 { return put("<empty>") }
        if count == 6 && !frameRelay { return put(linkAddress: try bytes.u48(offset)) }
        if frameRelay && (count == 2 || count == 4) {
            return put("Q.922? DLCI ")
        }
        for index in 0..<count {
            if index > 0 { put(byte: 0x3A) }
            out.append(hexByte: try bytes.u8(offset + index))
        }
    }
}
