import Testing

@testable import Records

/// What pages and footers are made of, octet by octet and read back by a reader that knows the formats only.
@Suite struct EncodingTests {
    @Test func `thrift's compact protocol`() {
        var thrift = ThriftWriter()
        thrift.i32(1, 150)
        thrift.string(4, "ab")
        thrift.boolean(5, true)
        thrift.structure(6) { inner in
            inner.i64(1, -1)
            inner.boolean(20, false)
        }
        thrift.list(7, .i32, count: 2)
        thrift.i32(0)
        thrift.i32(-3)
        thrift.i8(8, -2)
        thrift.list(9, .structure, count: 20)
        thrift.end()
        // Field 1, i32, zigzag(150) = 300; field +3, binary; field +1, true; field +1, struct; ...
        #expect(
            thrift.out.array
                == hex("15 ac02  38 02 6162  11  1c 16 01 02 28 00  19 25 00 05  13 fe  19 fc 14  00"))
    }

    /// Runs and packed bits → values.
    static func decoded(_ bytes: [UInt8], width: Int, count: Int) -> [UInt32] {
        var values: [UInt32] = []
        var place = 0
        while values.count < count {
            var head = 0
            var shift = 0
            while true {
                head |= Int(bytes[place] & 0x7F) << shift
                shift += 7
                place += 1
                if bytes[place - 1] & 0x80 == 0 { break }
            }
            if head & 1 == 0 {
                var value: UInt32 = 0
                for octet in 0..<(width + 7) / 8 { value |= UInt32(bytes[place + octet]) << UInt32(8 * octet) }
                place += (width + 7) / 8
                values += [UInt32](repeating: value, count: head >> 1)
            } else {
                let octets = (head >> 1) * width
                var bit = 0
                for _ in 0..<(head >> 1) * 8 {
                    var value: UInt32 = 0
                    for each in 0..<width where bytes[place + (bit + each) / 8] >> UInt8((bit + each) % 8) & 1 != 0 {
                        value |= 1 << UInt32(each)
                    }
                    bit += width
                    values.append(value)
                }
                place += octets
            }
        }
        #expect(place == bytes.count)
        return Array(values.prefix(count))
    }

    /// Values that hold still and values that do not, in pieces of all lengths.
    static func mixture(_ count: Int, below limit: UInt32, seed: UInt64) -> [UInt32] {
        var state = seed
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state >> 33
        }
        var values: [UInt32] = []
        while values.count < count {
            let length = Int(next() % 40) + 1
            let isRun = next() % 2 == 0
            var value = UInt32(next() % UInt64(limit))
            for _ in 0..<length {
                if !isRun { value = UInt32(next() % UInt64(limit)) }
                values.append(value)
            }
        }
        return Array(values.prefix(count))
    }

    @Test(arguments: [1, 7, 8, 9, 63, 64, 100, 1000, 5000]) func `runs and packed bits`(count: Int) {
        for (width, limit) in [(1, UInt32(2)), (3, 8), (5, 17), (8, 256), (13, 8000), (17, 100_000)] {
            for seed in 0..<3 {
                let values = EncodingTests.mixture(count, below: limit, seed: UInt64(seed))
                var out = ByteBuffer()
                unsafe values.withUnsafeBufferPointer {
                    unsafe HybridEncoder.append($0.baseAddress!, count, width: width, to: &out)
                }
                #expect(EncodingTests.decoded(out.array, width: width, count: count) == values)
            }
        }
    }

    @Test func `one value only takes no bits`() {
        var out = ByteBuffer()
        unsafe [UInt32](repeating: 0, count: 300).withUnsafeBufferPointer {
            unsafe HybridEncoder.append($0.baseAddress!, 300, width: 0, to: &out)
        }
        #expect(out.array == hex("d804"))
    }

    @Test(arguments: [1, 63, 64, 65, 128, 200, 1000]) func `levels of one bit`(count: Int) {
        let patterns: [(Int) -> Bool] = [
            { _ in true }, { _ in false }, { $0 % 3 == 0 }, { $0 < 70 }, { $0 >= 130 }, { $0 / 64 % 2 == 0 },
            { $0 == 199 },
        ]
        for isPresent in patterns {
            var bits = [UInt64](repeating: 0, count: (count + 63) / 64)
            for place in 0..<count where isPresent(place) { bits[place / 64] |= 1 << UInt64(place % 64) }
            var out = ByteBuffer()
            unsafe bits.withUnsafeBufferPointer { unsafe HybridEncoder.append(bits: $0.baseAddress!, count, to: &out) }
            #expect(
                EncodingTests.decoded(out.array, width: 1, count: count) == (0..<count).map { isPresent($0) ? 1 : 0 })
        }
    }

    /// Differences → values.
    static func undone(_ bytes: [UInt8]) -> [Int64] {
        var place = 0
        func varint() -> UInt64 {
            var value: UInt64 = 0
            var shift: UInt64 = 0
            while true {
                value |= UInt64(bytes[place] & 0x7F) << shift
                shift += 7
                place += 1
                if bytes[place - 1] & 0x80 == 0 { return value }
            }
        }
        func zigzag() -> Int64 {
            let value = varint()
            return Int64(bitPattern: value >> 1) ^ -Int64(value & 1)
        }
        let (block, parts, count) = (Int(varint()), Int(varint()), Int(varint()))
        var values = [zigzag()]
        while values.count < count {
            let least = zigzag()
            let widths = bytes[place..<place + parts].map(Int.init)
            place += parts
            for width in widths where values.count < count {
                for each in 0..<block / parts {
                    var delta: UInt64 = 0
                    for bit in 0..<width {
                        let at = each * width + bit
                        if bytes[place + at / 8] >> UInt8(at % 8) & 1 != 0 { delta |= 1 << UInt64(bit) }
                    }
                    if values.count < count {
                        values.append(values[values.count - 1] &+ least &+ Int64(bitPattern: delta))
                    }
                }
                place += block / parts * width / 8
            }
        }
        #expect(place == bytes.count)
        return values
    }

    @Test(arguments: [1, 2, 32, 33, 129, 1000]) func `differences`(count: Int) {
        let series: [[Int64]] = [
            (0..<count).map { Int64($0) }, (0..<count).map { 1_700_000_000_000_000 + Int64($0 * $0 % 977) },
            (0..<count).map { $0 % 2 == 0 ? Int64.min : .max }, (0..<count).map { _ in -5 },
            EncodingTests.mixture(count, below: .max, seed: 9).map { Int64($0) << 20 },
        ]
        for values in series {
            var out = ByteBuffer()
            let patterns = values.map { UInt64(bitPattern: $0) }
            unsafe patterns.withUnsafeBufferPointer {
                unsafe DeltaEncoder.append($0.baseAddress!, count, to: &out)
            }
            #expect(EncodingTests.undone(out.array) == values)
        }
    }
}
