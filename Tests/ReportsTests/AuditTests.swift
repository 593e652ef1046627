import Packets
@testable import Promiscuity
import Reports
import Syscalls
import SystemPackage
import Testing

@Suite struct AuditTests {
    static func sample(_ holders: [Holder], count: Int? = nil, consistent: Bool = true) -> Sample {
        var link = LinkState(index: 4, name: "eth0")
        link.promiscuity = UInt32(count ?? holders.reduce(0) { $0 + $1.references })
        link.gflagsPromisc = false
        link.allmulti = 0
        return Sample(time: moment(0), link: link, holders: holders, consistent: consistent)
    }

    static func audit(
        _ interfaces: [(String, UInt64, String?, Sample)], unreadable: Int = 0,
        closed: [(namespace: NamespaceReference, error: KernelError)] = []
    ) -> Audit {
        Audit(
            time: moment(0),
            interfaces: interfaces.enumerated().map {
                Audit.Interface(
                    name: $1.0, index: Int32($0 + 1), networkNamespace: $1.1, namespaceName: $1.2, state: $1.3)
            },
            networkNamespace: 1, namespacesFound: 3, namespacesRead: 3 - closed.count, unreadable: closed,
            processes: ProcessCoverage(seen: 120, unreadable: unreadable), missing: [])
    }

    static let example = audit([
        ("eth0", 1, nil, sample([socket("/usr/bin/tcpdump"), bridge, ipLink])),
        ("veth3a1f", 1, nil, sample([secondAddress])), ("lo", 1, nil, sample([])),
        ("eth0", 2, "blue", sample([])), ("eth0", 77, nil, sample([])),
    ])

    /// No user is told to get a capability that he has.
    @Test func remedies() {
        var coverage = ProcessCoverage(seen: 120, unreadable: 7)
        #expect(coverage.remedy == "CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH would show what they hold")
        coverage.privileged = true
        #expect(coverage.remedy == "protected even from all capabilities")
    }

