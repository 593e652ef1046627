import Packets

/// Kerberos version 4 (the Kerberos Authentication Service and Protocols, Project Athena, 1987); of other versions the number.
///
///     | version | type, lowest bit: lower octets first | names, each with a zero at its end | ... |
enum KerberosIV {
    struct Header: ~Escapable {
        static let size = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var isLittle: Bool { get throws(Truncation) { try bytes.u8(1) & 1 != 0 } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) & 0xFE } }
        func byte(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset) }
        func half(_ offset: Int) throws(Truncation) -> UInt16 {
            try isLittle ? bytes.le16(offset) : bytes.u16(offset)
        }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "krb"
        let header = Header(bytes)
        let version = try header.version
        switch version {
        case 1...3: d.put(" v", version)
        case 4:
            d.put(" v4")
            try message(&d, header)
        case 106, 107: d.put(" v5")
        default: break
        }
    }

    private static func message(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        let type = try header.type
        d.put(try header.isLittle ? " le " : " be ")
        d.put(typeName(type), or: "#", type)
        d.put(": ")
        var offset = Header.size
        switch type {
        case 2:
            try principal(&d, header, &offset)
            // Behind a time: units of five minutes.
            d.put(" ", UInt32(try header.byte(offset + 4)) * 5, "min ")
            offset += 5
            try name(&d, header, &offset)
            d.put(".")
            try name(&d, header, &offset)
        case 4:
            try principal(&d, header, &offset)
            d.put(" (", try header.half(offset + 10), ")")
        case 6:
            d.put("v", try header.byte(offset), " ")
            offset += 1
            try name(&d, header, &offset)
            d.put(" (", try header.byte(offset), ")")
            d.put(" (", try header.byte(offset + 1), ")")
        case 10:
            try principal(&d, header, &offset)
            let code = try header.half(offset + 4)
            d.put(" ")
            d.put(errorName(code), or: "#", code)
            d.put(" ")
            offset += 8
            try name(&d, header, &offset)
        default: d.put("(unknown)")
        }
    }

    /// `user.instance@REALM`
    private static func principal(
        _ d: inout Dissector, _ header: borrowing Header, _ offset: inout Int
    ) throws(Truncation) {
        try name(&d, header, &offset)
        d.put(".")
        try name(&d, header, &offset)
        d.put("@")
        try name(&d, header, &offset)
    }

    private static func name(
        _ d: inout Dissector, _ header: borrowing Header, _ offset: inout Int
    ) throws(Truncation) {
        while true {
            let byte = try header.byte(offset)
            offset += 1
            if byte == 0 { return }
            d.put(visible: byte)
        }
    }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type >> 1 {
        case 1: "KDC_REQUEST"
        case 2: "KDC_REPLY"
        case 3: "APPL_REQUEST"
        case 4: "APPL_REQUEST_MUTUAL"
        case 5: "ERR_REPLY"
        case 6: "PRIVATE"
        case 7: "SAFE"
        case 8: "APPL_ERR"
        case 63: "DIE"
        default: nil
        }
    }

    private static func errorName(_ code: UInt16) -> StaticString? {
        switch code {
        case 0: "OK"
        case 1: "NAME_EXP"
        case 2: "SERVICE_EXP"
        case 3: "AUTH_EXP"
        case 4: "PKT_VER"
        case 5: "NAME_MAST_KEY_VER"
        case 6: "SERV_MAST_KEY_VER"
        case 7: "BYTE_ORDER"
        case 8: "PRINCIPAL_UNKNOWN"
        case 9: "PRINCIPAL_NOT_UNIQUE"
        case 10: "NULL_KEY"
        default: nil
        }
    }
}
