import Packets

/// The Network Time Protocol (RFC 5905), its control messages (RFC 9327).
///
///      0        1         2      3           4            8          12             16 .. 47         48
///     +--------+---------+------+-----------+------------+----------+--------------+----------------+------- - -
///     | li,v,m | stratum | poll | precision | root delay | disp.    | reference id | four timestamps| key, MAC
///     +--------+---------+------+-----------+------------+----------+--------------+----------------+------- - -
extension Dissector {
    private static var headerLength: Int { 48 }

    /// What is cut off ends in this layer's own mark: a dump leaves the link header out then.
    mutating func ntp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        do throws(Truncation) {
            try ntpMessage(bytes, length)
        } catch {
            if !bytes.has(1, at: 0) { throw error }
            markTruncated()
        }
    }

    private mutating func ntpMessage(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "ntp"
        if length < 1 {
            put("NTP, length ", length)
            return markInvalid()
        }
        let first = try bytes.u8(0)
        put("NTPv", first >> 3 & 7, ", ")
        let mode = first & 7
        put(Dissector.modeName(mode))
        put(", length ", length)
        guard verbose else { return }
        put("\n\tLeap indicator: ")
        switch first >> 6 {
        case 0: break
        case 1: put("+1s")
        case 2: put("-1s")
        default: put("clock unsynchronized")
        }
        put(" (", first & 0xC0, ")")
        switch mode {
        case 6: try ntpControl(bytes, length)
        case 7: break
        default: try ntpTime(bytes, length)
        }
    }

    private static func modeName(_ mode: UInt8) -> StaticString {
        switch mode {
        case 0: "unspecified"
        case 1: "symmetric active"
        case 2: "symmetric passive"
        case 3: "Client"
        case 4: "Server"
        case 5: "Broadcast"
        case 6: "Control Message"
        default: "Reserved"
        }
    }

    private mutating func ntpTime(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < Dissector.headerLength { return markInvalid() }
        let stratum = try bytes.u8(1)
        put(", Stratum ", stratum, " (")
        switch stratum {
        case 0: put("unspecified")
        case 1: put("primary reference")
        case 2...15: put("secondary reference")
        default: put("reserved")
        }
        let poll = try bytes.u8(2)
        let exponent = Int(Int8(bitPattern: poll))
        put("), poll ", exponent)
        // Powers of two that a word holds.
        if exponent >= 0 && exponent < 32 { put(" (", UInt32(1) << UInt32(exponent), "s)") }
        if exponent < 0 && exponent > -32 { put(" (1/", UInt32(1) << UInt32(-exponent), "s)") }
        put(", precision ", Int(Int8(bitPattern: try bytes.u8(3))))
        let delay = try bytes.u32(4)
        put("\n\tRoot Delay: ")
        shortTime(delay)
        let dispersion = try bytes.u32(8)
        put(", Root dispersion: ")
        shortTime(dispersion)
        let reference = try bytes.slice(12, 4)
        put(", Reference-ID: ")
        switch stratum {
        case 0: put("(unspec)")
        case 1: put(text: reference)
        default: put("0x", hex: try bytes.u32(12), 8)
        }
        try ntpStamps(bytes, length)
    }

    private mutating func ntpStamps(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let reference = try bytes.u64(16)
        put("\n\t  Reference Timestamp:  ")
        longTime(reference)
        let originator = try bytes.u64(24)
        put("\n\t  Originator Timestamp: ")
        longTime(originator)
        let receive = try bytes.u64(32)
        put("\n\t  Receive Timestamp:    ")
        longTime(receive)
        let transmit = try bytes.u64(40)
        put("\n\t  Transmit Timestamp:   ")
        longTime(transmit)
        put("\n\t    Originator - Receive Timestamp:  ")
        timeDifference(originator, receive)
        put("\n\t    Originator - Transmit Timestamp: ")
        timeDifference(originator, transmit)
        switch length - Dissector.headerLength {
        case 0: break
        case 4: put("\n\tKey id: ", try bytes.u32(48))
        case 20, 24:
            let digest = length - 52
            put("\n\tKey id: ", try bytes.u32(48))
            try bytes.require(digest, at: 52)
            put("\n\tAuthentication: ")
            try hexBytes(bytes, 52, digest)
        default: put("\n\t(", length - Dissector.headerLength, " more bytes after the header)")
        }
    }

    private mutating func ntpControl(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 12 { return markInvalid() }
        let control = try bytes.u8(1)
        put(control & 0x80 != 0 ? ", Response, " : ", Request, ")
        put(control & 0x40 != 0 ? "Error, " : "OK, ")
        put(control & 0x20 != 0 ? "More, " : "Last, ")
        put("OpCode=", control & 0x1F)
        put("\n\tSequence=", try bytes.u16(2))
        let status = try bytes.u16(4)
        put(", Status=")
        alternateHex(UInt32(status))
        put(", Assoc.=", try bytes.u16(6))
        put(", Offset=", try bytes.u16(8))
        let count = Int(try bytes.u16(10))
        put(", Count=", count)
        if 12 + count > length { return markInvalid() }
        if count != 0 {
            try bytes.require(count, at: 12)
            put("\n\tTO-BE-DONE: data not interpreted")
        }
    }

    /// Hexadecimal with 0x, but zero without.
    mutating func alternateHex(_ value: UInt32) {
        if value == 0 { put("0") } else { put("0x", hex: value) }
    }

    /// Sixteen bits of seconds, sixteen of fraction, in millionths.
    private mutating func shortTime(_ value: UInt32) {
        put(value >> 16)
        put(".")
        put(zeroed: (UInt32(truncatingIfNeeded: (UInt64(value & 0xFFFF) * 1_000_000) >> 16)), width: 6)
    }

    /// Seconds since 1900 and their fraction in billionths, with the date when it is not zero.
    private mutating func longTime(_ value: UInt64) {
        let seconds = value >> 32
        put(seconds)
        put(".")
        put(zeroed: ((value & 0xFFFF_FFFF) * 1_000_000_000) >> 32, width: 9)
        if seconds != 0 {
            put(" (")
            put(isoTime: Int64(seconds) - 2_208_988_800)
            put(")")
        }
    }

    /// The later one less the earlier one; the later one itself when the other is unset.
    private mutating func timeDifference(_ originator: UInt64, _ value: UInt64) {
        if originator == 0 { return longTime(value) }
        let negative = value <= originator
        let difference = negative ? originator - value : value - originator
        put(negative ? "-" : "+")
        put(difference >> 32)
        put(".")
        put(zeroed: ((difference & 0xFFFF_FFFF) * 1_000_000_000) >> 32, width: 9)
    }

    /// `2023-08-02T21:20:00Z` of seconds since 1970.
    mutating func put(isoTime seconds: Int64) {
        var date = LineBuffer(capacity: 32)
        let day = Clock.floor(seconds, 86_400)
        Clock.appendDate(day / 86_400, to: &date)
        date.append(0x54)
        Clock.appendTime(UInt32(truncatingIfNeeded: seconds &- day), to: &date)
        date.append(0x5A)
        out.append(date.bytes)
    }
}
