import Packets
import Testing

/// Text from outside, as it is shown.
@Suite struct PrintableTests {
    @Test(arguments: [
        ("eth0", "eth0"), ("", ""), ("grün 😀", "grün 😀"),
        // C0, DEL, C1: a terminal's commands, in seven bits and in eight.
        ("a\u{1B}[2Jb", "a?[2Jb"), ("a\nb\r\tc\u{7F}", "a?b??c?"), ("\u{80}\u{9B}31m\u{9F}", "??31m?"),
        // Marks that turn text around, lines that end where a log sees none.
        ("\u{202E}txt.exe", "?txt.exe"), ("a\u{2028}b\u{2029}c\u{FEFF}", "a?b?c?"), ("\u{E0041}", "?"),
        // Octets that are no UTF-8 (`String(systemBytes:)`), and other code points without a look.
        ("v\u{10FFFF}w", "v?w"), ("\u{E000}", "?"), ("\u{378}", "?"),
    ])
    func shown(_ text: String, _ expected: String) {
        #expect(text.printable == expected)
    }

    @Test func `lines stay`() {
        #expect("a\tb\nc\u{1B}\r\u{9B}d\n".printableLines == "a\tb\nc???d\n")
    }

    @Test func `what is cut`() {
        let long = String(repeating: "a", count: 5000)
        #expect(long.printable == String(repeating: "a", count: String.longestName) + "...")
        #expect(long.printable(atMost: .max) == long)
        #expect(String(repeating: "ä", count: 10).printable(atMost: 4) == "ääää...")
        #expect("äöü".printable(atMost: 3) == "äöü")
    }

    /// Every code point below U+20000: what is let through does nothing but be seen.
    @Test func `no control is shown`() {
        for value in UInt32(0)..<0x20000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let isControl = value < 0x20 || (0x7F...0x9F).contains(value)
            let isBidirectional = (0x202A...0x202E).contains(value) || (0x2066...0x2069).contains(value)
            if isControl || isBidirectional {
                #expect(String(scalar).printable == "?")
                #expect(scalar.isHazard)
            }
        }
    }
}
