import Packets
import Syscalls
import SystemPackage

/// What the kernel announced about one device since one last looked.
public struct LinkNews: Sendable {
    /// In the kernel's order.
    public var messages: [LinkMessage.Parsed] = []
    /// The socket's buffer overflowed (ENOBUFS): messages were lost, and which is not known.
    public var overrun = false

    public init() {}

    public var isEmpty: Bool { messages.isEmpty && !overrun }

    mutating func add(_ later: LinkNews) {
        messages += later.messages
        overrun = overrun || later.overrun
    }
}

/// The socket that hears of link changes, and what it heard, sorted by device until somebody takes it.
final class LinkMailbox {
    /// At most so many messages are read at a time, so that a flood can neither hold the caller nor fill memory.
    private static let limit = 20_000
    private let transport: any NetlinkTransport
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    private var queues: [Int32: [LinkMessage.Parsed]] = [:]
    private var overruns = 0
    private var overrunsTold: [Int32: Int] = [:]
    /// What is kept; everything else is dropped at once.
    var wants: (LinkMessage.Parsed) -> Bool

    /// For ppoll(2).
    var descriptor: Int32 { transport.descriptor }

    init(_ kernel: any KernelAccess, wants: @escaping (LinkMessage.Parsed) -> Bool = { _ in true }) throws(SystemError)
    {
        transport = try kernel.openLinkNotifications()
        self.wants = wants
    }

    /// Devices with something in their queue, in the order of their indexes.
    var waiting: [Int32] { queues.keys.sorted() }

    func hasNews(_ index: Int32) -> Bool {
        queues[index] != nil || overrunsTold[index, default: 0] < overruns
    }

    /// How often messages were lost since the beginning.
    var overrunCount: Int { overruns }

    /// Reads what the kernel has sent.
    func fetch() {
        for _ in 0..<LinkMailbox.limit {
            let length: Int
            do throws(SystemError) {
                guard let received = try transport.receive(into: &buffer) else { return }
                length = received
            } catch {
                // Reported once per overflow; what is still in the buffer can be read. Anything else would come again.
                guard error.errno == .noBufferSpace else { return }
                overruns &+= 1
                continue
            }
            if length > buffer.count { overruns &+= 1 }
            var messages = unsafe NetlinkMessages(buffer.span.bytes.upTo(length))
            while let message = messages.next() {
                guard let parsed = LinkMessage.parse(message), wants(parsed) else { continue }
                queues[parsed.state.index, default: []].append(parsed)
            }
        }
    }

    /// Reads what the kernel has sent, and hands out what is about one device. A loss concerns every device, and is told
    /// to each once.
    func take(_ index: Int32) -> LinkNews {
        fetch()
        var news = LinkNews()
        if let queue = queues.removeValue(forKey: index) { news.messages = queue }
        if overrunsTold[index, default: 0] < overruns {
            overrunsTold[index] = overruns
            news.overrun = true
        }
        return news
    }

    /// A device that is followed from now on has missed nothing yet.
    func begin(_ index: Int32) {
        overrunsTold[index] = overruns
    }

    /// A device that is not followed any more.
    func forget(_ index: Int32) {
        overrunsTold[index] = nil
        queues[index] = nil
    }
}
