import Packets
@testable import Promiscuity
@testable import Reports
import Testing

/// Names from outside in reports: what a terminal would obey does not get there, neither as text nor as JSON.
@Suite struct HostileNamesTests {
    /// CSI in eight bits, OSC, a reversal of direction, the end of a line that is none in ASCII, octets that are no
    /// UTF-8.
    static let name = "\u{9B}2J\u{9D}0;x\u{9C}\u{85}a\u{202E}b\u{2028}\u{E0041}\u{10FFFF}ü\u{1B}[1m"

    static var hostile: InterfaceReport {
        var report = promiscuousRun
        report.name = name
        report.kind = name
        return report
    }

    @Test func `text has no controls`() throws {
        let style = TextStyle(unicode: true)
        var other = Self.hostile
        other.promiscuousRequested = false
        let comparison = try Comparison(report(Self.hostile), report(other))
        for page in [text(Self.hostile.text(style)), text(comparison.text(style))] {
            #expect(page.contains("?2J?0;x??a?b???ü?[1m"))
            for scalar in page.unicodeScalars where scalar != "\n" { #expect(!scalar.isHazard) }
        }
    }

    @Test func `JSON has no controls and loses nothing`() throws {
        let json = text(report(Self.hostile).json(indented: false))
        #expect(
            json.contains(#""name":"\u009b2J\u009d0;x\u009c\u0085a\u202eb\u2028\udb40\udc41\#u{10FFFF}ü\u001b[1m""#))
        for scalar in json.unicodeScalars where scalar != "\n" { #expect(!scalar.isHazard) }
        #expect(try CaptureReport(json: Array(json.utf8)).interfaces.first?.name == Self.name)
    }

    /// A name of a megabyte is shown as far as a name can be long.
    @Test(arguments: ["x", "ä", "x "]) func `long names`(_ piece: String) throws {
        var long = promiscuousRun
        long.name = String(repeating: piece, count: 1 << 20)
        long.timeline = []
        let page = text(long.text())
        #expect(page.utf8.count < 32 << 10)
        #expect(page.contains("..."))
        let comparison = try Comparison(report(long), report(promiscuousRun))
        #expect(text(comparison.text()).utf8.count < 64 << 10)
        #expect(try CaptureReport(json: Array(text(report(long).json()).utf8)).interfaces.first?.name == long.name)
    }

    @Test(arguments: [(0, 1), (8, 1), (9, 2), (16, 2), (1000, 125)]) func wrapping(length: Int, lines: Int) {
        let text = String(repeating: "x", count: length)
        let wrapped = TextPage.wrap(text, width: 8)
        #expect(wrapped.count == lines && wrapped.joined() == text)
        #expect(TextPage.wrap("one two three", width: 9) == ["one two", "three"])
    }

    /// A user who can name a process may try to write in a monitoring system's page.
    @Test func `markup for monitoring`() {
        let names = ["<b>", "a&amp;b", "\"x\" onload='y'", "`id`", "p|q=9"]
        let sample = AuditTests.sample(names.map { socket($0) })
        let audit = AuditTests.audit([("e<t>h'0 \"", 1, nil, sample)])
        let line = text(Check(audit, policy: Check.Policy(), named: true).text(audit))
        #expect(
            line == "PROMISC WARNING - e?t?h0  has 5 references: ?b?[4711], a?amp;b[4711], x onload=y[4711], id[4711], "
                + "p/q=9[4711] | 'e?t?h0 '=5;0;;0\n")
        #expect(text(Check.unknown("--allow <i>'\n\"&|\u{9B}")) == "PROMISC UNKNOWN - --allow ?i???/?\n")
    }
}
