import Packets

/// Resource records and their data.
///
///     | name | type 2 | class 2 | time to live 4 | length 2 | data |
extension Dissector {
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
    mutating func record(_ bytes: RawSpan, _ start: Int, _ multicast: Bool) throws(Truncation) -> Int? {
        var position: Int?
        if verbose {
            put(" ")
            guard let end = try name(bytes, start) else { return nil }
            position = end
        } else {
            position = skipName(bytes, start)
        }
        guard let header = position, bytes.has(10, at: header) else { return bytes.byteCount }
        let type = try bytes.u16(header)
        var domainClass = try bytes.u16(header + 2)
        if multicast {
            // RFC 6762 10.2: the top bit asks to forget older answers.
            if domainClass & 0x8000 != 0 { put(" (Cache flush)") }
            domainClass &= 0x7FFF
        }
        if type != Record.opt { recordClass(domainClass) }
        var extended: UInt16 = 0
        if type == Record.opt {
            extended = try bytes.u16(header + 6)
        } else if verbosity > 2 {
            put(" [")
            relativeTime(try bytes.u32(header + 4))
            put("]")
        }
        let length = Int(try bytes.u16(header + 8))
        put(" ")
        put(Dissector.recordTypeName(type), or: "Type", type)
        let data = header + 10
        guard bytes.has(length, at: data) else { return nil }
        let complete =
            type == Record.opt
            ? try options(bytes, data, length, domainClass, extended)
            : try recordData(type, bytes, data, length)
        return complete ? data + length : nil
    }

    private mutating func recordData(
        _ type: UInt16, _ bytes: RawSpan, _ data: Int, _ length: Int
    ) throws(Truncation) -> Bool {
        let end = data + length
        switch type {
        case Record.a:
            guard let address = try? bytes.ipv4(data) else { return false }
            put(" ")
            put(numericHost: address)
        case Record.aaaa:
            guard let address = try? bytes.ipv6(data) else { return false }
            put(" ")
            put(numericHost: address)
        case Record.ns, Record.cname, Record.ptr:
            put(" ")
            guard try name(bytes, data) != nil else { return false }
        case Record.soa: return try startOfAuthority(bytes, data)
        case Record.mx:
            put(" ")
            guard let preference = try? bytes.u16(data), try name(bytes, data + 2) != nil else { return false }
            put(" ", preference)
        case Record.txt:
            var offset = data
            while offset < end {
                put(" \"")
                guard let next = characterString(bytes, offset) else { return false }
                put("\"")
                offset = next
            }
        case Record.srv:
            put(" ")
            guard bytes.has(2, at: data), try name(bytes, data + 6) != nil else { return false }
            put(":", try bytes.u16(data + 4), " ")
            put(try bytes.u16(data))
            put(" ", try bytes.u16(data + 2))
        case Record.a6: return try prefixedAddress(bytes, data)
        case Record.uri:
            guard length >= 4 else { return false }
            put(" ", try bytes.u16(data), " ")
            put(try bytes.u16(data + 2))
            put(" ")
            put(text: try bytes.slice(data + 4, length - 4))
        case Record.unspecA: put(text: try bytes.slice(data, length))
        case Record.tsig: return try transactionSignature(bytes, data)
        default: break
        }
        return true
    }

    private mutating func startOfAuthority(_ bytes: RawSpan, _ data: Int) throws(Truncation) -> Bool {
        guard verbose else { return true }
        put(" ")
        guard let second = try name(bytes, data) else { return false }
        put(" ")
        guard let numbers = try name(bytes, second), bytes.has(20, at: numbers) else { return false }
        for index in 0..<5 { put(" ", try bytes.u32(numbers + index * 4)) }
        return true
    }

    /// RFC 2874 3.1.
    private mutating func prefixedAddress(_ bytes: RawSpan, _ data: Int) throws(Truncation) -> Bool {
        let prefix = Int(try bytes.u8(data))
        if prefix > 128 {
            put(" ", prefix, "(bad plen)")
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
            put(" ", prefix, " ")
            put(numericHost: HostAddress(ipv6: high, low))
        }
        if prefix > 0 {
            put(" ")
            guard try name(bytes, data + 1 + (prefix < 128 ? count : 0)) != nil else { return false }
        }
        return true
    }

    /// RFC 8945 4.2.
    private mutating func transactionSignature(_ bytes: RawSpan, _ data: Int) throws(Truncation) -> Bool {
        guard verbose else { return true }
        put(" ")
        guard let algorithm = try name(bytes, data) else { return false }
        guard bytes.has(2, at: algorithm + 6) else { return false }
        put(" fudge=", try bytes.u16(algorithm + 6))
        let macLength = Int(try bytes.u16(algorithm + 8))
        put(" maclen=", macLength)
        let rest = algorithm + 10 + macLength
        put(" origid=", try bytes.u16(rest))
        put(" error=", try bytes.u16(rest + 2))
        put(" otherlen=", try bytes.u16(rest + 4))
        return true
    }

    /// Years of 365 days, weeks, days, hours, minutes, seconds; parts that are zero do not show.
    mutating func relativeTime(_ seconds: UInt32) {
        if seconds == 0 { return put("0s") }
        var rest = seconds
        func part(_ unit: UInt32, _ letter: StaticString, _ d: inout Dissector) {
            if rest >= unit {
                d.put("", rest / unit, letter)
                rest %= unit
            }
        }
        part(31_536_000, "y", &self)
        part(604_800, "w", &self)
        part(86_400, "d", &self)
        part(3600, "h", &self)
        part(60, "m", &self)
        part(1, "s", &self)
    }
}
