import Packets

/// SNMP versions 1, 2c and 3 (RFC 1157, RFC 3416, RFC 3412).
///
///     | sequence: version, community, unit |   version 3: | version, header, security's parameters, scoped unit |
enum SNMP {
    /// Units whose values are for the one that is asked to fill in.
    private static func isQuestion(_ unit: UInt32) -> Bool { unit == 0 || unit == 1 || unit == 5 }
    /// Units in which no error makes sense.
    private static func isErrorless(_ unit: UInt32) -> Bool { unit != 2 && unit != 4 && unit != bulk }
    private static var bulk: UInt32 { 5 }
    private static var trap: UInt32 { 4 }
    private static var enterpriseSpecific: Int32 { 6 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "snmp"
        d.put(" ")
        guard let message = try BasicEncoding(&d, bytes, 0, length) else { return }
        if message.kind != .sequence { return try wrong(&d, bytes, message, "[!init SEQ]") }
        if message.end < length { d.put("[", length - message.end, " extra after iSEQ]") }
        guard let version = try BasicEncoding(&d, bytes, message.start, message.end) else { return }
        if version.kind != .integer { return try wrong(&d, bytes, version, "[version!=INT]") }
        let number = try version.number(bytes)
        guard number == 0 || number == 1 || number == 3 else { return d.put("SNMP [version = ", Int(number), "]") }
        if d.verbose { d.put(number == 0 ? "{ SNMPv1 " : number == 1 ? "{ SNMPv2c " : "{ SNMPv3 ") }
        if number == 3 {
            try version3(&d, bytes, version.end, message.end)
        } else {
            try withCommunity(&d, bytes, version.end, message.end, number)
        }
        if d.verbose { d.put("} ") }
    }

    /// Something else than what belongs there: what, and its value.
    static func wrong(
        _ d: inout Dissector, _ bytes: RawSpan, _ element: BasicEncoding, _ text: StaticString
    ) throws(Truncation) {
        d.put(text)
        try element.put(&d, bytes)
    }

    /// The element at `offset` when it is of the kind; nil when not, which was said.
    static func element(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ limit: Int, _ kind: BasicEncoding.Kind,
        _ text: StaticString
    ) throws(Truncation) -> BasicEncoding? {
        guard let element = try BasicEncoding(&d, bytes, offset, limit) else { return nil }
        if element.kind == kind { return element }
        try wrong(&d, bytes, element, text)
        return nil
    }

    private static func withCommunity(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int, _ version: Int32
    ) throws(Truncation) {
        guard let community = try element(&d, bytes, start, limit, .text, "[comm!=STR]") else { return }
        if try !isPublic(bytes, community) {
            d.put("C=")
            try community.put(&d, bytes)
            d.put(" ")
        }
        try unit(&d, bytes, community.end, limit, version)
    }

    /// The community that everyone has is not said.
    private static func isPublic(_ bytes: RawSpan, _ community: BasicEncoding) throws(Truncation) -> Bool {
        guard community.length == 6 else { return false }
        let (head, tail) = (try bytes.u32(community.start), try bytes.u16(community.start + 4))
        return head == 0x7075_626C && tail == 0x6963
    }

