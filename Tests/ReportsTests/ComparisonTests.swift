import Packets
import Promiscuity
import Reports
import Testing

@Suite struct ComparisonTests {
    @Test func table() throws {
        let comparison = try Comparison(report(promiscuousRun), report(plainRun))
        #expect(
            text(comparison.text())
                == """
                eth0, two runs of 10 s                       default           -p   difference
                  references before -> during -> after   0 -> 1 -> 0  0 -> 0 -> 0   +1 while running
                  hears all frames while running                 yes           no
                  ip link's switch                                no           no   same
                  packets                                        200          171
                  unicast frames for other hosts                  33            0   only heard promiscuously
                Capturing without -p took exactly one reference and gave it back.

                """)
        #expect(comparison.expected == true && comparison.exitStatus == 0)
        #expect(comparison.summary == "Capturing without -p took exactly one reference and gave it back.")
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let runs: [InterfaceReport]
        let expected: Bool?
        let summary: String

        init(_ name: String, _ a: InterfaceReport, _ b: InterfaceReport, expected: Bool?, _ summary: String) {
            testDescription = name
            runs = [a, b]
            self.expected = expected
            self.summary = summary
        }
    }

    static let tcpdump = state([socket("tcpdump")])
    static let one = "Capturing without -p took exactly one reference and gave it back."

    static let cases = [
        Case("the other order", plainRun, promiscuousRun, expected: true, one),
        Case(
            "both promiscuous", promiscuousRun, promiscuousRun, expected: true,
            "Both runs were promiscuous, and each gave back what it took. With -p in one of them there would be a "
                + "difference to see."),
        Case(
            "not read afterwards", interface(during: state([ours]), after: unread, returned: .some(nil)), plainRun,
            expected: nil,
            "Of the default run the kernel could not be read afterwards: send AF_NETLINK: No buffer space available."),
        Case(
            "not read at all", promiscuousRun,
            interface(promiscuous: false, before: unread, during: unread, after: unread), expected: nil,
            "Of the -p run the kernel could not be read before the capture: send AF_NETLINK: No buffer space available."
        ),
        Case(
            "one not read, the other leaked", interface(during: unread, after: state()),
            interface(promiscuous: false, during: state([ours])), expected: false,
            "Of the default run the kernel could not be read while it ran: send AF_NETLINK: No buffer space available. "
                + "The -p run took 1 reference, and should have taken none."),
        Case("both -p", plainRun, plainRun, expected: true, "Both runs had -p, and neither took a reference."),
        Case(
            "a leak", interface(during: state([ours]), after: state([ours]), returned: 0), plainRun, expected: false,
            "The default run took 1 reference and gave back 0: 1 leaked."),
        Case(
            "-p took something", promiscuousRun, interface(promiscuous: false, during: state([ours])), expected: false,
            "The -p run took 1 reference, and should have taken none."),
        Case(
            "nothing taken", interface(during: state()), plainRun, expected: false,
            "The default run asked for promiscuous mode, but held no reference."),
        Case(
            "an unexplained reference", interface(during: state([ours], count: 2)), plainRun, expected: false,
            one + " 1 reference without a known holder during the default run. eth0 had another holder during the "
                + "default run."),
        Case(
            "a neighbour during -p", promiscuousRun,
            interface(promiscuous: false, before: tcpdump, during: tcpdump, after: tcpdump, foreign: 12),
            expected: true,
            one + " eth0 had another holder during the -p run (tcpdump[4711] (root) holds 1), so -p did not keep other "
                + "hosts' frames out."),
        Case(
            "a device that passes everything", promiscuousRun,
            interface(promiscuous: false, during: state(), foreign: 12), expected: true,
            one + " eth0 (veth) passes frames for other hosts without promiscuous mode too."),
        Case(
            "silence", interface(during: state([ours]), foreign: 0), plainRun, expected: true,
            one + " No unicast frame for another host came by in either run."),
        Case(
            "two interfaces", promiscuousRun, interface("eth1", promiscuous: false, during: state(), foreign: 0),
            expected: true,
            one + " The runs were on different interfaces, eth0 and eth1: their frames cannot be compared."),
        Case(
            "any", interface("any", index: 0, before: nil, during: nil, after: nil, foreign: nil),
            interface("any", index: 0, promiscuous: false, before: nil, during: nil, after: nil, foreign: nil),
            expected: true, "\"any\" is no device: neither run took a reference on any interface."),
        Case(
            "what is no network interface",
            interface("nfqueue", index: 0, before: nil, during: nil, after: nil, foreign: nil),
            interface("nfqueue", index: 0, promiscuous: false, before: nil, during: nil, after: nil, foreign: nil),
            expected: true, "\"nfqueue\" is no network interface: neither run took a reference on any interface."),
        Case(
            "any beside a device", interface("any", index: 0, before: nil, during: nil, after: nil, foreign: nil),
            promiscuousRun, expected: true,
            "\"any\" is no device: the run on it took no reference. The other one gave back what it took. The runs were "
                + "on different interfaces, any and eth0: their frames cannot be compared."),
        Case(
            "-p beside any", plainRun, interface("any", index: 0, before: nil, during: nil, after: nil, foreign: nil),
            expected: true,
            "\"any\" is no device: the run on it took no reference. The other one had -p, and took none either. The "
                + "runs were on different interfaces, eth0 and any: their frames cannot be compared."),
    ]

    /// Milliseconds that both runs took, and what the head of the table says of them.
    @Test(arguments: [
        (10_000, " of 10 s"), (10_310, " of 10 s"), (1_120, " of 1 s"), (700, ""), (500, ""), (1_500, ""), (0, ""),
        (-4_000, ""),
    ])
    func length(_ milliseconds: Int64, _ words: String) throws {
        var run = report(promiscuousRun)
        run.ended = moment(milliseconds / 1000, milliseconds % 1000 * 1_000_000)
        let head = text(try Comparison(run, run).text()).prefix { $0 != "\n" }
        #expect(head.contains("eth0, two runs\(words)  "))
    }

    @Test(arguments: cases) func summary(_ c: Case) throws {
        let comparison = try Comparison(report(c.runs[0]), report(c.runs[1]))
        #expect(comparison.summary == c.summary)
        #expect(comparison.expected == c.expected)
        #expect(comparison.exitStatus == (c.expected.map { $0 ? 0 : 2 } ?? 3))
        for line in text(comparison.text()).split(separator: "\n") { #expect(line.count <= 92, "\(line)") }
    }

    @Test func difference() throws {
        let unknown = interface(promiscuous: false, during: state(known: false), foreign: nil)
        let json = text(try Comparison(report(promiscuousRun), report(unknown)).json(indented: false))
        #expect(
            json.hasSuffix(
                """
                "difference":{"own_references_during":1,"promiscuity_during":null,"flags_promisc_during":[true,null],\
                "gflags_promisc_during":[false,false],"foreign_unicast":[33,null]},"expected":true,"status":"balanced",\
                "summary":"Capturing without -p took exactly one reference and gave it back."}

                """))
        #expect(json.hasPrefix("{\"schema\":\"swiftcap.comparison/1\",\"runs\":[{\"schema\":\"swiftcap.report/1\","))
    }

    @Test func `several interfaces are matched by name`() throws {
        let eth1 = interface("eth1", during: state([ours]))
        let comparison = try Comparison(report(eth1, promiscuousRun), report(plainRun))
        #expect(comparison.interfaces.map(\.name) == ["eth0", "eth0"])
    }

    @Test func `nothing to compare`() {
        #expect(throws: ReportError.field("interfaces")) { _ = try Comparison(report(), report(plainRun)) }
    }
}
