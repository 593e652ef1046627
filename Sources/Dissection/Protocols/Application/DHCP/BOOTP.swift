import Packets
import Wire

/// BOOTP (RFC 951) and DHCP for IPv4 (RFC 2131).
///
///      0    1       2       3      4     8      10      12 16 20 24            28        44      108     236
///     +----+-------+-------+------+-----+------+-------+---------------------+---------+-------+-------+------ - -
///     | op | htype | hlen  | hops | xid | secs | flags | four addresses      | chaddr  | sname | file  | options
///     +----+-------+-------+------+-----+------+-------+---------------------+---------+-------+-------+------ - -
enum BOOTP {
    private enum Field {
        static let server = 44
        static let file = 108
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "bootp"
        let header = DHCPHeader(bytes)
        let operation = try header.operation
        d.put("BOOTP/DHCP, ")
        d.put(operation == 1 ? "Request" : operation == 2 ? "Reply" : nil, or: "unknown (0x", hex: operation, 2, ")")
        let hardware = try header.hardware
        let hardwareLength = try header.hardwareLength
        let ethernet = hardware == 1 && hardwareLength == 6
        if ethernet && operation == 1 {
            let client = try header.clientHardware
            d.put(" from ")
            d.put(linkAddress: client)
        }
        d.put(", length ", length)
        guard d.verbose else { return }
        try bytes.require(2, at: 8)
        if hardware != 1 { d.put(", htype ", hardware) }
        if hardwareLength != 6 || hardware != 1 { d.put(", hlen ", hardwareLength) }
        let hops = try header.hops
        if hops != 0 { d.put(", hops ", hops) }
        let transaction = try header.transaction
        if transaction != 0 { d.put(", xid 0x", hex: transaction) }
        let seconds = try header.seconds
        if seconds != 0 { d.put(", secs ", seconds) }
        let flags = try header.flags
        d.put(", Flags [")
        d.put(flags & 0x8000 != 0 ? "Broadcast" : "none")
        d.put("]")
        if d.verbosity > 1 { d.put(" (0x", hex: flags, 4, ")") }
        try addresses(&d, header)
        if ethernet {
            let client = try header.clientHardware
            d.put("\n\t  Client-Ethernet-Address ")
            d.put(linkAddress: client)
        }
        try name(&d, "\n\t  sname \"", bytes, Field.server, 64)
        try name(&d, "\n\t  file \"", bytes, Field.file, 128)
        try vendor(&d, header)
    }

    private static func addresses(_ d: inout Dissector, _ header: DHCPHeader) throws(Truncation) {
        let client = try header.client
        if client.low != 0 { d.put("\n\t  Client-IP ", host: client) }
        let your = try header.yours
        if your.low != 0 { d.put("\n\t  Your-IP ", host: your) }
        let server = try header.server
        if server.low != 0 { d.put("\n\t  Server-IP ", host: server) }
        let gateway = try header.relay
        if gateway.low != 0 { d.put("\n\t  Gateway-IP ", host: gateway) }
    }

    private static func name(
        _ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan, _ offset: Int, _ size: Int
    ) throws(Truncation) {
        if try bytes.u8(offset) == 0 { return }
        d.put(title)
        try d.put(text: bytes, at: offset, size, terminated: true)
        d.put("\"")
    }

    private static func vendor(_ d: inout Dissector, _ header: DHCPHeader) throws(Truncation) {
        guard let cookie = try? header.magic else { return d.markTruncated() }
        if cookie == DHCPHeader.cookie {
            d.put("\n\t  Vendor-rfc1048 Extensions")
            d.put("\n\t    Magic Cookie 0x", hex: cookie, 8)
            try options(&d, header.options)
        } else if cookie != 0 {
            d.put("\n\t  Vendor-#0x", hex: cookie)
        }
    }

