import Packets
import Syscalls

/// Follows many interfaces of one network namespace: every change becomes a value, from what the kernel announces and
/// from polling for what it does not.
///
/// For one thread and the caller's event loop, like `Books`. Devices are followed by index, through renames. A name
/// that is watched and has no device, for it was deleted, moved away or never there, is taken up again as soon as a
/// device bears it; the new device's references then count as risen from 0.
public final class Watch {
    private let kernel: any KernelAccess
    private let sampler: Sampler
    /// Empty: every interface.
    private let names: Set<String>
    private var histories: [Int32: LinkHistory] = [:]
    /// Devices that came and could not be read yet; beyond `mostAwaited` the whole table is read instead.
    private var awaited: Set<Int32> = []
    private static let mostAwaited = 1_000
    /// The table of links could not be read after a loss: which devices came meanwhile is not known.
    private var isIncomplete = false
    /// Inode of the network namespace that is watched; 0 where /proc does not tell.
    public let networkNamespace: UInt64
    /// How often announcements were lost (ENOBUFS).
    public private(set) var missed = 0
    /// Why the last look at the kernel failed, in whole or in part; nil when it did not. What could not be read is read
    /// with the next look.
    public private(set) var lastError: KernelError?
    /// How many looks failed.
    public private(set) var failedLooks = 0

    /// - Parameters:
    ///   - names: the interfaces to watch, existing or not; empty for all, present and future.
    ///   - kernel: what is asked.
    public init(_ names: [String] = [], kernel: any KernelAccess = LiveKernel()) throws(KernelError) {
        self.kernel = kernel
        self.names = Set(names)
        sampler = Sampler(kernel)
        if let fault = sampler.mailbox.fault { throw .system(fault) }
        do { networkNamespace = try kernel.networkNamespace() } catch { throw .system(error) }
        for link in try sampler.reader.allLinks() where isWanted(link) {
            if let sample = try sampler.observe(index: link.index).sample { begin(with: sample) }
        }
    }

    /// For ppoll(2).
    public var notificationDescriptor: Int32 { sampler.mailbox.descriptor }

    /// The state of everything that is followed, in the order of the indexes.
    public var states: [Sample] {
        histories.values.compactMap(\.last).sorted { $0.link.index < $1.link.index }
    }

    /// How many processes were seen, and how many could not be read.
    public var processes: ProcessCoverage { sampler.finder.coverage }

    /// The notifications cannot be read at present: their descriptor may stay readable without anything coming of it.
    public var isDeaf: Bool { sampler.mailbox.fault != nil }

    /// Reads what was announced.
    public func handleNotifications() -> [Change] { look { hear() } }

    /// Looks for what the kernel does not announce. Reads links and sockets once each, and looks closer only at devices
    /// that differ.
    public func poll() -> [Change] {
        look {
            var changes = hear()
            do throws(KernelError) {
                for index in awaited.sorted() { changes += takeUp(index, heard: []) }
                if isIncomplete { changes += findNew() }
                let links = try links()
                let anyHeld = links.contains { histories[$0.index] != nil && $0.promiscuity != 0 }
                let sockets = anyHeld ? try sampler.reader.packetSockets() : []
                for link in links {
                    guard let last = histories[link.index]?.last else { continue }
                    if last.differs(from: link, sockets) { changes += observe(link.index, .poll) }
                }
            } catch { lastError = error }
            return changes
        }
    }

    /// One look: what fails in it is kept until the next one.
    private func look(_ body: () -> [Change]) -> [Change] {
        lastError = nil
        let changes = body()
        if lastError != nil { failedLooks &+= 1 }
        return changes
    }

    private func hear() -> [Change] {
        sampler.mailbox.fetch()
        if let fault = sampler.mailbox.fault { lastError = .system(fault) }
        var changes: [Change] = []
        // Observing one device may bring news of others; bounded, because a process may change a switch all the time.
        for _ in 0..<64 {
            for index in sampler.mailbox.waiting { changes += heard(of: index) }
            if sampler.mailbox.overrunCount != missed {
                missed = sampler.mailbox.overrunCount
                changes += readAgain()
            }
            // What could not be read waits for the next look.
            if sampler.mailbox.waiting.isEmpty || lastError != nil { break }
        }
        return changes
    }

    /// A few devices are asked for one by one: cheaper than all of a machine's.
    private func links() throws(KernelError) -> [LinkState] {
        if histories.count > 8 { return try sampler.reader.allLinks() }
        var links: [LinkState] = []
        for index in histories.keys.sorted() {
            if let link = try sampler.reader.link(index: index) { links.append(link) }
        }
        return links
    }

