import Packets

/// Resource records and their data.
///
///     | name | type 2 | class 2 | time to live 4 | length 2 | data |
extension DNS {
    private enum Record {
        static let a: UInt16 = 1
        static let ns: UInt16 = 2
        static let cname: UInt16 = 5
        static let dname: UInt16 = 39
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

    /// Behind a record's name (RFC 1035 4.1.3).
    struct RecordFields: ~Escapable {
        static let length = 10
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Of extensions (RFC 6891 6.1.2): octets that the sender takes.
        var recordClass: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Seconds.
        var timeToLive: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Of extensions: flags.
        var extended: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var dataLength: Int { get throws(Truncation) { try Int(bytes.u16(8)) } }
    }

    /// RFC 1035 3.3.9.
    struct MailExchange: ~Escapable {
        static let length = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var preference: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    /// RFC 2782, and what its first two fields are, RFC 7553 4.
    struct Service: ~Escapable {
        /// Octets in front of the target.
        static let length = 6
        /// Octets in front of the target of RFC 7553.
        static let identifierLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var priority: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var weight: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var port: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    }

    /// Behind the name of a signature's algorithm, a time first (RFC 8945 4.2).
    struct Signature: ~Escapable {
        static let fudgeOffset = 6
        static let headerLength = 10
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds.
        var fudge: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// Octets of the signature.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(8)) } }
    }

    /// Behind a signature (RFC 8945 4.2).
    struct SignatureEnd: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var identifier: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var error: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Octets.
        var otherLength: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
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
        guard let header = position, bytes.has(RecordFields.length, at: header) else { return bytes.byteCount }
        let fields = RecordFields(try bytes.from(header))
        let type = try fields.type
        var domainClass = try fields.recordClass
        if multicast {
            // RFC 6762 10.2: the top bit asks to forget older answers.
            if domainClass & 0x8000 != 0 { d.put(" (Cache flush)") }
            domainClass &= 0x7FFF
        }
        if type != Record.opt { recordClass(&d, domainClass) }
        var extended: UInt16 = 0
        if type == Record.opt {
            extended = try fields.extended
        } else if d.verbosity > 2 {
            d.put(" [")
            d.relativeTime(try fields.timeToLive)
            d.put("]")
        }
        let length = try fields.dataLength
        d.put(" ")
        d.put(DNS.recordTypeName(type), or: "Type", type)
        let data = header + RecordFields.length
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
        case Record.ns, Record.cname, Record.ptr, Record.dname:
            d.put(" ")
            guard try name(&d, bytes, data) != nil else { return false }
        case Record.soa: return try startOfAuthority(&d, bytes, data)
        case Record.mx:
            d.put(" ")
            guard let rest = try? bytes.from(data), let preference = try? MailExchange(rest).preference,
                try name(&d, bytes, data + MailExchange.length) != nil
            else { return false }
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
            guard bytes.has(2, at: data), try name(&d, bytes, data + Service.length) != nil else { return false }
            let service = Service(try bytes.from(data))
            d.put(":", try service.port, " ")
            d.put(try service.priority)
            d.put(" ", try service.weight)
        case Record.a6: return try prefixedAddress(&d, bytes, data)
        case Record.uri:
            guard length >= Service.identifierLength else { return false }
            let service = Service(try bytes.from(data))
            d.put(" ", try service.priority, " ")
            d.put(try service.weight)
            d.put(" ")
            d.put(text: try bytes.slice(data + Service.identifierLength, length - Service.identifierLength))
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
        guard bytes.has(2, at: algorithm + Signature.fudgeOffset) else { return false }
        let signature = Signature(try bytes.from(algorithm))
        d.put(" fudge=", try signature.fudge)
        let macLength = try signature.length
        d.put(" maclen=", macLength)
        let rest = algorithm + Signature.headerLength + macLength
        let end = SignatureEnd(try bytes.from(rest))
        d.put(" origid=", try end.identifier)
        d.put(" error=", try end.error)
        d.put(" otherlen=", try end.otherLength)
        return true
    }
}
