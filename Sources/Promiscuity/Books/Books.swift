import Packets
import Syscalls

/// The books of promiscuity around one capture: the state before it, while it runs, and after it, everything that changed
/// in between, and the verdict.
///
/// For one thread, and for an event loop that belongs to the caller:
///
///     let books = try Books(interface: "eth0")        // reads the state before
///     ... activate the capture ...
///     books.setOwnSocket(inode: ...)                  // fstat(pcap_fileno()).st_ino
///     books.sample(.during)
///     ... ppoll on books.notificationDescriptor: books.handleNotifications(); every second: books.poll() ...
///     ... close the capture ...
///     books.sample(.after)
///     books.verdict, books.timeline, books.before, books.during, books.after, books.unread
///
/// The device is followed by its index, through renames; when it is deleted or leaves for another network namespace the
/// books end, and `after` says only what is known. Nothing here writes to the kernel's state.
///
/// A state that could not be read is nil, and `unread` says why: it is tried again for some tenths of a second first, and the
/// state after activation with every later look. Looks between the states that fail are counted (`failedLooks`).
public final class Books {
    /// The three states.
    public enum Phase: Sendable, CaseIterable {
        /// When the books are opened.
        case before
        /// Right after activation, or as soon after it as the kernel can be read.
        case during
        /// After the capture was closed.
        case after
    }

    private let kernel: any KernelAccess
    private let sampler: Sampler
    /// What to look for as long as the index is not known.
    private let target: Target
    private var index: Int32?
    /// Nil until the device was read once.
    private var history: LinkHistory?
    /// References of the capture's own that are there after it; nil while that is not known.
    private var remainingOwn: Int?
    /// The last look failed.
    private var isFailing = false

    private enum Target {
        case name(String)
        case index(Int32)
    }

    /// Inode of the network namespace in which the books are kept; 0 where /proc does not tell.
    public let networkNamespace: UInt64
    /// The state when the books were opened; nil where it could not be read.
    public private(set) var before: Sample?
    /// The state after activation; nil until it is read.
    public private(set) var during: Sample?
    /// The state after the capture was closed; nil until it is read.
    public private(set) var after: Sample?
    /// The states that could not be read, and why.
    public private(set) var unread: [Phase: ReadFault] = [:]
    /// What changed, in order.
    public private(set) var timeline = Timeline()
    /// How the interface left: nil while it is there.
    public private(set) var departure: Change.Event?
    /// How often the kernel could not be read, from activation to the end, and why the last time.
    public private(set) var failedLooks = FailedLooks()
    /// The kernel said, when it could be read at last, that there is no such interface.
    public private(set) var isNoInterface = false

    /// Opens the books of an interface and reads the state before.
    ///
    /// - Throws: `BooksError.noSuchInterface`, when the kernel says so.
    ///
    /// - Parameters:
    ///   - name: the interface's, in the namespace of the calling thread.
    ///   - kernel: what is asked.
    ///   - naming: who names the processes; nil for a search of its own.
    public convenience init(
        interface name: String, kernel: any KernelAccess = LiveKernel(), naming: (any HolderNaming)? = nil
    ) throws(BooksError) {
        try self.init(kernel, .name(name), naming)
    }

    /// The same for a device by its index.
    ///
    /// - Throws: `BooksError.noSuchInterface`, when the kernel says so.
    public convenience init(index: Int32, kernel: any KernelAccess = LiveKernel()) throws(BooksError) {
        try self.init(kernel, .index(index), nil)
    }

    private init(_ kernel: any KernelAccess, _ target: Target, _ naming: (any HolderNaming)?) throws(BooksError) {
        self.kernel = kernel
        self.target = target
        sampler = Sampler(kernel, naming: naming)
        networkNamespace = (try? kernel.networkNamespace()) ?? 0
        // What is announced before the device is found is not kept: it is read after that.
        sampler.mailbox.wants = { _ in false }
        if let fault = insist({ look(.phase, searchAgain: true) }) {
            unread[.before] = fault
        } else {
            before = history?.last
        }
        if isNoInterface { throw .noSuchInterface }
    }

    /// True once the interface was deleted or moved to another network namespace.
    public var interfaceGone: Bool { departure != nil }

    /// The state as last read; nil when none was.
    public var latest: Sample? { history?.last ?? after ?? during ?? before }

    /// The first state that could be read: what the device is.
    public var first: Sample? { before ?? during ?? after }

    /// For ppoll(2): readable when the kernel announced something about links. -1 where that cannot be heard.
    public var notificationDescriptor: Int32 { sampler.mailbox.descriptor }

    /// The notifications cannot be read at present: their descriptor may stay readable without anything coming of it.
    public var isDeaf: Bool { sampler.mailbox.fault != nil }

    /// How many processes were seen when looking for holders, and how many of them could not be read.
    public var processes: ProcessCoverage { sampler.finder.coverage }

    /// Tells which socket is the capture's own. A capture with several sockets tells each of them.
    public func setOwnSocket(inode: UInt32) {
        sampler.addOwn(inode: inode)
        timeline.markOwn(inode: inode)
    }

    /// Reads the state for the report. Every change since the last look goes to the timeline. The state before has been read
    /// with `init`: it is not read again.
    public func sample(_ phase: Phase) {
        if phase == .before { return }
        let fault = insist { look(.phase, searchAgain: true) }
        switch phase {
        case .before: break
        case .during:
            unread[.during] = fault
            during = fault == nil ? history?.last : nil
        case .after:
            unread[.after] = fault ?? insist { countRemaining() }
            guard unread[.after] == nil, !isNoInterface else { return }
            after = history?.last ?? (during ?? before).map { Books.unknown(latestKnown: $0, at: kernel.now()) }
        }
    }

