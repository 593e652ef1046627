import Packets

/// DHCP options with a shape of their own: RFC 2132 9, RFC 3046, RFC 3442, RFC 4702, RFC 3004.
extension BOOTP {
    /// Values of options that are one field (RFC 2132 9).
    struct OptionValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    /// RFC 2132 9.14.
    struct ClientIdentifier: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// As ARP has hardware; 0: text.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var text: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(1) } }
    }

    /// RFC 4702 2.
    struct ClientName: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// How adding the name to the address's zone went.
        var forward: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// How adding the address to the name's zone went.
        var reverse: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var name: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(3) } }
    }

    /// Gives how many bytes of the value were used.
    static func special(_ d: inout Dissector, _ tag: UInt8, _ value: RawSpan) throws(Truncation) -> Int {
        let length = value.byteCount
        switch DHCPShape.of(tag) {
        case .overload, .netbiosNode:
            if length < 1 { return tooShort(&d, 1, length) }
            let kind = try OptionValue(value).kind
            d.put(DHCPShape.of(tag) == .overload ? BOOTP.overloadName(kind) : BOOTP.nodeName(kind), or: "#", kind)
            return 1
        case .clientIdentifier: try clientIdentifier(&d, value)
        case .userClass: try userClasses(&d, value)
        case .fullName: try clientName(&d, value)
        case .agentInformation: return try agentInformation(&d, value)
        case .routes: try classlessRoutes(&d, value)
        default: break
        }
        return length
    }

    @discardableResult
    private static func tooShort(_ d: inout Dissector, _ need: Int, _ length: Int) -> Int {
        d.put("[ERROR: length < ", need, " bytes]")
        return length
    }

    private static func overloadName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "file"
        case 2: "sname"
        case 3: "file+sname"
        default: nil
        }
    }

    private static func nodeName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "b-node"
        case 2: "p-node"
        case 4: "m-node"
        case 8: "h-node"
        default: nil
        }
    }

    private static func clientIdentifier(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if length < 1 { return _ = tooShort(&d, 1, length) }
        let identifier = ClientIdentifier(value)
        let type = try identifier.type
        if type == 0 {
            d.put("\"")
            d.put(text: try identifier.text)
            return d.put("\"")
        }
        d.put(BOOTP.arpHardware(type), or: "hardware-type ", type, ",")
        d.put(" ")
        for index in 1..<length {
            if index > 1 { d.put(":") }
            d.put(hex: try value.u8(index), 2)
        }
    }

    private static func arpHardware(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "ether"
        case 6: "ieee802"
        case 7: "arcnet"
        case 15: "frelay"
        case 17: "strip"
        case 24: "ieee1394"
        default: nil
        }
    }

    private static func userClasses(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if length < 2 { return _ = tooShort(&d, 2, length) }
        var offset = 0
        var number = 1
        while offset < length {
            let size = Int(try value.u8(offset))
            offset += 1
            d.put("\n\t      instance#", number, ": ")
            if size == 0 { return d.put("[ERROR: suboption length must be non-zero]") }
            if length - offset < size { return d.put("[ERROR: invalid option]") }
            d.put("\"")
            d.put(text: try value.slice(offset, size))
            d.put("\", length ", size)
            number += 1
            offset += size
        }
    }

    private static func clientName(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if length < 3 { return _ = tooShort(&d, 3, length) }
        let client = ClientName(value)
        let flags = try client.flags
        if flags & 0xF0 != 0 { d.put("[ERROR: MBZ nibble 0x", hex: flags >> 4, 1, " != 0] ") }
        if flags & 0x0F != 0 {
            d.put("[")
            if flags & 1 != 0 { d.put("S") }
            if flags & 2 != 0 { d.put("O") }
            if flags & 4 != 0 { d.put("E") }
            if flags & 8 != 0 { d.put("N") }
            d.put("] ")
        }
        let (first, second) = (try client.forward, try client.reverse)
        if first != 0 || second != 0 {
            d.put(first)
            d.put("/", second, " ")
        }
        d.put("\"")
        d.put(text: try client.name)
        d.put("\"")
    }

    /// Of the relay's information (RFC 3046 2.0).
    struct Suboption: ~Escapable {
        static let headerLength = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets of the value.
        var length: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
    }

    private static func agentInformation(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Int {
        let length = value.byteCount
        var offset = 0
        while length - offset >= Suboption.headerLength {
            let suboption = Suboption(try value.from(offset))
            let kind = try suboption.type
            let size = try suboption.length
            offset += Suboption.headerLength
            d.put("\n\t      ")
            let name: StaticString? =
                switch kind {
                case 1: "Circuit-ID"
                case 2: "Remote-ID"
                case 6: "Subscriber-ID"
                default: nil
                }
            d.put(name ?? "Unknown")
            d.put(" SubOption ", kind, ", length ")
            d.put(size)
            d.put(": ")
            if size > length - offset {
                d.put("length goes past end of option")
                return length
            }
            if name != nil {
                d.put(text: try value.slice(offset, size))
            } else {
                try d.dumpValue(value, offset, size, lead: "\n\t\t")
            }
            offset += size
        }
        return offset
    }

    private static func classlessRoutes(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if length < 5 { return _ = tooShort(&d, 5, length) }
        var offset = 0
        while offset < length {
            if offset > 0 { d.put(",") }
            let width = Int(try value.u8(offset))
            offset += 1
            if width > 32 { return d.put("[ERROR: Mask width (", width, ") > 32]") }
            let octets = (width + 7) / 8
            if length - offset < octets + 4 {
                d.put("[ERROR: Remaining length (", length - offset, ") < ")
                return d.put("", octets + 4, " bytes]")
            }
            d.put("(")
            if width == 0 {
                d.put("default")
            } else {
                for index in 0..<4 {
                    if index > 0 { d.put(".") }
                    if index < octets { d.put(try value.u8(offset + index)) } else { d.put("0") }
                }
                d.put("/", width)
            }
            d.put(":", host: try value.ipv4(offset + octets), ")")
            offset += octets + 4
        }
    }
}