    static func unitName(_ identifier: UInt32) -> StaticString? {
        switch identifier {
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

    static func unit(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int, _ version: Int32
    ) throws(Truncation) {
        guard let unit = try BasicEncoding(&d, bytes, start, limit) else { return }
        if unit.kind != .unit { return d.put("[no PDU]") }
        if unit.end < limit { d.put("[", limit - unit.end, " extra after PDU]") }
        if d.verbose { d.put("{ ") }
        try unit.put(&d, bytes)
        d.put(" ")
        let which = unit.identifier
        if version == 0, which >= bulk { return d.put("[v2 PDU in v1 message]") }
        if version == 1, which == trap { return d.put("[v1 PDU in v2 message]") }
        if which == trap {
            try trapValues(&d, bytes, unit.start, unit.end)
        } else {
            // Also behind values that are not what they should be.
            _ = try requestValues(&d, bytes, unit)
        }
        if d.verbose { d.put(" } ") }
    }

    /// Number, status and objects. False when one of the first is not there.
    private static func requestValues(
        _ d: inout Dissector, _ bytes: RawSpan, _ unit: BasicEncoding
    ) throws(Truncation) -> Bool {
        let (which, limit) = (unit.identifier, unit.end)
        guard let request = try element(&d, bytes, unit.start, limit, .integer, "[reqId!=INT]") else { return false }
        if d.verbose { d.put("R=", Int(try request.number(bytes)), " ") }
        guard let status = try element(&d, bytes, request.end, limit, .integer, "[errorStatus!=INT]") else {
            return false
        }
        let error = try status.number(bytes)
        if isErrorless(which), error != 0 {
            d.put("[errorStatus(")
            put(&d, error: error)
            d.put(")!=0]")
        } else if which == bulk {
            d.put(" N=", Int(error))
        } else if error != 0 {
            d.put(" ")
            put(&d, error: error)
        }
        guard let place = try element(&d, bytes, status.end, limit, .integer, "[errorIndex!=INT]") else { return false }
        let index = try place.number(bytes)
        let isError = error != 0 && !isErrorless(which) && which != bulk
        if isErrorless(which), index != 0 {
            d.put("[errorIndex(", Int(index), ")!=0]")
        } else if which == bulk {
            d.put(" M=", Int(index))
        } else if isError, index == 0 {
            d.put("[errorIndex==0]")
        } else if isError {
            d.put("@", Int(index))
        } else if index != 0 {
            d.put("[errorIndex(", Int(index), ") w/o errorStatus]")
        }
        try objects(&d, bytes, place.end, limit, which)
        return true
    }

    private static func put(_ d: inout Dissector, error: Int32) {
        d.put(errorName(error), or: "err=", UInt32(bitPattern: error))
    }

    private static func trapValues(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int)
        throws(Truncation)
    {
        d.put(" ")
        guard let from = try element(&d, bytes, start, limit, .objectIdentifier, "[enterprise!=OID]") else { return }
        try from.put(&d, bytes)
        d.put(" ")
        guard let agent = try element(&d, bytes, from.end, limit, .address, "[agent-addr!=INETADDR]") else { return }
        try agent.put(&d, bytes)
        guard let generic = try element(&d, bytes, agent.end, limit, .integer, "[generic-trap!=INT]") else { return }
        let trap = try generic.number(bytes)
        d.put(" ")
        if let name = trapName(trap) { d.put(name) } else { d.put("gt=", Int(trap)) }
        guard let specific = try element(&d, bytes, generic.end, limit, .integer, "[specific-trap!=INT]") else {
            return
        }
        let number = try specific.number(bytes)
        if trap == enterpriseSpecific {
            d.put(" s=", Int(number))
        } else if number != 0 {
            d.put("[specific-trap(", Int(number), ")!=0]")
        }
        d.put(" ")
        guard let time = try BasicEncoding(&d, bytes, specific.end, limit) else { return }
        if time.kind != .unsigned { return try wrong(&d, bytes, time, "[time-stamp!=TIMETICKS]") }
        try time.put(&d, bytes)
        try objects(&d, bytes, time.end, limit, SNMP.trap)
    }

    /// Pairs of names and values; where values are asked for there are none.
    private static func objects(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int, _ unit: UInt32
    ) throws(Truncation) {
        guard let list = try element(&d, bytes, start, limit, .sequence, "[!SEQ of varbind]") else { return }
        if list.end < limit { d.put("[", limit - list.end, " extra after SEQ of varbind]") }
        var offset = list.start
        while offset < list.end {
            d.put(" ")
            guard let pair = try element(&d, bytes, offset, list.end, .sequence, "[!varbind]") else { return }
            guard
                let name = try element(&d, bytes, pair.start, pair.end, .objectIdentifier, "[objName!=OID]")
            else { return }
            try name.put(&d, bytes)
            if !isQuestion(unit) { d.put("=") }
            guard let value = try BasicEncoding(&d, bytes, name.end, pair.end) else { return }
            if isQuestion(unit) {
                if value.kind != .null { return try wrong(&d, bytes, value, "[objVal!=NULL]") }
            } else {
                try value.put(&d, bytes)
            }
            offset = pair.end
        }
    }

    private static func trapName(_ trap: Int32) -> StaticString? {
        switch trap {
        case 0: "coldStart"
        case 1: "warmStart"
        case 2: "linkDown"
        case 3: "linkUp"
        case 4: "authenticationFailure"
        case 5: "egpNeighborLoss"
        case 6: "enterpriseSpecific"
        default: nil
        }
    }

    private static func errorName(_ status: Int32) -> StaticString? {
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
}
