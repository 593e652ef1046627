import Packets

/// The fields of radiotap, by number.
enum RadiotapField {
    /// The fields' values (radiotap.org/fields).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// TSFT: microseconds.
        var timer: UInt64 { get throws(Truncation) { try bytes.le64(0) } }
        /// Flags: how it was sent and received, bits.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Rate: in 500 kilobits a second.
        var rate: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Channel: megahertz.
        var frequency: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        /// Channel: modulation and band, bits.
        var channelFlags: UInt16 { get throws(Truncation) { try bytes.le16(2) } }
        /// Frequency hopping: the set.
        var hopSet: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Frequency hopping: the pattern.
        var hopPattern: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Signal, noise or transmit power: dBm, signed.
        var power: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Lock quality.
        var quality: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        /// Transmit attenuation, no unit.
        var attenuation: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        /// Transmit attenuation, decibels.
        var attenuationDecibels: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Which antenna.
        var antenna: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Signal or noise, decibels from an arbitrary point.
        var decibels: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Extended channel: modulation and band, bits.
        var extendedFlags: UInt32 { get throws(Truncation) { try bytes.le32(0) } }
        /// Extended channel: megahertz.
        var extendedFrequency: UInt16 { get throws(Truncation) { try bytes.le16(4) } }
    }

    /// 802.11n: which rate.
    struct Modulation: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Which of the others are known, bits.
        var known: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Bandwidth, guard interval and so on; bits.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Index of the modulation and coding scheme.
        var index: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
    }

    /// 802.11ac: which rate; the four users' streams and schemes are octets 4 to 7.
    struct VeryHighThroughput: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Which of the others are known, bits.
        var known: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
        /// Guard interval and so on; bits.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Number of a bandwidth.
        var bandwidth: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// A user's streams, 4 bits, and scheme, 4 bits.
        func user(_ index: Int) throws(Truncation) -> UInt8 { try bytes.u8(4 + index) }
        /// Users with low density parity check codes, bits.
        var coding: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
    }

    /// False when the field is cut off, or of a size that is not known: no later one can be found then.
    static func print(
        _ d: inout Dissector, _ fields: inout Radiotap.Fields, _ bit: Int, _ present: UInt32, _ flags: inout UInt8
    ) throws(Truncation) -> Bool {
        guard let (size, alignment) = size(bit) else {
            d.put("[bit ", bit, "] ")
            return false
        }
        guard let at = fields.skip(size, align: alignment) else {
            d.markTruncated()
            return false
        }
        let bytes = try fields.bytes.slice(at, size)
        let value = Value(bytes)
        switch bit {
        case 0: d.put("", try value.timer, "us tsft ")
        case 1:
            flags = try value.flags
            if flags & 0x01 != 0 { d.put("cfp ") }
            if flags & 0x02 != 0 { d.put("short preamble ") }
            if flags & 0x04 != 0 { d.put("wep ") }
            if flags & 0x08 != 0 { d.put("fragmented ") }
            if flags & 0x40 != 0 { d.put("bad-fcs ") }
        case 2: rate(&d, try value.rate)
        // The extended field says it better when both are there.
        case 3 where present & (1 << 18) != 0: break
        case 3: channel(&d, try value.frequency, UInt32(try value.channelFlags), present)
        case 4:
            d.put("fhset ", try value.hopSet, " fhpat ")
            d.put("", try value.hopPattern, " ")
        case 5: d.put("", Int(Int8(bitPattern: try value.power)), "dBm signal ")
        case 6: d.put("", Int(Int8(bitPattern: try value.power)), "dBm noise ")
        case 7: d.put("", try value.quality, " sq ")
        case 8: d.put("", -Int(try value.attenuation), " tx power ")
        case 9: d.put("", -Int(try value.attenuationDecibels), "dB tx attenuation ")
        case 10: d.put("", Int(Int8(bitPattern: try value.power)), "dBm tx power ")
        case 11: d.put("antenna ", try value.antenna, " ")
        case 12: d.put("", try value.decibels, "dB signal ")
        case 13: d.put("", try value.decibels, "dB noise ")
        case 18: channel(&d, try value.extendedFrequency, try value.extendedFlags, present)
        case 19: try modulation(&d, bytes)
        case 21: try veryHighThroughput(&d, bytes)
        default: break
        }
        return true
    }

    /// Octets and alignment.
    private static func size(_ bit: Int) -> (Int, Int)? {
        switch bit {
        case 0: (8, 8)
        case 1, 2, 5, 6, 9...13: (1, 1)
        case 3: (4, 2)
        case 4: (2, 1)
        case 7, 8, 14: (2, 2)
        case 18: (8, 4)
        case 19: (3, 1)
        case 20: (8, 4)
        case 21: (12, 2)
        default: nil
        }
    }

    /// Halves of a megabit. Some systems give an MCS index with the highest bit set.
    private static func rate(_ d: inout Dissector, _ value: UInt8) {
        if value >= 0x80 && value <= 0x8F { return d.put("MCS ", value & 0x7F, " ") }
        d.put(value / 2)
        d.put(value & 1 == 0 ? ".0 Mb/s " : ".5 Mb/s ")
    }

    private enum Channel {
        static var turbo: UInt32 { 0x0010 }
        static var b: UInt32 { 0x00A0 }
        static var g: UInt32 { 0x0480 }
        static var pureG: UInt32 { 0x00C0 }
        static var a: UInt32 { 0x0140 }
        static var hopping: UInt32 { 0x0800 }
        static var half: UInt32 { 0x4000 }
        static var quarter: UInt32 { 0x8000 }
        static var wide20: UInt32 { 0x10000 }
        static var wide40Up: UInt32 { 0x20000 }
        static var wide40Down: UInt32 { 0x40000 }
    }

    private static func channel(_ d: inout Dissector, _ frequency: UInt16, _ flags: UInt32, _ present: UInt32) {
        d.put("", frequency, " MHz")
        func all(_ mask: UInt32) -> Bool { flags & mask == mask }
        if present & (1 << 19) != 0 {
            d.put(" 11n")
        } else {
            if all(Channel.hopping) { d.put(" FHSS") }
            let width: (StaticString, StaticString)? =
                all(Channel.half) ? ("/10Mhz", "") : all(Channel.quarter) ? ("/5Mhz", "") : nil
            if all(Channel.a) {
                d.put(" 11a")
                if let width { d.put(width.0) }
            }
            if all(Channel.pureG) || all(Channel.g) {
                d.put(" 11g")
                if let width { d.put(width.0) }
            } else if all(Channel.b) {
                d.put(" 11b")
            }
            if all(Channel.turbo) { d.put(" Turbo") }
        }
        if all(Channel.wide20) {
            d.put(" ht/20")
        } else if all(Channel.wide40Down) {
            d.put(" ht/40-")
        } else if all(Channel.wide40Up) {
            d.put(" ht/40+")
        }
        d.put(" ")
    }
}