    /// Reads what was announced. Returns how many changes were added to the timeline.
    @discardableResult
    public func handleNotifications() -> Int {
        sampler.mailbox.fetch()
        guard let index else { return 0 }
        // The books are closed: what is said of the index from now on is not kept.
        if interfaceGone { sampler.mailbox.forget(index) }
        return sampler.mailbox.hasNews(index) ? followUp(.notification) : 0
    }

    /// Looks for what the kernel does not announce. Cheap when nothing changed: one or two questions, no look at /proc.
    @discardableResult
    public func poll() -> Int {
        sampler.mailbox.fetch()
        if let index, let last = history?.last, sampler.mailbox.fault == nil, !sampler.mailbox.hasNews(index),
            let link = try? sampler.reader.link(index: index),
            let sockets = link.promiscuity == 0 ? [] : try? sampler.reader.packetSockets(),
            !last.differs(from: link, sockets)
        {
            isFailing = false
            completeDuring()
            return 0
        }
        return followUp(.poll)
    }

    /// The arithmetic over this capture's own entries.
    public var verdict: BooksVerdict {
        BooksVerdict(during: during, remaining: remainingOwn, isComplete: unread.isEmpty)
    }
}

// What one look at the kernel is, and what becomes of one that fails.
extension Books {
    /// Nanoseconds before the second and the third attempt, and how long all may take.
    private static let pauses: [Int64] = [5_000_000, 100_000_000]
    private static let patience: Int64 = 1_000_000_000

    /// Tries again: what the kernel cannot give for want of memory it gives a moment later.
    private func insist(_ attempt: () -> KernelError?) -> ReadFault? {
        let end = Clock.monotonic() &+ Books.patience
        var error = attempt()
        for pause in Books.pauses where error != nil && Clock.monotonic() < end {
            kernel.pause(pause)
            error = attempt()
        }
        return error.map { ReadFault(time: kernel.now(), error: $0) }
    }

    /// A look between the states. Returns how many changes it brought.
    private func followUp(_ trigger: Change.Cause) -> Int {
        if isNoInterface || interfaceGone { return 0 }
        let before = timeline.count
        if let error = look(trigger) {
            if !isFailing { timeline.noteLoss() }
            isFailing = true
            failedLooks.note(ReadFault(time: kernel.now(), error: error))
            return 0
        }
        isFailing = false
        completeDuring()
        return timeline.count &- before
    }

    /// The state after activation that could not be read then is the first one that can.
    private func completeDuring() {
        guard unread[.during] != nil, let last = history?.last else { return }
        during = last
        unread[.during] = nil
    }

    /// Reads the device and takes what changed to the timeline. Nil when that could be done, or when there is nothing to
    /// look at any more.
    private func look(_ trigger: Change.Cause, searchAgain: Bool = false) -> KernelError? {
        if interfaceGone { return nil }
        do throws(KernelError) {
            guard let index = try locate() else {
                isNoInterface = true
                return nil
            }
            let observation = try sampler.observe(index: index, searchAgain: searchAgain)
            if history == nil {
                // It was there a moment ago.
                guard let sample = observation.sample else { return .refused(.operationNotSupportedByDevice) }
                history = LinkHistory(networkNamespace: networkNamespace, first: sample)
                return nil
            }
            let changes = history?.absorb(observation, trigger: trigger, now: kernel.now()) ?? []
            for change in changes { timeline.append(change) }
            if history?.last == nil { departure = changes.last?.event }
            return nil
        } catch {
            return error
        }
    }

    /// The index of the device; nil when the kernel says that there is none.
    private func locate() throws(KernelError) -> Int32? {
        if let index { return index }
        let link =
            switch target {
            case .name(let name): try sampler.reader.link(name: name)
            case .index(let index): try sampler.reader.link(index: index)
            }
        guard let found = link?.index else { return nil }
        index = found
        sampler.mailbox.wants = { $0.state.index == found }
        return found
    }

    /// The own sockets are looked for wherever they may still hold something: the device may have left.
    private func countRemaining() -> KernelError? {
        guard let index, during != nil else { return nil }
        let own = sampler.ownCookies
        if own.isEmpty {
            remainingOwn = 0
            return nil
        }
        do throws(KernelError) {
            remainingOwn = try sampler.reader.packetSockets().reduce(0) {
                $0 &+ (own.contains($1.cookie) ? $1.entries(on: index) : 0)
            }
            return nil
        } catch { return error }
    }

    /// What can be said of a device that is gone: its last name, and nothing about its count.
    private static func unknown(latestKnown: Sample, at time: Timestamp) -> Sample {
        let link = LinkState(index: latestKnown.link.index, name: latestKnown.link.name)
        return Sample(time: time, link: link, holders: [], consistent: false)
    }
}

/// Why the books could not be opened.
public enum BooksError: Error, Equatable, Sendable {
    /// No device has that name or index.
    case noSuchInterface
}

/// A look at the kernel that failed, and when it was given up.
public struct ReadFault: Error, Equatable, Sendable {
    /// When it was given up (CLOCK_REALTIME).
    public var time: Timestamp
    /// What the kernel said.
    public var error: KernelError

    /// Makes one of these values; see the properties.
    public init(time: Timestamp, error: KernelError) {
        self.time = time
        self.error = error
    }
}

/// Looks between the states that failed.
public struct FailedLooks: Equatable, Sendable {
    /// How many they were.
    public private(set) var count = 0
    /// The last of them.
    public private(set) var last: ReadFault?

    /// Makes one of these values; see the properties.
    public init(count: Int = 0, last: ReadFault? = nil) {
        self.count = count
        self.last = last
    }

    mutating func note(_ fault: ReadFault) {
        count &+= 1
        last = fault
    }
}
