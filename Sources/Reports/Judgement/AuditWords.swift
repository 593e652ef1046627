import Packets
import Promiscuity

// The words on an audit.
extension Audit {
    /// What it comes to: "4 references: 3 exact, 1 inferred, 0 unexplained. 3 network namespaces, 3 read."
    var sentence: String {
        let totals = totals
        let namespaces = namespacesFound == 1 ? "1 network namespace" : "\(namespacesFound) network namespaces"
        let references =
            namespacesRead == 0
            ? "No references could be counted."
            : "\(Words.references(totals.references)): \(totals.exact) exact, \(totals.inferred) inferred, "
                + "\(totals.unexplained) unexplained."
        return "\(references) \(namespaces), \(namespacesRead) read."
    }

    /// What could not be seen, and what would show it, a sentence each.
    var doubts: [String] {
        var found: [String] = []
        let restless = interfaces.filter { !$0.state.consistent }.map(label)
        if !restless.isEmpty {
            let names = restless.prefix(5).joined(separator: ", ") + (restless.count > 5 ? " and others" : "")
            found.append("No undisturbed sample could be had of \(names): the books changed while they were read.")
        }
        if processes.unreadable > 0 {
            found.append(
                "\(processes.unreadable) of \(processes.seen) processes could not be read; "
                    + "\(processes.remedy.printable).")
        } else if let fault = processes.fault {
            found.append("Processes could not be read: \(fault.description.printable).")
        }
        let uncounted = uncounted.map(label)
        if !uncounted.isEmpty {
            let names = uncounted.prefix(5).joined(separator: ", ") + (uncounted.count > 5 ? " and others" : "")
            found.append("The kernel does not tell the count of \(names).")
        }
        if let fault = listingFault {
            found.append("There may be more network namespaces: \(fault.description.printable).")
        }
        found += unreadable.prefix(5).map { namespace, error in
            "Network namespace \(namespace.name?.printable ?? String(namespace.inode)) could not be read: "
                + "\(error.description.printable)\(Audit.remedy(error))."
        }
        let more = unreadable.count - 5
        if more > 0 { found.append("\(more) more network namespaces could not be read.") }
        return found
    }

    private static func remedy(_ error: KernelError) -> String {
        error.errno == .notPermitted ? " (it takes CAP_SYS_ADMIN)" : ""
    }

    /// "eth0" in the namespace of the audit, "blue/eth0" or "4026532299/eth0" in others.
    func label(_ interface: Interface) -> String {
        let name = interface.name.printable
        if interface.networkNamespace == networkNamespace { return name }
        return "\(interface.namespaceName?.printable ?? String(interface.networkNamespace))/\(name)"
    }
}
