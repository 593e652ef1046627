import Packets

/// Resource records and their data.
///
///     | name | type 2 | class 2 | time to live 4 | length 2 | data |
extension DNS {
    private enum Record {
        static let a: UInt16 = 1
        static let ns: UInt16 = 2
        static let cname: UInt16 = 5
        static let soa: UInt16 = 6
        static let ptr: UInt16 = 12
        static let mx: UInt16 = 15
        static let txt: UInt16 = 16
        static let aaaa: UInt16 = 28
        static let srv: UInt16 = 33
        static let a6: UInt16 = 38
        static let opt: UInt16 = 41
        static let unspecA: UInt16 = 104
        static let tsig: UInt16 = 250
        static let uri: UInt16 = 256
    }

    /// Prints a record and gives where it ends; nil when it is cut off.
    static func record(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ multicast: Bool) throws(Truncation)
        -> Int?
    {
        var position: Int?
        if d.verbose {
            d.put(" ")
            guard let end = try name(&d, bytes, start) else { return nil }
            position = end
        } else {
            position = skipName(bytes, start)
        }
        guard let header = position, bytes.has(10, at: header) else { return bytes.byteCount }
        let type = try bytes.u16(header)
        var domainClass = try bytes.u16(header + 2)
        if multicast {
            // RFC 6762 10.2: the top bit asks to forget older answers.
            if domainClass & 0x8000 != 0 { d.put(" (Cache flush)") }
            domainClass &= 0x7FFF
        }
        if type != Record.opt { recordClass(&d, domainClass) }
        var extended: UInt16 = 0
        if type == Record.opt {
            extended = try bytes.u16(header + 6)
        } else if d.verbosity > 2 {
            d.put(" [")
            d.relativeTime(try bytes.u32(header + 4))
            d.put("]")
        }
        let length = Int(try bytes.u16(header + 8))
        d.put(" ")
        d.put(DNS.recordTypeName(type), or: "Type", type)
        let data = header + 10
        guard bytes.has(length, at: data) else { return nil }
        let complete =
            type == Record.opt
            ? try options(&d, bytes, data, length, domainClass, extended)
            : try recordData(&d, type, bytes, data, length)
        return complete ? data + length : nil
    }

    private static func recordData(
        _ d: inout Dissector, _ type: UInt16, _ bytes: RawSpan, _ data: Int, _ length: Int
    ) throws(Truncation) -> Bool {
        let end = data + length
        switch type {
        case Record.a:
            guard let address = try? bytes.ipv4(data) else { return false }
            d.put(" ")
            d.put(numericHost: address)
        case Record.aaaa:
            guard let address = try? bytes.ipv6(data) else { return false }
            d.put(" ")
            d.put(numericHost: address)
        case Record.ns, Record.cname, Record.ptr:
            d.put(" ")
            guard try name(&d, bytes, data) != nil else { return false }
        case Record.soa: return try startOfAuthority(&d, bytes, data)
        case Record.mx:
            d.put(" ")
            guard let preference = try? bytes.u16(data), try name(&d, bytes, data + 2) != nil else { return false }
            d.put(" ", preference)
        case Record.txt:
            var offset = data
            while offset < end {
                d.put(" \"")
                guard let next = characterString(&d, bytes, offset) else { return false }
                d.put("\"")
                offset = next
            }
        case Record.srv:
            d.put(" ")
            guard bytes.has(2, at: data), try name(&d, bytes, data + 6) != nil else { return false }
            d.put(":", try bytes.u16(data + 4), " ")
            d.put(try bytes.u16(data))
            d.put(" ", try bytes.u16(data + 2))
        case Record.a6: return try prefixedAddress(&d, bytes, data)
        case Record.uri:
            guard length >= 4 else { return false }
            d.put(" ", try bytes.u16(data), " ")
            d.put(try bytes.u16(data + 2))
            d.put(" ")
            d.put(text: try bytes.slice(data + 4, length - 4))
        case Record.unspecA: d.put(text: try bytes.slice(data, length))
        case Record.tsig: return try transactionSignature(&d, bytes, data)
        default: break
        }
        return true
    }

    private static func startOfAuthority(_ d: inout Dissector, _ bytes: RawSpan, _ data: Int) throws(Truncation) -> Bool
    {
        guard d.verbose else { return true }
        d.put(" ")
        guard let second = try name(&d, bytes, data) else { return false }
        d.put(" ")
        guard let numbers = try name(&d, bytes, second), bytes.has(20, at: numbers) else { return false }
        for index in 0..<5 { d.put(" ", try bytes.u32(numbers + index * 4)) }
        return true
    }

    /// RFC 2874 3.1.
    private static func prefixedAddress(_ d: inout Dissector, _ bytes: RawSpan, _ data: Int) throws(Truncation) -> Bool
    {
        let prefix = Int(try bytes.u8(data))
        if prefix > 128 {
            d.put(" ", prefix, "(bad plen)")
            return true
        }
        var high: UInt64 = 0
        var low: UInt64 = 0
        let skipped = prefix / 8
        let count = 16 - skipped
        if prefix < 128 {
            guard bytes.has(count, at: data + 1) else { return false }
            for index in 0..<count {
                let byte = UInt64(try bytes.u8(data + 1 + index))
                let place = skipped + index
                if place < 8 {
                    high |= byte << UInt64((7 - place) * 8)
                } else {
                    low |= byte << UInt64((15 - place) * 8)
                }
            }
            d.put(" ", prefix, " ")
            d.put(numericHost: HostAddress(ipv6: high, low))
        }
        if prefix > 0 {
            d.put(" ")
            guard try name(&d, bytes, data + 1 + (prefix < 128 ? count : 0)) != nil else { return false }
        }
        return true
    }

    /// RFC 8945 4.2.
    private static func transactionSignature(_ d: inout Dissector, _ bytes: RawSpan, _ data: Int) throws(Truncation)
        -> Bool
    {
        guard d.verbose else { return true }
        d.put(" ")
        guard let algorithm = try name(&d, bytes, data) else { return false }
        guard bytes.has(2, at: algorithm + 6) else { return false }
        d.put(" fudge=", try bytes.u16(algorithm + 6))
        let macLength = Int(try bytes.u16(algorithm + 8))
        d.put(" maclen=", macLength)
        let rest = algorithm + 10 + macLength
        d.put(" origid=", try bytes.u16(rest))
        d.put(" error=", try bytes.u16(rest + 2))
        d.put(" otherlen=", try bytes.u16(rest + 4))
        return true
    }
}
