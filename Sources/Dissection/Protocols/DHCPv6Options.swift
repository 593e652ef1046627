import Packets

/// Values of DHCPv6 options (RFC 8415 21 and those that came later).
extension Dissector {
    /// False when the value is too short, or of a length that its type cannot have.
    mutating func dhcpv6Value(_ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        switch type {
        case 1, 2: return try uniqueIdentifier(value)
        case 3, 4, 25: return try identityAssociation(type, value)
        case 5, 26: return try leasedAddress(type, value)
        case 6, 43:
            if size % 2 != 0 { return false }
            for index in 0..<size / 2 {
                let requested = try value.u16(index * 2)
                put(" ")
                put(Dissector.dhcpv6Option(requested), or: "opt_", requested)
            }
        case 7:
            if size != 1 { return false }
            put(" ", try value.u8(0))
        case 8:
            if size != 2 { return false }
            put(" ", try value.u16(0))
        case 9:
            put(" (")
            try dhcpv6(value, size)
            layer = "dhcp6"
        case 11: return try dhcpv6Authentication(value)
        case 13:
            if size < 2 { return false }
            let status = try value.u16(0)
            put(" ")
            put(Dissector.statusName(status), or: "code", status)
        case 18, 38: try abbreviated(" ", value, 0)
        case 19:
            if size != 1 { return false }
            let kind = try value.u8(0)
            put(kind == 5 ? " for renew" : kind == 11 ? " for inf-req" : nil, or: " for ?", hex: kind, 2)
        case 21, 24: try dhcpv6Names(value)
        case 22, 23, 27, 28, 31, 34, 40, 48:
            if size % 16 != 0 { return false }
            for index in 0..<size / 16 { put(" ", host: try value.ipv6(index * 16)) }
        case 32, 46:
            if size != 4 { return false }
            put(" ", try value.u32(0))
        default: return try dhcpv6Rarer(type, value)
        }
        return true
    }

    private mutating func dhcpv6Rarer(_ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        switch type {
        case 37:
            if size < 4 { return false }
            put(" ", try value.u32(0))
            try abbreviated(" ", value, 4)
        case 41, 42, 112:
            if size < 5 { return false }
            put(" ")
            put(text: value)
        case 44:
            if size < 17 { return false }
            let kind = try value.u8(0)
            put(" ")
            put(kind == 1 ? "by-address" : kind == 2 ? "by-clientID" : nil, or: "type_", kind)
            put(" ", host: try value.ipv6(1))
            if size > 17 { try dhcpv6Options(value.from(17), size - 17) }
        case 45: if size > 0 { try dhcpv6Options(value, size) }
        case 47:
            if size < 16 { return false }
            put(" ", host: try value.ipv6(0))
            try abbreviated(" ", value, 16)
        case 56:
            if size < 4 { return false }
            try timeServers(value)
        case 64:
            if size < 3 { return false }
            put(" ")
            var offset = 0
            while offset < size {
                let label = Int(try value.u8(offset))
                if label == 0 || offset + 1 + label > size { break }
                if offset > 0 { put(".") }
                put(text: try value.slice(offset + 1, label))
                offset += 1 + label
            }
        default: break
        }
        return true
    }

    private mutating func uniqueIdentifier(_ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        if size < 2 { return false }
        let type = try value.u16(0)
        switch type {
        case 1:
            if size < 8 { return false }
            put(" hwaddr/time type ", try value.u16(2), " time ")
            put(try value.u32(4))
            put(" ")
            try hexBytes(value, 8, size - 8)
        case 2:
            if size < 10 { return false }
            put(" vid ")
            try hexBytes(value, 2, 8)
        case 3:
            if size < 4 { return false }
            put(" hwaddr type ", try value.u16(2), " ")
            try hexBytes(value, 4, size - 4)
        default: put(" type ", type)
        }
        return true
    }

    private mutating func identityAssociation(_ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        let header = type == 4 ? 4 : 12
        if size < header { return false }
        put(" IAID:", try value.u32(0))
        if type != 4 {
            put(" T1:", try value.u32(4), " T2:")
            put(try value.u32(8))
        }
        if size > header { try dhcpv6Options(value.from(header), size - header) }
        return true
    }

