import Packets

/// The Network Time Protocol (RFC 5905), its control messages (RFC 9327).
///
///      0        1         2      3           4            8          12             16 .. 47         48
///     +--------+---------+------+-----------+------------+----------+--------------+----------------+------- - -
///     | li,v,m | stratum | poll | precision | root delay | disp.    | reference id | four timestamps| key, MAC
///     +--------+---------+------+-----------+------------+----------+--------------+----------------+------- - -
enum NTP {
    private static var headerLength: Int { 48 }

    /// What is cut off ends in this layer's own mark: a dump leaves the link header out then.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        do throws(Truncation) {
            try message(&d, bytes, length)
        } catch {
            if !bytes.has(1, at: 0) { throw error }
            d.markTruncated()
        }
    }

    private static func message(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ntp"
        if length < 1 {
            d.put("NTP, length ", length)
            return d.markInvalid()
        }
        let first = try bytes.u8(0)
        d.put("NTPv", first >> 3 & 7, ", ")
        let mode = first & 7
        d.put(NTP.modeName(mode))
        d.put(", length ", length)
        guard d.verbose else { return }
        d.put("\n\tLeap indicator: ")
        switch first >> 6 {
        case 0: break
        case 1: d.put("+1s")
        case 2: d.put("-1s")
        default: d.put("clock unsynchronized")
        }
        d.put(" (", first & 0xC0, ")")
        switch mode {
        case 6: try control(&d, bytes, length)
        case 7: break
        default: try time(&d, bytes, length)
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

    private static func time(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < NTP.headerLength { return d.markInvalid() }
        let stratum = try bytes.u8(1)
        d.put(", Stratum ", stratum, " (")
        switch stratum {
        case 0: d.put("unspecified")
        case 1: d.put("primary reference")
        case 2...15: d.put("secondary reference")
        default: d.put("reserved")
        }
        let poll = try bytes.u8(2)
        let exponent = Int(Int8(bitPattern: poll))
        d.put("), poll ", exponent)
        // Powers of two that a word holds.
        if exponent >= 0 && exponent < 32 { d.put(" (", UInt32(1) << UInt32(exponent), "s)") }
        if exponent < 0 && exponent > -32 { d.put(" (1/", UInt32(1) << UInt32(-exponent), "s)") }
        d.put(", precision ", Int(Int8(bitPattern: try bytes.u8(3))))
        let delay = try bytes.u32(4)
        d.put("\n\tRoot Delay: ")
        shortTime(&d, delay)
        let dispersion = try bytes.u32(8)
        d.put(", Root dispersion: ")
        shortTime(&d, dispersion)
        let reference = try bytes.slice(12, 4)
        d.put(", Reference-ID: ")
        switch stratum {
        case 0: d.put("(unspec)")
        case 1: d.put(text: reference)
        default: d.put("0x", hex: try bytes.u32(12), 8)
        }
        try stamps(&d, bytes, length)
    }

    private static func stamps(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let reference = try bytes.u64(16)
        d.put("\n\t  Reference Timestamp:  ")
        longTime(&d, reference)
        let originator = try bytes.u64(24)
        d.put("\n\t  Originator Timestamp: ")
        longTime(&d, originator)
        let receive = try bytes.u64(32)
        d.put("\n\t  Receive Timestamp:    ")
        longTime(&d, receive)
        let transmit = try bytes.u64(40)
        d.put("\n\t  Transmit Timestamp:   ")
        longTime(&d, transmit)
        d.put("\n\t    Originator - Receive Timestamp:  ")
        timeDifference(&d, originator, receive)
        d.put("\n\t    Originator - Transmit Timestamp: ")
        timeDifference(&d, originator, transmit)
        switch length - NTP.headerLength {
        case 0: break
        case 4: d.put("\n\tKey id: ", try bytes.u32(48))
        case 20, 24:
            let digest = length - 52
            d.put("\n\tKey id: ", try bytes.u32(48))
            try bytes.require(digest, at: 52)
            d.put("\n\tAuthentication: ")
            try d.hexBytes(bytes, 52, digest)
        default: d.put("\n\t(", length - NTP.headerLength, " more bytes after the header)")
        }
    }

    private static func control(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 12 { return d.markInvalid() }
        let control = try bytes.u8(1)
        d.put(control & 0x80 != 0 ? ", Response, " : ", Request, ")
        d.put(control & 0x40 != 0 ? "Error, " : "OK, ")
        d.put(control & 0x20 != 0 ? "More, " : "Last, ")
        d.put("OpCode=", control & 0x1F)
        d.put("\n\tSequence=", try bytes.u16(2))
        let status = try bytes.u16(4)
        d.put(", Status=")
        d.alternateHex(UInt32(status))
        d.put(", Assoc.=", try bytes.u16(6))
        d.put(", Offset=", try bytes.u16(8))
        let count = Int(try bytes.u16(10))
        d.put(", Count=", count)
        if 12 + count > length { return d.markInvalid() }
        if count != 0 {
            try bytes.require(count, at: 12)
            d.put("\n\tTO-BE-DONE: data not interpreted")
        }
    }

    /// Sixteen bits of seconds, sixteen of fraction, in millionths.
    private static func shortTime(_ d: inout Dissector, _ value: UInt32) {
        d.put(value >> 16)
        d.put(".")
        d.put(zeroed: (UInt32(truncatingIfNeeded: (UInt64(value & 0xFFFF) * 1_000_000) >> 16)), width: 6)
    }

    /// Seconds since 1900 and their fraction in billionths, with the date when it is not zero.
    static func longTime(_ d: inout Dissector, _ value: UInt64) {
        let seconds = value >> 32
        d.put(seconds)
        d.put(".")
        d.put(zeroed: ((value & 0xFFFF_FFFF) * 1_000_000_000) >> 32, width: 9)
        if seconds != 0 {
            d.put(" (")
            d.put(isoTime: Int64(seconds) - 2_208_988_800)
            d.put(")")
        }
    }

    /// The later one less the earlier one; the later one itself when the other is unset.
    private static func timeDifference(_ d: inout Dissector, _ originator: UInt64, _ value: UInt64) {
        if originator == 0 { return longTime(&d, value) }
        let negative = value <= originator
        let difference = negative ? originator - value : value - originator
        d.put(negative ? "-" : "+")
        d.put(difference >> 32)
        d.put(".")
        d.put(zeroed: ((difference & 0xFFFF_FFFF) * 1_000_000_000) >> 32, width: 9)
    }
}
