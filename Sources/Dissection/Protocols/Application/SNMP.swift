import Packets

/// What an element begins with (X.690 8.1): its type, and its length or how many octets the length has.
private struct ElementHeader: ~Escapable {
    static let size = 2
    let bytes: RawSpan
    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    var length: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
}

/// SNMP versions 1, 2c and 3 (RFC 1157, RFC 3416, RFC 3412) in the basic encoding rules of ASN.1 (X.690).
private struct Element {
    let type: UInt8
    /// Where the value lies, and where the next element begins.
    let start: Int
    let end: Int
    var length: Int { end - start }

    /// The header of the element at `offset`; nil when it, or what it claims, is not there.
    init?(_ bytes: RawSpan, _ offset: Int, _ limit: Int) {
        guard offset < limit, let rest = try? bytes.from(offset) else { return nil }
        let header = ElementHeader(rest)
        guard let type = try? header.type, type & 0x1F != 0x1F, var length = try? header.length else { return nil }
        var start = offset + ElementHeader.size
        if length & 0x80 != 0 {
            let count = length & 0x7F
            guard count <= 4 else { return nil }
            length = 0
            for index in 0..<count {
                guard let byte = try? bytes.u8(start + index) else { return nil }
                length = length << 8 | Int(byte)
            }
            start += count
        }
        guard start + length <= limit else { return nil }
        self.type = type
        self.start = start
        end = start + length
    }
}

