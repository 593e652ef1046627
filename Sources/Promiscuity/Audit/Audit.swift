import Packets
import Syscalls

/// Who holds what, on every interface of every network namespace that can be reached, at one time.
public struct Audit: Sendable {
    public struct Interface: Equatable, Sendable {
        public var name: String
        public var index: Int32
        /// Inode of the namespace.
        public var networkNamespace: UInt64
        /// Its name under /run/netns.
        public var namespaceName: String?
        public var state: Sample

        public init(name: String, index: Int32, networkNamespace: UInt64, namespaceName: String?, state: Sample) {
            self.name = name
            self.index = index
            self.networkNamespace = networkNamespace
            self.namespaceName = namespaceName
            self.state = state
        }
    }

    public var time: Timestamp
    /// By namespace, one's own first, then by index.
    public var interfaces: [Interface]
    /// Inode of the namespace in which the audit was made.
    public var networkNamespace: UInt64
    public var namespacesFound: Int
    public var namespacesRead: Int
    /// Namespaces that could not be read, with why.
    public var unreadable: [(namespace: NamespaceReference, error: KernelError)]
    public var processes: ProcessCoverage
    /// Interfaces that were asked for and are not there.
    public var missing: [String]

    /// Sums over a list of interfaces.
    public struct Totals: Equatable, Sendable {
        public var references = 0
        public var exact = 0
        public var inferred = 0
        /// Sum of the residuals' sizes: +1 on one interface and -1 on another do not cancel.
        public var unexplained = 0
    }

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
    /// Somebody who comes or goes between the reading of two namespaces can leave a count unexplained, and a process that
    /// ends may have been the way into a namespace: then all is read once more, within this bound.
    private static let attempts = 3
    private let kernel: any KernelAccess
    private let visitor: any NamespaceVisiting
    private let finder: ProcessFinder

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
        do {
            for _ in 0..<Auditor.attempts {
                let list = try NamespaceList(kernel)
                coverage = list.coverage
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
        // An interface's name never holds a slash; a namespace's neither.
        self.targets = targets.map { text in
            guard let slash = text.lastIndex(of: "/") else { return (text, nil, text) }
            return (text, String(text[..<slash]), String(text[text.index(after: slash)...]))
        }
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
