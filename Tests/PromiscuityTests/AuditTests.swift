import CLinux
import Packets
import Syscalls
import SystemPackage
import Testing

@testable import Promiscuity

/// The audit on values: which namespaces there are, what stands on what across them, what was asked for.
@Suite struct AuditTests {
    private static func reference(_ inode: UInt64, _ name: String? = nil) -> NamespaceReference {
        NamespaceReference(inode: inode, path: "/x", name: name)
    }

    private static func contents(
        _ inode: UInt64, _ name: String? = nil, _ links: [LinkState], _ sockets: [PacketSocket] = [],
        peers: [Int32: UInt64] = [:]
    ) -> VisitResult {
        var result = NamespaceContents(reference: reference(inode, name))
        result.links = links
        result.sockets = sockets
        result.peers = peers
        result.consistent = true
        return .read(result)
    }

    @Test func `every namespace once`() throws {
        let kernel = ScriptedKernel()
        kernel.namespace = 100
        kernel.directories["/run/netns"] = ["red", "blue", "broken"]
        kernel.mounts = ["/run/netns/red": 103, "/run/netns/blue": 102]
        kernel.files["/proc/thread-self/mountinfo"] = Array(
            """
            24 1 0:22 / /sys rw - sysfs sysfs rw
            90 25 0:4 net:[102] /run/netns/blue rw shared:9 - nsfs nsfs rw
            91 25 0:4 net:[104] /var/lib/a\\040b rw - nsfs nsfs rw
            92 25 0:4 uts:[105] /x rw - nsfs nsfs rw
            93 25

            """.utf8)
        kernel.process(10, "a", [5: .networkNamespace(107), 6: .networkNamespace(102)])
        kernel.process(11, "b", [:])
        kernel.targets["/proc/10/ns/net"] = "net:[100]"
        kernel.targets["/proc/11/ns/net"] = "net:[106]"
        kernel.directories["/proc/11/task"] = ["11", "12"]
        kernel.targets["/proc/11/task/11/ns/net"] = "net:[106]"
        kernel.targets["/proc/11/task/12/ns/net"] = "net:[108]"
        let list = try NamespaceList(kernel).references
        #expect(list.map(\.inode) == [100, 102, 103, 104, 107, 106, 108])
        #expect(list.map(\.name) == [nil, "blue", "red", nil, nil, nil, nil])
        #expect(list[3].path == "/var/lib/a b")
        #expect(list[4].path == "/proc/10/fd/5")
        #expect(list[6].path == "/proc/11/task/12/ns/net")
    }

    @Test func `one's own namespace may have a name`() throws {
        let kernel = ScriptedKernel()
        kernel.namespace = 100
        kernel.directories["/run/netns"] = ["home"]
        kernel.mounts = ["/run/netns/home": 100]
        #expect(try NamespaceList(kernel).references.map(\.name) == ["home"])
    }

    @Test func `a macvlan in another namespace`() {
        let lower = LinkState.device(4, "eth0", count: 2)
        let upper = LinkState.device(4, "eth0", count: 1) {
            $0.kind = "macvlan"
            $0.macvlanMode = 4
            $0.lower = 4
            $0.lowerNamespaceID = 7
            $0.address = [2, 9, 9, 9, 9, 9]
        }
        let assembly = AuditAssembly([
            Self.contents(100, nil, [lower]),
            Self.contents(200, "blue", [upper], [.with(7, [(4, PACKET_MR_PROMISC, 1)])], peers: [7: 100]),
        ])
        let words = assembly.interfaces.map { interface in
            "\(interface.networkNamespace) \(interface.name) "
                + interface.state.holders.map { "\($0.kind.rawValue) \($0.device ?? "")" }.joined(separator: ", ")
        }
        #expect(words == ["100 eth0 macvlan blue/eth0, unicast_filter blue/eth0", "200 eth0 packet_socket "])
        #expect(assembly.interfaces.allSatisfy { $0.state.residual == 0 })
    }

    @Test func `an unresolved peer is no upper`() {
        let upper = LinkState.device(4, "mv0", count: 1) {
            $0.kind = "macvlan"
            $0.lower = 4
            $0.lowerNamespaceID = 7
        }
        let assembly = AuditAssembly([
            Self.contents(100, nil, [.device(4, "eth0", count: 1)]), Self.contents(200, nil, [upper]),
        ])
        #expect(assembly.interfaces.first?.state.residual == 1)
    }

    static let targets: [(asked: [String], found: [String], missing: [String])] = [
        ([], ["100 eth0", "100 lo", "200 eth0"], []),
        (["eth0"], ["100 eth0"], []),
        (["blue/eth0"], ["200 eth0"], []),
        (["200/eth0", "lo", "lo"], ["200 eth0", "100 lo"], []),
        (["eth9", "blue/lo", "red/eth0", "/eth0", ""], [], ["eth9", "blue/lo", "red/eth0", "/eth0", ""]),
    ]

    @Test(arguments: targets.indices) func selection(_ row: Int) {
        let (asked, found, missing) = Self.targets[row]
        var interfaces = AuditAssembly([
            Self.contents(100, nil, [.device(4, "eth0"), .device(1, "lo")]),
            Self.contents(200, "blue", [.device(4, "eth0")]),
        ]).interfaces
        #expect(AuditTargets(asked, own: 100).select(from: &interfaces) == missing)
        #expect(interfaces.map { "\($0.networkNamespace) \($0.name)" } == found)
    }

    /// Namespaces that were written down.
    private struct ScriptedVisitor: NamespaceVisiting {
        let results: [VisitResult]
        func visit(_ references: [NamespaceReference]) throws(SystemError) -> [VisitResult] { results }
    }

    @Test func `a whole audit`() throws {
        let kernel = ScriptedKernel()
        kernel.namespace = 100
        kernel.process(10, "tcpdump", [3: .socket(700)])
        let results = [
            Self.contents(
                100, nil, [.device(4, "eth0", count: 2) { $0.gflagsPromisc = true }],
                [.with(700, [(4, PACKET_MR_PROMISC, 1)])]),
            .failed(Self.reference(200, "blue"), .system(SystemError("setns", .notPermitted))),
        ]
        let audit = try Auditor(kernel: kernel, visitor: ScriptedVisitor(results: results)).audit()
        #expect(audit.namespacesRead == 1)
        #expect(audit.unreadable.map(\.namespace.name) == ["blue"])
        #expect(audit.totals == Audit.Totals(references: 2, exact: 2, inferred: 0, unexplained: 0))
        #expect(audit.interfaces.first?.state.holders.first?.processes.map(\.command) == ["tcpdump"])
        #expect(audit.processes == ProcessCoverage(seen: 1, unreadable: 0))
    }

    @Test func `residuals do not cancel`() throws {
        let kernel = ScriptedKernel()
        let results = [
            Self.contents(
                100, nil, [.device(4, "a", count: 1), .device(5, "b", count: 0)],
                [.with(700, [(5, PACKET_MR_PROMISC, 1)])])
        ]
        let audit = try Auditor(kernel: kernel, visitor: ScriptedVisitor(results: results)).audit()
        #expect(audit.totals.unexplained == 2)
    }
}
