import Testing

@testable import SwiftCap

/// "Did you mean": near words are found, and others are not forced upon the user.
@Suite struct NearestTests {
    @Test(arguments: [
        ("audti", "audit"), ("adit", "audit"), ("auditt", "audit"), ("wach", "watch"), ("chek", "check"),
        ("comapre", "compare"), ("exprot", "export"), ("reprot", "report"), ("lba", "lab"), ("hepl", "help"),
        ("tcp", nil), ("udp", nil), ("icmp", nil), ("host", nil), ("ether", nil), ("greater", nil), ("a", nil),
        ("", nil), ("vlan", nil), ("auditorium", nil), (String(repeating: "x", count: 100_000), nil),
    ])
    func `commands`(_ typed: String, _ expected: String?) {
        #expect(Nearest.word(to: typed, of: Subcommands.names) == expected)
    }

    @Test(arguments: [
        ("colour", "color"), ("snapshot-lenght", "snapshot-length"), ("no-promiscous-mode", "no-promiscuous-mode"),
        ("no-promiscuous", "no-promiscuous-mode"), ("colums", "columns"), ("reprot", "report"), ("nosuch", nil),
        ("listen-address", nil),
    ])
    func `options`(_ typed: String, _ expected: String?) {
        // An abbreviation is no slip: getopt takes it, and it never comes here.
        let names = OptionTable.longs.map { "\($0.name)" }
        if typed == "no-promiscuous" {
            #expect(names.filter { $0.hasPrefix(typed) }.count == 1)
        } else {
            #expect(Nearest.word(to: typed, of: names) == expected)
        }
    }

    @Test(arguments: [
        ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("abc", "abc", 0), ("abc", "acb", 1), ("abc", "ab", 1),
        ("abc", "abxc", 1), ("kitten", "sitting", 3), ("ab", "ba", 1),
    ])
    func `slips`(_ a: String, _ b: String, _ count: Int) {
        #expect(Nearest.slips(Array(a.utf8), Array(b.utf8)) == count)
    }
}
