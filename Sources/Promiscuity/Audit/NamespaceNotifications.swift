import Syscalls

/// Sockets that hear of link changes in every network namespace in reach, so that an audit need not be repeated often.
///
/// The kernel announces where the count leaves zero or comes back to it, and what happens to links; a second holder comes
/// without a word. So what is heard brings an audit forward, and does not replace one.
public final class NamespaceNotifications {
    /// Namespaces that are listened to at most: a descriptor each.
    public static let limit = 256
    private static let messagesAtOnce = 1_000
    private var sockets: [UInt64: any NetlinkTransport] = [:]
    private var buffer = [UInt8](repeating: 0, count: 8192)

    /// Listens nowhere until `follow()` is called.
    public init() {}

    /// For ppoll(2).
    public var descriptors: [Int32] { sockets.values.map(\.descriptor) }

    /// Listens in namespaces that have come since, as far as they can be entered, and no longer in those that have gone.
    ///
    /// - Returns: how many are heard.
    @discardableResult
    public func follow() -> Int {
        let kernel = LiveKernel()
        guard let list = try? NamespaceList(kernel) else { return sockets.count }
        let present = Set(list.references.map(\.inode))
        sockets = sockets.filter { present.contains($0.key) }
        let missing = list.references.filter { sockets[$0.inode] == nil }.prefix(Self.limit - sockets.count)
        if missing.isEmpty { return sockets.count }
        let own = list.references.first?.inode
        if let own, missing.first?.inode == own { sockets[own] = try? kernel.openLinkNotifications() }
        let others = Array(missing.filter { $0.inode != own })
        guard !others.isEmpty, let found = try? HelperThread.run({ Self.open(others) }) else { return sockets.count }
        sockets.merge(found) { old, _ in old }
        return sockets.count
    }

    /// On a thread that ends afterwards: it stays in the last namespace.
    private static func open(_ references: [NamespaceReference]) -> [UInt64: any NetlinkTransport] {
        let kernel = LiveKernel()
        var found: [UInt64: any NetlinkTransport] = [:]
        for reference in references {
            guard case .open(let number) = Door(reference) else { continue }
            let file = Descriptor(owning: number)
            guard (try? NetworkNamespace.enter(file.rawValue)) != nil else { continue }
            found[reference.inode] = try? kernel.openLinkNotifications()
        }
        return found
    }

    /// Reads what has come, a bounded number of messages. True when there was anything, or something was lost.
    public func drain() -> Bool {
        var heard = false
        for (inode, socket) in sockets {
            for _ in 0..<Self.messagesAtOnce {
                do throws(SystemError) {
                    guard try socket.receive(into: &buffer) != nil else { break }
                } catch {
                    // Overrun: read on. Anything else: the socket is of no use, and opened anew by `follow`.
                    if error.errno != .noBufferSpace {
                        sockets[inode] = nil
                        break
                    }
                }
                heard = true
            }
        }
        return heard
    }
}
