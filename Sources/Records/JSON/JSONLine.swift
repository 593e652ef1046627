import Packets

/// Digits that are written by looking them up.
@safe
final class TextTables {
    /// "00" to "99", "00" to "ff": two octets each. "0." to "255.": four each, with how many of them count.
    fileprivate let decimals: UnsafePointer<UInt16>
    fileprivate let hex: UnsafePointer<UInt16>
    fileprivate let octets: UnsafePointer<UInt32>

    init() {
        let decimals = UnsafeMutablePointer<UInt16>.allocate(capacity: 100)
        let hex = UnsafeMutablePointer<UInt16>.allocate(capacity: 256)
        let octets = UnsafeMutablePointer<UInt32>.allocate(capacity: 256)
        for value in 0..<100 { unsafe decimals[value] = UInt16(0x30 + value / 10) | UInt16(0x30 + value % 10) << 8 }
        for value in 0..<256 {
            func digit(_ value: Int) -> UInt16 { UInt16(value < 10 ? 0x30 + value : 0x57 + value) }
            unsafe hex[value] = digit(value >> 4) | digit(value & 15) << 8
            var text: UInt32 = 0
            for octet in "\(value).".utf8.reversed() { text = text << 8 | UInt32(octet) }
            unsafe octets[value] = text
        }
        unsafe self.decimals = UnsafePointer(decimals)
        unsafe self.hex = UnsafePointer(hex)
        unsafe self.octets = UnsafePointer(octets)
    }

    deinit {
        unsafe decimals.deallocate()
        unsafe hex.deallocate()
        unsafe octets.deallocate()
    }
}

/// A line on its way into a buffer that has room for all of it: nothing is asked here. What is written may go up to
/// fifteen octets beyond what counts.
@safe
struct JSONLine: ~Copyable {
    private(set) var at: UnsafeMutableRawPointer
    private let decimals: UnsafePointer<UInt16>
    private let hex: UnsafePointer<UInt16>
    private let octets: UnsafePointer<UInt32>

    init(_ at: UnsafeMutableRawPointer, _ tables: borrowing TextTables) {
        unsafe self.at = at
        unsafe decimals = tables.decimals
        unsafe hex = tables.hex
        unsafe octets = tables.octets
    }

    @inline(__always)
    mutating func put(_ octet: UInt8) {
        unsafe at.storeBytes(of: octet, as: UInt8.self)
        unsafe at += 1
    }

    /// - Parameter from: may be read up to fifteen octets beyond `count`.
    @inline(__always)
    mutating func copy(_ from: UnsafeRawPointer, _ count: Int) {
        var done = 0
        while done < count {
            unsafe at.storeBytes(
                of: from.loadUnaligned(fromByteOffset: done, as: SIMD16<UInt8>.self), toByteOffset: done,
                as: SIMD16<UInt8>.self)
            done &+= 16
        }
        unsafe at += count
    }

    @inline(__always)
    private mutating func put(pair value: UInt32) {
        unsafe at.storeBytes(of: decimals[Int(value)].littleEndian, as: UInt16.self)
        unsafe at += 2
    }

    @inline(__always)
    mutating func put(decimal value: UInt32) {
        if value < 10 { return put(0x30 &+ UInt8(truncatingIfNeeded: value)) }
        if value < 100 { return put(pair: value) }
        put(large: value)
    }

    private mutating func put(large value: UInt32) {
        if value >= 10_000 { return put(larger: value) }
        let (high, low) = value.quotientAndRemainder(dividingBy: 100)
        put(decimal: high)
        put(pair: low)
    }

    private mutating func put(larger value: UInt32) {
        let (high, low) = value.quotientAndRemainder(dividingBy: 10_000)
        put(decimal: high)
        put(pair: low / 100)
        put(pair: low % 100)
    }

    mutating func put(signed value: Int64) {
        if value < 0 { put(0x2D) }
        put(long: value.magnitude)
    }

    private mutating func put(long value: UInt64) {
        if let small = UInt32(exactly: value) { return put(decimal: small) }
        let (high, low) = value.quotientAndRemainder(dividingBy: 100_000_000)
        put(long: high)
        let rest = UInt32(truncatingIfNeeded: low)
        put(pair: rest / 1_000_000)
        put(padded: rest % 1_000_000)
    }

    /// Six digits.
    @inline(__always)
    mutating func put(padded value: UInt32) {
        put(pair: value / 10_000)
        put(pair: value / 100 % 100)
        put(pair: value % 100)
    }

    @inline(__always)
    mutating func put(boolean value: Bool) {
        // "true" and "fals", the lowest octet first.
        unsafe at.storeBytes(of: (value ? UInt32(0x6575_7274) : 0x736C_6166).littleEndian, as: UInt32.self)
        unsafe at += 4
        if !value { put(0x65) }
    }

    @inline(__always)
    mutating func put(quoted row: borrowing Row, _ place: Int, _ kind: Column.Kind) {
        put(0x22)
        switch kind {
        case .address:
            let address = row.address(place)
            if address.isIPv6 { put(address) } else { put(ipv4: UInt32(truncatingIfNeeded: address.low)) }
        case .ipv4: put(ipv4: UInt32(truncatingIfNeeded: row.number(place)))
        case .mac: put(mac: row.number(place))
        case .word: put(word: UInt8(truncatingIfNeeded: row.number(place)))
        default: unsafe put(text: row.text(place))
        }
        put(0x22)
    }

    @inline(__always)
    private mutating func put(ipv4 address: UInt32) {
        for shift: UInt32 in [24, 16, 8, 0] {
            let octet = Int(address >> shift & 0xFF)
            unsafe at.storeBytes(of: octets[octet].littleEndian, as: UInt32.self)
            unsafe at += octet < 10 ? 2 : octet < 100 ? 3 : 4
        }
        // Without the last dot.
        unsafe at -= 1
    }

    private mutating func put(_ address: HostAddress) {
        var text = LineBuffer(capacity: 256)
        text.append(ipv6: address.high, address.low)
        for place in 0..<text.count {
            if let octet = try? text.bytes.u8(place) { put(octet) }
        }
    }

    private mutating func put(mac address: UInt64) {
        var shift: UInt64 = 40
        while true {
            unsafe at.storeBytes(of: hex[Int(address >> shift & 0xFF)].littleEndian, as: UInt16.self)
            unsafe at += 2
            if shift == 0 { return }
            put(0x3A)
            shift &-= 8
        }
    }

    private mutating func put(word: UInt8) {
        guard let text = Word(rawValue: word)?.text else { return }
        for place in 0..<text.utf8CodeUnitCount { put(unsafe text.utf8Start[place]) }
    }

    /// Quotation marks and backslashes get a backslash in front. Nothing else needs any: texts hold printable ASCII only.
    private mutating func put(text: UnsafeBufferPointer<UInt8>) {
        for place in 0..<text.count {
            let octet = unsafe text[place]
            if octet == 0x22 || octet == 0x5C { put(0x5C) }
            put(octet)
        }
    }
}
