import Packets

/// What a label stands for: forwarding equivalence classes (RFC 5036 3.4.1), and pseudowires (RFC 4447 5.1).
enum LDPClass {
    /// The head of a pseudowire's class, behind its type.
    struct Pseudowire: ~Escapable {
        /// Up to the group.
        static let size = 7
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) & 0x7FFF } }
        var hasControlWord: Bool { get throws(Truncation) { try bytes.u16(0) & 0x8000 != 0 } }
        /// Octets behind the group.
        var length: Int { get throws(Truncation) { Int(try bytes.u8(2)) } }
        var group: UInt32 { get throws(Truncation) { try bytes.u32(3) } }
        var circuit: UInt32 { get throws(Truncation) { try bytes.u32(7) } }
    }

    /// RFC 5036 3.4.1.
    struct Class: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var body: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(1) } }
    }

    /// A prefix, behind its type (RFC 5036 3.4.1).
    struct PrefixClass: ~Escapable {
        /// Octets in front of the prefix.
        static let size = 3
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// IANA's address family.
        var family: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var bits: Int { get throws(Truncation) { try Int(bytes.u8(2)) } }
    }

    /// A parameter of a pseudowire's interface (RFC 4447 5.5).
    struct Parameter: ~Escapable {
        static let headerSize = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// With type and length.
        var length: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
        var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(2) } }
    }

    /// Values of the interface's parameters (RFC 4447 5.5, RFC 5085 4).
    struct ParameterValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var mtu: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Control channels.
        var channels: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var verifications: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 1 { return LDPElement.short(&d, length, 1) }
        let element = Class(bytes)
        let type = try element.type
        d.put("\n\t      ")
        d.put(name(type) ?? "Unknown")
        d.put(" FEC (0x", hex: type, 2, ")")
        let body = try element.body
        switch type {
        case 0x02: try prefix(&d, body, length - 1)
        case 0x80: try pseudowire(&d, body, length - 1)
        default: break
        }
    }

    private static func prefix(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let element = PrefixClass(bytes)
        if length < 2 { return LDPElement.short(&d, length, 2) }
        let family = try element.family
        if family != 1 && family != 2 { return d.put(": Address family ", family, " prefix") }
        let title: StaticString = family == 1 ? ": IPv4 prefix" : ": IPv6 prefix"
        if length < PrefixClass.size {
            d.put(title)
            return d.put(" (goes past end of TLV)")
        }
        let bits = try element.bits
        if bits > (family == 1 ? 32 : 128) {
            d.put(title)
            return d.put(" (invalid length)")
        }
        try bytes.require(Prefix.octets(bits), at: PrefixClass.size)
        if length - PrefixClass.size < Prefix.octets(bits) {
            d.put(title)
            return d.put(" (goes past end of TLV)")
        }
        let address =
            family == 1
            ? try Prefix.ipv4(bytes, PrefixClass.size, bits: bits)
            : try Prefix.ipv6(bytes, PrefixClass.size, bits: bits)
        d.put(title)
        d.put(" ")
        d.put(numericHost: address)
        d.put("/", bits)
    }

    private static func pseudowire(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < Pseudowire.size { return LDPElement.short(&d, length, Pseudowire.size) }
        let wire = Pseudowire(bytes)
        var left = try wire.length
        let type = try wire.type
        let group = try wire.group
        d.put(": ")
        d.put(MPLSNames.pseudowire(type) ?? "Unknown")
        d.put(try wire.hasControlWord ? ", control word" : ", no control word")
        d.put(", group-ID ", group)
        if left == 0 {
            // A class of all circuits of the group.
            return d.put(", VC-info-length: ", left)
        }
        if length < Pseudowire.size + 4 { return LDPElement.short(&d, length, Pseudowire.size + 4) }
        d.put(", VC-ID ", try wire.circuit)
        d.put(", VC-info-length: ", left)
        if left < 4 {
            d.put(" (invalid, < 4")
            return
        }
        left -= 4
        var offset = Pseudowire.size + 4
        if length - offset < left { return LDPElement.short(&d, length - offset, left) }
        while left > 2 {
            guard let used = try parameter(&d, bytes.from(offset), left) else { return }
            left -= used
            offset += used
        }
    }

    /// A parameter of the interface: type, length with these two octets, value. Nil ends the list.
    private static func parameter(_ d: inout Dissector, _ bytes: RawSpan, _ left: Int) throws(Truncation) -> Int? {
        let parameter = Parameter(bytes)
        let type = try parameter.type
        let size = try parameter.length
        if size < Parameter.headerSize || left < size { return nil }
        d.put("\n\t\tInterface Parameter: ")
        d.put(parameterName(type) ?? "Unknown")
        d.put(" (0x", hex: type, 2, "), len ")
        d.put(size)
        try parameterValue(&d, type, parameter.value, size - Parameter.headerSize)
        return size
    }

    private static func parameterValue(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        switch type {
        case 0x01: d.put(": ", try ParameterValue(bytes).mtu)
        case 0x03:
            d.put(": ")
            try d.put(text: bytes, at: 0, length)
        case 0x0C:
            let value = ParameterValue(bytes)
            let channels = try value.channels
            let verifications = try value.verifications
            d.put("\n\t\t  Control Channels (0x", hex: channels, 2, ") = [")
            d.put(
                flags: UInt32(channels),
                [(0x01, "PWE3 control word"), (0x02, "MPLS Router Alert Label"), (0x04, "MPLS inner label TTL = 1")])
            d.put("]\n\t\t  CV Types (0x", hex: verifications, 2, ") = [")
            d.put(flags: UInt32(verifications), [(0x01, "ICMP Ping"), (0x02, "LSP Ping"), (0x04, "BFD")])
            d.put("]")
        default: try d.dumpValue(bytes, 0, length, lead: "\n\t\t  ")
        }
    }

    private static func name(_ type: UInt8) -> StaticString? {
        switch type {
        case 0x01: "Wildcard"
        case 0x02: "Prefix"
        case 0x03: "Host address"
        case 0x80: "Martini VC"
        default: nil
        }
    }

    private static func parameterName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0x01: "MTU"
        case 0x03: "Description"
        case 0x0C: "VCCV"
        default: nil
        }
    }
}
