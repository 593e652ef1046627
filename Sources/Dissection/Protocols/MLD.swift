import Packets

/// Multicast listener discovery (RFC 2710, RFC 3810) inside ICMPv6.
extension Dissector {
    /// Version 1: the longest answer delay and a group.
    mutating func listener(_ bytes: RawSpan) throws(Truncation) {
        // Without the whole of it nothing is said, not even that it is cut.
        guard bytes.has(24, at: 0) else { return }
        put("max resp delay: ", try bytes.u16(4), " ")
        put("addr: ", host: try bytes.ipv6(8))
    }

    mutating func listenerQuery(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let code = UInt32(try bytes.u16(4))
        // RFC 3810 5.1.3: large values are floating-point.
        let delay = code < 32_768 ? code : (code & 0x0FFF | 0x1000) << ((code >> 12 & 7) + 3)
        if verbose { put(" [max resp delay=", delay, "]") }
        let group = try bytes.ipv6(8)
        put(" [gaddr ", host: group)
        if verbose {
            let flags = try bytes.u8(24)
            if flags & 0x08 != 0 { put(" sflag") }
            if flags & 7 != 0 { put(" robustness=", flags & 7) }
            let interval = UInt32(try bytes.u8(25))
            let seconds = interval < 128 ? interval : (interval & 0x0F | 0x10) << ((interval >> 4 & 7) + 3)
            put(" qqi=", seconds)
        }
        let sources = Int(try bytes.u16(26))
        if sources > 0 {
            if length < 28 + sources * 16 {
                put(" [invalid number of sources ", sources, "]")
            } else if verbosity > 1 {
                put(" {")
                for index in 0..<sources { put(" ", host: try bytes.ipv6(28 + index * 16)) }
                put(" }")
            } else {
                put(", ", sources, " source(s)")
            }
        }
        put("]")
    }

    mutating func listenerReport(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 8 {
            markInvalid()
            return
        }
        let groups = Int(try bytes.u16(6))
        put(", ", groups, " group record(s)")
        guard verbose else { return }
        var offset = 8
        for _ in 0..<groups {
            if length < offset + 20 {
                put(" [invalid number of groups]")
                return
            }
            put(" [gaddr ", host: try bytes.ipv6(offset + 4))
            put(" ")
            put(Dissector.recordName(try bytes.u8(offset)), or: " [v2-report-#", try bytes.u8(offset), "]")
            let sources = Int(try bytes.u16(offset + 2))
            let end = offset + 20 + sources * 16 + Int(try bytes.u8(offset + 1)) * 4
            if length < offset + 20 + sources * 16 {
                put(" [invalid number of sources ", sources, "]")
                return
            }
            if verbosity > 1 {
                put(" {")
                for index in 0..<sources {
                    put(" ", host: try bytes.ipv6(offset + 20 + index * 16))
                }
                put(" }]")
            } else {
                put(", ", sources, " source(s)]")
            }
            offset = end
        }
    }

    /// RFC 3810 5.2.12, the same numbers as in IGMPv3.
    static func recordName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "is_in"
        case 2: "is_ex"
        case 3: "to_in"
        case 4: "to_ex"
        case 5: "allow"
        case 6: "block"
        default: nil
        }
    }
}
