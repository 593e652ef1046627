import Packets
import Syscalls

/// Reads the books of one device so that the parts belong together: link, sockets, link again; equal, and nothing
/// announced in between. Otherwise again, within a bound.
final class Sampler {
    /// What an observation brought.
    struct Observation {
        /// Nil when the device is not in this namespace any more.
        var sample: Sample?
        /// Everything that was announced about the device up to the sample.
        var news: LinkNews
    }

    static let attempts = 12
    let reader: LinkReader
    let mailbox: LinkMailbox
    let finder: any HolderNaming
    private let kernel: any KernelAccess
    /// Own sockets that were told of and not yet seen. An inode may be another socket's later, so it is only good until
    /// the socket's cookie is known.
    private var ownInodes: Set<UInt32> = []
    private(set) var ownCookies: Set<UInt64> = []

    init(_ kernel: any KernelAccess, naming: (any HolderNaming)? = nil) {
        self.kernel = kernel
        mailbox = LinkMailbox(kernel)
        reader = LinkReader(kernel)
        finder = naming ?? ProcessFinder(kernel)
    }

    func addOwn(inode: UInt32) {
        ownInodes.insert(inode)
    }

    /// What was announced about the device stays for the next time when this fails.
    ///
    /// - Parameter searchAgain: look once more for the processes of sockets that had none.
    func observe(index: Int32, searchAgain: Bool = false) throws(KernelError) -> Observation {
        var news = mailbox.take(index)
        do throws(KernelError) { return try observe(index, &news, searchAgain) } catch {
            mailbox.putBack(index, news)
            throw error
        }
    }

    private func observe(_ index: Int32, _ news: inout LinkNews, _ searchAgain: Bool) throws(KernelError) -> Observation
    {
        var last: (link: LinkState, surroundings: Surroundings, holders: [Holder])?
        var consistent = false
        for _ in 0..<Sampler.attempts {
            guard var first = try reader.link(index: index) else {
                news.add(mailbox.take(index))
                return Observation(sample: nil, news: news)
            }
            first.flagsPromisc = reader.sysfsPromisc(of: first)
            let surroundings = try surroundings(of: first)
            last = (first, surroundings, Attribution.holders(of: first, in: surroundings))
            var second = try reader.link(index: index)
            second?.flagsPromisc = first.flagsPromisc
            let meanwhile = mailbox.take(index)
            // Without notifications it is not known that nothing happened.
            if let fault = mailbox.fault { throw .system(fault) }
            if second == first && meanwhile.isEmpty && last?.surroundings.isWhole == true {
                consistent = true
                break
            }
            news.add(meanwhile)
        }
        guard let last else { return Observation(sample: nil, news: news) }
        var (link, holders) = (last.link, last.holders)
        // What was announced last is newer than what was read.
        if !consistent, let newest = news.messages.last, !newest.isRemoval {
            let flags = link.flagsPromisc
            link = newest.state
            link.flagsPromisc = flags
        }
        name(&holders, from: last.surroundings.sockets, searchAgain: searchAgain)
        return Observation(
            sample: Sample(time: kernel.now(), link: link, holders: holders, consistent: consistent), news: news)
    }

    /// The cheap parts always; the whole neighbourhood only when they do not explain the count. Holders cannot be
    /// negative, so a count that is explained has no further ones.
    private func surroundings(of link: LinkState) throws(KernelError) -> Surroundings {
        var result = Surroundings()
        result.sockets = try reader.packetSockets()
        if !ownInodes.isEmpty {
            for socket in result.sockets where ownInodes.remove(socket.inode) != nil {
                ownCookies.insert(socket.cookie)
            }
        }
        result.ownCookies = ownCookies
        if let master = link.master { result.master = try reader.link(index: master) }
        let holders = Attribution.holders(of: link, in: result)
        let doubtful = BridgePortHolder.mayBeReleased(link, result)
        if Ledger(promiscuity: link.promiscuity, holders: holders).isBalanced && !doubtful { return result }
        result.add(neighbours: try reader.allLinks(), of: link)
        result.isWhole = reader.isWhole
        result.filter = try reader.filter(index: link.index)
        return result
    }

    /// Puts the processes to the packet sockets among the holders.
    private func name(_ holders: inout [Holder], from sockets: [PacketSocket], searchAgain: Bool) {
        let cookies = Set(holders.compactMap(\.cookie))
        let held = sockets.filter { cookies.contains($0.cookie) }
        finder.name(&holders, held, among: sockets, again: searchAgain)
    }
}

extension Surroundings {
    /// Takes from all links of the namespace what stands above a link and beside it.
    mutating func add(neighbours links: [LinkState], of link: LinkState) {
        for other in links where other.index != link.index {
            if other.lower == link.index && other.lowerNamespaceID == nil {
                uppers.append(Upper(link: other, label: other.name))
            }
            if let master = link.master, other.master == master { siblings.append(other) }
            if other.index == link.master { master = other }
        }
    }
}
