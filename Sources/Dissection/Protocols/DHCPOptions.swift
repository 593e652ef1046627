import Packets

/// DHCP options with a shape of their own: RFC 2132 9, RFC 3046, RFC 3442, RFC 4702, RFC 3004.
extension Dissector {
    /// Gives how many bytes of the value were used.
    mutating func dhcpSpecial(_ tag: UInt8, _ value: RawSpan) throws(Truncation) -> Int {
        let length = value.byteCount
        switch DHCPShape.of(tag) {
        case .overload, .netbiosNode:
            if length < 1 { return tooShort(1, length) }
            let kind = try value.u8(0)
            put(DHCPShape.of(tag) == .overload ? Dissector.overloadName(kind) : Dissector.nodeName(kind), or: "#", kind)
            return 1
        case .clientIdentifier: try clientIdentifier(value)
        case .userClass: try userClasses(value)
        case .fullName: try clientName(value)
        case .agentInformation: return try agentInformation(value)
        case .routes: try classlessRoutes(value)
        default: break
        }
        return length
    }

    @discardableResult
    private mutating func tooShort(_ need: Int, _ length: Int) -> Int {
        put("[ERROR: length < ", need, " bytes]")
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

    private mutating func clientIdentifier(_ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if length < 1 { return _ = tooShort(1, length) }
        let type = try value.u8(0)
        if type == 0 {
            put("\"")
            put(text: try value.from(1))
            return put("\"")
        }
        put(Dissector.arpHardware(type), or: "hardware-type ", type, ",")
        put(" ")
        for index in 1..<length {
            if index > 1 { put(":") }
            put(hex: try value.u8(index), 2)
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

    private mutating func userClasses(_ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if length < 2 { return _ = tooShort(2, length) }
        var offset = 0
        var number = 1
        while offset < length {
            let size = Int(try value.u8(offset))
            offset += 1
            put("\n\t      instance#", number, ": ")
            if size == 0 { return put("[ERROR: suboption length must be non-zero]") }
            if length - offset < size { return put("[ERROR: invalid option]") }
            put("\"")
            put(text: try value.slice(offset, size))
            put("\", length ", size)
            number += 1
            offset += size
        }
    }

    private mutating func clientName(_ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if length < 3 { return _ = tooShort(3, length) }
        let flags = try value.u8(0)
        if flags & 0xF0 != 0 { put("[ERROR: MBZ nibble 0x", hex: flags >> 4, 1, " != 0] ") }
        if flags & 0x0F != 0 {
            put("[")
            if flags & 1 != 0 { put("S") }
            if flags & 2 != 0 { put("O") }
            if flags & 4 != 0 { put("E") }
            if flags & 8 != 0 { put("N") }
            put("] ")
        }
        let (first, second) = (try value.u8(1), try value.u8(2))
        if first != 0 || second != 0 {
            put(first)
            put("/", second, " ")
        }
        put("\"")
        put(text: try value.from(3))
        put("\"")
    }

    private mutating func agentInformation(_ value: RawSpan) throws(Truncation) -> Int {
        let length = value.byteCount
        var offset = 0
        while length - offset >= 2 {
            let kind = try value.u8(offset)
            let size = Int(try value.u8(offset + 1))
            offset += 2
            put("\n\t      ")
            let name: StaticString? =
                switch kind {
                case 1: "Circuit-ID"
                case 2: "Remote-ID"
                case 6: "Subscriber-ID"
                default: nil
                }
            put(name ?? "Unknown")
            put(" SubOption ", kind, ", length ")
            put(size)
            put(": ")
            if size > length - offset {
                put("length goes past end of option")
                return length
            }
            if name != nil {
                put(text: try value.slice(offset, size))
            } else {
                try dumpValue(value, offset, size, lead: "\n\t\t")
            }
            offset += size
        }
        return offset
    }

    private mutating func classlessRoutes(_ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if length < 5 { return _ = tooShort(5, length) }
        var offset = 0
        while offset < length {
            if offset > 0 { put(",") }
            let width = Int(try value.u8(offset))
            offset += 1
            if width > 32 { return put("[ERROR: Mask width (", width, ") > 32]") }
            let octets = (width + 7) / 8
            if length - offset < octets + 4 {
                put("[ERROR: Remaining length (", length - offset, ") < ")
                return put("", octets + 4, " bytes]")
            }
            put("(")
            if width == 0 {
                put("default")
            } else {
                for index in 0..<4 {
                    if index > 0 { put(".") }
                    if index < octets { put(try value.u8(offset + index)) } else { put("0") }
                }
                put("/", width)
            }
            put(":", host: try value.ipv4(offset + octets), ")")
            offset += octets + 4
        }
    }
}
