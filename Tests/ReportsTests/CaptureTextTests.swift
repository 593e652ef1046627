import Packets
import Promiscuity
import Reports
import Testing

func text(_ buffer: consuming LineBuffer) -> String {
    String(decoding: bytes(buffer), as: UTF8.self)
}

func bytes(_ buffer: consuming LineBuffer) -> [UInt8] {
    unsafe buffer.bytes.withUnsafeBytes { unsafe Array($0) }
}

@Suite struct CaptureTextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let name: String
        let report: InterfaceReport
        let text: String
        var testDescription: String { name }

        init(_ name: String, _ report: InterfaceReport, _ text: String) {
            self.name = name
            self.report = report
            self.text = text
        }
    }

    static let tables = [
        Case(
            "promiscuous", promiscuousRun,
            """
            Promiscuous mode on eth0             before   during    after
              references (IFLA_PROMISCUITY)           0        1        0    this capture held 1
              hears all frames (flags PROMISC)       no      yes       no
              ip link's switch (gflags PROMISC)      no       no       no
            OK  What this capture took, it gave back.

            """),
        Case(
            "-p, another holder on the device",
            interface(
                promiscuous: false, before: state([socket("tcpdump")]), during: state([socket("tcpdump")]),
                after: state([socket("tcpdump")])),
            """
            Promiscuous mode on eth0             before   during    after
              references (IFLA_PROMISCUITY)           1        1        1    this capture held 0 (-p)
              hears all frames (flags PROMISC)      yes      yes      yes
              ip link's switch (gflags PROMISC)      no       no       no
            !   -p took nothing, but eth0 is promiscuous anyway: tcpdump[4711] (root) holds 1.

            """),
        Case(
            "no count, no flags: an old kernel, a sysfs of another namespace",
            interface(
                before: state(known: false), during: state([ours], known: false), after: state(known: false)),
            """
            Promiscuous mode on eth0             before   during    after
              references (IFLA_PROMISCUITY)           ?        ?        ?    this capture held 1
              hears all frames (flags PROMISC)        ?        ?        ?
              ip link's switch (gflags PROMISC)      no       no       no
            OK  What this capture took, it gave back.

            """),
        Case(
            "not read afterwards", interface(during: state([ours]), after: unread),
            """
            Promiscuous mode on eth0             before   during    after
              references (IFLA_PROMISCUITY)           0        1        ?    this capture held 1
              hears all frames (flags PROMISC)       no      yes        ?
              ip link's switch (gflags PROMISC)      no       no        ?
            ?   Unknown. The kernel could not be read afterwards (send AF_NETLINK: No buffer space
                available). This capture held 1 reference; whether it gave back what it took is not
                known.

            """),
        Case(
            "never read", interface(before: unread, during: unread, after: unread),
            """
            Promiscuous mode on eth0             before   during    after
              references (IFLA_PROMISCUITY)           ?        ?        ?    this capture held ?
              hears all frames (flags PROMISC)        ?        ?        ?
              ip link's switch (gflags PROMISC)       ?        ?        ?
            ?   Unknown. The kernel could not be read before the capture, while it ran and afterwards
                (send AF_NETLINK: No buffer space available). Whether this capture held a reference is
                not known.

            """),
        Case(
            "any", interface("any", index: 0, before: nil, during: nil, after: nil, foreign: nil),
            """
            OK  "any" is no device: a capture on it takes no reference on any interface.

            """),
        Case(
            "others come and go meanwhile",
            interface(
                during: state([ours], count: 2), after: state([socket("tcpdump")], consistent: false),
                timeline: [
                    change(1, 1, 1, joined: [ours], cause: .phase), change(2, 2, 1, joined: [socket("tcpdump")]),
                    change(3, 1, -1, left: [socket("tcpdump", also: 2)]),
                    change(4, 2, 1, joined: [secondAddress], cause: .poll),
                    change(5, 2, 0, event: .renamed, name: "wan0"), change(6, nil, 0, event: .overrun),
                ], missed: 2),
            """
            Promiscuous mode on eth0             before   during    after
              references (IFLA_PROMISCUITY)           0        2        1    this capture held 1
              hears all frames (flags PROMISC)       no      yes      yes
              ip link's switch (gflags PROMISC)      no       no       no
            OK  What this capture took, it gave back.
                Still promiscuous: tcpdump[4711] (root) holds 1.
            !   1 reference without a known holder while it ran.
            !   No undisturbed sample could be had (after): figures may be of different moments.
            !   Changes may have been missed 2 times.
            While it ran:
              03:04:07.596  1 -> 2  +1  tcpdump[4711] (root) joined
              03:04:08.596  2 -> 1  -1  tcpdump[4711] and 2 more processes left
              03:04:09.596  1 -> 2  +1  kernel: second unicast address (no event; found by polling)
              03:04:10.596  2 -> 2  0   renamed to wan0
              03:04:11.596  ?       0   notifications were lost: changes may have been missed

            """),
    ]

    @Test(arguments: tables) func table(_ c: Case) {
        #expect(text(c.report.text()) == c.text)
    }

    struct Sentence: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let report: InterfaceReport
        /// The mark and the words.
        let line: String
    }

    static let sentences = [
        Sentence(
            testDescription: "a leak", report: interface(during: state([ours]), after: state([ours]), returned: 0),
            line: "!   This capture took 1 reference and gave back 0: it still holds 1."),
        Sentence(
            testDescription: "the count is as before, and yet it leaked: another holder left",
            report: interface(
                before: state([bridge]), during: state([ours, bridge]), after: state([ours]), returned: 0),
            line: "!   This capture took 1 reference and gave back 0: it still holds 1."),
        Sentence(
            testDescription: "the count is higher than before, and yet all is well: another holder came",
            report: interface(during: state([ours]), after: state([bridge])),
            line: "OK  What this capture took, it gave back."),
        Sentence(
            testDescription: "-p", report: plainRun, line: "OK  -p took nothing, and eth0 was not promiscuous."),
        Sentence(
            testDescription: "-p took something", report: interface(promiscuous: false, during: state([ours])),
            line: "!   -p took 1 reference, and should have taken none."),
        Sentence(
            testDescription: "-p, a holder was there for a moment",
            report: interface(
                promiscuous: false, during: state(), timeline: [change(2, 1, 1, joined: [bridge])]),
            line: "!   -p took nothing, but eth0 was promiscuous for a part of the time."),
        Sentence(
            testDescription: "-p, a holder was there and left",
            report: interface(promiscuous: false, before: state([bridge]), during: state([bridge])),
            line: "!   -p took nothing, but eth0 was promiscuous anyway: bridge br0 holds 1."),
        Sentence(
            testDescription: "-p, no count",
            report: interface(promiscuous: false, during: state(known: false)),
            line: "OK  -p took nothing. The kernel does not tell whether eth0 is promiscuous."),
        Sentence(
            testDescription: "asked for and not seen", report: interface(during: state()),
            line: "!   Promiscuous mode was asked for, but this capture held no reference."),
        Sentence(
            testDescription: "ended at once", report: interface(during: nil),
            line: "!   The capture ended before its books could be read."),
        Sentence(
            testDescription: "not over", report: interface(during: state([ours]), after: nil, unfinished: true),
            line: "OK  The capture went on when this was written; it held 1 reference."),
        Sentence(
            testDescription: "not over, -p",
            report: interface(promiscuous: false, during: state(), after: nil, unfinished: true),
            line: "OK  The capture went on when this was written."),
        Sentence(
            testDescription: "not over, not read", report: interface(during: unread, after: nil, unfinished: true),
            line: "?   The capture went on when this was written. The kernel could not be read while it ran"),
        Sentence(
            testDescription: "not read before", report: interface(before: unread, during: state([ours])),
            line: "    space available). Of the 1 reference that this capture held none is left."),
        Sentence(
            testDescription: "not read while it ran", report: interface(during: unread),
            line: "    available). Whether this capture held a reference is not known."),
        Sentence(
            testDescription: "-p, not read afterwards",
            report: interface(promiscuous: false, during: state(), after: unread),
            line: "    available). This capture held 0 references."),
        Sentence(
            testDescription: "a leak, and not read before",
            report: interface(before: unread, during: state([ours]), after: state([ours]), returned: 0),
            line: "!   This capture took 1 reference and gave back 0: it still holds 1."),
        Sentence(
            testDescription: "-p, not read now and then",
            report: interface(promiscuous: false, during: state(), failed: threeFailures),
            line: "!   -p took nothing, and eth0 was not promiscuous whenever it could be read."),
        Sentence(
            testDescription: "not read now and then", report: interface(during: state([ours]), failed: threeFailures),
            line: "!   The kernel could not be read 3 times while the capture ran (send AF_NETLINK: No buffer"),
        Sentence(
            testDescription: "deleted",
            report: interface(during: state([ours]), after: nil, timeline: [change(3, 0, -1, event: .deleted)]),
            line: "!   eth0 was deleted during the capture; the kernel dropped this capture's reference with"),
        Sentence(
            testDescription: "moved, -p",
            report: interface(
                promiscuous: false, during: state(), after: nil, timeline: [change(3, nil, 0, event: .moved)]),
            line: "!   eth0 moved to another network namespace during the capture; this capture held nothing."),
    ]

    @Test(arguments: sentences) func sentence(_ c: Sentence) {
        let lines = text(c.report.text()).split(separator: "\n").map(String.init)
        #expect(lines.contains(c.line), "\(lines)")
    }

    @Test(arguments: [(1, ""), (4, ", with 4 sockets")]) func `sockets are told where there are several`(
        count: Int, words: String
    ) {
        var report = promiscuousRun
        report.sockets = count
        #expect(text(report.text()).contains("    this capture held 1\(words)\n"))
    }

    @Test func `many holders and changes stay short`() {
        let crowd = (0..<40).map { socket("sniffer\($0)", pid: Int32($0), cookie: UInt64($0 + 100)) }
        let report = interface(
            promiscuous: false, before: state(crowd), during: state(crowd), after: state(crowd),
            timeline: (0..<50).map { change($0, 41, 1, joined: [socket("extra")]) })
        let output = text(report.text())
        #expect(output.contains("36 more hold the\n    rest."))
        #expect(output.contains("  ... and 38 more changes; --report FILE keeps them all.\n"))
        for line in output.split(separator: "\n") { #expect(line.count <= 92, "\(line)") }
    }

    /// Names are chosen by others: no escape sequence, no other direction of text reaches the terminal.
    @Test(arguments: [false, true]) func `hostile names`(unicode: Bool) {
        let evil = socket("\u{1B}]0;x\u{7}\n\u{202E}é")
        let report = interface("eth\u{9B}0", promiscuous: false, before: state([evil]), during: state([evil]))
        let output = text(report.text(TextStyle(unicode: unicode)))
        let bad = output.unicodeScalars.filter { $0 != "\n" && ($0.value < 0x20 || (0x7F...0x9F).contains($0.value)) }
        #expect(bad.isEmpty)
        #expect(output.contains("?]0;x???\(unicode ? "é" : "?")[4711]"))
    }

    @Test func `colour only stresses`() {
        let plain = text(promiscuousRun.text())
        let colored = text(promiscuousRun.text(TextStyle(color: true)))
        #expect(colored.contains("\u{1B}[1;32mOK\u{1B}[0m  What"))
        #expect(colored.replacing("\u{1B}[1;32m", with: "").replacing("\u{1B}[0m", with: "") == plain)
        #expect(!plain.contains("\u{1B}"))
    }

    @Test func `times are local`() {
        let line = text(change(2, 1, 1, joined: [bridge]).text(TextStyle(utcOffset: -4 * 3600), naming: true))
        #expect(line == "23:04:07.596  eth0      0 -> 1  +1  bridge br0 joined\n")
    }
}
