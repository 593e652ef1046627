import Packets

/// Single precision with ten significant digits.
extension Dissector {
    /// As printf(3)'s `%.10g`: correctly rounded, without zeros at the end, with an exponent where it is below -4 or above 9.
    mutating func put(significant value: Float) {
        if value.sign == .minus { put("-") }
        if value.isNaN { return put("nan") }
        if value.isInfinite { return put("inf") }
        if value == 0 { return put("0") }
        let field = Int(value.bitPattern >> 23 & 0xFF)
        let fraction = value.bitPattern & 0x7F_FFFF
        let mantissa = field == 0 ? fraction : fraction | 0x80_0000
        let power = Swift.max(field, 1) - 150
        var (digits, exponent) =
            power >= 0
            ? Dissector.tenDigits(UInt128(mantissa) << UInt128(power)) : Dissector.tenDigits(mantissa, over: -power)
        if digits == 10_000_000_000 {
            digits = 1_000_000_000
            exponent += 1
        }
        put(digits, exponent)
    }

    /// Ten digits of a whole number, and the power of ten of the first one.
    private static func tenDigits(_ number: UInt128) -> (UInt64, Int) {
        var (divisor, count) = (UInt128(1), 10)
        var scaled = number
        while scaled < 1_000_000_000 {
            scaled *= 10
            count -= 1
        }
        while scaled / divisor >= 10_000_000_000 {
            divisor *= 10
            count += 1
        }
        var quotient = UInt64(truncatingIfNeeded: scaled / divisor)
        let rest = scaled % divisor
        if rest > divisor - rest || rest == divisor - rest && quotient & 1 == 1 { quotient += 1 }
        return (quotient, count - 1)
    }

    /// Ten digits of a number below 2^23 that is divided by a power of two, and the power of ten of the first one.
    private static func tenDigits(_ number: UInt32, over shift: Int) -> (UInt64, Int) {
        // 10^10 times 2^149 has 183 bits.
        var words: InlineArray<8, UInt32> = [number, 0, 0, 0, 0, 0, 0, 0]
        func whole(_ words: borrowing InlineArray<8, UInt32>) -> UInt64 {
            var value: UInt128 = 0
            for index in 0..<3 where shift / 32 + index < 8 {
                value |= UInt128(words[shift / 32 + index]) << UInt128(32 * index)
            }
            return UInt64(truncatingIfNeeded: value >> UInt128(shift % 32))
        }
        var exponent = 9
        while whole(words) < 1_000_000_000 {
            var carry: UInt64 = 0
            for index in words.indices {
                let product = UInt64(words[index]) * 10 + carry
                words[index] = UInt32(truncatingIfNeeded: product)
                carry = product >> 32
            }
            exponent -= 1
        }
        var quotient = whole(words)
        let half = shift - 1
        let isHalf = words[half / 32] >> UInt32(half % 32) & 1 == 1
        var isMore = words[half / 32] & (1 << UInt32(half % 32) - 1) != 0
        for index in 0..<half / 32 where words[index] != 0 { isMore = true }
        if isHalf && (isMore || quotient & 1 == 1) { quotient += 1 }
        return (quotient, exponent)
    }

    private mutating func put(_ digits: UInt64, _ exponent: Int) {
        var (rest, count) = (digits, 10)
        while rest % 10 == 0 && count > 1 {
            rest /= 10
            count -= 1
        }
        func digit(_ index: Int) -> UInt8 {
            var value = digits
            for _ in index..<9 { value /= 10 }
            return 0x30 + UInt8(value % 10)
        }
        if exponent < -4 || exponent >= 10 {
            put(byte: digit(0))
            if count > 1 { put(".") }
            for index in 1..<Swift.max(1, count) { put(byte: digit(index)) }
            put(exponent < 0 ? "e-" : "e+")
            return put(zeroed: UInt(exponent.magnitude), width: 2)
        }
        if exponent < 0 {
            put("0.")
            for _ in 0..<(-1 - exponent) { put("0") }
        }
        for index in 0..<Swift.max(count, exponent + 1) {
            if index == exponent + 1 && exponent >= 0 { put(".") }
            put(byte: index < 10 ? digit(index) : 0x30)
        }
    }
}
