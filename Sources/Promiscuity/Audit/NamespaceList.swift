import Syscalls
import SystemPackage

/// A network namespace and the ways into it.
public struct NamespaceReference: Equatable, Sendable {
    /// Inode: what the namespace is known by.
    public var inode: UInt64
    /// A path that setns(2) can be given an open descriptor of.
    public var path: String
    /// Its name under /run/netns; nil for one that has none.
    public var name: String?
    /// Further such paths, tried in turn: a thread that only passes through a namespace, as another audit does, is a way
    /// that leads elsewhere by the time it is taken.
    var otherPaths: [String] = []
    static let otherPathsLimit = 16

    /// Makes one of these values; see the properties.
    public init(inode: UInt64, path: String, name: String?) {
        self.inode = inode
        self.path = path
        self.name = name
    }
}

/// Every network namespace in sight, each once: one's own first, those with a name, those mounted elsewhere, those of
/// processes and their threads, and those that only an open descriptor keeps alive.
struct NamespaceList {
    static let namesDirectory = "/run/netns"
    private let kernel: any KernelAccess
    private(set) var references: [NamespaceReference] = []
    /// How much of /proc could be read on the way.
    private(set) var coverage = ProcessCoverage()
    /// Why one of the places where namespaces are found could not be read; nil when the list is all that can be in sight.
    private(set) var fault: SystemError?
    private var known: [UInt64: Int] = [:]

    init(_ kernel: any KernelAccess) throws(SystemError) {
        self.kernel = kernel
        add(NamespaceReference(inode: try kernel.networkNamespace(), path: "/proc/thread-self/ns/net", name: nil))
        addNamed()
        addMounted()
        addProcesses()
    }

    private mutating func add(_ reference: NamespaceReference) {
        if let at = known[reference.inode] {
            if references[at].name == nil { references[at].name = reference.name }
            if references[at].otherPaths.count < NamespaceReference.otherPathsLimit {
                references[at].otherPaths.append(reference.path)
            }
            return
        }
        known[reference.inode] = references.count
        references.append(reference)
    }

    private mutating func addNamed() {
        let kernel = kernel
        for name in (attempt { () throws(SystemError) in try kernel.entries(of: Self.namesDirectory) } ?? []).sorted() {
            let path = "\(Self.namesDirectory)/\(name)"
            if let inode = namespaceInode(of: path) {
                add(NamespaceReference(inode: inode, path: path, name: name))
            }
        }
    }

    /// What is not there and what is refused brings nothing; everything else is a fault.
    private mutating func attempt<R>(_ body: () throws(SystemError) -> R) -> R? {
        do throws(SystemError) { return try body() } catch {
            if !error.errno.meansGone && !error.errno.meansRefused { fault = fault ?? error }
            return nil
        }
    }

    private mutating func namespaceInode(of path: String) -> UInt64? {
        let kernel = kernel
        return attempt { () throws(SystemError) in try kernel.namespaceInode(of: path) } ?? nil
    }

    /// The namespace that a link such as `/proc/PID/ns/net` names; nil where it cannot be read.
    private mutating func namespaceLink(_ path: String) -> UInt64? {
        let kernel = kernel
        return attempt { () throws(SystemError) in try kernel.target(of: path) }.flatMap { Self.inode(of: $0.utf8) }
    }

    /// Namespaces that are mounted anywhere: /proc/self/mountinfo names them `net:[N]`.
    private mutating func addMounted() {
        let kernel = kernel
        let path = "/proc/thread-self/mountinfo"
        guard let text = attempt({ () throws(SystemError) in try kernel.contents(of: path, limit: 16 << 20) }) else {
            return
        }
        for line in text.split(separator: UInt8(ascii: "\n")) {
            let fields = line.split(separator: UInt8(ascii: " "), maxSplits: 5)
            guard fields.count > 5, let inode = Self.inode(of: fields[3]) else { continue }
            add(NamespaceReference(inode: inode, path: Self.unescaped(fields[4]), name: nil))
        }
    }

    private mutating func addProcesses() {
        let kernel = kernel
        let pids = attempt { () throws(SystemError) in try kernel.processes() } ?? []
        coverage.seen = pids.count
        for pid in pids {
            if let inode = namespaceLink("/proc/\(pid)/ns/net") {
                add(NamespaceReference(inode: inode, path: "/proc/\(pid)/ns/net", name: nil))
            }
            // A thread may stand in another namespace than its process. Most have one thread: its entry is the process.
            let threads = attempt { () throws(SystemError) in try kernel.entries(of: "/proc/\(pid)/task") } ?? []
            if threads.count > 1 {
                for thread in threads {
                    let path = "/proc/\(pid)/task/\(thread)/ns/net"
                    if let inode = namespaceLink(path) {
                        add(NamespaceReference(inode: inode, path: path, name: nil))
                    }
                }
            }
            addDescriptors(of: pid)
        }
    }

    private mutating func addDescriptors(of pid: Int32) {
        var held: [(inode: UInt64?, number: Int32)] = []
        do throws(SystemError) {
            try kernel.descriptors(of: pid) { number, target in
                switch target {
                case .networkNamespace(let inode): held.append((inode, number))
                // Opened where it is mounted, perhaps in another mount namespace, perhaps not mounted any more.
                case .file: held.append((nil, number))
                case .socket, .ioUring: break
                }
            }
        } catch {
            coverage.note(error)
        }
        for (inode, number) in held {
            let path = "/proc/\(pid)/fd/\(number)"
            if let inode = inode ?? namespaceInode(of: path) {
                add(NamespaceReference(inode: inode, path: path, name: nil))
            }
        }
    }

    /// N of `net:[N]`.
    static func inode(of text: some Sequence<UInt8>) -> UInt64? {
        let bytes = Array(text)
        return unsafe bytes.withUnsafeBytes {
            if case .networkNamespace(let inode) = unsafe DescriptorTarget($0) { inode } else { nil }
        }
    }

    /// mountinfo writes blanks, tabs, line ends and backslashes as three octal digits after a backslash.
    static func unescaped(_ text: some Sequence<UInt8>) -> String {
        var result: [UInt8] = []
        var rest = Array(text)[...]
        while let byte = rest.popFirst() {
            let digits = rest.prefix(3)
            if byte == UInt8(ascii: "\\"), digits.count == 3, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x37 }) {
                result.append(digits.reduce(0) { $0 &* 8 &+ ($1 &- 0x30) })
                rest = rest.dropFirst(3)
            } else {
                result.append(byte)
            }
        }
        return String(systemBytes: result)
    }
}
