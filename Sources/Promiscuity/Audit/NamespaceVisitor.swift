import CLinux
import Glibc
import Syscalls
import SystemPackage

/// What came of trying to read a namespace.
enum VisitResult: Sendable {
    case read(NamespaceContents)
    /// Entering or reading failed: mostly EPERM.
    case failed(NamespaceReference, KernelError)
    /// The way into it does not exist any more: the process that it led through has ended. The namespace itself may
    /// still exist with other processes.
    case gone(NamespaceReference)
}

/// A way into a namespace, taken while it led there.
enum Door {
    case open(Int32)
    case shut(SystemError)
    case gone

    /// The path may lead anywhere by now, and to open some files has effects: so it is pinned first, and only what
    /// was seen to be that namespace is opened.
    init(_ reference: NamespaceReference) {
        self = Door(reference.path, reference.inode)
        for path in reference.otherPaths {
            if case .open = self { return }
            let next = Door(path, reference.inode)
            // A refusal says more than a way that is gone.
            if case .shut = self, case .gone = next { continue }
            self = next
        }
    }

    private init(_ path: String, _ inode: UInt64) {
        do throws(SystemError) {
            let pinned = try Descriptor.open(path, O_PATH)
            let pinnedPath = "/proc/thread-self/fd/\(pinned.rawValue)"
            guard try FileStatus.namespaceInode(of: pinnedPath) == inode else {
                self = .gone
                return
            }
            self = .open(try Descriptor.open(pinnedPath, O_RDONLY).release())
        } catch {
            let gone = error.errno == .noSuchFileOrDirectory || error.errno == .noSuchProcess
            self = gone ? .gone : .shut(error)
        }
    }

    /// It could have been opened with more descriptors or memory.
    var isShort: Bool { if case .shut(let error) = self { error.errno.meansShortage } else { false } }
}

/// Ways into namespaces, of which a bounded number is open at a time: a user who holds thousands of namespaces must not
/// use up the descriptors of the process that audits.
struct Doors: ~Copyable {
    static let limit = 128
    private let references: [NamespaceReference]
    /// Open ones, the oldest first.
    private var open: [(at: Int, file: Int32)] = []
    /// Those that could not be opened, for good.
    private var closed: [Int: Door] = [:]

    init(_ references: [NamespaceReference]) {
        self.references = references
    }

    deinit { for door in open { _ = Descriptor(owning: door.file) } }

    /// The way into the namespace at a place of the list. The descriptor is good until the next call.
    subscript(at: Int) -> Door {
        mutating get {
            if let known = closed[at] { return known }
            if let door = open.first(where: { $0.at == at }) { return .open(door.file) }
            if open.count >= Doors.limit { _ = Descriptor(owning: open.removeFirst().file) }
            var door = Door(references[at])
            if door.isShort && !open.isEmpty {
                closeAll()
                door = Door(references[at])
            }
            if case .open(let file) = door {
                open.append((at, file))
            } else if !door.isShort {
                closed[at] = door
            }
            return door
        }
    }

    mutating func closeAll() {
        for door in open { _ = Descriptor(owning: door.file) }
        open = []
    }
}

/// Reads many namespaces. A protocol, so that the rest of the audit is tested without root.
protocol NamespaceVisiting {
    func visit(_ references: [NamespaceReference]) throws(SystemError) -> [VisitResult]
}

/// Goes into each namespace on a thread made for it, the first one being the caller's own.
struct LiveNamespaceVisitor: NamespaceVisiting {
    func visit(_ references: [NamespaceReference]) throws(SystemError) -> [VisitResult] {
        try HelperThread.run {
            var tour = Tour(references)
            return tour.results()
        }
    }

    /// One pass through all namespaces, on its own thread.
    private struct Tour: ~Copyable {
        let references: [NamespaceReference]
        private var doors: Doors
        private let kernel = LiveKernel()

        init(_ references: [NamespaceReference]) {
            self.references = references
            doors = Doors(references)
        }

        mutating func results() -> [VisitResult] {
            var results: [VisitResult] = []
            for at in references.indices {
                // One's own namespace comes first: there /sys is as the user sees it, and nothing is held open yet.
                if at == 1 { try? NetworkNamespace.copyMounts() }
                var result = visit(at)
                if case .failed(_, let error) = result, error.errno?.meansShortage == true {
                    doors.closeAll()
                    result = visit(at)
                }
                results.append(result)
            }
            return results
        }

        private mutating func visit(_ at: Int) -> VisitResult {
            let reference = references[at]
            do throws(KernelError) {
                if at > 0 {
                    switch doors[at] {
                    case .open(let file): try Self.enter(file)
                    case .shut(let error): throw .system(error)
                    case .gone: return .gone(reference)
                    }
                }
                if at == 0 { return .read(try read(NamespaceReader(kernel, sysfs: .unknown), reference)) }
                guard let sysfs = try Self.openSysfs() else {
                    return .read(try read(NamespaceReader(kernel, sysfs: .none), reference))
                }
                let path = "/proc/thread-self/fd/\(sysfs.rawValue)"
                return .read(try read(NamespaceReader(kernel, sysfs: .own(path)), reference))
            } catch {
                return .failed(reference, error)
            }
        }

        /// Nil where it is not to be had, which leaves the devices' own flags open. A shortage says nothing of that.
        private static func openSysfs() throws(KernelError) -> Descriptor? {
            do throws(SystemError) { return try NetworkNamespace.openSysfs() } catch {
                if error.errno.meansShortage { throw .system(error) }
                return nil
            }
        }

        private static func enter(_ file: Int32) throws(KernelError) {
            do throws(SystemError) { try NetworkNamespace.enter(file) } catch { throw .system(error) }
        }

        private mutating func read(
            _ reader: NamespaceReader, _ reference: NamespaceReference
        ) throws(KernelError) -> NamespaceContents {
            var contents = try reader.read(reference)
            var open = contents.foreignLowers
            for at in references.indices where !open.isEmpty {
                guard case .open(let file) = doors[at], let identifier = try reader.identifier(of: file) else {
                    continue
                }
                if open.remove(identifier) != nil { contents.peers[identifier] = references[at].inode }
            }
            return contents
        }
    }
}
