import Packets
import Wire

/// The Network Time Protocol (RFC 5905), its control messages (RFC 9327).
///
///      0        1         2      3           4            8          12             16 .. 47         48
///     +--------+---------+------+-----------+------------+----------+--------------+----------------+------- - -
///     | li,v,m | stratum | poll | precision | root delay | disp.    | reference id | four timestamps| key, MAC
///     +--------+---------+------+-----------+------------+----------+--------------+----------------+------- - -
enum NTP {
    /// What may stand behind the header (RFC 5905 7.3): a key's number and a digest; the header first.
    struct Signature: ~Escapable {
        /// Where the digest begins.
        static let digest = 52
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var key: UInt32 { get throws(Truncation) { try bytes.u32(48) } }
    }

    /// A control message (RFC 9327 2).
    struct Control: ~Escapable {
        static let length = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Flags above, 5 bits of operation below.
        var control: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var status: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var association: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// Octets in front of these data.
        var offset: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        /// Octets of data.
        var count: Int { get throws(Truncation) { try Int(bytes.u16(10)) } }
    }

    /// What is cut off ends in this layer's own mark: a dump leaves the link header out then.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        do throws(Truncation) {
            try message(&d, bytes, length)
        } catch {
            if !bytes.has(1, at: 0) { throw error }
            d.markTruncated()
        }
    }

    /// What cannot be; another mark when not all of it was captured.
    private static func refuse(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.markInvalid()
        try bytes.require(length, at: 0)
    }

    private static func message(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ntp"
        if length < 1 {
            d.put("NTP, length ", length)
            return try refuse(&d, bytes, length)
        }
        let header = NTPHeader(bytes)
        let (leap, version, mode) = try (header.leap, header.version, header.mode)
        d.put("NTPv", version, ", ")
        d.put(NTP.modeName(mode))
        d.put(", length ", length)
        guard d.verbose else { return }
        d.put("\n\tLeap indicator: ")
        switch leap {
        case 0: break
        case 1: d.put("+1s")
        case 2: d.put("-1s")
        default: d.put("clock unsynchronized")
        }
        d.put(" (", leap << 6, ")")
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
        if length < NTPHeader.length { return try refuse(&d, bytes, length) }
        let header = NTPHeader(bytes)
        let stratum = try header.stratum
        d.put(", Stratum ", stratum, " (")
        switch stratum {
        case 0: d.put("unspecified")
        case 1: d.put("primary reference")
        case 2...15: d.put("secondary reference")
        default: d.put("reserved")
        }
        d.put(")")
        let exponent = Int(try header.poll)
        d.put(", poll ", exponent)
        // Powers of two that a word holds.
        if exponent >= 0 && exponent < 32 { d.put(" (", UInt32(1) << UInt32(exponent), "s)") }
        if exponent < 0 && exponent > -32 { d.put(" (1/", UInt32(1) << UInt32(-exponent), "s)") }
        d.put(", precision ", Int(try header.precision))
        let delay = try header.rootDelay
        d.put("\n\tRoot Delay: ")
        shortTime(&d, delay)
        let dispersion = try header.rootDispersion
        d.put(", Root dispersion: ")
        shortTime(&d, dispersion)
        let reference = try header.referenceName
        d.put(", Reference-ID: ")
        switch stratum {
        case 0: d.put("(unspec)")
        case 1: d.put(text: reference)
        default: d.put("0x", hex: try header.reference, 8)
        }
        try stamps(&d, bytes, length)
    }

    private static func stamps(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header = NTPHeader(bytes)
        let reference = try header.referenceTime
        d.put("\n\t  Reference Timestamp:  ")
        longTime(&d, reference)
        let originator = try header.originTime
        d.put("\n\t  Originator Timestamp: ")
        longTime(&d, originator)
        let receive = try header.receiveTime
        d.put("\n\t  Receive Timestamp:    ")
        longTime(&d, receive)
        let transmit = try header.transmitTime
        d.put("\n\t  Transmit Timestamp:   ")
        longTime(&d, transmit)
        d.put("\n\t    Originator - Receive Timestamp:  ")
        timeDifference(&d, originator, receive)
        d.put("\n\t    Originator - Transmit Timestamp: ")
        timeDifference(&d, originator, transmit)
        switch length - NTPHeader.length {
        case 0: break
        case 4: d.put("\n\tKey id: ", try Signature(bytes).key)
        case 20, 24:
            let digest = length - Signature.digest
            d.put("\n\tKey id: ", try Signature(bytes).key)
            try bytes.require(digest, at: Signature.digest)
            d.put("\n\tAuthentication: ")
            try d.hexBytes(bytes, Signature.digest, digest)
        default: d.put("\n\t(", length - NTPHeader.length, " more bytes after the header)")
        }
    }

    private static func control(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < Control.length { return try refuse(&d, bytes, length) }
        let message = Control(bytes)
        let control = try message.control
        d.put(control & 0x80 != 0 ? ", Response, " : ", Request, ")
        d.put(control & 0x40 != 0 ? "Error, " : "OK, ")
        d.put(control & 0x20 != 0 ? "More, " : "Last, ")
        d.put("OpCode=", control & 0x1F)
        d.put("\n\tSequence=", try message.sequence)
        let status = try message.status
        d.put(", Status=")
        d.alternateHex(UInt32(status))
        d.put(", Assoc.=", try message.association)
        d.put(", Offset=", try message.offset)
        let count = try message.count
        d.put(", Count=", count)
        if Control.length + count > length { return try refuse(&d, bytes, length) }
        if count != 0 {
            try bytes.require(count, at: Control.length)
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
