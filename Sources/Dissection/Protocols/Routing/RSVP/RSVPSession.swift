import Packets

/// What a reservation is for: sessions, neighbours, senders, and what went wrong (RFC 2205 A, RFC 3209 4.6, RFC 4875 19).
enum RSVPSession {
    typealias Outcome = RSVPObject.Outcome

    /// An address, then fields by kind.
    struct Addressed: ~Escapable {
        let bytes: RawSpan
        let size: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, isIPv6: Bool) {
            self.bytes = bytes
            size = isIPv6 ? 16 : 4
        }

        var address: HostAddress {
            get throws(Truncation) { size == 16 ? try bytes.ipv6(0) : try bytes.ipv4(0) }
        }
        var protocolNumber: UInt8 { get throws(Truncation) { try bytes.u8(size) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(size + 1) } }
        var port: UInt16 { get throws(Truncation) { try bytes.u16(size + 2) } }
        var interface: UInt32 { get throws(Truncation) { try bytes.u32(size) } }
        var flowLabel: UInt32 { get throws(Truncation) { try bytes.u24(size + 1) } }
        var errorFlags: UInt8 { get throws(Truncation) { try bytes.u8(size) } }
        var errorCode: UInt8 { get throws(Truncation) { try bytes.u8(size + 1) } }
        var errorValue: UInt16 { get throws(Truncation) { try bytes.u16(size + 2) } }
        /// A tunnel's number, or that of a label switched path.
        var identifier: UInt16 { get throws(Truncation) { try bytes.u16(size + 2) } }
        /// A tunnel's extended identifier, or the originator of a group.
        var extended: HostAddress {
            get throws(Truncation) { size == 16 ? try bytes.ipv6(size + 4) : try bytes.ipv4(size + 4) }
        }
        var group: UInt16 { get throws(Truncation) { try bytes.u16(size + 4 + size + 2) } }
    }

    /// The session of a tunnel for several receivers (RFC 4875 19.1).
    struct Group: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var identifier: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var tunnel: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var extended: HostAddress { get throws(Truncation) { try bytes.ipv6(8) } }
    }

    /// RFC 3209 4.7.
    struct Attribute: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var setup: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var holding: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var nameLength: Int { get throws(Truncation) { Int(try bytes.u8(3)) } }
    }

    static func session(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        let isIPv6 = type == 2 || type == 8
        let value = Addressed(bytes, isIPv6: isIPv6)
        switch type {
        case 1, 2:
            if bytes.byteCount < value.size + 4 { return .short }
            d.put(lead)
            d.put(
                isIPv6 ? "  IPv6 DestAddress: " : "  IPv4 DestAddress: ", host: try value.address, ", Protocol ID: 0x")
            d.put(hex: try value.protocolNumber, 2)
            d.put(lead)
            d.put("  Flags: [0x", hex: try value.flags, 2, "], DestPort ")
            d.put(try value.port)
        case 7, 8, 11, 13:
            if bytes.byteCount < value.size * 2 + 4 { return .short }
            d.put(lead)
            d.put(isIPv6 ? "  IPv6 " : "  IPv4 ")
            d.put(type == 13 ? "P2MP LSP ID: " : "Tunnel EndPoint: ", host: try value.address, ", Tunnel ID: 0x")
            d.put(hex: try value.identifier, 4)
            d.put(", Extended Tunnel ID: ", host: try value.extended)
        case 14:
            // tcpdump asks for two octets more than there are.
            if bytes.byteCount < 26 { return .short }
            d.put(lead)
            d.put("  IPv6 P2MP LSP ID: 0x", hex: try Group(bytes).identifier, 8, ", Tunnel ID: 0x")
            d.put(hex: try Group(bytes).tunnel, 4)
            d.put(", Extended Tunnel ID: ", host: try Group(bytes).extended)
        default: return .unknown
        }
        return .told
    }

    static func hop(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type >= 1 && type <= 4 else { return .unknown }
        let value = Addressed(bytes, isIPv6: type == 2 || type == 4)
        if bytes.byteCount < value.size + 4 { return .short }
        d.put(lead)
        d.put("  Previous/Next Interface: ", host: try value.address, ", Logical Interface Handle: 0x")
        d.put(hex: try value.interface, 8)
        // tcpdump takes four octets less for it than an address of version 6 has.
        return bytes.byteCount > 8 ? .unknown : .told
    }

    static func filter(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        switch type {
        case 1, 2: return try ported(&d, type, bytes, lead)
        case 3:
            let value = Addressed(bytes, isIPv6: true)
            if bytes.byteCount < 20 { return .short }
            d.put(lead)
            d.put("  Source Address: ", host: try value.address, ", Flow Label: ")
            d.put(try value.flowLabel)
        case 7, 8:
            let value = Addressed(bytes, isIPv6: type == 8)
            if bytes.byteCount < value.size + 4 { return .short }
            d.put(lead)
            // Of an address of version 6 tcpdump prints the first octets as if they were one of version 4.
            d.put("  Source Address: ", host: try Addressed(bytes, isIPv6: false).address, ", LSP-ID: 0x")
            d.put(hex: try value.identifier, 4)
        case 12, 13: return try group(&d, type, bytes, lead)
        default: return .unknown
        }
        return .told
    }

    static func sender(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        switch type {
        case 1, 2: return try ported(&d, type, bytes, lead)
        case 7:
            let value = Addressed(bytes, isIPv6: false)
            if bytes.byteCount < 8 { return .short }
            d.put(lead)
            d.put("  IPv4 Tunnel Sender Address: ", host: try value.address, ", LSP-ID: 0x")
            d.put(hex: try value.identifier, 4)
        case 12, 13: return try group(&d, type, bytes, lead)
        default: return .unknown
        }
        return .told
    }

    private static func ported(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        let value = Addressed(bytes, isIPv6: type == 2)
        if bytes.byteCount < value.size + 4 { return .short }
        d.put(lead)
        d.put("  Source Address: ", host: try value.address, ", Source Port: ")
        d.put(try value.port)
        return .told
    }

    private static func group(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        let value = Addressed(bytes, isIPv6: type == 13)
        if bytes.byteCount < value.size * 2 + 8 { return .short }
        d.put(lead)
        d.put(type == 13 ? "  IPv6" : "  IPv4")
        d.put(" Tunnel Sender Address: ", host: try value.address, ", LSP ID: 0x")
        d.put(hex: try value.identifier, 4)
        d.put(lead)
        d.put("  Sub-Group Originator ID: ", host: try value.extended, ", Sub-Group ID: 0x")
        d.put(hex: try value.group, 4)
        return .told
    }

    static func attribute(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 7 else { return .unknown }
        if bytes.byteCount < Attribute.size { return .short }
        let value = Attribute(bytes)
        let count = try value.nameLength
        if bytes.byteCount < Attribute.size + count { return .short }
        d.put(lead)
        d.put("  Session Name: ")
        try d.put(text: bytes, at: Attribute.size, count)
        d.put(lead)
        d.put("  Setup Priority: ", try value.setup, ", Holding Priority: ")
        d.put(try value.holding)
        let flags = UInt32(try value.flags)
        d.put(", Flags: [")
        d.put(
            flags: flags,
            [
                (0x01, "Local Protection"), (0x02, "Label Recording"), (0x04, "SE Style"),
                (0x08, "Bandwidth protection"), (0x10, "Node protection"),
            ])
        d.put("] (")
        d.alternateHex(flags)
        d.put(")")
        return .told
    }

    static func fault(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type >= 1 && type <= 4 else { return .unknown }
        let isIPv6 = type == 2 || type == 4
        let value = Addressed(bytes, isIPv6: isIPv6)
        if bytes.byteCount < value.size + 4 { return .short }
        let code = try value.errorCode
        d.put(lead)
        d.put("  Error Node Address: ", host: try value.address, ", Flags: [0x")
        d.put(hex: try value.errorFlags, 2)
        d.put("]")
        d.put(lead)
        d.put("  Error Code: ")
        d.put(codeName(code) ?? "unknown")
        d.put(" (", code, ")")
        let number = try value.errorValue
        if code == 24 || (code == 28 || code == 125) && !isIPv6 {
            d.put(", Error Value: ")
            d.put((code == 24 ? routingFault(number) : serviceFault(number)) ?? "unknown")
            d.put(" (", number, ")")
        } else if !isIPv6 {
            d.put(", Unknown Error Value (", number, ")")
        }
        return .told
    }

    private static func codeName(_ code: UInt8) -> StaticString? {
        switch code {
        case 24: "Routing Problem"
        case 25: "Notify Error"
        case 28: "Diffserv TE Error"
        case 125: "Diffserv TE Error (Old)"
        default: nil
        }
    }

    /// RFC 3209 7.3.
    private static func routingFault(_ value: UInt16) -> StaticString? {
        switch value {
        case 1: "Bad EXPLICIT_ROUTE object"
        case 2: "Bad strict node"
        case 3: "Bad loose node"
        case 4: "Bad initial subobject"
        case 5: "No route available toward destination"
        case 6: "Unacceptable label value"
        case 7: "RRO indicated routing loops"
        case 8: "non-RSVP-capable router in the path"
        case 9: "MPLS label allocation failure"
        case 10: "Unsupported L3PID"
        default: nil
        }
    }

    /// RFC 4124 6.4.
    private static func serviceFault(_ value: UInt16) -> StaticString? {
        switch value {
        case 1: "Unexpected CT object"
        case 2: "Unsupported CT"
        case 3: "Invalid CT value"
        case 4: "CT/setup priority do not form a configured TE-Class"
        case 5: "CT/holding priority do not form a configured TE-Class"
        case 6: "CT/setup priority and CT/holding priority do not form a configured TE-Class"
        case 7: "Inconsistency between signaled PSC and signaled CT"
        case 8: "Inconsistency between signaled PHBs and signaled CT"
        default: nil
        }
    }
}