    @Test func table() {
        #expect(
            text(Self.example.text())
                == """
                INTERFACE  REFS  HELD BY
                eth0          3  1  /usr/bin/tcpdump[4711]  root  /usr/bin/tcpdump -i eth0
                                 1  bridge br0              eth0 is a port of it
                                 1  ip link                 promisc on
                veth3a1f      1  1  kernel                  second unicast address (macvlan mv1)  inferred
                lo            0
                blue/eth0     0
                77/eth0       0
                4 references: 3 exact, 1 inferred, 0 unexplained. 3 network namespaces, 3 read.

                """)
        #expect(Self.example.exitStatus == 0)
    }

    @Test func `only those with references`() {
        let output = text(Self.example.text(promiscuousOnly: true))
        #expect(!output.contains("\nlo ") && !output.contains("blue/") && output.contains("\nveth3a1f "))
        #expect(!text(Self.example.json(promiscuousOnly: true)).contains("\"lo\""))
    }

    @Test func `what is not explained or seen`() {
        var unnamed = socket(nil)
        unnamed.userID = 1000
        let secret = NamespaceReference(inode: 5, path: "/run/netns/red", name: "red")
        let audit = Self.audit(
            [
                ("eth0", 1, nil, Self.sample([unnamed], count: 3, consistent: false)),
                ("eth1", 1, nil, Self.sample([bridge], count: 0)),
            ], unreadable: 7, closed: [(secret, .refused(.notPermitted))])
        #expect(
            text(audit.text())
                == """
                INTERFACE  REFS  HELD BY
                eth0          3   1  packet socket  uid 1000  no process found, inode 39617
                                  2  ?              no holder found                          unexplained
                eth1          0   1  bridge br0     eth1 is a port of it
                                 -1  ?              more held than the kernel counted        unexplained
                3 references: 2 exact, 0 inferred, 3 unexplained. 3 network namespaces, 2 read.
                !   No undisturbed sample could be had of eth0: the books changed while they were read.
                !   7 of 120 processes could not be read; CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH would show
                    what they hold.
                !   Network namespace red could not be read: netlink: Operation not permitted (it takes
                    CAP_SYS_ADMIN).

                """)
        #expect(audit.exitStatus == 2)
    }

    @Test func `lines stay short`() {
        var long = socket("a-very-long-command", user: "a-user-with-a-long-name")
        long.processes[0].arguments = [String(repeating: "x", count: 500)]
        long.certainty = .inferred
        let audit = Self.audit([
            (String(repeating: "i", count: 15), 2, "a-namespace-of-some-length", Self.sample([long]))
        ])
        for line in text(audit.text()).split(separator: "\n") { #expect(line.count <= 92, "\(line)") }
    }

    @Test func json() {
        let audit = Self.audit([("eth0", 2, "blue", Self.sample([])), ("lo", 1, nil, Self.sample([]))])
        let state = """
            {"time":"2026-01-02T03:04:05.000000000Z","promiscuity":0,"gflags_promisc":false,"flags_promisc":null,\
            "allmulti":0,"holders":[],"own_references":0,"residual":0,"consistent":true,"error":null,\
            "errno":null}
            """
        #expect(
            text(audit.json(indented: false)) == """
                {"schema":"swiftcap.audit/1","time":"2026-01-02T03:04:05.000000000Z","interfaces":[\
                {"name":"eth0","index":1,"network_namespace":2,"namespace_name":"blue","state":\(state)},\
                {"name":"lo","index":2,"network_namespace":1,"namespace_name":null,"state":\(state)}],\
                "namespaces":{"found":3,"read":3,"unread":[],"error":null},"processes":{"seen":120,"unreadable":0,\
                "error":null}}

                """)
    }

    @Test func `watch totals`() {
        var summary = WatchSummary(started: moment(0), states: [Self.sample([])])
        summary.add(change(1, 1, 1, joined: [socket("tcpdump")]))
        summary.add(change(2, 2, 1, joined: [bridge], cause: .poll))
        summary.add(change(4, 1, -1, left: [bridge]))
        summary.add(change(4, nil, 0, event: .overrun))
        let plain = text(summary.text(ended: moment(6)))
        #expect(
            plain == """
                eth0      0..2  0000000111112222222222211111111
                3 changes in 6 s: 2 joined, 1 left, 1 found by polling, 1 times missed

                """)
        let blocks = text(summary.text(ended: moment(6), TextStyle(unicode: true)))
        #expect(blocks.hasPrefix("eth0      0..2  \u{2581}\u{2581}"))
    }

    /// A month takes as many places as a second, and a clock that jumps changes nothing else.
    @Test(arguments: [0, 1, 59, 3600, 2_592_000, 9_000_000_000, -5])
    func `any length`(seconds: Int64) {
        var summary = WatchSummary(started: moment(0), states: [Self.sample([])])
        summary.add(change(seconds, 3, 3, joined: [bridge]))
        summary.add(change(0, 4_000_000_000, .max))
        let lines = text(summary.text(ended: moment(seconds))).split(separator: "\n")
        #expect(lines[0].count <= 92 && lines[0].contains("+"))
    }

    /// Interfaces that come and go for months do not fill memory: the last ones are kept, the others counted.
    @Test func `a watch keeps a bounded number of courses`() {
        var summary = WatchSummary(started: moment(0), states: [])
        for index in 0..<(Int32(WatchSummary.limit) + 50) {
            var here = change(1, 1, 1, joined: [bridge], name: "veth\(index)")
            here.index = index
            summary.add(here)
        }
        let lines = text(summary.text(ended: moment(2))).split(separator: "\n")
        #expect(lines.count == WatchSummary.limit + 2)
        #expect(lines.first?.hasPrefix("veth50 ") == true)
        #expect(lines.dropLast().last == "... and 50 that changed before these")
        #expect(lines.last == "306 changes in 2 s: 306 joined, 0 left, 0 found by polling, 0 times missed")
    }

    @Test func `a watch says what it could not read`() {
        var summary = WatchSummary(started: moment(0), states: [Self.sample([])])
        summary.failedLooks = 7
        #expect(text(summary.text(ended: moment(2))).hasSuffix("0 times missed, 7 times not read\n"))
    }

    /// What could not be read is no reason for status 0, whatever the rest says; what was asked for by name counts
    /// alone.
    @Test func statuses() {
        let full: KernelError = .system(SystemError("open", .tooManyOpenFiles, "/proc/7/ns/net"))
        let closed = [(NamespaceReference(inode: 5, path: "/proc/7/ns/net", name: nil), full)]
        let lo = ("lo", UInt64(1), String?.none, Self.sample([]))
        var audit = Self.audit([lo], closed: closed)
        #expect(audit.exitStatus == 1)
        #expect(
            text(audit.text()).replacing("\n    ", with: " ").contains(
                "could not be read: open /proc/7/ns/net: Too many open files."))
        #expect(
            text(audit.json(indented: false)).contains(
                "\"unread\":[{\"network_namespace\":5,\"namespace_name\":null,"
                    + "\"error\":\"open /proc/7/ns/net: Too many open files\",\"errno\":24}]"))
        audit.isNamed = true
        #expect(audit.exitStatus == 0)
        audit.missing = ["eth9"]
        #expect(audit.exitStatus == 1)
        // One that is not explained is worse.
        #expect(Self.audit([("lo", 1, nil, Self.sample([], count: 1))], closed: closed).exitStatus == 2)
        // The list itself.
        var listed = Self.audit([lo])
        #expect(listed.exitStatus == 0)
        listed.listingFault = SystemError("open", .tooManyOpenFiles, "/run/netns")
        #expect(listed.exitStatus == 1)
        #expect(text(listed.text()).contains("There may be more network namespaces: open /run/netns"))
        // Refused processes are no fault; others are.
        var processes = Self.audit([lo], unreadable: 7)
        #expect(processes.exitStatus == 0)
        processes.processes.fault = SystemError("open", .tooManyOpenFiles, "/proc/7/fd")
        #expect(processes.exitStatus == 1)
        var uncounted = Self.sample([bridge])
        uncounted.link.promiscuity = nil
        #expect(Self.audit([("lo", 1, nil, uncounted)]).exitStatus == 1)
    }
}
