import Packets
import Syscalls

/// The books of promiscuity around one capture: the state before it, while it runs, and after it, everything that changed
/// in between, and the verdict.
///
/// For one thread, and for an event loop that belongs to somebody else:
///
///     let books = try Books(interface: "eth0")        // reads the state before
///     ... activate the capture ...
///     books.setOwnSocket(inode: ...)                  // fstat(pcap_fileno()).st_ino
///     books.sample(.during)
///     ... ppoll on books.notificationDescriptor: books.handleNotifications(); every second: books.poll() ...
///     ... close the capture ...
///     books.sample(.after)
///     books.verdict, books.timeline, books.before, books.during, books.after
///
/// The device is followed by its index, through renames; when it is deleted or leaves for another network namespace the
/// books end, and `after` says only what is known. Nothing here writes to the kernel's state.
public final class Books {
    /// Which of the three states to read.
    public enum Phase: Sendable {
        /// Right after activation.
        case during
        /// After the capture was closed.
        case after
    }

    private let kernel: any KernelAccess
    private let sampler: Sampler
    private var history: LinkHistory
    private var remainingOwn = 0

    /// Inode of the network namespace in which the books are kept.
    public let networkNamespace: UInt64
    public let before: Sample
    public private(set) var during: Sample?
    public private(set) var after: Sample?
    public private(set) var timeline = Timeline()
    /// How the interface left: nil while it is there.
    public private(set) var departure: Change.Event?
    /// The last failure to read, for whoever wants to say it; reading goes on with the next occasion.
    public private(set) var lastError: KernelError?

    /// Opens the books of an interface and reads the state before.
    ///
    /// - Throws: `BooksError.noSuchInterface`, or what the kernel refused.
    public convenience init(interface name: String, kernel: any KernelAccess = LiveKernel()) throws(BooksError) {
        try self.init(kernel) { (reader) throws(KernelError) in try reader.link(name: name) }
    }

    public convenience init(index: Int32, kernel: any KernelAccess = LiveKernel()) throws(BooksError) {
        try self.init(kernel) { (reader) throws(KernelError) in try reader.link(index: index) }
    }

    private init(
        _ kernel: any KernelAccess, find: (LinkReader) throws(KernelError) -> LinkState?
    ) throws(BooksError) {
        self.kernel = kernel
        do {
            sampler = try Sampler(kernel)
            networkNamespace = try kernel.networkNamespace()
        } catch { throw .kernel(.system(error)) }
        let first: Sample?
        do throws(KernelError) {
            let link = try find(sampler.reader)
            first = if let link { try sampler.observe(index: link.index, searchAgain: true).sample } else { nil }
        } catch { throw .kernel(error) }
        guard let first else { throw .noSuchInterface }
        let index = first.link.index
        sampler.mailbox.wants = { $0.state.index == index }
        before = first
        history = LinkHistory(networkNamespace: networkNamespace, first: before)
    }

    /// True once the interface was deleted or moved to another network namespace.
    public var interfaceGone: Bool { departure != nil }

    /// The state as last read.
    public var latest: Sample { history.last ?? after ?? during ?? before }

    /// For ppoll(2): readable when the kernel announced something about links.
    public var notificationDescriptor: Int32 { sampler.mailbox.descriptor }

    /// How many processes were seen when looking for holders, and how many of them could not be read.
    public var processes: ProcessCoverage { sampler.finder.coverage }

    /// Tells which socket is the capture's own. A capture with several sockets tells each of them.
    public func setOwnSocket(inode: UInt32) {
        sampler.addOwn(inode: inode)
        timeline.markOwn(inode: inode)
    }

    /// Reads the state for the report. Every change since the last look goes to the timeline.
    public func sample(_ phase: Phase) {
        observe(.phase, searchAgain: true)
        switch phase {
        case .during:
            during = history.last
        case .after:
            after = history.last ?? Books.unknown(latestKnown: during ?? before, at: kernel.now())
            countRemaining()
        }
    }

    /// Reads what was announced. Returns how many changes were added to the timeline.
    @discardableResult
    public func handleNotifications() -> Int {
        sampler.mailbox.fetch()
        // The books are closed: what is said of the index from now on is not kept.
        if interfaceGone { sampler.mailbox.forget(before.link.index) }
        return sampler.mailbox.hasNews(before.link.index) ? observe(.notification) : 0
    }

    /// Looks for what the kernel does not announce. Cheap when nothing changed: one or two questions, no look at /proc.
    @discardableResult
    public func poll() -> Int {
        sampler.mailbox.fetch()
        if let last = history.last, !sampler.mailbox.hasNews(before.link.index),
            let link = try? sampler.reader.link(index: before.link.index),
            let sockets = link.promiscuity == 0 ? [] : try? sampler.reader.packetSockets(),
            !last.differs(from: link, sockets)
        {
            return 0
        }
        return observe(.poll)
    }

    /// The arithmetic over this capture's own entries.
    public var verdict: Verdict { Verdict(during: during, remaining: remainingOwn) }

    @discardableResult
    private func observe(_ trigger: Change.Cause, searchAgain: Bool = false) -> Int {
        guard history.last != nil else { return 0 }
        do throws(KernelError) {
            let observation = try sampler.observe(index: before.link.index, searchAgain: searchAgain)
            let changes = history.absorb(observation, trigger: trigger, now: kernel.now())
            for change in changes { timeline.append(change) }
            if history.last == nil { departure = changes.last?.event }
            lastError = nil
            return changes.count
        } catch {
            lastError = error
            return 0
        }
    }

    /// The own sockets are looked for wherever they may still hold something: the device may have left.
    private func countRemaining() {
        let own = sampler.ownCookies
        guard !own.isEmpty, let sockets = try? sampler.reader.packetSockets() else { return }
        let index = before.link.index
        remainingOwn = sockets.reduce(0) {
            $0 &+ (own.contains($1.cookie) ? $1.entries(on: index) : 0)
        }
    }

    /// What can be said of a device that is gone: its last name, and nothing about its count.
    private static func unknown(latestKnown: Sample, at time: Timestamp) -> Sample {
        let link = LinkState(index: latestKnown.link.index, name: latestKnown.link.name)
        return Sample(time: time, link: link, holders: [], consistent: false)
    }
}

/// Why the books could not be opened.
public enum BooksError: Error, Equatable, Sendable {
    case noSuchInterface
    case kernel(KernelError)
}