    private mutating func leasedAddress(_ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        let header = type == 5 ? 24 : 25
        if size < header { return false }
        if type == 5 {
            put(" ", host: try value.ipv6(0), " pltime:")
            put(try value.u32(16))
            put(" vltime:", try value.u32(20))
        } else {
            put(" ", host: try value.ipv6(9), "/")
            put(try value.u8(8))
            put(" pltime:", try value.u32(0), " vltime:")
            put(try value.u32(4))
        }
        if size > header { try dhcpv6Options(value.from(header), size - header) }
        return true
    }

    /// At most ten bytes in hexadecimal and an ellipsis.
    private mutating func abbreviated(_ lead: StaticString, _ value: RawSpan, _ start: Int) throws(Truncation) {
        put(lead)
        try hexBytes(value, start, Swift.min(10, value.byteCount - start))
        put("...")
    }

    private mutating func dhcpv6Names(_ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset < value.byteCount {
            put(" ")
            guard let next = try name(value, offset) else { throw Truncation(offset: offset, need: 1, have: 0) }
            offset = next
        }
    }

    private mutating func timeServers(_ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset + 4 <= value.byteCount {
            let kind = try value.u16(offset)
            let size = Int(try value.u16(offset + 2))
            offset += 4
            guard value.has(size, at: offset) else { throw Truncation(offset: offset, need: size, have: 0) }
            put(" subopt:", kind)
            switch kind {
            case 1, 2:
                if size == 16 { put(" ", host: try value.ipv6(offset)) } else { put(" ?") }
            case 3:
                put(" ")
                _ = try name(value, offset)
            default: put(" ?")
            }
            offset += size
        }
    }

    private static func statusName(_ status: UInt16) -> StaticString? {
        switch status {
        case 0: "Success"
        case 1: "UnspecFail"
        case 2: "NoAddrsAvail"
        case 3: "NoBinding"
        case 4: "NotOnLink"
        case 5: "UseMulticast"
        case 6: "NoPrefixAvail"
        case 7: "UnknownQueryType"
        case 8: "MalformedQuery"
        case 9: "NotConfigured"
        case 10: "NotAllowed"
        default: nil
        }
    }

    /// RFC 8415 20, RFC 3315 21.4.
    private mutating func dhcpv6Authentication(_ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        if size < 11 { return false }
        let proto = try value.u8(0)
        let algorithm = try value.u8(1)
        let method = try value.u8(2)
        put(" proto: ")
        put(proto == 2 ? "delayed" : proto == 3 ? "reconfigure" : nil, or: "", proto)
        put(", alg: ")
        put(algorithm == 1 ? "HMAC-MD5" : nil, or: "", algorithm)
        put(", RDM: ")
        put(method == 0 ? "mono" : nil, or: "", method)
        put(", RD:")
        for index in 0..<4 { put(" ", hex: try value.u16(3 + index * 2), 4) }
        switch proto {
        case 2:
            let rest = size - 11
            if rest == 0 { return true }
            if rest < 20 {
                put(" ??")
                return true
            }
            let realm = rest - 20
            if realm > 0 {
                put(", realm: ")
                try hexBytes(value, 11, realm)
            }
            put(", key ID: ", hex: try value.u32(11 + realm), 8)
            put(", HMAC-MD5:")
            try words(value, 15 + realm)
        case 3:
            guard size - 11 == 17 else {
                put(" ??")
                return true
            }
            switch try value.u8(11) {
            case 1: put(" reconfig-key value:")
            case 2: put(" type: HMAC-MD5 value:")
            default:
                put(" ??")
                return true
            }
            try words(value, 12)
        default: put(" ??")
        }
        return true
    }

    private mutating func words(_ value: RawSpan, _ start: Int) throws(Truncation) {
        for index in 0..<4 { put(" ", hex: try value.u32(start + index * 4), 8) }
    }
}
