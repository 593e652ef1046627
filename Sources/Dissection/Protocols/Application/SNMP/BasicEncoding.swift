import Packets

/// Elements in the basic encoding rules of ASN.1 (X.690), as far as SNMP has them.
///
///     | class: 2 bits, constructed: 1, identifier: 5 | length: 1 octet, or how many have it | value |
struct BasicEncoding {
    /// What the value is read as.
    enum Kind {
        case octets, null, objectIdentifier, integer, text, address, unsigned, wide, sequence, unit
        case noSuchObject, noSuchInstance, endOfView
        /// A context's identifier that has no meaning.
        case other
    }

    /// What begins an element.
    private struct Header: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
    }

    private static var constructed: UInt8 { 0x20 }
    /// An identifier that does not fit.
    private static var extended: UInt8 { 0x1F }

    private(set) var kind = Kind.other
    private(set) var identifier: UInt32 = 0
    /// Where the value lies, and its octets.
    private(set) var start = 0
    private(set) var length = 0
    var end: Int { start + length }

    /// The element at `offset`, before `limit`. Nil when it is not one; what is wrong was said.
    init?(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ limit: Int) throws(Truncation) {
        if limit - offset < 1 {
            d.put("[nothing to parse]")
            return nil
        }
        let first = try Header(bytes, at: offset).type
        var at = offset + 1
        identifier = UInt32(first & BasicEncoding.extended)
        if first & BasicEncoding.extended == BasicEncoding.extended {
            identifier = 0
            while true {
                let byte = try bytes.u8(at)
                if limit - at < 1 {
                    d.put("[Xtagfield?]")
                    return nil
                }
                at += 1
                identifier = identifier << 7 | UInt32(byte & 0x7F)
                if byte & 0x80 == 0 { break }
            }
        }
        if limit - at < 1 {
            d.put("[no asnlen]")
            return nil
        }
        let count = try bytes.u8(at)
        at += 1
        var size = UInt32(count)
        if count & 0x80 != 0 {
            let octets = Int(count & 0x7F)
            if limit - at < octets {
                d.put("[asnlen? ", limit - at, "<")
                d.put("", octets, "]")
                return nil
            }
            size = 0
            for index in 0..<octets { size = size << 8 | UInt32(try bytes.u8(at + index)) }
            at += octets
        }
        if limit - at < Int(size) {
            d.put("[len", limit - at, "<asnlen")
            d.put("", size, "]")
            return nil
        }
        (start, length) = (at, Int(size))
        if !bytes.has(length, at: start) {
            d.markTruncated()
            return nil
        }
        guard classify(&d, first) else { return nil }
    }

    /// Finds what it is, and says so of what is not read further.
    private mutating func classify(_ d: inout Dissector, _ first: UInt8) -> Bool {
        let isConstructed = first & BasicEncoding.constructed != 0
        let family = first >> 6
        // So many identifiers have names.
        let known: UInt32 =
            switch family {
            case 0: 18
            case 1: 7
            case 2: 9
            default: 1
            }
        if identifier >= known {
            d.put(isConstructed ? "[id?C/x/" : "[id?P/x/", identifier, "]")
            return false
        }
        kind = .octets
        switch (isConstructed, family) {
        case (false, 0): return universal(&d)
        case (false, 1):
            switch identifier {
            case 0: kind = .address
            case 1, 2, 3: kind = .unsigned
            case 6: kind = .wide
            default: BasicEncoding.say(&d, "[P/A/", family, identifier, "]")
            }
        case (false, 2):
            switch identifier {
            case 0: kind = .noSuchObject
            case 1: kind = .noSuchInstance
            case 2: kind = .endOfView
            default: kind = .other
            }
        case (false, _): BasicEncoding.say(&d, "[P/x/", family, identifier, "]")
        case (true, 0) where identifier == 16: kind = .sequence
        case (true, 0): BasicEncoding.say(&d, "C/U/", family, identifier)
        case (true, 2): kind = .unit
        case (true, _): BasicEncoding.say(&d, "C/x/", family, identifier)
        }
        return true
    }

    private mutating func universal(_ d: inout Dissector) -> Bool {
        switch identifier {
        case 2:
            if length == 0 {
                d.put("[asnlen=0]")
                return false
            }
            kind = .integer
        case 4: kind = .text
        case 5: kind = .null
        case 6: kind = .objectIdentifier
        default: BasicEncoding.say(&d, "[P/U/", 0, identifier, "]")
        }
        return true
    }

    private static func say(
        _ d: inout Dissector, _ lead: StaticString, _ family: UInt8, _ identifier: UInt32, _ end: StaticString = ""
    ) {
        d.put(lead)
        switch family {
        case 0: d.put(universalName(identifier), or: "U-", identifier)
        case 1: d.put(applicationName(identifier), or: "C-", identifier)
        default: d.put("P-", identifier)
        }
        d.put(end)
    }

    private static func universalName(_ identifier: UInt32) -> StaticString? {
        switch identifier {
        case 1: "Boolean"
        case 2: "Integer"
        case 3: "Bitstring"
        case 4: "String"
        case 5: "Null"
        case 6: "ObjID"
        case 7: "ObjectDes"
        case 16: "Sequence"
        case 17: "Set"
        default: nil
        }
    }

    private static func applicationName(_ identifier: UInt32) -> StaticString? {
        switch identifier {
        case 0: "IpAddress"
        case 1: "Counter"
        case 2: "Gauge"
        case 3: "TimeTicks"
        case 4: "Opaque"
        case 6: "Counter64"
        default: nil
        }
    }
}

