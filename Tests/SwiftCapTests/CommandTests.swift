@testable import Promiscuity
@testable import SwiftCap
import Testing

/// What the commands understand; what they do is in the live tests.
@Suite struct CommandTests {
    @Test func `audit words`() throws {
        let command = try AuditCommand.parse(["eth0", "--json", "blue/eth1", "--promiscuous", "--", "-odd"])
        #expect(command.interfaces == ["eth0", "blue/eth1", "-odd"])
        #expect(command.json && command.promiscuous)
        #expect(throws: (any Error).self) { try AuditCommand.parse(["-p"]) }
    }

    @Test(
        arguments: [
            (["--interval", "0"], nil), (["--interval", "0.25", "eth0"], nil),
            (["--interval", "x"], "watch: invalid interval x (must be seconds, 0 for no polling)"),
            (["--interval", "nan"], "watch: invalid interval nan (must be seconds, 0 for no polling)"),
            (["--interval", "1e-9"], "watch: invalid interval 1e-9 (must be seconds, 0 for no polling)"),
            (["--interval", "inf"], "watch: invalid interval inf (must be seconds, 0 for no polling)"),
            (["--duration", "-"], "watch: invalid duration - (must be a number of seconds above 0)"),
            (["blue/eth0"], "watch: blue/eth0: only interfaces of this network namespace can be watched"),
        ] as [([String], String?)])
    func `watch words`(_ arguments: [String], wrong: String?) throws {
        let command = try WatchCommand.parse(arguments)
        var message: String?
        do throws(RunError) { _ = try command.limits() } catch { message = error.message }
        #expect(message == wrong)
    }

    @Test(
        arguments: [
            (["--allow", "ip_link", "--allow", "bridge_port:br0", "--warning", "1", "--critical", "2", "eth0"], nil),
            (["--warning=-1"], "--warning -1: a threshold is 0 or more"),
            (
                ["--allow", "nobody"],
                "--allow nobody is not KIND or KIND:NAME with one of the kinds packet_socket, ip_link, bridge_port, macvlan, "
                    + "vlan, bond, team, openvswitch, macsec, unicast_filter, unknown"
            ),
        ] as [([String], String?)])
    func `check words`(_ arguments: [String], wrong: String?) throws {
        let command = try CheckCommand.parse(arguments)
        var message: String?
        do throws(RunError) {
            let policy = try command.policy()
            #expect(policy.allowed.count == 2 && policy.warning == 1 && policy.critical == 2)
        } catch { message = error.message }
        #expect(message == wrong)
    }

    @Test func `why an interface is missing`() {
        let red = NamespaceReference(inode: 5, path: "/run/netns/red", name: "red")
        let audit = Audit(
            time: .now, interfaces: [], networkNamespace: 1, namespacesFound: 2, namespacesRead: 1,
            unreadable: [(red, .refused(.notPermitted))], processes: ProcessCoverage(), missing: [])
        let cases = [
            ("e\u{1B}th9", "no interface e?th9 in this network namespace"),
            ("blue/eth0", "no interface blue/eth0 in sight"),
            ("red/eth0", "red/eth0: its network namespace could not be read: netlink: Operation not permitted"),
            ("5/eth0", "5/eth0: its network namespace could not be read: netlink: Operation not permitted"),
        ]
        for (name, words) in cases { #expect(AuditCommand.explanation(of: name, audit) == words) }
    }
}
