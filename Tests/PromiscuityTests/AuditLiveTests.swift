import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

/// The audit over several namespaces of the running kernel.
@Suite(.enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"))
struct AuditLiveTests {
    /// The audit's own interfaces, those of namespaces that other tests made at the same time left out.
    private static func lines(_ audit: Audit, in namespace: UInt64) -> [String] {
        audit.interfaces.filter { $0.networkNamespace == namespace && $0.name != "lo" }.map { interface in
            let holders = interface.state.holders.map { "\($0.kind.rawValue)×\($0.references)" }
            return ([interface.name] + holders + ["rest \(interface.state.residual)"]).joined(separator: " ")
        }
    }

    @Test func `own namespace`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.bridge("br0")
            try lab.master("v1", "br0")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            let audit = try Auditor().audit()
            let own = try lab.kernel.networkNamespace()
            #expect(audit.networkNamespace == own)
            #expect(
                Self.lines(audit, in: own) == ["v1 bridge_port×1 rest 0", "v0 packet_socket×1 rest 0", "br0 rest 0"])
            let v0 = try #require(audit.interfaces.first { $0.networkNamespace == own && $0.name == "v0" })
            #expect(v0.state.consistent)
            #expect(v0.state.link.flagsPromisc == true)
            #expect(v0.state.holders.first?.processes.map(\.pid) == [getpid()])
        }
    }

    @Test func `a namespace that only a descriptor keeps alive`() throws {
        try Namespace.run {
            let elsewhere = try NamespaceHandle.new()
            let socket = try elsewhere.make { () throws -> RawSocket in
                let lab = try LiveLab()
                try lab.veth("w0", "w1")
                let socket = try RawSocket()
                try socket.membership(try lab.index("w0"))
                return socket
            }
            let audit = try Auditor().audit()
            let inode = try FileStatus.inode(of: elsewhere.descriptor)
            #expect(Self.lines(audit, in: inode) == ["w1 rest 0", "w0 packet_socket×1 rest 0"])
            let w0 = try #require(audit.interfaces.first { $0.networkNamespace == inode && $0.name == "w0" })
            // Read through a sysfs of its own.
            #expect(w0.state.link.flagsPromisc == true)
            #expect(w0.state.holders.first?.inode == (try socket.inode))
            #expect(w0.state.holders.first?.processes.map(\.pid) == [getpid()])
            let chosen = try Auditor().audit(["\(inode)/w0", "lo", "nowhere"])
            #expect(chosen.interfaces.map(\.name) == ["w0", "lo"])
            #expect(chosen.missing == ["nowhere"])
            socket.close()
        }
    }

    @Test func `a macvlan in another namespace is followed`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            try lab.macvlan("mv0", on: "v0", mode: MACVLAN_MODE_BRIDGE.rawValue)
            let elsewhere = try NamespaceHandle.new()
            try lab.send(.move(index: try lab.index("mv0"), toNamespace: elsewhere.descriptor))
            let socket = try elsewhere.make { () throws -> RawSocket in
                let lab = try LiveLab()
                try lab.up("mv0")
                let socket = try RawSocket()
                try socket.membership(try lab.index("mv0"))
                return socket
            }
            let audit = try Auditor().audit()
            let own = try lab.kernel.networkNamespace()
            #expect(Self.lines(audit, in: own) == ["v1 rest 0", "v0 macvlan×1 unicast_filter×1 rest 0"])
            let inode = try FileStatus.inode(of: elsewhere.descriptor)
            #expect(Self.lines(audit, in: inode) == ["mv0 packet_socket×1 rest 0"])
            let v0 = try #require(audit.interfaces.first { $0.networkNamespace == own && $0.name == "v0" })
            #expect(v0.state.holders.first?.device == "\(inode)/mv0")
            socket.close()
        }
    }
}