/// Values.
extension BasicEncoding {
    /// Of an integer, its lower 32 bits with their sign.
    func number(_ bytes: RawSpan) throws(Truncation) -> Int32 {
        var value: UInt32 = try bytes.u8(start) & 0x80 != 0 ? .max : 0
        for index in start..<end { value = value << 8 | UInt32(try bytes.u8(index)) }
        return Int32(bitPattern: value)
    }

    private func wide(_ bytes: RawSpan) throws(Truncation) -> UInt64 {
        var value: UInt64 = 0
        for index in start..<end { value = value << 8 | UInt64(try bytes.u8(index)) }
        return value
    }

    func put(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        switch kind {
        case .octets: try octets(&d, bytes, lead: "_")
        case .null: break
        case .objectIdentifier: try objectIdentifier(&d, bytes)
        case .integer: d.put(try number(bytes))
        case .text: try text(&d, bytes)
        case .address:
            if length != 4 { d.put("[inetaddr len!=4]") }
            for index in start..<end {
                let byte = try bytes.u8(index)
                if index > start { d.put(".") }
                d.put(byte)
            }
        case .unsigned: d.put(UInt32(truncatingIfNeeded: try wide(bytes)))
        case .wide: d.put(try wide(bytes))
        case .sequence: d.put("Seq(", length, ")")
        case .unit:
            d.put(SNMP.unitName(identifier) ?? "")
            d.put("(", length, ")")
        case .noSuchObject: d.put("[noSuchObject]")
        case .noSuchInstance: d.put("[noSuchInstance]")
        case .endOfView: d.put("[endOfMibView]")
        case .other: d.put("[BE_ANY!?]")
        }
    }

    /// Each octet behind a mark; of texts the first one has none.
    func octets(_ d: inout Dissector, _ bytes: RawSpan, lead: StaticString) throws(Truncation) {
        for index in start..<end {
            let byte = try bytes.u8(index)
            d.put(index == start ? lead : "_")
            d.put(hex: byte, 2)
        }
    }

    /// In quotation marks when all of it can be printed, otherwise as numbers.
    private func text(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        var isPrintable = true
        for index in start..<end where isPrintable {
            let byte = try bytes.u8(index)
            isPrintable = byte >= 0x20 && byte < 0x7F
        }
        if !isPrintable { return try octets(&d, bytes, lead: "") }
        d.put("\"")
        try d.put(text: bytes, at: start, length)
        d.put("\"")
    }

    private func objectIdentifier(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        var node = ObjectNames.none
        var offset = start
        var hasFirst = false
        var needsDot = true
        if !d.numeric, let prefix = prefix(bytes) {
            d.put(prefix.text)
            node = prefix.node
            offset += prefix.length
            hasFirst = true
            needsDot = false
        }
        var part: UInt32 = 0
        while offset < end {
            let byte = try bytes.u8(offset)
            offset += 1
            part = part << 7 | UInt32(byte & 0x7F)
            if byte & 0x80 != 0 { continue }
            if !hasFirst {
                // The first two numbers share an octet.
                hasFirst = true
                let major = Swift.min(part / 40, 2)
                if major == 1, !d.numeric {
                    d.put(".iso")
                    node = ObjectNames.iso
                } else {
                    d.put(".", major)
                }
                part -= major * 40
            }
            if needsDot { d.put(".") }
            needsDot = true
            if let next = ObjectNames.put(&d, node, part) {
                node = next
            } else {
                node = ObjectNames.none
                d.put(part)
            }
            part = 0
        }
    }

    /// A well-known beginning that has a short name.
    private func prefix(_ bytes: RawSpan) -> (text: StaticString, node: UInt8, length: Int)? {
        guard length >= 4, let head = try? bytes.u32(start) else { return nil }
        let fifth = length > 4 ? try? bytes.u8(start + 4) : nil
        switch (head, fifth) {
        case (0x2B06_0102, 1): return ("", ObjectNames.management, 5)
        case (0x2B06_0104, 1): return ("E:", ObjectNames.enterprises, 5)
        case (0x2B06_0106, 3): return ("S:", ObjectNames.modules, 5)
        case (0x2B06_0103, _): return ("X:", ObjectNames.none, 4)
        default: return nil
        }
    }
}
