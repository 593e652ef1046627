import Packets

/// The elements (type, length, value) of label distribution messages (RFC 5036 3.4, fault tolerance RFC 3478).
enum LDPElement {
    struct Header: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) & 0x3FFF } }
        /// The U bit.
        var isIgnored: Bool { get throws(Truncation) { try bytes.u16(0) & 0x8000 == 0 } }
        /// The F bit.
        var isForwarded: Bool { get throws(Truncation) { try bytes.u16(0) & 0x4000 != 0 } }
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
    }

    struct HelloParameters: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var isTargeted: Bool { get throws(Truncation) { try bytes.u16(2) & 0x8000 != 0 } }
        var requestsTargeted: Bool { get throws(Truncation) { try bytes.u16(2) & 0x4000 != 0 } }
    }

    struct SessionParameters: ~Escapable {
        /// As far as it is printed.
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Seconds.
        var keepalive: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var isOnDemand: Bool { get throws(Truncation) { try bytes.u16(6) & 0x8000 != 0 } }
        var detectsLoops: Bool { get throws(Truncation) { try bytes.u16(6) & 0x4000 != 0 } }
    }

    struct Status: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var code: UInt32 { get throws(Truncation) { try bytes.u32(0) & 0x3FFF_FFFF } }
        var isFatal: Bool { get throws(Truncation) { try bytes.u32(0) & 0x8000_0000 != 0 } }
        var isForwarded: Bool { get throws(Truncation) { try bytes.u32(0) & 0x4000_0000 != 0 } }
        /// The message that it answers; 0 for none.
        var cause: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// RFC 3478 2.
    struct FaultTolerance: ~Escapable {
        static let size = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Milliseconds.
        var reconnectTimeout: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Milliseconds.
        var recoveryTime: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// Octets of the element; 0 ends the message's elements.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ left: Int) throws(Truncation) -> Int {
        if left < Header.size {
            short(&d, left, Header.size)
            return 0
        }
        let header = Header(bytes)
        try bytes.require(Header.size, at: 0)
        let type = try header.type
        let length = try header.length
        if length + Header.size > left {
            d.put("\n\t\t TLV contents go past end of message")
            return 0
        }
        d.put("\n\t    ")
        d.put(name(type) ?? "Unknown")
        d.put(" TLV (0x", hex: type, 4, "), length: ")
        d.put(length)
        d.put(", Flags: [")
        d.put(try header.isIgnored ? "ignore" : "continue processing")
        d.put(" and ")
        d.put(try header.isForwarded ? "do" : "don't")
        d.put(" forward if unknown]")
        try value(&d, type, bytes.from(Header.size), length)
        return length + Header.size
    }

    static func short(_ d: inout Dissector, _ length: Int, _ need: Int) {
        d.put(" [tlv length ", length, " < ")
        d.put(need)
        d.put("]")
        d.markInvalid()
    }

    /// Values of elements that are one field.
    struct Value: ~Escapable {
        /// Octets in front of the addresses of a list.
        static let addresses = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// RFC 5036 3.5.2.
        var transport: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var transport6: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// RFC 5036 3.4.2.1.
        var label: UInt32 { get throws(Truncation) { try bytes.u32(0) & 0xFFFFF } }
        /// RFC 3988 3.
        var mtu: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Of a list of addresses (RFC 5036 3.4.3): IANA's address family.
        var family: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    private static func value(
        _ d: inout Dissector, _ type: UInt16, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        let value = Value(bytes)
        switch type {
        case 0x0400: try hello(&d, HelloParameters(bytes), length)
        case 0x0401:
            if length < 4 { return short(&d, length, 4) }
            d.put("\n\t      IPv4 Transport Address: ", host: try value.transport)
        case 0x0403:
            if length < 16 { return short(&d, length, 16) }
            d.put("\n\t      IPv6 Transport Address: ", host: try value.transport6)
        case 0x0402:
            if length < 4 { return short(&d, length, 4) }
            d.put("\n\t      Sequence Number: ", try value.sequence)
        case 0x0101: try addresses(&d, bytes, length)
        case 0x0500: try session(&d, SessionParameters(bytes), length)
        case 0x0100: try LDPClass.print(&d, bytes, length)
        case 0x0200:
            if length < 4 { return short(&d, length, 4) }
            d.put("\n\t      Label: ", try value.label)
        case 0x0300: try status(&d, Status(bytes), length)
        case 0x0503: try faultTolerance(&d, FaultTolerance(bytes), length)
        case 0x0601:
            if length < 4 { return short(&d, length, 4) }
            d.put("\n\t      MTU: ", try value.mtu)
        default:
            if d.verbosity <= 1 { try d.dumpValue(bytes, 0, length, lead: "\n\t      ") }
        }
    }

    private static func hello(_ d: inout Dissector, _ hello: HelloParameters, _ length: Int) throws(Truncation) {
        if length < HelloParameters.size { return short(&d, length, HelloParameters.size) }
        let seconds = try hello.holdTime
        let targeted = try hello.isTargeted
        d.put("\n\t      Hold Time: ", seconds, "s, Flags: [")
        d.put(targeted ? "Targeted" : "Link")
        d.put(" Hello")
        if try hello.requestsTargeted { d.put(", Request for targeted Hellos") }
        d.put("]")
    }

    private static func addresses(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < Value.addresses { return short(&d, length, Value.addresses) }
        let family = try Value(bytes).family
        d.put("\n\t      Address Family: ")
        var offset = Value.addresses
        switch family {
        case 1, 2:
            d.put(family == 1 ? "IPv4, addresses" : "IPv6, addresses")
            let size = family == 1 ? 4 : 16
            while length - offset >= size {
                d.put(" ", host: family == 1 ? try bytes.ipv4(offset) : try bytes.ipv6(offset))
                offset += size
            }
        default:
            d.put(Names.addressFamilyName(family), or: "Unknown (", family, ")")
            d.put(", addresses")
        }
    }

    private static func session(
        _ d: inout Dissector, _ session: SessionParameters, _ length: Int
    ) throws(Truncation) {
        if length < SessionParameters.size { return short(&d, length, SessionParameters.size) }
        let seconds = try session.keepalive
        d.put("\n\t      Version: ", try session.version, ", Keepalive: ")
        d.put("", seconds, "s, Flags: [Downstream ")
        d.put(try session.isOnDemand ? "On Demand" : "Unsolicited")
        d.put(", Loop Detection ")
        d.put(try session.detectsLoops ? "Enabled" : "Disabled")
        d.put("]")
    }

    private static func status(_ d: inout Dissector, _ status: Status, _ length: Int) throws(Truncation) {
        if length < Status.size { return short(&d, length, Status.size) }
        d.put("\n\t      Status: 0x", hex: try status.code, 2, ", Flags: [")
        d.put(try status.isFatal ? "Fatal error" : "Advisory Notification")
        d.put(" and ")
        d.put(try status.isForwarded ? "do" : "don't")
        d.put(" forward]")
        let cause = try status.cause
        if cause != 0 { d.put(", causing Message ID: 0x", hex: cause, 8) }
    }

    private static func faultTolerance(
        _ d: inout Dissector, _ fault: FaultTolerance, _ length: Int
    ) throws(Truncation) {
        if length < FaultTolerance.size { return short(&d, length, FaultTolerance.size) }
        let flags = try fault.flags
        d.put("\n\t      Flags: [")
        d.put(flags & 0x8000 != 0 ? "" : "No ")
        d.put("Reconnect, ")
        d.put(flags & 0x8 != 0 ? "" : "Don't ")
        d.put("Save State, ")
        d.put(flags & 0x4 != 0 ? "" : "No ")
        d.put("All-Label Protection, ")
        d.put(flags & 0x2 != 0 ? "Sequence Numbered Label" : "All Labels")
        d.put(" Checkpoint, ")
        d.put(flags & 0x1 != 0 ? "" : "Don't ")
        d.put("Re-Learn State]")
        let reconnect = try fault.reconnectTimeout
        if reconnect != 0 { d.put(", Reconnect Timeout: ", reconnect, "ms") }
        let recovery = try fault.recoveryTime
        if recovery != 0 { d.put(", Recovery Time: ", recovery, "ms") }
    }

    static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 0x0100: "FEC"
        case 0x0101: "Address List"
        case 0x0103: "Hop Count"
        case 0x0104: "Path Vector"
        case 0x0200: "Generic Label"
        case 0x0201: "ATM Label"
        case 0x0202: "Frame-Relay Label"
        case 0x0300: "Status"
        case 0x0301: "Extended Status"
        case 0x0302: "Returned PDU"
        case 0x0303: "Returned Message"
        case 0x0400: "Common Hello Parameters"
        case 0x0401: "IPv4 Transport Address"
        case 0x0402: "Configuration Sequence Number"
        case 0x0403: "IPv6 Transport Address"
        case 0x0500: "Common Session Parameters"
        case 0x0501: "ATM Session Parameters"
        case 0x0502: "Frame-Relay Session Parameters"
        case 0x0503: "Fault-Tolerant Session Parameters"
        case 0x0601: "MTU"
        default: nil
        }
    }
}
