import ArgumentParser
import Glibc
import Packets
import Promiscuity
import Reports
import Syscalls

/// `swiftcap audit`: the holders of promiscuous references, on every interface of every network namespace in reach.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Who holds promiscuous references, on which interface, and how we know.",
        discussion: """
            Without names: every interface of every network namespace that can be reached. It takes no privileges; with \
            CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH it sees other users' processes, with CAP_SYS_ADMIN other namespaces. On a terminal \
            lines are kept short; elsewhere command lines are whole.

            Exit status: 0 when every reference has a holder, 2 when one has none, 1 for errors, also when a network \
            namespace or an interface that was asked for could not be read.
            """)

    @Argument(
        help: ArgumentHelp(
            "An interface of this network namespace, or NAMESPACE/IF of another, by name or inode.", valueName: "IF"))
    var interfaces: [String] = []

    @Flag(help: "Only interfaces that have references.")
    var promiscuous = false

    @Flag(help: "One JSON document, schema swiftcap.audit/1.")
    var json = false

    @Option(help: ArgumentHelp("Write it as one HTML page, in the place of text.", valueName: "FILE"))
    var html: String?

    @Option(help: ArgumentHelp("What is given up first: strict, default or off.", valueName: "LEVEL"))
    var sandbox: String?

    func execute() throws(RunError) -> Int32 {
        OpenFiles.raiseLimit()
        let page = try LookingSandbox(sandbox, for: "audit", entersNamespaces: true).enter(
            writing: html == "-" ? nil : html)
        var audit = try RunError.wrap { () throws(KernelError) in try Auditor().audit(interfaces) }
        audit.processes.privileged = Privileges.readsAllProcesses
        let text =
            json
            ? audit.json(promiscuousOnly: promiscuous)
            : audit.text(Style.standardOutput, promiscuousOnly: promiscuous)
        // With nothing but unknown names there is nothing to show; a reader of JSON gets his document all the same.
        if let html { try write(audit.html(promiscuousOnly: promiscuous), page, html) }
        let isShown = json || html == nil && (interfaces.isEmpty || !audit.interfaces.isEmpty)
        if isShown { try Output.write(text) }
        for name in audit.missing { Messages.say("audit: \(Self.explanation(of: name, audit))") }
        return audit.exitStatus
    }

    private func write(_ text: borrowing LineBuffer, _ page: LookingFile?, _ path: String) throws(RunError) {
        guard let page else { return try Output.write(text) }
        do throws(SystemError) { try page.write(text.bytes) } catch { throw ReportFile.refusal(path, error) }
    }

    /// Why a name was not found: it could not be read, or there is no such namespace or interface.
    static func explanation(of target: String, _ audit: Audit) -> String {
        let shown = target.printable
        if let fault = audit.fault(of: target) { return "\(shown): its network namespace could not be read: \(fault)" }
        guard target.contains("/") else { return "no interface \(shown) in this network namespace" }
        return "no interface \(shown) in sight"
    }
}