    private static func options(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        var offset = 0
        while offset < bytes.byteCount {
            let tag = UInt16(try bytes.u8(offset))
            offset += 1
            if tag == 0 && d.verbosity < 3 { continue }
            if tag == 255 && d.verbosity < 3 { return }
            var length = 0
            if tag != 0 && tag != 255 {
                length = Int(try bytes.u8(offset))
                offset += 1
            }
            d.put("\n\t    ")
            d.put(DHCPShape.name(tag) ?? "Unknown")
            d.put(" (", tag, "), length ")
            d.put(length)
            if length > 0 { d.put(": ") }
            if tag == 0 {
                var count = 1
                while offset < bytes.byteCount, try bytes.u8(offset) == 0 {
                    offset += 1
                    count += 1
                }
                if count > 1 { d.put(", occurs ", count) }
                continue
            }
            if !bytes.has(length, at: offset) {
                // What is there of a text shows still.
                return d.markTruncated()
            }
            let value = try bytes.slice(offset, length)
            offset += length
            try option(&d, UInt8(truncatingIfNeeded: tag), value)
        }
    }

    private static func option(_ d: inout Dissector, _ tag: UInt8, _ value: RawSpan) throws(Truncation) {
        let length = value.byteCount
        if tag == 53 && length == 1 {
            let kind = try OptionValue(value).kind
            return d.put(DHCPShape.message(kind), or: "Unknown (", kind, ")")
        }
        if tag == 55 { return try parameterList(&d, value) }
        let used: Int
        switch DHCPShape.of(tag) {
        case .text:
            d.put("\"")
            d.put(text: value)
            d.put("\"")
            used = length
        case .addresses: used = try words(&d, value, .addresses)
        case .pairs: used = try pairs(&d, value)
        case .numbers: used = try words(&d, value, .numbers)
        case .signedNumbers: used = try words(&d, value, .signedNumbers)
        case .shorts: used = try shorts(&d, value)
        case .bytes: used = try bytes(&d, value)
        case .switches: used = try switches(&d, value)
        case .unknown:
            if length & 1 != 0 {
                used = try bytes(&d, value)
            } else if length & 2 != 0 {
                used = try shorts(&d, value)
            } else {
                used = try words(&d, value, .numbers)
            }
        default: used = try special(&d, tag, value)
        }
        if used < length { d.put("\n\t  trailing data length ", length - used) }
    }

    private static func parameterList(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        for index in 0..<value.byteCount {
            let tag = try value.u8(index)
            d.put(index % 4 == 0 ? "\n\t      " : ", ")
            d.put(DHCPShape.name(UInt16(tag)) ?? "Unknown")
            d.put(" (", tag, ")")
        }
    }

    private static func words(_ d: inout Dissector, _ value: RawSpan, _ shape: DHCPShape) throws(Truncation) -> Int {
        var offset = 0
        while offset + 4 <= value.byteCount {
            if offset > 0 { d.put(",") }
            let word = try value.u32(offset)
            switch shape {
            case .addresses: d.put(host: HostAddress(ipv4: word))
            case .signedNumbers: d.put(Int(Int32(bitPattern: word)))
            default: d.put(word)
            }
            offset += 4
        }
        return offset
    }

    /// A value of options that are two addresses each: a route, or an address and its mask (RFC 2132 3.8, 5.8).
    struct Pair: ~Escapable {
        static let length = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var second: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
    }

    private static func pairs(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Int {
        var offset = 0
        while offset + Pair.length <= value.byteCount {
            if offset > 0 { d.put(",") }
            let pair = Pair(try value.from(offset))
            d.put("(", host: try pair.address, ":")
            d.put("", host: try pair.second, ")")
            offset += Pair.length
        }
        return offset
    }

    private static func shorts(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Int {
        var offset = 0
        while offset + 2 <= value.byteCount {
            if offset > 0 { d.put(",") }
            d.put(try value.u16(offset))
            offset += 2
        }
        return offset
    }

    private static func bytes(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Int {
        for index in 0..<value.byteCount {
            if index > 0 { d.put(".") }
            d.put(try value.u8(index))
        }
        return value.byteCount
    }

    private static func switches(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Int {
        for index in 0..<value.byteCount {
            if index > 0 { d.put(",") }
            let byte = try value.u8(index)
            if byte == 0 { d.put("N") } else if byte == 1 { d.put("Y") } else { d.put("", byte, "?") }
        }
        return value.byteCount
    }
}