enum SNMP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "snmp"
        d.put(" ")
        try bytes.require(1, at: 0)
        let limit = Swift.min(length, bytes.byteCount)
        guard let message = Element(bytes, 0, limit) else { return d.markTruncated() }
        if message.type != 0x30 { return wrong(&d, "!init SEQ: ", message.type) }
        guard let version = Element(bytes, message.start, message.end) else { return d.markTruncated() }
        if version.type != 0x02 { return wrong(&d, "!version: ", version.type) }
        let number = integer(bytes, version)
        guard number == 0 || number == 1 || number == 3 else { return d.put("SNMP [version = ", number, "]") }
        if d.verbose {
            d.put("{ ")
            d.put(number == 0 ? "SNMPv1" : number == 1 ? "SNMPv2c" : "SNMPv3")
            d.put(" ")
        }
        if number == 3 {
            try version3(&d, bytes, version.end, message.end)
        } else {
            guard let community = Element(bytes, version.end, message.end) else { return d.markTruncated() }
            if community.type != 0x04 { return wrong(&d, "!comm: ", community.type) }
            let name = try bytes.slice(community.start, community.length)
            if !SNMP.isPublic(name) {
                d.put("C=\"")
                d.put(text: name)
                d.put("\" ")
            }
            try pdu(&d, bytes, community.end, message.end)
        }
        if d.verbose { d.put(" } ") }
    }

    private static func wrong(_ d: inout Dissector, _ what: StaticString, _ type: UInt8) {
        d.put("[")
        d.put(what)
        d.put("", type, "]")
    }

    /// A community of six letters, in the order of the network.
    struct Community: ~Escapable {
        static let length = 6
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var head: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var tail: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
    }

    private static func isPublic(_ name: RawSpan) -> Bool {
        let community = Community(name)
        guard name.byteCount == Community.length, let first = try? community.head, let last = try? community.tail
        else { return false }
        return first == 0x7075_626C && last == 0x6963
    }

    private static func integer(_ bytes: RawSpan, _ element: Element) -> Int {
        var value = 0
        for index in element.start..<element.end {
            let byte = (try? bytes.u8(index)) ?? 0
            if index == element.start && byte & 0x80 != 0 { value = -1 }
            value = value << 8 | Int(byte)
        }
        return Int(Int32(truncatingIfNeeded: value))
    }

    private static func pduName(_ type: UInt8) -> StaticString? {
        switch type & 0x1F {
        case 0: "GetRequest"
        case 1: "GetNextRequest"
        case 2: "GetResponse"
        case 3: "SetRequest"
        case 4: "Trap"
        case 5: "GetBulk"
        case 6: "Inform"
        case 7: "V2Trap"
        case 8: "Report"
        default: nil
        }
    }

    private static func pdu(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int) throws(Truncation) {
        guard let pdu = Element(bytes, start, limit) else { return d.markTruncated() }
        if pdu.type & 0xE0 != 0xA0 { return wrong(&d, "asnlen? ", pdu.type) }
        if d.verbose { d.put("{ ") }
        d.put(SNMP.pduName(pdu.type), or: "", pdu.type)
        d.put("(", pdu.length, ") ")
        if pdu.type == 0xA4 {
            try trap(&d, bytes, pdu.start, pdu.end)
        } else {
            var offset = pdu.start
            guard let request = Element(bytes, offset, pdu.end) else { return d.markTruncated() }
            if d.verbose { d.put("R=", integer(bytes, request), " ") }
            offset = request.end
            guard let status = Element(bytes, offset, pdu.end) else { return d.markTruncated() }
            guard let index = Element(bytes, status.end, pdu.end) else { return d.markTruncated() }
            try SNMP.status(&d, pdu.type, integer(bytes, status), integer(bytes, index))
            try variables(
                &d, bytes, index.end, pdu.end, isRequest: pdu.type == 0xA0 || pdu.type == 0xA1 || pdu.type == 0xA5)
        }
        if d.verbose { d.put(" }") }
    }

    private static func status(_ d: inout Dissector, _ type: UInt8, _ status: Int, _ index: Int) throws(Truncation) {
        if type == 0xA5 {
            if status != 0 { d.put(" N=", status) }
            if index != 0 { d.put(" M=", index) }
            return
        }
        if status != 0 {
            d.put(" ")
            if let name = SNMP.errorName(status) { d.put(name) } else { d.put("ErrorStatus-", status) }
            if index != 0 { d.put("@", index) }
        }
    }

    private static func errorName(_ status: Int) -> StaticString? {
        switch status {
        case 0: "noError"
        case 1: "tooBig"
        case 2: "noSuchName"
        case 3: "badValue"
        case 4: "readOnly"
        case 5: "genErr"
        case 6: "noAccess"
        case 7: "wrongType"
        case 8: "wrongLength"
        case 9: "wrongEncoding"
        case 10: "wrongValue"
        case 11: "noCreation"
        case 12: "inconsistentValue"
        case 13: "resourceUnavailable"
        case 14: "commitFailed"
        case 15: "undoFailed"
        case 16: "authorizationError"
        case 17: "notWritable"
        case 18: "inconsistentName"
        default: nil
        }
    }

    private static func trap(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int) throws(Truncation) {
        guard let enterprise = Element(bytes, start, limit) else { return d.markTruncated() }
        d.put(" ")
        value(&d, bytes, enterprise)
        guard let agent = Element(bytes, enterprise.end, limit) else { return d.markTruncated() }
        d.put(" ")
        value(&d, bytes, agent)
        guard let generic = Element(bytes, agent.end, limit) else { return d.markTruncated() }
        let kind = integer(bytes, generic)
        guard let specific = Element(bytes, generic.end, limit) else { return d.markTruncated() }
        d.put(" ")
        switch kind {
        case 0: d.put("coldStart")
        case 1: d.put("warmStart")
        case 2: d.put("linkDown")
        case 3: d.put("linkUp")
        case 4: d.put("authenticationFailure")
        case 5: d.put("egpNeighborLoss")
        case 6: d.put("enterpriseSpecific")
        default: d.put("GenericTrap-", kind)
        }
        if kind == 6 { d.put(" s=", integer(bytes, specific)) }
        guard let time = Element(bytes, specific.end, limit) else { return d.markTruncated() }
        d.put(" ")
        value(&d, bytes, time)
        if time.end < limit { try variables(&d, bytes, time.end, limit, isRequest: false) }
    }

    private static func variables(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int, isRequest: Bool)
        throws(Truncation)
    {
        guard let list = Element(bytes, start, limit) else { return d.markTruncated() }
        var offset = list.start
        while offset < list.end {
            guard let pair = Element(bytes, offset, list.end),
                let object = Element(bytes, pair.start, pair.end)
            else { return d.markTruncated() }
            d.put(" ")
            SNMP.value(&d, bytes, object)
            guard let value = Element(bytes, object.end, pair.end) else { return d.markTruncated() }
            if !isRequest || value.type != 0x05 {
                d.put("=")
                SNMP.value(&d, bytes, value)
            }
            offset = pair.end
        }
    }

    private static func value(_ d: inout Dissector, _ bytes: RawSpan, _ element: Element) {
        guard let value = try? bytes.slice(element.start, element.length) else { return }
        switch element.type {
        case 0x02: d.put(integer(bytes, element))
        case 0x04: octets(&d, value)
        case 0x05: break
        case 0x06: objectIdentifier(&d, value)
        case 0x40:
            for index in 0..<value.byteCount {
                if index > 0 { d.put(".") }
                d.put((try? value.u8(index)) ?? 0)
            }
        case 0x41, 0x42: d.put(UInt32(truncatingIfNeeded: integer(bytes, element)))
        case 0x43: timeTicks(&d, UInt32(truncatingIfNeeded: integer(bytes, element)))
        case 0x46:
            var wide: UInt64 = 0
            for index in 0..<value.byteCount { wide = wide << 8 | UInt64((try? value.u8(index)) ?? 0) }
            d.put(wide)
        case 0x80: d.put("[noSuchObject]")
        case 0x81: d.put("[noSuchInstance]")
        case 0x82: d.put("[endOfMibView]")
        default: d.put("[P/", element.type & 0x20, "]")
        }
    }

    /// Quoted when all of it is text, otherwise numbers.
    private static func octets(_ d: inout Dissector, _ value: RawSpan) {
        var printable = true
        for index in 0..<value.byteCount {
            guard let byte = try? value.u8(index) else { break }
            if !(byte >= 0x20 && byte < 0x7F) && !(byte >= 0x09 && byte <= 0x0D) { printable = false }
        }
        if printable {
            d.put("\"")
            d.put(text: value)
            d.put("\"")
        } else {
            for index in 0..<value.byteCount {
                if index > 0 { d.put("_") }
                d.put(hex: (try? value.u8(index)) ?? 0, 2)
            }
        }
    }

    private static func objectIdentifier(_ d: inout Dissector, _ value: RawSpan) {
        var part: UInt32 = 0
        var first = true
        for index in 0..<value.byteCount {
            guard let byte = try? value.u8(index) else { break }
            part = part << 7 | UInt32(byte & 0x7F)
            if byte & 0x80 != 0 { continue }
            if first {
                // The first two numbers share a byte.
                first = false
                let major = Swift.min(part / 40, 2)
                d.put(".", major, ".")
                d.put(part - major * 40)
            } else {
                d.put(".", part)
            }
            part = 0
        }
    }

    private static func timeTicks(_ d: inout Dissector, _ ticks: UInt32) { d.put(ticks) }

    private static func version3(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int) throws(Truncation)
    {
        d.markTruncated()
    }
}
