import Packets

/// Version 3's header, the user's security, and the unit with its scope (RFC 3412 section 6, RFC 3414 section 2.4).
extension SNMP {
    private static var userSecurity: Int32 { 3 }

    static func version3(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int) throws(Truncation) {
        guard let header = try element(&d, bytes, start, limit, .sequence, "[!message]") else { return }
        let end = header.end
        if d.verbose { d.put("{ ") }
        guard
            let number = try element(&d, bytes, header.start, end, .integer, "[msgID!=INT]"),
            let size = try element(&d, bytes, number.end, end, .integer, "[msgMaxSize!=INT]"),
            let flags = try element(&d, bytes, size.end, end, .text, "[msgFlags!=STR]")
        else { return }
        if flags.length != 1 {
            d.put("[msgFlags size ", flags.length, "]")
            return
        }
        let flag = try bytes.u8(flags.start)
        switch flag {
        case 0, 1, 3, 4, 5, 7: break
        default:
            d.put("[msgFlags=0x")
            d.put(upperHex: flag)
            return d.put("]")
        }
        d.put("F=")
        if flag & 1 != 0 { d.put("a") }
        if flag & 2 != 0 { d.put("p") }
        if flag & 4 != 0 { d.put("r") }
        d.put(" ")
        guard let security = try element(&d, bytes, flags.end, end, .integer, "[msgSecurityModel!=INT]") else { return }
        let model = try security.number(bytes)
        if d.verbose { d.put("} ") }
        if model != userSecurity {
            d.put("[security model ", Int(model), "]")
            return
        }
        if d.verbose { d.put("{ USM ") }
        // What else is in the header is taken for what comes behind it.
        guard
            let parameters = try element(&d, bytes, security.end, limit, .text, "[msgSecurityParameters!=STR]")
        else { return }
        try user(&d, bytes, parameters.start, parameters.end)
        if d.verbose { d.put("} { ScopedPDU ") }
        try scoped(&d, bytes, parameters.end, limit)
        if d.verbose { d.put("} ") }
    }

    private static func user(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int) throws(Truncation) {
        guard let list = try element(&d, bytes, start, limit, .sequence, "[!usm]") else { return }
        let end = list.end
        guard
            let engine = try element(&d, bytes, list.start, end, .text, "[msgAuthoritativeEngineID!=STR]"),
            let boots = try element(&d, bytes, engine.end, end, .integer, "[msgAuthoritativeEngineBoots!=INT]")
        else { return }
        if d.verbose { d.put("B=", Int(try boots.number(bytes)), " ") }
        guard let time = try element(&d, bytes, boots.end, end, .integer, "[msgAuthoritativeEngineTime!=INT]") else {
            return
        }
        if d.verbose { d.put("T=", Int(try time.number(bytes)), " ") }
        guard let name = try element(&d, bytes, time.end, end, .text, "[msgUserName!=STR]") else { return }
        d.put("U=")
        try name.put(&d, bytes)
        d.put(" ")
        guard
            let authentication = try element(&d, bytes, name.end, end, .text, "[msgAuthenticationParameters!=STR]")
        else { return }
        _ = try element(&d, bytes, authentication.end, end, .text, "[msgPrivacyParameters!=STR]")
    }

    private static func scoped(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ limit: Int) throws(Truncation) {
        guard
            let list = try element(&d, bytes, start, limit, .sequence, "[!scoped PDU]"),
            let engine = try element(&d, bytes, list.start, list.end, .text, "[contextEngineID!=STR]")
        else { return }
        d.put("E=")
        try engine.octets(&d, bytes, lead: "_")
        d.put(" ")
        guard let name = try element(&d, bytes, engine.end, list.end, .text, "[contextName!=STR]") else { return }
        d.put("C=")
        try name.put(&d, bytes)
        d.put(" ")
        try unit(&d, bytes, name.end, list.end, 3)
    }
}