    private func isWanted(_ link: LinkState) -> Bool {
        names.isEmpty || names.contains(link.name) || link.alternativeNames.contains { names.contains($0) }
    }

    private func heard(of index: Int32) -> [Change] {
        if histories[index] != nil { return observe(index, .notification) }
        // A new device, or one that now has a name that is watched.
        let news = sampler.mailbox.take(index)
        sampler.mailbox.forget(index)
        let wanted = awaited.contains(index) || news.messages.contains { !$0.isRemoval && isWanted($0.state) }
        return wanted ? takeUp(index, heard: news.messages) : []
    }

    /// Starts to follow a device that was not there before: whatever it holds already has risen from 0. It may have
    /// come and gone more than once since one last looked.
    ///
    /// - Parameter heard: what was announced about the index since then.
    private func takeUp(_ index: Int32, heard: [LinkMessage.Parsed]) -> [Change] {
        do throws(KernelError) {
            let observation = try sampler.observe(index: index)
            var messages = (heard + observation.news.messages)[...]
            var changes: [Change] = []
            while let removal = messages.firstIndex(where: \.isRemoval) {
                changes += life(index, Array(messages[...removal]), nil)
                messages = messages[(removal + 1)...]
            }
            awaited.remove(index)
            return changes + life(index, Array(messages), observation.sample)
        } catch {
            lastError = error
            postpone(index, heard)
            return []
        }
    }

    /// Keeps what was heard of a device that could not be read, for the look that succeeds.
    private func postpone(_ index: Int32, _ heard: [LinkMessage.Parsed]) {
        if awaited.count >= Watch.mostAwaited {
            for index in awaited { sampler.mailbox.forget(index) }
            awaited = []
            isIncomplete = true
        }
        var news = LinkNews()
        news.messages = heard
        sampler.mailbox.putBack(index, news)
        awaited.insert(index)
    }

    /// The changes of a device while it exists, from the first message in which it has a name that is watched.
    private func life(
        _ index: Int32, _ messages: [LinkMessage.Parsed], _ sample: Sample?
    ) -> [Change] {
        let wanted = messages.drop { $0.isRemoval || !isWanted($0.state) }
        guard let link = wanted.first?.state ?? sample?.link, isWanted(link) else { return [] }
        var nothing = Sample(time: kernel.now(), link: link, holders: [], consistent: true)
        nothing.link.promiscuity = link.promiscuity.map { _ in 0 }
        nothing.link.gflagsPromisc = false
        begin(with: nothing)
        // A loss before it came is reported for the devices that were there.
        var observation = Sampler.Observation(sample: sample, news: LinkNews())
        observation.news.messages = Array(wanted)
        let changes = histories[index]?.absorb(observation, trigger: .notification, now: kernel.now()) ?? []
        if histories[index]?.last != nil { return changes }
        histories[index] = nil
        sampler.mailbox.forget(index)
        // A device that held nothing as long as it lived is not reported.
        return changes.contains { $0.delta != 0 } ? changes : []
    }

    private func begin(with sample: Sample) {
        histories[sample.link.index] = LinkHistory(networkNamespace: networkNamespace, first: sample)
        sampler.mailbox.begin(sample.link.index)
    }

    /// After a loss: every device, and those that came without one's hearing of it.
    private func readAgain() -> [Change] {
        var changes: [Change] = []
        for index in histories.keys.sorted() { changes += observe(index, .notification) }
        return changes + findNew()
    }

    /// Devices that are there and not followed.
    private func findNew() -> [Change] {
        var changes: [Change] = []
        do throws(KernelError) {
            for link in try sampler.reader.allLinks() where histories[link.index] == nil && isWanted(link) {
                changes += takeUp(link.index, heard: [])
            }
            isIncomplete = false
        } catch {
            lastError = error
            isIncomplete = true
        }
        return changes
    }

    private func observe(_ index: Int32, _ trigger: Change.Cause) -> [Change] {
        do throws(KernelError) {
            let observation = try sampler.observe(index: index)
            let changes = histories[index]?.absorb(observation, trigger: trigger, now: kernel.now()) ?? []
            if histories[index]?.last != nil { return changes }
            histories[index] = nil
            sampler.mailbox.forget(index)
            // Gone and already back: moved away and returned between two looks, or another device with the same index.
            guard let removal = observation.news.messages.firstIndex(where: \.isRemoval) else { return changes }
            let rest = Array(observation.news.messages[(removal + 1)...])
            return rest.isEmpty && observation.sample == nil ? changes : changes + takeUp(index, heard: rest)
        } catch {
            lastError = error
            return []
        }
    }
}
