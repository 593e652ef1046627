import Promiscuity
import Reports
import Testing

/// The file that node_exporter's textfile collector reads.
@Suite struct AuditMetricsTests {
    private func lines(_ audit: Audit?, _ limits: AuditMetrics.Limits = AuditMetrics.Limits()) -> [String] {
        let text = AuditMetrics.file(of: audit, version: "1.2.3", seconds: 0.25, limits: limits)
        #expect(text.hasSuffix("\n"), "a missing line end is a parse error")
        return text.split(separator: "\n").map(String.init)
    }

    private func audit(_ interfaces: [(String, UInt64, String?, Sample)]) -> Audit { AuditTests.audit(interfaces) }

    @Test func `an audit's references, holders and switches are series`() {
        let found = lines(AuditTests.example)
        let prefix = "swiftcap_interface_"
        for line in [
            "swiftcap_build_info{version=\"1.2.3\"} 1", "swiftcap_scrape_success 1", "swiftcap_audit_complete 1",
            "swiftcap_audit_duration_seconds 0.25",
            "\(prefix)promiscuity_references{netns=\"\",device=\"eth0\"} 3",
            "\(prefix)promiscuity_references{netns=\"blue\",device=\"eth0\"} 0",
            "\(prefix)promiscuity_references{netns=\"77\",device=\"eth0\"} 0",
            "\(prefix)held_references{netns=\"\",device=\"eth0\",kind=\"packet_socket\",holder=\"/usr/bin/tcpdump\",certainty=\"exact\"} 1",
            "\(prefix)held_references{netns=\"\",device=\"eth0\",kind=\"bridge_port\",holder=\"br0\",certainty=\"exact\"} 1",
            "\(prefix)held_references{netns=\"\",device=\"veth3a1f\",kind=\"unicast_filter\",holder=\"mv1\",certainty=\"inferred\"} 1",
            "\(prefix)unexplained_references{netns=\"\",device=\"eth0\"} 0",
            "\(prefix)promiscuous_switch{netns=\"\",device=\"eth0\"} 0",
        ] {
            #expect(found.contains(line), "\(line) is not in \(found)")
        }
    }

    @Test func `each series and each name stands once`() {
        // Two sockets of the same command are one series; so are two devices of the same name.
        let twice = AuditTests.sample([socket("a", cookie: 1), socket("a", pid: 9, cookie: 2)])
        let found = lines(audit([("eth0", 1, nil, twice), ("eth0", 1, nil, twice)]))
        let series = found.filter { !$0.hasPrefix("#") }.map { $0.split(separator: " ").dropLast().joined() }
        #expect(Set(series).count == series.count)
        let names = found.filter { $0.hasPrefix("# HELP") }.map { $0.split(separator: " ")[2] }
        #expect(Set(names).count == names.count)
        #expect(found.contains { $0.contains("holder=\"a\"") && $0.hasSuffix(" 2") })
        // A number behind the value would be a time stamp, for which node_exporter skips the file.
        #expect(series.count > 8)
    }

    @Test(arguments: [
        ("a\"} 1\nevil 9", "a\\\"} 1?evil 9"), ("back\\slash", "back\\\\slash"), ("\u{1B}[31m", "?[31m"),
    ])
    func `a hostile name stays within its label`(_ name: String, _ shown: String) {
        let found = lines(
            audit([("eth0", 1, name, AuditTests.sample([socket(name)])), ("x", 2, name, AuditTests.sample([]))]))
        #expect(!found.contains { $0.hasPrefix("evil") })
        #expect(found.contains { $0.contains("netns=\"\(shown)\"") }, "\(found)")
        #expect(found.contains { $0.contains("holder=\"\(shown)\"") }, "\(found)")
    }

    @Test func `strangers cannot make series without end`() {
        let many = AuditTests.sample((0..<100).map { socket("c\($0)", cookie: UInt64($0)) })
        var interfaces: [(String, UInt64, String?, Sample)] = (0..<50).map { ("i\($0)", 1, nil, AuditTests.sample([])) }
        interfaces.append(("busy", 1, nil, many))
        var limits = AuditMetrics.Limits()
        limits.interfaces = 10
        limits.holders = 8
        let found = lines(audit(interfaces), limits)
        #expect(found.contains("swiftcap_omitted_interfaces 41"))
        #expect(found.contains("swiftcap_interface_promiscuity_references{netns=\"\",device=\"busy\"} 100"))
        let held = found.filter { $0.hasPrefix("swiftcap_interface_held_references{") }
        #expect(held.count == 9 && held.contains { $0.contains("kind=\"other\"") && $0.hasSuffix(" 92") }, "\(held)")
    }

    @Test func `what is not known has no series`() {
        var unknown = AuditTests.sample([])
        unknown.link.promiscuity = nil
        let found = lines(audit([("eth0", 1, nil, unknown)]))
        #expect(found.contains("swiftcap_audit_complete 0"))
        #expect(!found.contains { $0.hasPrefix("swiftcap_interface_promiscuity_references{") })
        #expect(!found.contains { $0.hasPrefix("swiftcap_interface_unexplained_references{") })
        let failed = lines(nil)
        #expect(failed.contains("swiftcap_scrape_success 0"))
        #expect(!failed.contains { $0.hasPrefix("swiftcap_interface") })
    }
}
