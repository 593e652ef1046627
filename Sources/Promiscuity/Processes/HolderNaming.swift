import Syscalls

/// Who says which processes hold packet sockets: `ProcessFinder`, which looks itself, or a `NamingClient`, which asks a process
/// that may.
public protocol HolderNaming: AnyObject {
    /// Puts to the packet sockets among holders what is known of them: the owner's name and the processes.
    ///
    /// - Parameters:
    ///   - holders: of one interface; only those that are packet sockets change.
    ///   - held: the sockets of these holders.
    ///   - alive: all sockets that exist.
    ///   - again: look again for sockets without a process.
    func name(_ holders: inout [Holder], _ held: [PacketSocket], among alive: [PacketSocket], again: Bool)
    /// How many processes the last search has looked at.
    var coverage: ProcessCoverage { get }
}

extension ProcessFinder: HolderNaming {
    /// Looks through /proc itself.
    public func name(_ holders: inout [Holder], _ held: [PacketSocket], among alive: [PacketSocket], again: Bool) {
        locate(held, among: alive, again: again)
        let byCookie = Dictionary(held.map { ($0.cookie, $0) }) { first, _ in first }
        complete(&holders, from: byCookie)
    }
}
