import Packets
import Syscalls

/// Which holder holds what, on every interface of every network namespace that can be reached, at one time.
public struct Audit: Sendable {
    /// One interface and what holds it.
    public struct Interface: Equatable, Sendable {
        /// As the kernel has it.
        public var name: String
        /// Unique within its namespace (`ifindex`).
        public var index: Int32
        /// Inode of the namespace.
        public var networkNamespace: UInt64
        /// Its name under /run/netns.
        public var namespaceName: String?
        /// The link and its holders.
        public var state: Sample

        /// Makes one of these values; see the properties.
        public init(name: String, index: Int32, networkNamespace: UInt64, namespaceName: String?, state: Sample) {
            self.name = name
            self.index = index
            self.networkNamespace = networkNamespace
            self.namespaceName = namespaceName
            self.state = state
        }
    }

    /// When the audit was begun (CLOCK_REALTIME).
    public var time: Timestamp
    /// By namespace, one's own first, then by index.
    public var interfaces: [Interface]
    /// Inode of the namespace in which the audit was made.
    public var networkNamespace: UInt64
    /// Network namespaces that processes, mounts and /run/netns lead to, one's own included.
    public var namespacesFound: Int
    /// Of those, how many could be read.
    public var namespacesRead: Int
    /// Namespaces that could not be read, with why.
    public var unreadable: [(namespace: NamespaceReference, error: KernelError)]
    /// How many processes were looked at for their sockets.
    public var processes: ProcessCoverage
    /// Interfaces that were asked for and were not found: they are not there, or could not be read (`fault(of:)`).
    public var missing: [String]
    /// Interfaces were asked for by name; otherwise everything was.
    public var isNamed = false
    /// Why one of the places where namespaces are found could not be read: there may be more of them than
    /// `namespacesFound`.
    public var listingFault: SystemError?

    /// Interfaces whose count the kernel does not tell.
    public var uncounted: [Interface] { interfaces.filter { $0.state.link.promiscuity == nil } }

    /// Something that was asked for could not be read. Processes that are refused are not meant: their references are
    /// counted all the same.
    public var isIncomplete: Bool {
        if !missing.isEmpty || !uncounted.isEmpty || processes.fault != nil { return true }
        return !isNamed && (!unreadable.isEmpty || listingFault != nil)
    }

    /// Why an interface that was asked for could not be read; nil where its namespace was, and has no such interface.
    public func fault(of target: String) -> KernelError? {
        let parts = AuditTargets.parts(of: target)
        let found = unreadable.first { reference, _ in
            guard let namespace = parts.namespace else { return reference.inode == networkNamespace }
            return reference.name == namespace || String(reference.inode) == namespace
        }
        if let found { return found.error }
        return parts.namespace == nil ? nil : listingFault.map { .system($0) }
    }

    /// Sums over a list of interfaces.
    public struct Totals: Equatable, Sendable {
        /// Sum of the counts, `IFLA_PROMISCUITY`.
        public var references = 0
        /// References whose holder the kernel names.
        public var exact = 0
        /// References whose holder follows from what else the kernel says.
        public var inferred = 0
        /// Sum of the residuals' sizes: +1 on one interface and -1 on another do not cancel.
        public var unexplained = 0
    }

    /// The sums over all interfaces of the audit.
    public var totals: Totals {
        var totals = Totals()
        for interface in interfaces {
            totals.references &+= Int(interface.state.link.promiscuity ?? 0)
            totals.unexplained &+= abs(interface.state.residual)
            for holder in interface.state.holders {
                if holder.certainty == .exact {
                    totals.exact &+= holder.references
                } else {
                    totals.inferred &+= holder.references
                }
            }
        }
        return totals
    }
}

/// Makes audits.
public final class Auditor {
    /// A holder that comes or goes between the reading of two namespaces can leave a count unexplained, and a process
    /// that ends may have been the way into a namespace: then all is read once more, within this bound.
    private static let attempts = 3
    private let kernel: any KernelAccess
    private let visitor: any NamespaceVisiting
    private let finder: ProcessFinder

