import Packets

/// The ZigBee encapsulation protocol of Exegin's sniffers over UDP: a low-rate wireless frame and how it was received.
///
///     | "EX" | version | version 1: channel, device: 2, mode, quality, 7 octets, length |
///                      | later: type, channel, device: 2, mode, quality, time: 8, number: 4, 10 octets, length |
enum ZEP {
    /// The fields of both versions; the later ones are one octet further on for the type.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var preamble: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// 1 a frame, 2 an acknowledgement; not in version 1.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// When it was received, as NTP counts.
        var time: UInt64 { get throws(Truncation) { try bytes.u64(9) } }
        var number: UInt32 { get throws(Truncation) { try bytes.u32(17) } }
        var acknowledged: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "zep"
        d.put("ZEP")
        let header = Header(bytes)
        let preamble = try header.preamble
        if preamble != 0x4558 {
            d.put(" [Preamble Code: ")
            d.put(visible: UInt8(preamble >> 8))
            d.put(visible: UInt8(preamble & 0xFF))
            d.put("]")
            return d.markInvalid()
        }
        let version = try header.version
        d.put("v", version, " ")
        let start: Int
        if version == 1 {
            start = 16
            if length < start { return tooShort(&d, length, start) }
            try reception(&d, bytes, 3)
            d.put("inner len = ", try bytes.u8(start - 1))
        } else {
            let type = try header.type
            if type == 2 {
                if length < 8 { return tooShort(&d, length, 8) }
                return d.put("ACK, seq# = ", try header.acknowledged)
            }
            start = 32
            if length < start { return tooShort(&d, length, start) }
            try bytes.require(7, at: 0)
            d.put("Type ", type, ", ")
            try reception(&d, bytes, 4)
            time(&d, try header.time)
            try bytes.require(start, at: 0)
            d.put(", seq# = ", try header.number, ", inner len = ")
            d.put(try bytes.u8(start - 1))
        }
        let size = Int(try bytes.u8(start - 1))
        let frame = try bytes.from(start)
        d.put("\n\t")
        var isWhole = false
        if size > 0 { isWhole = try Registry.lowRateFrame(&d, frame, size) }
        if !isWhole {
            if !d.suppressDefaultDump { try d.dumpHexAndASCII(frame, length - start) }
        }
    }

    private static func tooShort(_ d: inout Dissector, _ length: Int, _ least: Int) {
        d.put(" [len ", length, " < ")
        d.put("", least, "]")
        d.markInvalid()
    }

    private static func reception(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        try bytes.require(3, at: offset)
        d.put("Channel ID ", try bytes.u8(offset), ", Device ID 0x")
        d.put(hex: try bytes.u16(offset + 1), 4)
        d.put(", ")
        if try bytes.u8(offset + 3) == 0 { d.put("LQI ", try bytes.u8(offset + 4), ", ") } else { d.put("CRC, ") }
    }

    /// Seconds and a fraction of single precision, with the date unless the seconds are zero.
    private static func time(_ d: inout Dissector, _ value: UInt64) {
        let seconds = UInt32(truncatingIfNeeded: value >> 32)
        d.put("", seconds, ".")
        let fraction = Float(UInt32(truncatingIfNeeded: value)) / 4_294_967_296
        d.put(zeroed: UInt32(Double(fraction) * 1_000_000_000), width: 9)
        if seconds == 0 { return }
        // What is before 1970 is taken for the next era.
        let local = d.clock.local(Int64(seconds &- 2_208_988_800))
        let midnight = Clock.floor(local, 86_400)
        var date = LineBuffer(capacity: 32)
        Clock.appendDate(midnight / 86_400, to: &date)
        d.put(" (")
        let text = date.bytes
        for index in 0..<text.byteCount {
            guard let byte = try? text.u8(index) else { break }
            d.put(byte: byte == 0x2D ? 0x2F : byte)
        }
        d.put(" ")
        Clock.appendTime(UInt32(truncatingIfNeeded: local &- midnight), to: &d.out)
        d.put(")")
    }
}
