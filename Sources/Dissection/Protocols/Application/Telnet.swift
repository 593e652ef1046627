import Packets

/// Telnet's commands (RFC 854, RFC 855); what is typed stays out of sight.
enum Telnet {
    private static var iac: UInt8 { 255 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "telnet"
        var offset = 0
        var first = true
        while offset < length {
            if try bytes.u8(offset) != Telnet.iac {
                offset += 1
                continue
            }
            if length - offset < 2 { break }
            let start = d.out.count
            d.put(first ? " [telnet " : ", ")
            guard let size = try command(&d, bytes, offset, length) else {
                d.cut(to: start)
                break
            }
            if size == 0 {
                // A doubled 255 is data.
                d.cut(to: start)
                offset += 2
                continue
            }
            first = false
            offset += size
        }
        if !first { d.put("]") }
    }

    /// Prints a command and gives its length; nil when it is not whole, 0 when it is none.
    private static func command(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation)
        -> Int?
    {
        let command = try bytes.u8(start + 1)
        switch command {
        case Telnet.iac: return 0
        case 251...254:
            if length - start < 3 { return nil }
            let option = try bytes.u8(start + 2)
            d.put(Telnet.commandName(command) ?? "")
            d.put(" ")
            Telnet.option(&d, option)
            return 3
        case 250:
            if length - start < 3 { return nil }
            let option = try bytes.u8(start + 2)
            d.put("SB ")
            Telnet.option(&d, option)
            var offset = start + 3
            while offset < length {
                let byte = try bytes.u8(offset)
                if byte == Telnet.iac, offset + 1 < length, try bytes.u8(offset + 1) == 240 {
                    d.put(" SE")
                    return offset + 2 - start
                }
                d.put(" ")
                if offset == start + 3 && byte < 2 && Telnet.asksAndTells(option) {
                    d.put(byte == 0 ? "IS" : "SEND")
                } else {
                    d.alternateHex(UInt32(byte))
                }
                offset += 1
            }
            return nil
        default:
            d.put(Telnet.commandName(command), or: "IAC 0x", hex: command, 1)
            return 2
        }
    }

    /// Options whose subnegotiation begins with IS or SEND (RFC 1091 and its kin).
    private static func asksAndTells(_ option: UInt8) -> Bool {
        switch option {
        case 24, 32, 35, 39: true
        default: false
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