    /// Of the running kernel.
    public convenience init() {
        self.init(kernel: LiveKernel(), visitor: LiveNamespaceVisitor())
    }

    init(kernel: any KernelAccess, visitor: any NamespaceVisiting) {
        self.kernel = kernel
        self.visitor = visitor
        finder = ProcessFinder(kernel, thorough: true)
    }

    /// - Parameter targets: interfaces; `NAMESPACE/IF` for another namespace's, by name or by inode. Empty: all.
    public func audit(_ targets: [String] = []) throws(KernelError) -> Audit {
        var own: UInt64 = 0
        var coverage = ProcessCoverage()
        var results: [VisitResult] = []
        var interfaces: [Audit.Interface] = []
        var listingFault: SystemError?
        do {
            for _ in 0..<Auditor.attempts {
                let list = try NamespaceList(kernel)
                coverage = list.coverage
                listingFault = list.fault
                own = list.references.first?.inode ?? 0
                results = try visitor.visit(list.references)
                interfaces = AuditAssembly(results).interfaces
                let gone = results.contains { if case .gone = $0 { true } else { false } }
                if !gone && interfaces.allSatisfy({ $0.state.residual == 0 && $0.state.consistent }) { break }
            }
        } catch { throw .system(error) }
        let missing = AuditTargets(targets, own: own).select(from: &interfaces)
        nameProcesses(&interfaces, results)
        var audit = Audit(
            time: kernel.now(), interfaces: interfaces, networkNamespace: own, namespacesFound: 0,
            namespacesRead: 0, unreadable: [], processes: coverage, missing: missing)
        audit.isNamed = !targets.isEmpty
        audit.listingFault = listingFault
        audit.processes.fault = audit.processes.fault ?? finder.coverage.fault
        for result in results {
            switch result {
            case .read: audit.namespacesRead += 1
            case .failed(let reference, let error): audit.unreadable.append((reference, error))
            case .gone: break
            }
        }
        audit.namespacesFound = audit.namespacesRead + audit.unreadable.count
        return audit
    }

    /// One look through /proc for the sockets of all namespaces: their inodes are of one numbering.
    private func nameProcesses(_ interfaces: inout [Audit.Interface], _ results: [VisitResult]) {
        let cookies = Set(interfaces.flatMap { $0.state.holders.compactMap(\.cookie) })
        var held: [UInt64: PacketSocket] = [:]
        for case .read(let contents) in results {
            for socket in contents.sockets where cookies.contains(socket.cookie) { held[socket.cookie] = socket }
        }
        finder.locate(Array(held.values), again: true)
        for i in interfaces.indices {
            finder.complete(&interfaces[i].state.holders, from: held)
        }
    }
}

/// The interfaces that were asked for.
struct AuditTargets {
    private let targets: [(text: String, namespace: String?, name: String)]
    private let own: UInt64

    init(_ targets: [String], own: UInt64) {
        self.own = own
        self.targets = targets.map { text in
            let parts = AuditTargets.parts(of: text)
            return (text, parts.namespace, parts.name)
        }
    }

    /// An interface's name never holds a slash; a namespace's neither.
    static func parts(of text: String) -> (namespace: String?, name: String) {
        guard let slash = text.lastIndex(of: "/") else { return (nil, text) }
        return (String(text[..<slash]), String(text[text.index(after: slash)...]))
    }

    /// Keeps what was asked for; returns what is not there.
    func select(from interfaces: inout [Audit.Interface]) -> [String] {
        if targets.isEmpty { return [] }
        var missing: [String] = []
        var chosen: [Audit.Interface] = []
        for target in targets {
            let found = interfaces.filter { interface in
                guard interface.state.link.isNamed(target.name) else { return false }
                guard let namespace = target.namespace else { return interface.networkNamespace == own }
                return interface.namespaceName == namespace || String(interface.networkNamespace) == namespace
            }
            if found.isEmpty { missing.append(target.text) }
            for interface in found where !chosen.contains(interface) { chosen.append(interface) }
        }
        interfaces = chosen
        return missing
    }
}
