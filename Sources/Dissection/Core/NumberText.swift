import Packets

/// Numbers in the forms that several protocols print.
extension Dissector {
    /// Seconds since 1900 and their fraction in billionths (RFC 5905 6), with the date when it is not zero.
    mutating func put(ntpTime value: UInt64) {
        let seconds = value >> 32
        put(seconds)
        put(".")
        put(zeroed: ((value & 0xFFFF_FFFF) * 1_000_000_000) >> 32, width: 9)
        if seconds == 0 { return }
        put(" (")
        put(isoTime: Int64(seconds) - 2_208_988_800)
        put(")")
    }

    /// A number with three decimals, as printf(3) rounds it: exact for every value of single precision.
    mutating func put(thousandths value: Double) {
        if value.sign == .minus { put("-") }
        if value.isNaN { return put("nan") }
        if value.isInfinite { return put("inf") }
        let size = value.magnitude
        // What is larger has no fraction.
        if size < 1e15 {
            let scaled = UInt64((size * 1000).rounded(.toNearestOrEven))
            put(scaled / 1000)
            put(".")
            return put(zeroed: scaled % 1000, width: 3)
        }
        var rest = UInt128(size)
        var divisor: UInt128 = 1
        while rest / divisor >= 1_000_000_000_000_000_000 { divisor *= 1_000_000_000_000_000_000 }
        put(UInt64(truncatingIfNeeded: rest / divisor))
        while divisor > 1 {
            rest %= divisor
            divisor /= 1_000_000_000_000_000_000
            put(zeroed: UInt64(truncatingIfNeeded: rest / divisor), width: 18)
        }
        put(".000")
    }

    /// Bytes a second in single precision as millions of bits, three decimals.
    mutating func put(megabits bits: UInt32) {
        put(thousandths: Double(Float(bitPattern: bits) * 8 / 1_000_000))
    }

    /// `2021-01-14 08:25:36`, in universal time.
    mutating func put(universalTime seconds: Int64) {
        let day = Clock.floor(seconds, 86_400)
        Clock.appendDate(day / 86_400, to: &out)
        put(" ")
        Clock.appendTime(UInt32(truncatingIfNeeded: seconds &- day), to: &out)
    }

    /// Two hexadecimal digits, capitals.
    mutating func put(capitalHex byte: UInt8) {
        let high = byte >> 4
        let low = byte & 0xF
        put(byte: high < 10 ? 0x30 + high : 0x37 + high)
        put(byte: low < 10 ? 0x30 + low : 0x37 + low)
    }
}
