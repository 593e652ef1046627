import Testing

@testable import Packets

@Suite struct LineBufferTests {
    func text(_ fill: (inout LineBuffer) -> Void) -> String {
        var buffer = LineBuffer(capacity: 1)
        fill(&buffer)
        let bytes = buffer.bytes
        return String(
            decoding: (0..<bytes.byteCount).map { unsafe bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) },
            as: UTF8.self)
    }

    @Test(arguments: [
        0, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 99_999, 100_000, 999_999, 1_000_000, 9_999_999, 10_000_000,
        99_999_999, 100_000_000, 999_999_999, 1_000_000_000, 4_294_967_295, 4_294_967_296, 10_000_000_000, UInt64.max,
    ])
    func decimal(_ value: UInt64) {
        #expect(text { $0.append(decimal: value) } == String(value))
        #expect(
            text { $0.append(decimal: UInt32(truncatingIfNeeded: value)) } == String(UInt32(truncatingIfNeeded: value)))
        #expect(text { $0.append(hex: value) } == String(value, radix: 16))
    }

    @Test func `signed and padded`() {
        #expect(text { $0.append(decimal: Int64.min) } == "-9223372036854775808")
        #expect(text { $0.append(decimal: -7) } == "-7")
        #expect(text { $0.append(decimal: 42, width: 5, pad: 0x20) } == "   42")
        #expect(text { $0.append(padded: 7, width: 6) } == "000007")
        #expect(text { $0.append(padded: 12_345_678, width: 6) } == "12345678")
        #expect(text { $0.append(hex: 0xAB as UInt8, width: 4) } == "00ab")
    }

    @Test(arguments: [
        (0x0000_0000 as UInt32, "0.0.0.0"), (0xFFFF_FFFF, "255.255.255.255"), (0xC000_0201, "192.0.2.1"),
        (0x0A63_6409, "10.99.100.9"),
    ])
    func dotted(_ address: UInt32, _ expected: String) {
        #expect(text { $0.append(ipv4: address) } == expected)
    }

    @Test(arguments: [
        (0 as UInt64, 0 as UInt64, "::"), (0, 1, "::1"), (0x2001_0db8_0000_0000, 1, "2001:db8::1"),
        (0x2001_0db8_0000_0001, 0x0001_0000_0000_0001, "2001:db8:0:1:1::1"),
        (0, 0xFFFF_C000_0201, "::ffff:192.0.2.1"), (0, 0xC000_0201, "::192.0.2.1"),
        (0x0001_0000_0002_0003, 0x0004_0005_0006_0007, "1:0:2:3:4:5:6:7"),
        (0x0001_0002_0003_0004, 0x0005_0006_0007_0000, "1:2:3:4:5:6:7:0"),
        (0xfe80_0000_0000_0000, 0, "fe80::"),
    ])
    func groups(_ high: UInt64, _ low: UInt64, _ expected: String) {
        #expect(text { $0.append(ipv6: high, low) } == expected)
    }

    @Test func `link address and dumps`() {
        #expect(text { $0.append(mac: 0x0200_00AB_CDEF) } == "02:00:00:ab:cd:ef")
        let bytes: [UInt8] = [0x45, 0x00, 0x7F, 0x41, 0x20]
        let words = text { unsafe $0.appendHexWords(bytes.span.bytes) }
        #expect(words == " 4500 7f41 20")
        let graphic = text { unsafe $0.appendGraphic(bytes.span.bytes) }
        #expect(graphic == "E..A.")
    }

    @Test func `growth keeps what was written`() {
        let long = text { for _ in 0..<1000 { $0.append("0123456789") } }
        #expect(long == String(repeating: "0123456789", count: 1000))
    }
}
