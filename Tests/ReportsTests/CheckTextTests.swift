import Packets
@testable import Promiscuity
@testable import Reports
import Syscalls
import SystemPackage
import Testing

@Suite struct CheckTextTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var audit: Audit
        var policy = Check.Policy()
        var named = true
        var missing: [String] = []
        var line: String
        var testDescription: String { name }
    }

    private static func audit(
        _ states: [(String, Sample)], unreadable: Int = 0,
        closed: [(namespace: NamespaceReference, error: KernelError)] = []
    ) -> Audit {
        AuditTests.audit(states.map { ($0.0, 1, nil, $0.1) }, unreadable: unreadable, closed: closed)
    }

    private static func allow(_ rules: String...) -> Check.Policy {
        Check.Policy(allowed: rules.compactMap { AllowRule($0) })
    }

    private static let tcpdump = AuditTests.sample([socket("tcpdump"), bridge, ipLink])
    private static let hidden = AuditTests.sample([socket(nil)])
    private static let red: [(namespace: NamespaceReference, error: KernelError)] = [
        (NamespaceReference(inode: 5, path: "/run/netns/red", name: "red"), .refused(.notPermitted))
    ]

    private static let own: [(namespace: NamespaceReference, error: KernelError)] = [
        (NamespaceReference(inode: 1, path: "/x", name: nil), .system(SystemError("socket", .tooManyOpenFiles)))
    ]
    private static let many =
        red
        + (8..<10).map {
            (NamespaceReference(inode: $0, path: "/x", name: nil), .system(SystemError("open", .tooManyOpenFiles)))
        }

    static let cases = [
        Case(
            name: "every reference is a warning", audit: audit([("eth0", tcpdump)]),
            line: "PROMISC WARNING - eth0 has 3 references: tcpdump[4711], bridge br0, ip link | eth0=3;0;;0"),
        Case(
            name: "no holder", audit: audit([("eth0", AuditTests.sample([]))]),
            line: "PROMISC OK - eth0 has no references | eth0=0;0;;0"),
        Case(
            name: "several", audit: audit([("eth0", AuditTests.sample([])), ("lo", AuditTests.sample([]))]),
            line: "PROMISC OK - 2 interfaces have no references | eth0=0;0;;0 lo=0;0;;0"),
        Case(
            name: "all allowed", audit: audit([("eth0", tcpdump)]),
            policy: allow("packet_socket:tcpdump", "bridge_port:br0", "ip_link"),
            line: "PROMISC OK - eth0 has 3 references, all allowed | eth0=3;;;0"),
        Case(
            name: "one not allowed", audit: audit([("eth0", tcpdump)]), policy: allow("bridge_port:br0", "ip_link"),
            line: "PROMISC CRITICAL - eth0 has 3 references, 1 not allowed: tcpdump[4711] | eth0=3;;;0"),
        Case(
            name: "a name that cannot be verified", audit: audit([("eth0", hidden)], unreadable: 7),
            policy: allow("packet_socket:dhclient"),
            line: "PROMISC CRITICAL - eth0 has 1 reference, 1 not allowed: a packet socket (no process found, "
                + "inode 39617); 7 of 120 processes could not be read (CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH) "
                + "| eth0=1;;;0"),
        Case(
            name: "one's own namespace could not be read", audit: audit([], closed: own), missing: ["lo", "blue/eth9"],
            line: "PROMISC UNKNOWN - lo could not be read (socket: Too many open files); no interface blue/eth9"),
        Case(
            name: "many could not be read, for several reasons",
            audit: audit([("lo", AuditTests.sample([]))], closed: many),
            named: false,
            line: "PROMISC UNKNOWN - 1 of 3 network namespaces could not be read (CAP_SYS_ADMIN); 2 of 3 network "
                + "namespaces could not be read (open: Too many open files) | lo=0;0;;0"),
        Case(
            name: "below the warning", audit: audit([("eth0", tcpdump)]),
            policy: Check.Policy(warning: 3, critical: 4), line: "PROMISC OK - eth0 has 3 references | eth0=3;3;4;0"),
        Case(
            name: "above the critical", audit: audit([("eth0", tcpdump)]),
            policy: Check.Policy(warning: 1, critical: 2),
            line: "PROMISC CRITICAL - eth0 has 3 references: tcpdump[4711], bridge br0, ip link | eth0=3;1;2;0"),
        Case(
            name: "unexplained", audit: audit([("eth0", AuditTests.sample([bridge], count: 2))]),
            line: "PROMISC CRITICAL - eth0 has 2 references, 1 unexplained: bridge br0 | eth0=2;0;;0"),
        Case(
            name: "unexplained while it changes",
            audit: audit([("eth0", AuditTests.sample([bridge], count: 2, consistent: false))]),
            line: "PROMISC UNKNOWN - eth0 has 2 references, 1 unexplained (it changed while it was read): bridge br0 "
                + "| eth0=2;0;;0"),
        Case(
            name: "worst first", audit: audit([("eth0", AuditTests.sample([bridge])), ("eth1", tcpdump)]),
            policy: Check.Policy(warning: 0, critical: 2),
            line: "PROMISC CRITICAL - eth1 has 3 references: tcpdump[4711], bridge br0, ip link; "
                + "eth0 has 1 reference: bridge br0 | eth0=1;0;2;0 eth1=3;0;2;0"),
        Case(
            name: "missing", audit: audit([("eth0", AuditTests.sample([]))]), missing: ["eth9"],
            line: "PROMISC UNKNOWN - no interface eth9 | eth0=0;0;;0"),
        Case(
            name: "a namespace that could not be read", audit: audit([("lo", AuditTests.sample([]))], closed: red),
            named: false,
            line: "PROMISC UNKNOWN - 1 of 3 network namespaces could not be read (CAP_SYS_ADMIN) | lo=0;0;;0"),
        Case(
            name: "a namespace that was not asked for", audit: audit([("lo", AuditTests.sample([]))], closed: red),
            line: "PROMISC OK - lo has no references | lo=0;0;;0"),
        Case(
            name: "hostile names", audit: audit([("a|b=c'd", AuditTests.sample([socket("x|y\u{1B}\n")]))]),
            line: "PROMISC WARNING - a/b=cd has 1 reference: x/y??[4711] | a/b_cd=1;0;;0"),
    ]

    @Test(arguments: cases)
    func `one line`(_ example: Case) {
        var audit = example.audit
        audit.missing = example.missing
        let check = Check(audit, policy: example.policy, named: example.named)
        #expect(text(check.text(audit)) == example.line + "\n")
        let words: [String: Int32] = ["OK": 0, "WARNING": 1, "CRITICAL": 2, "UNKNOWN": 3]
        #expect(words[String(example.line.split(separator: " ")[1])] == check.status.rawValue)
    }

    @Test func `many interfaces are counted`() {
        let audit = Self.audit((0..<30).map { ("eth\($0)", Self.tcpdump) })
        let line = text(Check(audit, policy: Check.Policy()).text(audit))
        #expect(line.contains("; 22 more interfaces | eth0=3;0;;0 ") && line.contains(" eth29=3;0;;0\n"))
    }

    @Test func `a check that could not be made`() {
        #expect(text(Check.unknown("a|b\n")) == "PROMISC UNKNOWN - a/b?\n")
    }
}
