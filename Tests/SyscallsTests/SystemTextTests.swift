import Syscalls
import Testing

/// Names that are no UTF-8 come out as they went in.
@Suite struct SystemTextTests {
    static let names: [[UInt8]] = [
        [], Array("plain".utf8), Array("grün".utf8),
        // Latin-1, a lone continuation byte, a sequence cut short, one too long for its code point.
        [0x67, 0x72, 0xFC, 0x6E], [0x80], [0xE2, 0x82], [0xC0, 0xAF], [0xFF, 0xFE, 0x41],
        // UTF-8 of a surrogate, and a code point beyond the last.
        [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80],
        // UTF-8 of the code points that stand for bytes: U+10FF80, U+10FFFF.
        [0xF4, 0x8F, 0xBE, 0x80], [0xF4, 0x8F, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF, 0xFF],
        // Beside valid text of four bytes.
        [0xF0, 0x9F, 0x98, 0x80, 0xFE],
    ]

    @Test(arguments: names) func `bytes survive`(_ name: [UInt8]) {
        #expect(String(systemBytes: name).systemBytes == name)
    }

    @Test func `valid text is itself`() {
        #expect(String(systemBytes: Array("grün 😀".utf8)) == "grün 😀")
    }
}
