import Packets

/// Values of DHCPv6 options (RFC 8415 21 and those that came later).
extension DHCPv6 {
    /// False when the value is too short, or of a length that its type cannot have.
    static func value(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        switch type {
        case 1, 2: return try uniqueIdentifier(&d, value)
        case 3, 4, 25: return try identityAssociation(&d, type, value)
        case 5, 26: return try leasedAddress(&d, type, value)
        case 6, 43:
            if size % 2 != 0 { return false }
            for index in 0..<size / 2 {
                let requested = try value.u16(index * 2)
                d.put(" ")
                d.put(DHCPv6.optionName(requested), or: "opt_", requested)
            }
        case 7:
            if size != 1 { return false }
            d.put(" ", try Value(value).preference)
        case 8:
            if size != 2 { return false }
            d.put(" ", try Value(value).elapsed)
        case 9:
            d.put(" (")
            try print(&d, value, size)
            d.layer = "dhcp6"
        case 11: return try authentication(&d, value)
        case 13:
            if size < 2 { return false }
            let status = try Value(value).status
            d.put(" ")
            d.put(DHCPv6.statusName(status), or: "code", status)
        case 18, 38: try abbreviated(&d, " ", value, 0)
        case 19:
            if size != 1 { return false }
            let kind = try Value(value).reconfigure
            d.put(kind == 5 ? " for renew" : kind == 11 ? " for inf-req" : nil, or: " for ?", hex: kind, 2)
        case 22, 23, 27, 28, 31, 34, 40, 48:
            if size % 16 != 0 { return false }
            for index in 0..<size / 16 { d.put(" ", host: try value.ipv6(index * 16)) }
        case 32, 46:
            if size != 4 { return false }
            d.put(" ", try Value(value).lifetime)
        default: return try rarer(&d, type, value)
        }
        return true
    }

    private static func rarer(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        switch type {
        case 37:
            if size < 4 { return false }
            d.put(" ", try Value(value).enterprise)
            try abbreviated(&d, " ", value, 4)
        case 41, 42, 112:
            if size < 5 { return false }
            d.put(" ")
            d.put(text: value, terminated: type == 112)
        case 44:
            if size < Query.length { return false }
            let query = Query(value)
            let kind = try query.type
            d.put(" ")
            d.put(kind == 1 ? "by-address" : kind == 2 ? "by-clientID" : nil, or: "type_", kind)
            d.put(" ", host: try query.link)
            if size > Query.length { try options(&d, query.options, size - Query.length) }
        case 45: if size > 0 { try options(&d, value, size) }
        case 47:
            if size < RelayData.length { return false }
            d.put(" ", host: try RelayData(value).peer)
            try abbreviated(&d, " ", value, RelayData.length)
        case 56:
            if size < 4 { return false }
            try timeServers(&d, value)
        case 64:
            if size < 3 { return false }
            d.put(" ")
            var offset = 0
            while offset < size {
                let label = Label(try value.from(offset))
                let length = try label.length
                if length == 0 || offset + 1 + length > size { break }
                if offset > 0 { d.put(".") }
                d.put(text: try label.text)
                offset += 1 + length
            }
        default: break
        }
        return true
    }

    private static func uniqueIdentifier(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        if size < 2 { return false }
        let identifier = UniqueIdentifier(value)
        let type = try identifier.type
        switch type {
        case 1:
            if size < 8 { return false }
            d.put(" hwaddr/time type ", try identifier.hardware, " time ")
            d.put(try identifier.time)
            d.put(" ")
            try d.hexBytes(value, 8, size - 8)
        case 2:
            if size < 10 { return false }
            d.put(" vid ")
            try d.hexBytes(value, 2, 8)
        case 3:
            if size < 4 { return false }
            d.put(" hwaddr type ", try identifier.hardware, " ")
            try d.hexBytes(value, 4, size - 4)
        default: d.put(" type ", type)
        }
        return true
    }

