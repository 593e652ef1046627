import Packets

/// Telnet's commands (RFC 854, RFC 855); what is typed is not printed.
enum Telnet {
    private static var iac: UInt8 { 255 }

    private static var firstCommand: UInt8 { 236 }
    private static var subnegotiation: UInt8 { 250 }
    private static var firstNegotiation: UInt8 { 251 }
    private static var end: UInt8 { 240 }
    private static var authentication: UInt8 { 37 }
    private static var encryption: UInt8 { 38 }

    /// The commands that the segment begins with; it ends for us where typed data begin.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "telnet"
        var offset = 0
        var first = true
        while offset < length {
            // Looked at before it is printed: what is not whole leaves nothing, or ends the packet.
            guard let size = try measure(bytes, offset, length) else { break }
            d.put(first ? " [telnet " : ", ")
            first = false
            try put(&d, bytes, offset, size)
            offset += size
        }
        // A subnegotiation may end beyond the segment.
        if offset > length { throw Truncation(offset: offset, need: 1, have: 0) }
        if !first { d.put("]") }
    }

    /// A command (RFC 854), its escape first.
    struct Command: ~Escapable {
        /// Octets with the option.
        static let length = 3
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var escape: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var code: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Of those that have one.
        var option: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
    }

    /// Bytes of the command at `start`; nil when it is none or not whole.
    private static func measure(_ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation) -> Int? {
        let parts = Command(try bytes.from(start))
        if try parts.escape != iac || length - start < 2 { return nil }
        let command = try parts.code
        if command == iac { return 2 }
        if command < firstCommand { return nil }
        if command < subnegotiation { return 2 }
        if length - start < Command.length { return nil }
        _ = try parts.option
        if command != subnegotiation { return 3 }
        var last = start + Command.length
        while last + 1 < length {
            if try bytes.u16(last) == UInt16(iac) << 8 | UInt16(end) { break }
            last += 1
        }
        return try bytes.u8(last) == iac ? last + 2 - start : nil
    }

    private static func put(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ size: Int) throws(Truncation) {
        let parts = Command(try bytes.from(start))
        let command = try parts.code
        if command == iac { return d.put("IAC IAC") }
        d.put(Telnet.commandName(command) ?? "")
        if command < subnegotiation { return }
        d.put(" ")
        let option = try parts.option
        Telnet.option(&d, option)
        if command == subnegotiation {
            try subnegotiation(&d, option, bytes.slice(start + Command.length, size - Command.length - 2))
        }
    }

    /// What stands between the option and its end: words, then numbers.
    private static func subnegotiation(_ d: inout Dissector, _ option: UInt8, _ data: RawSpan) throws(Truncation) {
        for index in 0..<data.byteCount {
            let byte = try data.u8(index)
            d.put(" ")
            if let name = word(option, index, byte) { d.put(name) } else { d.alternateHex(UInt32(byte)) }
        }
        d.put(" SE")
    }

    private static func word(_ option: UInt8, _ index: Int, _ byte: UInt8) -> StaticString? {
        switch (option, index) {
        case (authentication, 0): authenticationCommand(byte)
        case (authentication, 1): authenticationType(byte)
        case (encryption, 0): encryptionCommand(byte)
        case (encryption, 1): encryptionType(byte)
        // Of any other option, too.
        case (_, 0): environmentCommand(byte)
        default: nil
        }
    }

    /// RFC 1091, RFC 1079, RFC 1096, RFC 1572.
    private static func environmentCommand(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0: "IS"
        case 1: "SEND"
        case 2: "INFO"
        default: nil
        }
    }

    /// RFC 2941.
    private static func authenticationCommand(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0: "IS"
        case 1: "SEND"
        case 2: "REPLY"
        case 3: "NAME"
        default: nil
        }
    }

    /// RFC 2941 and IANA's registry.
    private static func authenticationType(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0: "NULL"
        case 1: "KERBEROS_V4"
        case 2: "KERBEROS_V5"
        case 3: "SPX"
        case 4: "MINK"
        case 5: "SRP"
        case 6: "RSA"
        case 7: "SSL"
        case 10: "LOKI"
        case 11: "SSA"
        case 12: "KEA_SJ"
        case 13: "KEA_SJ_INTEG"
        case 14: "DSS"
        case 15: "NTLM"
        default: nil
        }
    }

    /// RFC 2946.
    private static func encryptionCommand(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0: "IS"
        case 1: "SUPPORT"
        case 2: "REPLY"
        case 3: "START"
        case 4: "END"
        case 5: "REQUEST-START"
        case 6: "REQUEST-END"
        case 7: "END_KEYID"
        case 8: "DEC_KEYID"
        default: nil
        }
    }

    /// RFC 2946.
    private static func encryptionType(_ byte: UInt8) -> StaticString? {
        switch byte {
        case 0: "NULL"
        case 1: "DES_CFB64"
        case 2: "DES_OFB64"
        case 3: "DES3_CFB64"
        case 4: "DES3_OFB64"
        case 6: "CAST5_40_CFB64"
        case 7: "CAST5_40_OFB64"
        case 8: "CAST128_CFB64"
        case 9: "CAST128_OFB64"
        default: nil
        }
    }
    private static func commandName(_ command: UInt8) -> StaticString? {
        switch command {
        case 236: "EOF"
        case 237: "SUSP"
        case 238: "ABORT"
        case 239: "EOR"
        case 240: "SE"
        case 241: "NOP"
        case 242: "DMARK"
        case 243: "BRK"
        case 244: "IP"
        case 245: "AO"
        case 246: "AYT"
        case 247: "EC"
        case 248: "EL"
        case 249: "GA"
        case 250: "SB"
        case 251: "WILL"
        case 252: "WONT"
        case 253: "DO"
        case 254: "DONT"
        default: nil
        }
    }

    private static func option(_ d: inout Dissector, _ option: UInt8) {
        d.put(Telnet.optionName(option), or: "0x", hex: option, 1)
    }

    private static func optionName(_ option: UInt8) -> StaticString? {
        switch option {
        case 0: "BINARY"
        case 1: "ECHO"
        case 2: "RCP"
        case 3: "SUPPRESS GO AHEAD"
        case 4: "NAME"
        case 5: "STATUS"
        case 6: "TIMING MARK"
        case 7: "RCTE"
        case 8: "NAOL"
        case 9: "NAOP"
        case 10: "NAOCRD"
        case 11: "NAOHTS"
        case 12: "NAOHTD"
        case 13: "NAOFFD"
        case 14: "NAOVTS"
        case 15: "NAOVTD"
        case 16: "NAOLFD"
        case 17: "EXTEND ASCII"
        case 18: "LOGOUT"
        case 19: "BYTE MACRO"
        case 20: "DATA ENTRY TERMINAL"
        case 21: "SUPDUP"
        case 22: "SUPDUP OUTPUT"
        case 23: "SEND LOCATION"
        case 24: "TERMINAL TYPE"
        case 25: "END OF RECORD"
        case 26: "TACACS UID"
        case 27: "OUTPUT MARKING"
        case 28: "TTYLOC"
        case 29: "3270 REGIME"
        case 30: "X.3 PAD"
        case 31: "NAWS"
        case 32: "TSPEED"
        case 33: "LFLOW"
        case 34: "LINEMODE"
        case 35: "XDISPLOC"
        case 36: "OLD-ENVIRON"
        case 37: "AUTHENTICATION"
        case 38: "ENCRYPT"
        case 39: "NEW-ENVIRON"
        default: nil
        }
    }
}
