import Packets
import Syscalls
import SystemPackage

/// What one namespace said: read while inside it, put together later.
struct NamespaceContents: Sendable {
    var reference: NamespaceReference
    var links: [LinkState] = []
    var sockets: [PacketSocket] = []
    /// Address lists of the devices whose count is not explained without.
    var filters: [Int32: [ForwardingEntry]] = [:]
    /// What this namespace calls others, for those that one of its devices stands on: id to inode.
    var peers: [Int32: UInt64] = [:]
    var consistent = false
    var time = Timestamp(seconds: 0, nanoseconds: 0)

    /// Kinds of device that take references on the one that they stand on. A veth's peer is none: there are many of
    /// them.
    private static let standing: Set<String> = ["macvlan", "macvtap", "vlan", "macsec"]

    /// Ids of the namespaces that hold a device on which one of these stands.
    var foreignLowers: Set<Int32> {
        Set(links.filter { Self.standing.contains($0.kind ?? "") }.compactMap(\.lowerNamespaceID))
    }
}

/// Reads a namespace undisturbed: links, sockets, links again; equal, and nothing announced in between.
struct NamespaceReader {
    static let attempts = 8
    private let kernel: any KernelAccess
    private let reader: LinkReader
    private let mailbox: LinkMailbox

    init(_ kernel: any KernelAccess, sysfs: LinkReader.Sysfs = .unknown) {
        self.kernel = kernel
        reader = LinkReader(kernel, sysfs: sysfs)
        mailbox = LinkMailbox(kernel)
    }

    func read(_ reference: NamespaceReference) throws(KernelError) -> NamespaceContents {
        var contents = NamespaceContents(reference: reference)
        var heard = 0
        for _ in 0..<Self.attempts {
            contents.links = try reader.allLinks()
            contents.sockets = try reader.packetSockets()
            contents.filters = try filters(contents)
            let again = try reader.allLinks()
            let before = heard
            mailbox.fetch()
            // Without notifications it is not known that nothing happened.
            if let fault = mailbox.fault { throw .system(fault) }
            heard = mailbox.overrunCount
            for index in mailbox.waiting { heard &+= mailbox.take(index).messages.count }
            contents.consistent = again == contents.links && heard == before && reader.isWhole
            if contents.consistent { break }
        }
        contents.time = kernel.now()
        for i in contents.links.indices { contents.links[i].flagsPromisc = reader.sysfsPromisc(of: contents.links[i]) }
        return contents
    }

    /// Asked for only where the other holders do not explain the count.
    private func filters(_ contents: NamespaceContents) throws(KernelError) -> [Int32: [ForwardingEntry]] {
        var filters: [Int32: [ForwardingEntry]] = [:]
        for interface in AuditAssembly([.read(contents)]).interfaces where interface.state.link.promiscuity != 0 {
            let exact = interface.state.holders.filter { $0.certainty == .exact }
            if Ledger(promiscuity: interface.state.link.promiscuity, holders: exact).residual > 0 {
                filters[interface.index] = try reader.filter(index: interface.index)
            }
        }
        return filters
    }

    /// What this namespace calls the one behind an open descriptor; nil where it has no number for it.
    func identifier(of descriptor: Int32) throws(KernelError) -> Int32? {
        try reader.namespaceIdentifier(descriptor: descriptor)
    }
}
