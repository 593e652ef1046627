import Packets
import Syscalls
import SystemPackage

/// What the kernel announced since one last looked.
public struct LinkNews: Sendable {
    /// In the kernel's order.
    public var messages: [LinkMessage.Parsed] = []
    /// The socket's buffer overflowed (ENOBUFS): messages were lost, and which is not known.
    public var overrun = false

    public var isEmpty: Bool { messages.isEmpty && !overrun }
}

/// The socket that hears of link changes.
public final class LinkNotifications {
    private let transport: any NetlinkTransport
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)

    /// For ppoll(2).
    public var descriptor: Int32 { transport.descriptor }

    public init(_ kernel: any KernelAccess) throws(SystemError) {
        transport = try kernel.openLinkNotifications()
    }

    /// Adds everything that is waiting to `news`; with an index, only what is about that device. Comes back after 100,000
    /// messages at the latest, so that a flood cannot hold the caller.
    public func drain(into news: inout LinkNews, index: Int32? = nil) {
        for _ in 0..<100_000 {
            let length: Int
            do throws(SystemError) {
                guard let received = try transport.receive(into: &buffer) else { return }
                length = received
            } catch {
                // Reported once per overflow; what is still in the buffer can be read. Anything else would come again.
                guard error.errno == .noBufferSpace else { return }
                news.overrun = true
                continue
            }
            if length > buffer.count { news.overrun = true }
            var messages = unsafe NetlinkMessages(buffer.span.bytes.upTo(length))
            while let message = messages.next() {
                guard let parsed = LinkMessage.parse(message) else { continue }
                if let index, parsed.state.index != index { continue }
                news.messages.append(parsed)
            }
        }
    }
}
