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
    /// live on with other processes.
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
            guard FileStatus.namespaceInode(of: pinnedPath) == inode else {
                self = .gone
                return
            }
            self = .open(try Descriptor.open(pinnedPath, O_RDONLY).release())
        } catch {
            let gone = error.errno == .noSuchFileOrDirectory || error.errno == .noSuchProcess
            self = gone ? .gone : .shut(error)
        }
    }

    var descriptor: Int32? { if case .open(let number) = self { number } else { nil } }
}

/// Reads many namespaces. A protocol, so that the rest of the audit is tested without root.
protocol NamespaceVisiting {
    func visit(_ references: [NamespaceReference]) throws(SystemError) -> [VisitResult]
}

/// Goes into each namespace on a thread made for it, the first one being the caller's own.
struct LiveNamespaceVisitor: NamespaceVisiting {
    func visit(_ references: [NamespaceReference]) throws(SystemError) -> [VisitResult] {
        try HelperThread.run { Tour(references).results() }
    }

    /// One tour through all namespaces, on its own thread.
    private struct Tour {
        let references: [NamespaceReference]
        /// Opened before anything is entered: the paths lead through /proc and mounts as they are now.
        let doors: [Door]
        private let kernel = LiveKernel()

        init(_ references: [NamespaceReference]) {
            self.references = references
            doors = references.map(Door.init)
        }

        func results() -> [VisitResult] {
            defer { for door in doors { if let number = door.descriptor { _ = Descriptor(owning: number) } } }
            var results: [VisitResult] = []
            var ownMounts = false
            for (at, reference) in references.enumerated() {
                // One's own namespace comes first: there /sys is as the user sees it.
                if at == 1 { ownMounts = (try? NetworkNamespace.leaveMounts()) != nil }
                if at > 0, case .gone = doors[at] {
                    results.append(.gone(reference))
                    continue
                }
                do throws(KernelError) {
                    results.append(.read(try visit(at, reference, ownMounts: ownMounts)))
                } catch {
                    results.append(.failed(reference, error))
                }
            }
            return results
        }

        private func visit(
            _ at: Int, _ reference: NamespaceReference, ownMounts: Bool
        ) throws(KernelError) -> NamespaceContents {
            do {
                if at > 0 {
                    switch doors[at] {
                    case .open(let number): try NetworkNamespace.enter(number)
                    case .shut(let error): throw error
                    case .gone: throw SystemError("open", .noSuchFileOrDirectory, reference.path)
                    }
                }
                let mounted = at > 0 && ownMounts && (try? NetworkNamespace.mountSysfs()) != nil
                defer { if mounted { NetworkNamespace.unmountSysfs() } }
                let reader = try NamespaceReader(kernel, ownSysfs: at == 0 ? nil : mounted)
                return try read(reader, reference)
            } catch let error as SystemError {
                throw .system(error)
            } catch let error as KernelError {
                throw error
            } catch {
                throw .silent
            }
        }

        private func read(_ reader: NamespaceReader, _ reference: NamespaceReference) throws(KernelError)
            -> NamespaceContents
        {
            var contents = try reader.read(reference)
            var open = Set(contents.links.compactMap(\.lowerNamespaceID))
            for (at, door) in doors.enumerated() where !open.isEmpty {
                guard let number = door.descriptor, let identifier = reader.identifier(of: number) else { continue }
                if open.remove(identifier) != nil { contents.peers[identifier] = references[at].inode }
            }
            return contents
        }
    }
}
