import Packets

/// BOOTP (RFC 951) and DHCP for IPv4 (RFC 2131).
///
///      0    1       2       3      4     8      10      12 16 20 24            28        44      108     236
///     +----+-------+-------+------+-----+------+-------+---------------------+---------+-------+-------+------ - -
///     | op | htype | hlen  | hops | xid | secs | flags | four addresses      | chaddr  | sname | file  | options
///     +----+-------+-------+------+-----+------+-------+---------------------+---------+-------+-------+------ - -
extension Dissector {
    private enum Field {
        static let client = 28
        static let server = 44
        static let file = 108
        static let vendor = 236
    }

    mutating func bootp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "bootp"
        let operation = try bytes.u8(0)
        put("BOOTP/DHCP, ")
        put(operation == 1 ? "Request" : operation == 2 ? "Reply" : nil, or: "unknown (0x", hex: operation, 2, ")")
        let hardware = try bytes.u8(1)
        let hardwareLength = try bytes.u8(2)
        let ethernet = hardware == 1 && hardwareLength == 6
        if ethernet && operation == 1 {
            let client = try bytes.u48(Field.client)
            put(" from ")
            put(linkAddress: client)
        }
        put(", length ", length)
        guard verbose else { return }
        try bytes.require(2, at: 8)
        if hardware != 1 { put(", htype ", hardware) }
        if hardwareLength != 6 { put(", hlen ", hardwareLength) }
        let hops = try bytes.u8(3)
        if hops != 0 { put(", hops ", hops) }
        let transaction = try bytes.u32(4)
        if transaction != 0 { put(", xid 0x", hex: transaction) }
        let seconds = try bytes.u16(8)
        if seconds != 0 { put(", secs ", seconds) }
        let flags = try bytes.u16(10)
        put(", Flags [")
        put(flags & 0x8000 != 0 ? "Broadcast" : "none")
        put("]")
        if verbosity > 1 { put(" (0x", hex: flags, 4, ")") }
        try bootpAddresses(bytes)
        if ethernet {
            let client = try bytes.u48(Field.client)
            put("\n\t  Client-Ethernet-Address ")
            put(linkAddress: client)
        }
        try bootpName("\n\t  sname \"", bytes, Field.server, 64)
        try bootpName("\n\t  file \"", bytes, Field.file, 128)
        try bootpVendor(bytes, length)
    }

    private mutating func bootpAddresses(_ bytes: RawSpan) throws(Truncation) {
        let client = try bytes.ipv4(12)
        if client.low != 0 { put("\n\t  Client-IP ", host: client) }
        let your = try bytes.ipv4(16)
        if your.low != 0 { put("\n\t  Your-IP ", host: your) }
        let server = try bytes.ipv4(20)
        if server.low != 0 { put("\n\t  Server-IP ", host: server) }
        let gateway = try bytes.ipv4(24)
        if gateway.low != 0 { put("\n\t  Gateway-IP ", host: gateway) }
    }

    private mutating func bootpName(
        _ title: StaticString, _ bytes: RawSpan, _ offset: Int, _ size: Int
    ) throws(Truncation) {
        if try bytes.u8(offset) == 0 { return }
        put(title)
        try put(text: bytes, at: offset, size, terminated: true)
        put("\"")
    }

    private mutating func bootpVendor(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let cookie = try bytes.u32(Field.vendor)
        if cookie == 0x6382_5363 {
            put("\n\t  Vendor-rfc1048 Extensions")
            put("\n\t    Magic Cookie 0x", hex: cookie, 8)
            try dhcpOptions(bytes.from(Field.vendor + 4))
        } else if cookie != 0 {
            put("\n\t  Vendor-#0x", hex: cookie, 8)
        }
    }

    private mutating func dhcpOptions(_ bytes: RawSpan) throws(Truncation) {
        var offset = 0
        while offset < bytes.byteCount {
            let tag = UInt16(try bytes.u8(offset))
            offset += 1
            if tag == 0 && verbosity < 3 { continue }
            if tag == 255 && verbosity < 3 { return }
            var length = 0
            if tag != 0 && tag != 255 {
                length = Int(try bytes.u8(offset))
                offset += 1
            }
            put("\n\t    ")
            put(DHCPShape.name(tag) ?? "Unknown")
            put(" (", tag, "), length ")
            put(length)
            if length > 0 { put(": ") }
            if tag == 0 {
                var count = 1
                while offset < bytes.byteCount, try bytes.u8(offset) == 0 {
                    offset += 1
                    count += 1
                }
                if count > 1 { put(", occurs ", count) }
                continue
            }
            if !bytes.has(length, at: offset) {
                // What is there of a text shows still.
                return markTruncated()
            }
            let value = try bytes.slice(offset, length)
            offset += length
            try dhcpOption(UInt8(truncatingIfNeeded: tag), value)
        }
    }

    private mutating func dhcpOption(_ tag: UInt8, _ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if tag == 53 && length == 1 {
            let kind = try value.u8(0)
            return put(DHCPShape.message(kind), or: "Unknown (", kind, ")")
        }
        if tag == 55 { return try parameterList(value) }
        let used: Int
        switch DHCPShape.of(tag) {
        case .text:
            put("\"")
            put(text: value)
            put("\"")
            used = length
        case .addresses: used = try dhcpWords(value, .addresses)
        case .pairs: used = try dhcpPairs(value)
        case .numbers: used = try dhcpWords(value, .numbers)
        case .signedNumbers: used = try dhcpWords(value, .signedNumbers)
        case .shorts: used = try dhcpShorts(value)
        case .bytes: used = try dhcpBytes(value)
        case .switches: used = try dhcpSwitches(value)
        case .unknown:
            if length & 1 != 0 {
                used = try dhcpBytes(value)
            } else if length & 2 != 0 {
                used = try dhcpShorts(value)
            } else {
                used = try dhcpWords(value, .numbers)
            }
        default: used = try dhcpSpecial(tag, value)
        }
        if used < length { put("\n\t  trailing data length ", length - used) }
    }

    private mutating func parameterList(_ value: RawSpan) throws(Truncation) {
        for index in 0..<value.byteCount {
            let tag = try value.u8(index)
            put(index % 4 == 0 ? "\n\t      " : ", ")
            put(DHCPShape.name(UInt16(tag)) ?? "Unknown")
            put(" (", tag, ")")
        }
    }

    private mutating func dhcpWords(_ value: RawSpan, _ shape: DHCPShape) throws(Truncation) -> Int {
        var offset = 0
        while offset + 4 <= value.byteCount {
            if offset > 0 { put(",") }
            let word = try value.u32(offset)
            switch shape {
            case .addresses: put(host: HostAddress(ipv4: word))
            case .signedNumbers: put(Int(Int32(bitPattern: word)))
            default: put(word)
            }
            offset += 4
        }
        return offset
    }

    private mutating func dhcpPairs(_ value: RawSpan) throws(Truncation) -> Int {
        var offset = 0
        while offset + 8 <= value.byteCount {
            if offset > 0 { put(",") }
            put("(", host: try value.ipv4(offset), ":")
            put("", host: try value.ipv4(offset + 4), ")")
            offset += 8
        }
        return offset
    }

    private mutating func dhcpShorts(_ value: RawSpan) throws(Truncation) -> Int {
        var offset = 0
        while offset + 2 <= value.byteCount {
            if offset > 0 { put(",") }
            put(try value.u16(offset))
            offset += 2
        }
        return offset
    }

    private mutating func dhcpBytes(_ value: RawSpan) throws(Truncation) -> Int {
        for index in 0..<value.byteCount {
            if index > 0 { put(".") }
            put(try value.u8(index))
        }
        return value.byteCount
    }

    private mutating func dhcpSwitches(_ value: RawSpan) throws(Truncation) -> Int {
        for index in 0..<value.byteCount {
            if index > 0 { put(",") }
            let byte = try value.u8(index)
            if byte == 0 { put("N") } else if byte == 1 { put("Y") } else { put("", byte, "?") }
        }
        return value.byteCount
    }
}
