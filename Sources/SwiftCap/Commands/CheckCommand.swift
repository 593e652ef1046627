import ArgumentParser
import Packets
import Promiscuity
import Reports
import Syscalls

/// `swiftcap check`: the audit as a monitoring plugin.
struct CheckCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "One line for a monitoring system: is an interface promiscuous that should not be?",
        discussion: """
            Without names: every interface of every network namespace that can be reached. Without --allow and \
            thresholds every reference is a warning. With --allow, a reference that nothing allows is critical, and so \
            is one without a known holder.

            Exit status: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN, also when something could not be read.

            Kinds: \(Holder.Kind.allCases.map(\.rawValue).joined(separator: ", ")).
            """)

    @Argument(
        help: ArgumentHelp(
            "An interface of this network namespace, or NAMESPACE/IF of another, by name or inode.", valueName: "IF"))
    var interfaces: [String] = []

    @Option(
        help: ArgumentHelp(
            "Who may hold references: bridge_port:br0, packet_socket:dhclient, ip_link. May be repeated.",
            valueName: "KIND[:NAME]"))
    var allow: [String] = []

    @Option(help: ArgumentHelp("More references than this on an interface are a warning.", valueName: "N"))
    var warning: Int?

    @Option(help: ArgumentHelp("More references than this on an interface are critical.", valueName: "N"))
    var critical: Int?

    @Option(help: ArgumentHelp("What is given up first: strict, default or off.", valueName: "LEVEL"))
    var sandbox: String?

    func execute() throws(RunError) -> Int32 {
        let policy = try policy()
        OpenFiles.raiseLimit()
        _ = try LookingSandbox(sandbox, for: "check", entersNamespaces: true).enter()
        var audit = try RunError.wrap { () throws(KernelError) in try Auditor().audit(interfaces) }
        audit.processes.privileged = Privileges.readsAllProcesses
        let check = Check(audit, policy: policy, named: !interfaces.isEmpty)
        try Output.write(check.text(audit))
        return check.status.rawValue
    }

    func policy() throws(RunError) -> Check.Policy {
        var rules: [AllowRule] = []
        for text in allow {
            guard let rule = AllowRule(text) else {
                let kinds = Holder.Kind.allCases.map(\.rawValue).joined(separator: ", ")
                throw RunError("--allow \(text) is not KIND or KIND:NAME with one of the kinds \(kinds)")
            }
            rules.append(rule)
        }
        for (name, value) in [("warning", warning), ("critical", critical)] {
            if let value, value < 0 { throw RunError("--\(name) \(value): a threshold is 0 or more") }
        }
        return Check.Policy(allowed: rules, warning: warning, critical: critical)
    }

    /// Errors too are one line on standard output: it is all that a monitoring system shows.
    static func unknown(_ reason: String) -> Int32 {
        try? Output.write(Check.unknown(reason))
        return Check.Status.unknown.rawValue
    }
}