// MARK: - Rates

extension RadiotapField {
    /// 802.11n: what is known, flags, index of the modulation and coding scheme.
    private static func modulation(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let known = try Modulation(bytes).known
        let flags = try Modulation(bytes).flags
        let index = try Modulation(bytes).index
        let isWide = known & 0x01 != 0 && flags & 3 == 1
        let isShort = known & 0x04 != 0 && flags & 4 != 0
        if known & 0x02 != 0 {
            if let tenths = rate(index, isWide: isWide, isShort: isShort) {
                d.put("", tenths / 10, ".")
                d.put("", tenths % 10, " Mb/s MCS ")
                d.put("", index, " ")
            } else {
                d.put("MCS ", index, " ")
            }
        }
        if known & 0x01 != 0 {
            d.put(bandwidth(flags & 3) ?? "")
            d.put(" ")
        }
        if known & 0x04 != 0 { d.put(isShort ? "short GI " : "long GI ") }
        if known & 0x08 != 0 { d.put(flags & 0x08 != 0 ? "greenfield " : "mixed ") }
        if known & 0x10 != 0 { d.put(flags & 0x10 != 0 ? "LDPC FEC " : "BCC FEC ") }
        if known & 0x20 != 0 { d.put("RX-STBC", flags >> 5 & 3, " ") }
    }

