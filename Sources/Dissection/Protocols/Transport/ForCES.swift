import Packets

/// Forwarding and control element separation (RFC 5810 6) over SCTP (RFC 5811).
///
///      0         1      2        4        8             12           20      24
///     +---------+------+--------+--------+-------------+------------+-------+------
///     | version | type | length | source | destination | correlator | flags | elements
///     +---------+------+--------+--------+-------------+------------+-------+------
enum ForCES {
    struct Header: ~Escapable {
        static let size = 24
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Octets, with this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) * 4 } }
        var source: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var destination: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var correlator: UInt64 { get throws(Truncation) { try bytes.u64(12) } }
        var flags: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
    }

    /// The channel of a port (RFC 5811 5.1.1).
    static func channel(_ port: UInt16) -> StaticString? {
        switch port {
        case 6704: "ForCES HP"
        case 6705: "ForCES MP"
        case 6706: "ForCES LP"
        default: nil
        }
    }

    /// How many elements a message has at the top.
    private enum Need { case none, any, some }

    static func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let outer = d.layer
        d.layer = "forces"
        let length = bytes.byteCount
        let header = Header(bytes)
        let type = try header.type
        if try decode(&d, header, type, length) {
            if d.verbosity > 3 { try raw(&d, bytes) }
        } else {
            try d.dumpHex(bytes, length, lead: "\n\t[")
            d.put("\n\t]")
        }
        d.layer = outer
    }

    private static func raw(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.put("\n\t  Raw ForCES message\n\t [")
        try d.dumpHex(bytes, bytes.byteCount, lead: "\n\t ")
        d.put("\n\t ]")
    }

    /// False when the message cannot be.
    private static func decode(
        _ d: inout Dissector, _ header: borrowing Header, _ type: UInt8, _ length: Int
    ) throws(Truncation) -> Bool {
        guard isType(type) else {
            d.put("Invalid ForCES message type ", type, "\n")
            return false
        }
        let claimed = try header.length
        try header.bytes.require(Header.size, at: 0)
        guard let name = typeName(type) else {
            d.put("\n\tUnknown ForCES message type=0x", hex: type)
            return false
        }
        d.put("\n\tForCES ")
        d.put(name)
        d.put(" ")
        if claimed < Header.size || claimed != length {
            d.put("Illegal ForCES pkt len - min ", Header.size, ", total recvd ")
            d.put("", length, ", advertised ")
            d.put("", claimed, " ")
            return false
        }
        if d.verbosity >= 1 { try details(&d, header, claimed) }
        let flags = try header.flags
        if d.verbosity >= 2 { describe(&d, flags) }
        let need: Need = type == 15 || type == 0 ? .none : type == 1 ? .any : .some
        let rest = length - Header.size
        if rest <= 4 {
            if need == .some {
                d.put("\tTop level TLV Data missing!\n")
                return false
            }
            return true
        }
        return true
    }

    private static func details(
        _ d: inout Dissector, _ header: borrowing Header, _ claimed: Int
    ) throws(Truncation) {
        d.put("\n\tForCES Version ", try header.version, " len ")
        d.put("", claimed, "B flags 0x")
        d.put(hex: try header.flags, 8)
        d.put(" \n\tSrcID 0x", hex: try header.source, 1, "(")
        d.put(elementName(try header.source))
        d.put(") DstID 0x", hex: try header.destination, 1, "(")
        d.put(elementName(try header.destination))
        d.put(") Correlator 0x", hex: try header.correlator)
    }

    /// RFC 5810 6.1.
    private static func describe(_ d: inout Dissector, _ flags: UInt32) {
        let acknowledgement = flags >> 30
        let priority = flags >> 27 & 7
        let execution = flags >> 22 & 3
        let atomic = flags >> 21 & 1
        let phase = flags >> 19 & 3
        d.put("\n\tForCES flags:\n\t  ")
        d.put(acknowledgementName(acknowledgement))
        d.put("(0x", hex: acknowledgement, 1, "), prio=")
        d.put("", priority, ", ")
        d.put(executionName(execution))
        d.put("(0x", hex: execution, 1, "),\n\t  ")
        d.put(atomic == 0 ? "Standalone" : "2PCtransaction")
        d.put("(0x", hex: atomic, 1, "), ")
        d.put(phaseName(phase))
        d.put("(0x", hex: phase, 1, ")\n\t  Extra flags: rsv(b5-7) 0x")
        d.put(hex: flags >> 24 & 7)
        d.put(" rsv(b13-31) 0x", hex: flags & 0x7FFFF, 1, "\n")
    }

    private static func isType(_ type: UInt8) -> Bool {
        typeName(type) != nil
    }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Association Setup"
        case 2: "Association TearDown"
        case 3: "Config"
        case 4: "Query"
        case 5: "Event Notification"
        case 6: "Packet Redirect"
        case 15: "HeartBeat"
        case 17: "Association Response"
        case 19: "Config Response"
        case 20: "Query Response"
        default: nil
        }
    }

    private static func acknowledgementName(_ value: UInt32) -> StaticString {
        switch value {
        case 0: "NoACK"
        case 1: "SuccessACK"
        case 2: "FailureACK"
        default: "AlwaysACK"
        }
    }

    private static func executionName(_ value: UInt32) -> StaticString {
        switch value {
        case 0: "EMReserved"
        case 1: "execute-all-or-none"
        case 2: "execute-until-failure"
        default: "continue-execute-on-failure"
        }
    }

    private static func phaseName(_ value: UInt32) -> StaticString {
        switch value {
        case 0: "StartofTransaction"
        case 1: "MiddleofTransaction"
        case 2: "EndofTransaction"
        default: "abort"
        }
    }

    /// RFC 5810 6.1: what kind of element an identifier is of.
    private static func elementName(_ identifier: UInt32) -> StaticString {
        switch identifier {
        case 0xFFFF_FFFF: "AllBroadcast"
        case 0xFFFF_FFFE: "AllCEsBroadcast"
        case 0xFFFF_FFFD: "AllFEsBroadcast"
        default:
            identifier >> 30 == 0
                ? "FE" : identifier >> 30 == 1 ? "CE" : identifier >> 30 == 3 ? "AllMulticast" : "ForCESreserved"
        }
    }
}
