import Syscalls
import SystemPackage

/// What came of trying to read a namespace.
enum VisitResult: Sendable {
    case read(NamespaceContents)
    /// Entering or reading failed: mostly EPERM.
    case failed(NamespaceReference, KernelError)
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
        let doors: [Int32?]
        private let kernel = LiveKernel()

        init(_ references: [NamespaceReference]) {
            self.references = references
            doors = references.map { try? Descriptor.open($0.path, 0).release() }
        }

        func results() -> [VisitResult] {
            defer { for door in doors { if let door { _ = Descriptor(owning: door) } } }
            var results: [VisitResult] = []
            var ownMounts = false
            for (at, reference) in references.enumerated() {
                // One's own namespace comes first: there /sys is as the user sees it.
                if at == 1 { ownMounts = (try? NetworkNamespace.leaveMounts()) != nil }
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
                    guard let door = doors[at] else { throw SystemError("open", .permissionDenied, reference.path) }
                    try NetworkNamespace.enter(door)
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
                guard let door, let identifier = reader.identifier(of: door) else { continue }
                if open.remove(identifier) != nil { contents.peers[identifier] = references[at].inode }
            }
            return contents
        }
    }
}
