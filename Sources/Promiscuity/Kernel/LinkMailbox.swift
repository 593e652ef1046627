import Packets
import Syscalls
import SystemPackage

/// What the kernel announced about one device since one last looked.
public struct LinkNews: Sendable {
    /// In the kernel's order.
    public var messages: [LinkMessage.Parsed] = []
    /// The socket's buffer overflowed (ENOBUFS): messages were lost, and which is not known.
    public var overrun = false

    /// No news.
    public init() {}

    /// Nothing was announced, and nothing was lost.
    public var isEmpty: Bool { messages.isEmpty && !overrun }

    mutating func add(_ later: LinkNews) {
        messages += later.messages
        overrun = overrun || later.overrun
    }
}

/// The socket that hears of link changes, and what it heard, sorted by device until a caller takes it.
final class LinkMailbox {
    /// At most so many messages are read at a time, and kept of one device, so that a flood can neither hold the caller
    /// nor fill memory.
    private static let limit = 20_000
    /// Messages that are kept of all devices together, where the caller cannot take them because the kernel cannot be read.
    private static let limitOfAll = 100_000
    private static let attempts = 3
    private let kernel: any KernelAccess
    private var transport: (any NetlinkTransport)?
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    private var queues: [Int32: [LinkMessage.Parsed]] = [:]
    /// Messages in `queues`.
    private var kept = 0
    private var overruns = 0
    private var overrunsTold: [Int32: Int] = [:]
    /// What is kept; everything else is dropped at once.
    var wants: (LinkMessage.Parsed) -> Bool
    /// Why nothing can be heard; nil while all is well. As long as it is there no sample is known to be undisturbed.
    private(set) var fault: SystemError?

    /// For ppoll(2); -1 where the socket could not be opened yet.
    var descriptor: Int32 { transport?.descriptor ?? -1 }

    init(_ kernel: any KernelAccess, wants: @escaping (LinkMessage.Parsed) -> Bool = { _ in true }) {
        self.kernel = kernel
        self.wants = wants
        open()
    }

    /// Devices with something in their queue, in the order of their indexes.
    var waiting: [Int32] { queues.keys.sorted() }

    func hasNews(_ index: Int32) -> Bool {
        queues[index] != nil || overrunsTold[index, default: 0] < overruns
    }

    /// How often messages were lost since the beginning.
    var overrunCount: Int { overruns }

    private func open() {
        do throws(SystemError) {
            transport = try kernel.openLinkNotifications()
            fault = nil
        } catch { note(error) }
    }

    /// What is announced while the socket cannot be read is lost: counted once for each time that this begins.
    private func note(_ error: SystemError, isCounted: Bool = false) {
        if fault == nil && !isCounted { overruns &+= 1 }
        fault = error
    }

    /// Reads what the kernel has sent.
    func fetch() {
        if transport == nil { open() }
        guard let transport else { return }
        var failures = 0
        var isLost = false
        for _ in 0..<LinkMailbox.limit {
            let length: Int
            do throws(SystemError) {
                guard let received = try transport.receive(into: &buffer) else {
                    fault = nil
                    return
                }
                length = received
            } catch {
                failures += 1
                // Reported once per overflow; what is still in the buffer can be read.
                if error.errno == .noBufferSpace && !isLost {
                    isLost = true
                    overruns &+= 1
                }
                if failures < LinkMailbox.attempts { continue }
                return note(error, isCounted: isLost)
            }
            failures = 0
            if length > buffer.count { overruns &+= 1 }
            var messages = unsafe NetlinkMessages(buffer.span.bytes.upTo(length))
            while let message = messages.next() {
                guard let parsed = LinkMessage.parse(message), wants(parsed) else { continue }
                keep(parsed)
            }
        }
    }

    private func keep(_ message: LinkMessage.Parsed) {
        let index = message.state.index
        if queues[index]?.count ?? 0 >= LinkMailbox.limit { lose(index) }
        if kept >= LinkMailbox.limitOfAll { loseAll() }
        queues[index, default: []].append(message)
        kept += 1
    }

    /// Gives up what is kept of a device.
    private func lose(_ index: Int32) {
        kept -= queues.removeValue(forKey: index)?.count ?? 0
        overruns &+= 1
    }

    private func loseAll() {
        queues = [:]
        kept = 0
        overruns &+= 1
    }

    /// Reads what the kernel has sent, and hands out what is about one device. A loss concerns every device, and is
    /// told to each once.
    func take(_ index: Int32) -> LinkNews {
        fetch()
        var news = LinkNews()
        if let queue = queues.removeValue(forKey: index) {
            news.messages = queue
            kept -= queue.count
        }
        if overrunsTold[index, default: 0] < overruns {
            overrunsTold[index] = overruns
            news.overrun = true
        }
        return news
    }

    /// Puts back what was taken for a sample that could not be read: it belongs to the next one.
    func putBack(_ index: Int32, _ news: LinkNews) {
        if !news.messages.isEmpty {
            queues[index] = news.messages + (queues[index] ?? [])
            kept += news.messages.count
        }
        if news.overrun { overrunsTold[index] = overruns &- 1 }
        if queues[index]?.count ?? 0 > LinkMailbox.limit { lose(index) }
        if kept > LinkMailbox.limitOfAll { loseAll() }
    }

    /// A device that is followed from now on has missed nothing yet.
    func begin(_ index: Int32) {
        overrunsTold[index] = overruns
    }

    /// A device that is not followed any more.
    func forget(_ index: Int32) {
        overrunsTold[index] = nil
        kept -= queues.removeValue(forKey: index)?.count ?? 0
    }
}
