import Packets
import Promiscuity
import Reports
import Testing

@Suite struct ReportJSONTests {
    static let full = interface(
        before: state([bridge, ipLink], time: 0), during: state([ours, bridge, ipLink, secondAddress], time: 1),
        after: state([bridge, ipLink], consistent: false, time: 9),
        timeline: [change(2, 2, -1, left: [socket("a\"b\\\u{1}é\u{7F}", also: 1)], cause: .poll)], missed: 1)

    @Test func document() {
        let json = text(report(promiscuousRun).json(indented: false))
        #expect(
            json == """
                {"schema":"swiftcap.report/1","version":"1.0","kernel":"6.18.0",\
                "libpcap":"libpcap version 1.10.3 (with TPACKET_V3)","host":"lab","arguments":["-i","eth0","-c","200"],\
                "started":"2026-01-02T03:04:05.000000000Z","ended":"2026-01-02T03:04:15.000000000Z",\
                "stop_reason":"packet_count","interfaces":[{"name":"eth0","index":4,"network_namespace":4026531840,\
                "kind":"veth","address":"02:00:00:00:00:01","link_type":"EN10MB","promiscuous_requested":true,\
                "sockets":1,"filter":null,"packets":{"captured":200,"received_by_filter":204,"dropped_by_kernel":0,\
                "dropped_by_interface":0,"foreign_unicast":33},"before":{"time":"2026-01-02T03:04:05.000000001Z",\
                "promiscuity":0,"gflags_promisc":false,"flags_promisc":false,"allmulti":0,"holders":[],\
                "own_references":0,"residual":0,"consistent":true,"error":null,"errno":null},\
                "during":{"time":"2026-01-02T03:04:06.000000001Z",\
                "promiscuity":1,"gflags_promisc":false,"flags_promisc":true,"allmulti":0,"holders":[{"kind":\
                "packet_socket","references":1,"certainty":"exact","evidence":"packet_diag membership, inode 39601",\
                "own":true,"inode":39601,"cookie":1,"device":null,"processes":[{"pid":100,"command":"swiftcap",\
                "user":"root","arguments":["swiftcap","-i","eth0"],"confirmed":true}]}],"own_references":1,"residual":0,\
                "consistent":true,"error":null,"errno":null},"after":{"time":"2026-01-02T03:04:14.000000001Z","promiscuity":0,\
                "gflags_promisc":false,"flags_promisc":false,"allmulti":0,"holders":[],"own_references":0,"residual":0,\
                "consistent":true,"error":null,"errno":null},"timeline":[],"missed_changes":0,"failed_reads":0,\
                "read_error":null,"kernel_log":null,"rates":null,"verdict":{"status":"balanced","own_taken":1,"own_returned":1,\
                "balanced":true,"promiscuous_without_us":false,"summary":"What this capture took, it gave back."}}]}
                """)
    }

    /// What could not be read is null, with its errno, and so is the verdict; and it is read back as it was written.
    @Test func `what could not be read is null`() throws {
        let run = report(
            interface(during: state([ours]), after: unread, failed: threeFailures),
            interface("eth1", before: unread, during: unread, after: unread))
        let json = text(run.json(indented: false))
        let nothing = """
            "promiscuity":null,"gflags_promisc":null,"flags_promisc":null,"allmulti":null,"holders":null,\
            "own_references":null,"residual":null,"consistent":false,\
            "error":"send AF_NETLINK: No buffer space available","errno":105}
            """
        #expect(json.ranges(of: nothing).count == 4)
        #expect(json.contains("\"failed_reads\":3,\"read_error\":\"send AF_NETLINK: No buffer space available\""))
        let verdict = "\"verdict\":{\"status\":\"unknown\",\"own_taken\":"
        #expect(
            json.contains(
                verdict + "1,\"own_returned\":null,\"balanced\":null,\"promiscuous_without_us\":false"))
        #expect(
            json.contains(
                verdict + "null,\"own_returned\":null,\"balanced\":null,\"promiscuous_without_us\":null"))
        #expect(text(try CaptureReport(json: Array(json.utf8)).json(indented: false)) == json)
        #expect(run.exitStatus == 3)
    }

    /// The word, and the figures that say worse than it.
    @Test(
        arguments: [
            ("\"balanced\"", "1", "1", "true", 0), ("\"balanced\"", "1", "0", "false", 2),
            ("\"balanced\"", "1", "0", "true", 2), ("\"unbalanced\"", "1", "1", "true", 2),
            ("\"unknown\"", "1", "1", "null", 3), ("\"unknown\"", "1", "1", "true", 3),
            ("\"balanced\"", "null", "null", "null", 3), ("\"balanced\"", "1", "null", "true", 3),
            ("\"unfinished\"", "1", "0", "false", 0), ("\"a later word\"", "1", "1", "true", 3),
            // Reports of before there was a word.
            ("null", "1", "1", "true", 0), ("null", "1", "0", "false", 2),
        ] as [(String, String, String, String, Int32)])
    func `verdicts that are read`(word: String, taken: String, returned: String, balanced: String, status: Int32) throws
    {
        let plain = text(report(promiscuousRun).json(indented: false))
        let changed = plain.replacing(
            "\"status\":\"balanced\",\"own_taken\":1,\"own_returned\":1,\"balanced\":true",
            with: "\"status\":\(word),\"own_taken\":\(taken),\"own_returned\":\(returned),\"balanced\":\(balanced)")
        #expect(try CaptureReport(json: Array(changed.utf8)).exitStatus == status)
    }

    /// A word that says all is well beside a state that could not be read is not taken over.
    @Test func `a balanced word beside a fault is unknown`() throws {
        let json = text(report(interface(during: state([ours]), after: unread)).json(indented: false))
        let changed = json.replacing("\"status\":\"unknown\"", with: "\"status\":\"balanced\"").replacing(
            "\"own_returned\":null,\"balanced\":null", with: "\"own_returned\":1,\"balanced\":true")
        #expect(changed != json)
        #expect(try CaptureReport(json: Array(changed.utf8)).exitStatus == 3)
    }

    @Test func `a change is a line`() {
        #expect(
            text(change(2, 1, 1, joined: [bridge]).json()) == """
                {"schema":"swiftcap.change/1","time":"2026-01-02T03:04:07.596000000Z","interface":"eth0","index":4,\
                "network_namespace":4026531840,"cause":"notification","promiscuity":1,"delta":1,\
                "gflags_promisc":false,"flags_promisc":true,"joined":[{"kind":"bridge_port","references":1,\
                "certainty":"exact","evidence":"port of br0","own":false,"inode":null,"cookie":null,"device":"br0",\
                "processes":[]}],"left":[],"residual":0,"event":null}

                """)
    }

    static let rounds = [
        report(promiscuousRun), report(plainRun, stop: .interfaceGone), report(full), report(),
        report(
            interface("any", index: 0, before: nil, during: nil, after: nil, foreign: nil),
            interface(before: state(known: false), during: state(known: false), after: nil)),
    ]

    /// JSON to value to JSON: not a byte changes, indented or not.
    @Test(arguments: rounds.indices, [false, true]) func `round trip`(index: Int, indented: Bool) throws {
        let once = bytes(Self.rounds[index].json(indented: indented))
        let read = try CaptureReport(json: once)
        #expect(bytes(read.json(indented: indented)) == once)
        #expect(read.interfaces.map(\.packets) == Self.rounds[index].interfaces.map(\.packets))
    }

    struct Broken: Sendable, CustomTestStringConvertible {
        let json: String
        let message: String
        var testDescription: String { String(json.prefix(40)) }
    }

    static let good = text(report(full).json(indented: false))

    static let broken = [
        Broken(json: "", message: "the report is truncated"),
        Broken(json: "  \n", message: "the report is truncated"),
        Broken(json: String(good.dropLast()), message: "the report is truncated"),
        Broken(json: "hello", message: "not a report: invalid JSON at byte 0"),
        Broken(json: "{} {}", message: "not a report: invalid JSON at byte 3"),
        Broken(json: "[1,2,]", message: "not a report: invalid JSON at byte 5"),
        Broken(json: "{\"a\":01}", message: "not a report: invalid JSON at byte 5"),
        Broken(json: "{\"a\":\"\n\"}", message: "not a report: invalid JSON at byte 6"),
        Broken(json: "{\"a\":\"\\x\"}", message: "not a report: invalid JSON at byte 7"),
        Broken(json: "{}", message: "not a report of swiftcap"),
        Broken(json: "[]", message: "not a report of swiftcap"),
        Broken(json: "{\"schema\":1}", message: "not a report of swiftcap"),
        Broken(json: "{\"schema\":\"other/1\"}", message: "not a report of swiftcap"),
        Broken(
            json: "{\"schema\":\"swiftcap.audit/1\"}", message: "not a capture report but swiftcap.audit/1"),
        Broken(
            json: "{\"schema\":\"swiftcap.report/2\"}",
            message: "the report is of a newer version (swiftcap.report/2); this swiftcap reads swiftcap.report/1"),
        Broken(
            json: "{\"schema\":\"swiftcap.report/1\"}",
            message: "the report is damaged: version is missing or of the wrong type"),
        Broken(
            json: good.replacing("\"captured\":200", with: "\"captured\":-1"),
            message: "the report is damaged: interfaces[0].packets.captured is missing or of the wrong type"),
        Broken(
            json: good.replacing("\"captured\":200", with: "\"captured\":99999999999999999999999"),
            message: "the report is damaged: interfaces[0].packets.captured is missing or of the wrong type"),
        Broken(
            json: good.replacing("\"started\":\"2026-01", with: "\"started\":\"2026-13"),
            message: "the report is damaged: started is missing or of the wrong type"),
        Broken(
            json: String(repeating: "[", count: 100_000), message: "not a report: larger or deeper than a report can be"
        ),
        Broken(
            json: String(repeating: "{\"a\":", count: 100_000),
            message: "not a report: larger or deeper than a report can be"),
        Broken(
            json: "[" + String(repeating: "0,", count: 2_000_001) + "0]",
            message: "not a report: larger or deeper than a report can be"),
    ]

    @Test(arguments: broken) func `one clear error`(_ c: Broken) {
        do throws(ReportError) {
            _ = try CaptureReport(json: Array(c.json.utf8))
            Issue.record("it was read")
        } catch {
            #expect(error.description == c.message)
        }
    }

    @Test func `what a later writer may add`() throws {
        let later =
            Self.good.replacing("\"kind\":\"bridge_port\"", with: "\"kind\":\"wormhole\",\"colour\":[{\"a\":1.5e3}]")
            .replacing("\"stop_reason\":\"packet_count\"", with: "\"stop_reason\":\"boredom\"")
        let read = try CaptureReport(json: Array(later.utf8))
        #expect(read.stopReason == .error)
        #expect(read.interfaces[0].before?.holders.map(\.kind) == [.unknown, .ipLink])
    }

    @Test func `sockets are kept and old reports have one`() throws {
        var several = Self.full
        several.sockets = 3
        let json = text(report(several).json(indented: false))
        #expect(json.contains("\"sockets\":3,"))
        #expect(try CaptureReport(json: Array(json.utf8)).interfaces.first?.sockets == 3)
        let old = json.replacing("\"sockets\":3,", with: "")
        #expect(try CaptureReport(json: Array(old.utf8)).interfaces.first?.sockets == 1)
    }

    @Test func `truncation at every byte`() {
        let all = Array(Self.good.utf8)
        for length in 0..<all.count {
            #expect(throws: ReportError.truncated) { _ = try CaptureReport(json: Array(all[..<length])) }
        }
    }

    @Test(arguments: 0..<4) func mutations(seed: UInt64) {
        var state = seed
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let seeds = Array(Self.good.utf8)
        for _ in 0..<500 {
            var json = seeds
            for _ in 0...next(3) { json[next(json.count)] = UInt8(next(256)) }
            // Whatever it is, what was read can be shown and written.
            if let read = try? CaptureReport(json: json) {
                #expect(!text(read.text()).isEmpty)
                #expect(!text(read.json()).isEmpty)
                if let comparison = try? Comparison(read, read) { #expect(!text(comparison.text()).isEmpty) }
            }
        }
    }

    @Test(arguments: [
        (Timestamp(seconds: 0, nanoseconds: 0), "1970-01-01T00:00:00.000000000Z"),
        (Timestamp(seconds: 951_782_399, nanoseconds: 999_999_999), "2000-02-28T23:59:59.999999999Z"),
        (Timestamp(seconds: 951_782_400, nanoseconds: 0), "2000-02-29T00:00:00.000000000Z"),
        (Timestamp(seconds: -1, nanoseconds: 5), "1969-12-31T23:59:59.000000005Z"),
        (Timestamp(seconds: 1, nanoseconds: 2_000_000_001), "1970-01-01T00:00:03.000000001Z"),
        (Timestamp(seconds: .max, nanoseconds: 0), "9999-12-31T23:59:59.000000000Z"),
        (Timestamp(seconds: .min, nanoseconds: 0), "0000-01-01T00:00:00.000000000Z"),
    ])
    func times(time: Timestamp, expected: String) throws {
        var value = report(promiscuousRun)
        value.started = time
        let json = text(value.json())
        #expect(json.contains("\"started\": \"\(expected)\""))
        let read = try CaptureReport(json: Array(json.utf8))
        #expect(text(read.json()) == json)
    }
}