    /// Tenths of a megabit (IEEE 802.11-2016 19.5). Each scheme is a multiple of the slowest one, 6.5 Mb/s on 20 MHz
    /// with the long guard interval.
    static func rate(_ index: UInt8, isWide: Bool, isShort: Bool) -> UInt32? {
        // The one scheme that exists only on 40 MHz.
        if index == 32 { return isWide ? (isShort ? 67 : 60) : 0 }
        let multiples: InlineArray<77, UInt8> = [
            1, 2, 3, 4, 6, 8, 9, 10, 2, 4, 6, 8, 12, 16, 18, 20, 3, 6, 9, 12, 18, 24, 27, 30, 4, 8, 12, 16, 24, 32, 36,
            40, 0, 6, 8, 10, 9, 12, 15, 8, 10, 10, 12, 14, 14, 16, 12, 15, 15, 18, 21, 21, 24, 10, 12, 14, 12, 14, 16,
            18, 16, 18, 20, 20, 22, 15, 18, 21, 18, 21, 24, 27, 24, 27, 30, 30, 33,
        ]
        if index >= 77 { return nil }
        let multiple = UInt32(multiples[Int(index)])
        switch (isWide, isShort) {
        case (false, false): return multiple * 65
        case (false, true): return (multiple * 650 + 4) / 9
        case (true, false): return multiple * 135
        case (true, true): return multiple * 150
        }
    }

    /// 802.11ac: known 2, flags 1, bandwidth 1, four users' streams and schemes 4, coding 1, group 1, association 2.
    private static func veryHighThroughput(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let known = try VeryHighThroughput(bytes).known
        let flags = try VeryHighThroughput(bytes).flags
        let width = try VeryHighThroughput(bytes).bandwidth
        let coding = try VeryHighThroughput(bytes).coding
        for user in 0..<4 {
            let scheme = try VeryHighThroughput(bytes).user(user)
            if scheme & 0x0F == 0 { continue }
            d.put("User ", user, " MCS ")
            d.put("", scheme >> 4, " ")
            d.put(coding & (1 << UInt8(user)) != 0 ? "LDPC FEC " : "BCC FEC ")
        }
        if known & 0x40 != 0 {
            if let name = bandwidth(width & 0x1F) { d.put(name) } else { d.put("unknown (", width & 0x1F, ")") }
            d.put(" ")
        }
        if known & 0x04 != 0 { d.put(flags & 0x04 != 0 ? "short GI " : "long GI ") }
    }

    private static func bandwidth(_ number: UInt8) -> StaticString? {
        switch number {
        case 0: "20 MHz"
        case 1: "40 MHz"
        case 2: "20 MHz (L)"
        case 3: "20 MHz (U)"
        case 4: "80 MHz"
        case 5: "80 MHz (L)"
        case 6: "80 MHz (U)"
        case 7: "80 MHz (LL)"
        case 8: "80 MHz (LU)"
        case 9: "80 MHz (UL)"
        case 10: "80 MHz (UU)"
        case 11: "160 MHz"
        case 12: "160 MHz (L)"
        case 13: "160 MHz (U)"
        case 14: "160 MHz (LL)"
        case 15: "160 MHz (LU)"
        case 16: "160 MHz (UL)"
        case 17: "160 MHz (UU)"
        case 18: "160 MHz (LLL)"
        case 19: "160 MHz (LLU)"
        case 20: "160 MHz (LUL)"
        case 21, 25: "160 MHz (UUU)"
        case 22: "160 MHz (ULL)"
        case 23: "160 MHz (ULU)"
        case 24: "160 MHz (UUL)"
        default: nil
        }
    }
}
