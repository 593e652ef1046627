import Packets
import Promiscuity
import Testing

@testable import Reports

/// Pages as bytes: what is in them, and that nothing from outside becomes markup. `scripts/test-html` looks at them in a browser.
@Suite struct HTMLTests {
    static let names = [
        "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onload='x", "</title><b>", "a&amp;b",
        "\u{202E}abc", "\u{1B}[31m\u{0}", "]]><!--", "</style>", "{{x}}",
    ]

    /// A report in which every text from outside is `name`.
    static func hostile(_ name: String) -> CaptureReport {
        var other = socket(name, user: name, cookie: 9)
        other.evidence = name
        var above = bridge
        above.device = name
        var run = interface(
            name, before: state([above]), during: state([above, ours, other], time: 1), after: state([above], time: 9),
            timeline: [change(2, 3, 1, joined: [other], name: name), change(3, 3, 0, event: .renamed, name: name)])
        run.filter = name
        run.linkType = name
        run.kernelLog = KernelLogReport(
            lines: [KernelLogLine(time: moment(2), interface: name, entered: true, text: name)], missed: 1, error: name)
        run.readError = name
        run.failedReads = 1
        run.rates = PacketRates(started: moment(0), captured: [1], dropped: [1])
        var all = report(run)
        all.host = name
        all.arguments = [name, name]
        all.kernel = name
        return all
    }

    /// Tags and attributes that the pages are made of; a name that became markup would add to them.
    private func markup(_ page: String) -> Set<Substring> {
        Set(page.matches(of: /<[^>]*>/).map { $0.output.prefix { $0 != " " && $0 != ">" } })
    }

    private static let tags = """
        <!DOCTYPE <html <head <meta <title </title <style </style </head <body <main </main </body </html <h1 </h1 <h2 </h2 <h3 </h3
        <p </p <b </b <span </span <div </div <svg </svg <path </path <rect </rect <small </small <table </table <thead </thead <tbody
        </tbody <tr </tr <th </th <td </td <dl </dl <dt </dt <dd </dd <section </section
        """.split(whereSeparator: \.isWhitespace)

    private func check(_ page: String) {
        #expect(markup(page).subtracting(Self.tags).isEmpty)
        #expect(page.hasPrefix("<!DOCTYPE html>\n") && page.hasSuffix("</html>\n"))
        for scalar in page.unicodeScalars where scalar != "\n" { #expect(!scalar.isHazard) }
        // An attribute that a quote has ended would show here.
        for match in page.matches(of: /<(?:svg|rect|path)[^>]*>/) {
            #expect(match.output.split(separator: "\"", omittingEmptySubsequences: false).count % 2 == 1)
            #expect(!match.output.contains("onerror=") || match.output.contains("&lt;img"))
        }
        for outside in ["http:", "https:", "<script", "<link", "<img", "url(", "@import", "javascript:"] {
            #expect(!page.contains(outside), "\(outside)")
        }
        #expect(page.contains("default-src 'none'"))
    }

    @Test(arguments: names) func `no text from outside becomes markup`(_ name: String) throws {
        let hostile = Self.hostile(name)
        check(text(hostile.html()))
        check(text(try Comparison(hostile, hostile).html()))
        let sample = AuditTests.sample([socket(name, user: name), bridge])
        check(text(AuditTests.audit([(name, 1, name, sample)]).html()))
    }

    @Test func `what a page shows`() {
        let page = text(report(CourseTests.run).html())
        for part in [
            "<h1>Promiscuous mode on eth0</h1>", "What this capture took, it gave back.", "IFLA_PROMISCUITY: 1 to 3",
            "flags PROMISC: yes", "gflags PROMISC: no", "tcpdump[4711] (root)",
            "1 reference, exact, since 2.59 s, until 5.59 s",
            "1 reference, exact, since before the capture, still there at the end", "eth0: entered promiscuous mode",
            "It names no network namespace.", "packets a second", "up to 40", "dropped a second", "up to 3",
            "prefers-color-scheme:dark", "swiftcap[100]", ", this capture", "2026-01-02T03:04:07.596Z",
        ] { #expect(page.contains(part), "\(part)") }
        #expect(page.utf8.count < 60_000)
    }

    @Test func `a comparison shows both runs`() throws {
        let comparison = try Comparison(report(CourseTests.run), report(plainRun))
        let page = text(comparison.html())
        #expect(page.matches(of: /<section>/).count == 2)
        #expect(page.contains("Run 1, promiscuous") && page.contains("Run 2, with -p"))
        #expect(page.contains("Two captures on eth0"))
    }

    @Test func `an audit shows each holder`() {
        let page = text(
            AuditTests.audit([
                ("eth0", 1, nil, AuditTests.sample([socket("tcpdump"), bridge])), ("lo", 1, nil, AuditTests.sample([])),
            ]).html())
        for part in [
            "<td>eth0</td>", "tcpdump[4711] (root) holds 1: tcpdump -i eth0", "<td>lo</td>", "2 references: 2 exact",
        ] {
            #expect(page.contains(part), "\(part)")
        }
    }
}