    private static func identityAssociation(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation)
        -> Bool
    {
        let association = Association(value)
        let size = value.byteCount
        let header = type == 4 ? 4 : 12
        if size < header { return false }
        d.put(" IAID:", try association.identifier)
        if type != 4 {
            d.put(" T1:", try association.renewal, " T2:")
            d.put(try association.rebinding)
        }
        if size > header { try options(&d, value.from(header), size - header) }
        return true
    }

    private static func leasedAddress(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool
    {
        let size = value.byteCount
        let header = type == 5 ? 24 : 25
        if size < header { return false }
        if type == 5 {
            let lease = Address(value)
            d.put(" ", host: try lease.address, " pltime:")
            d.put(try lease.preferred)
            d.put(" vltime:", try lease.valid)
        } else {
            let delegated = DelegatedPrefix(value)
            d.put(" ", host: try delegated.prefix, "/")
            d.put(try delegated.bits)
            d.put(" pltime:", try delegated.preferred, " vltime:")
            d.put(try delegated.valid)
        }
        if size > header { try options(&d, value.from(header), size - header) }
        return true
    }

    /// At most ten bytes in hexadecimal and an ellipsis.
    private static func abbreviated(_ d: inout Dissector, _ lead: StaticString, _ value: RawSpan, _ start: Int)
        throws(Truncation)
    {
        d.put(lead)
        try d.hexBytes(value, start, Swift.min(10, value.byteCount - start))
        d.put("...")
    }

    /// False when one of them does not end within the option.
    static func names(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        var offset = 0
        while offset < value.byteCount {
            d.put(" ")
            do throws(Truncation) {
                guard let next = try DNS.name(&d, value, offset) else { return false }
                offset = next
            } catch { return false }
        }
        return true
    }

    private static func timeServers(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        var offset = 0
        while offset + TimeServer.headerLength <= value.byteCount {
            let server = TimeServer(try value.from(offset))
            let kind = try server.type
            let size = try server.length
            offset += TimeServer.headerLength
            guard value.has(size, at: offset) else { throw Truncation(offset: offset, need: size, have: 0) }
            d.put(" subopt:", kind)
            switch kind {
            case 1, 2:
                if size == 16 { d.put(" ", host: try value.ipv6(offset)) } else { d.put(" ?") }
            case 3:
                d.put(" ")
                _ = try DNS.name(&d, value, offset)
            default: d.put(" ?")
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
    private static func authentication(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        if size < Authentication.length { return false }
        let authentication = Authentication(value)
        let proto = try authentication.proto
        let algorithm = try authentication.algorithm
        let method = try authentication.method
        d.put(" proto: ")
        d.put(proto == 2 ? "delayed" : proto == 3 ? "reconfigure" : nil, or: "", proto)
        d.put(", alg: ")
        d.put(algorithm == 1 ? "HMAC-MD5" : nil, or: "", algorithm)
        d.put(", RDM: ")
        d.put(method == 0 ? "mono" : nil, or: "", method)
        d.put(", RD:")
        for index in 0..<4 { d.put(" ", hex: try value.u16(Authentication.replay + index * 2), 4) }
        switch proto {
        case 2:
            let rest = size - Authentication.length
            if rest == 0 { return true }
            if rest < 20 {
                d.put(" ??")
                return true
            }
            let realm = rest - 20
            if realm > 0 {
                d.put(", realm: ")
                try d.hexBytes(value, Authentication.length, realm)
            }
            d.put(", key ID: ", hex: try value.u32(Authentication.length + realm), 8)
            d.put(", HMAC-MD5:")
            try words(&d, value, Authentication.length + 4 + realm)
        case 3:
            guard size - Authentication.length == 17 else {
                d.put(" ??")
                return true
            }
            switch try authentication.keyType {
            case 1: d.put(" reconfig-key value:")
            case 2: d.put(" type: HMAC-MD5 value:")
            default:
                d.put(" ??")
                return true
            }
            try words(&d, value, Authentication.length + 1)
        default: d.put(" ??")
        }
        return true
    }

    private static func words(_ d: inout Dissector, _ value: RawSpan, _ start: Int) throws(Truncation) {
        for index in 0..<4 { d.put(" ", hex: try value.u32(start + index * 4), 8) }
    }
}
