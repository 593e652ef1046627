import Packets
import Syscalls
import Testing

@testable import Promiscuity

/// The monitoring answer, as tables.
@Suite struct CheckTests {
    static let rules: [(text: String, rule: AllowRule?)] = [
        ("ip_link", AllowRule(kind: .ipLink, name: nil)),
        ("bridge_port:br0", AllowRule(kind: .bridgePort, name: "br0")),
        ("packet_socket:dh:client", AllowRule(kind: .packetSocket, name: "dh:client")),
        ("", nil), (":", nil), ("bridge_port:", nil), ("bridge", nil), ("Bridge_port", nil), (" ip_link", nil),
    ]

    @Test(arguments: rules.indices) func `rule text`(_ row: Int) {
        #expect(AllowRule(Self.rules[row].text) == Self.rules[row].rule)
    }

    private static func socket(_ commands: [String]) -> Holder {
        Holder(
            kind: .packetSocket, references: 1, certainty: .exact, evidence: "",
            processes: commands.map { HolderProcess(pid: 1, command: $0, user: "", arguments: []) })
    }

    private static let port = Holder(kind: .bridgePort, references: 1, certainty: .exact, evidence: "", device: "br0")

    static let matches: [(rule: String, holder: Holder, allowed: Bool)] = [
        ("packet_socket", socket(["tcpdump"]), true),
        ("packet_socket:tcpdump", socket(["tcpdump"]), true),
        ("packet_socket:dhclient", socket(["tcpdump"]), false),
        ("packet_socket:systemd-networkd", socket(["systemd-network"]), true),
        ("packet_socket:systemd-network", socket(["systemd-network"]), true),
        ("packet_socket:systemd-networkd", socket(["systemd-netw"]), false),
        ("packet_socket:tcpdump", socket(["tcpdump", "other"]), false),
        ("packet_socket:tcpdump", socket([]), false),
        ("packet_socket", socket([]), true),
        ("bridge_port:br0", port, true),
        ("bridge_port:br1", port, false),
        ("bridge_port", port, true),
        ("ip_link", port, false),
    ]

    @Test(arguments: matches.indices) func `rule matches`(_ row: Int) throws {
        let (text, holder, allowed) = Self.matches[row]
        #expect(try #require(AllowRule(text)).allows(holder) == allowed)
    }

    struct Case: Sendable {
        var holders: [Holder]
        var count: UInt32?
        var consistent = true
        var allow: [String] = []
        var warning: Int?
        var critical: Int?
        var missing: [String] = []
        var status: Check.Status
        var offending = 0
    }

    static let cases: [Case] = [
        Case(holders: [], count: 0, status: .ok),
        Case(holders: [port], count: 1, status: .warning, offending: 1),
        Case(holders: [port], count: 1, warning: 1, status: .ok, offending: 1),
        Case(holders: [port, socket(["a"])], count: 2, warning: 1, status: .warning, offending: 2),
        Case(holders: [port, socket(["a"])], count: 2, warning: 0, critical: 1, status: .critical, offending: 2),
        Case(holders: [port], count: 1, critical: 1, status: .ok, offending: 1),
        Case(holders: [port], count: 1, allow: ["bridge_port:br0"], status: .ok),
        Case(holders: [port, socket(["a"])], count: 2, allow: ["bridge_port:br0"], status: .critical, offending: 1),
        Case(holders: [port], count: 1, allow: ["bridge_port"], warning: 0, status: .warning),
        // No holder accounts for it: worse than anything that is named.
        Case(holders: [port], count: 2, allow: ["bridge_port"], status: .critical),
        Case(holders: [port], count: 2, consistent: false, allow: ["bridge_port"], status: .unknown),
        Case(holders: [], count: nil, status: .unknown),
        Case(holders: [], count: 0, missing: ["eth9"], status: .unknown),
        Case(holders: [port], count: 1, allow: ["ip_link"], missing: ["eth9"], status: .critical, offending: 1),
        Case(holders: [port], count: 1, missing: ["eth9"], status: .unknown, offending: 1),
    ]

    @Test(arguments: cases.indices) func status(_ row: Int) {
        let row = Self.cases[row]
        let link = LinkState.device(4, "eth0") { $0.promiscuity = row.count }
        let time = Timestamp(seconds: 0, nanoseconds: 0)
        let audit = Audit(
            time: time,
            interfaces: [
                .init(
                    name: "eth0", index: 4, networkNamespace: 1, namespaceName: nil,
                    state: Sample(time: time, link: link, holders: row.holders, consistent: row.consistent))
            ],
            networkNamespace: 1, namespacesFound: 1, namespacesRead: 1, unreadable: [], processes: ProcessCoverage(),
            missing: row.missing)
        let policy = Check.Policy(
            allowed: row.allow.compactMap { AllowRule($0) }, warning: row.warning, critical: row.critical)
        let check = Check(audit, policy: policy)
        #expect(check.status == row.status)
        #expect(check.findings.first?.offending.count == row.offending)
    }

    @Test func `statuses are exit statuses`() {
        #expect([Check.Status.ok, .warning, .critical, .unknown].map(\.rawValue) == [0, 1, 2, 3])
    }
}
