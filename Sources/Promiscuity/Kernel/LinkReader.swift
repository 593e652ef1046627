import CLinux
import Packets
import Syscalls
import SystemPackage

/// Questions about links, packet sockets and address lists of one network namespace.
public final class LinkReader {
    private let kernel: any KernelAccess
    private let route: NetlinkChannel
    private let diagnostics: NetlinkChannel
    /// Whether /sys shows this namespace; nil as long as it is not known.
    private var sysfsIsOurs: Bool?
    /// A device that comes or goes during the comparison makes it fail: it is repeated a few times before it counts.
    private var sysfsDoubts = 0

    /// - Parameter sysfsIsOurs: whether /sys shows this namespace; nil to find out when it is first needed.
    public init(_ kernel: any KernelAccess, sysfsIsOurs: Bool? = nil) throws(SystemError) {
        self.kernel = kernel
        self.sysfsIsOurs = sysfsIsOurs
        route = NetlinkChannel(try kernel.openNetlink(.route))
        diagnostics = NetlinkChannel(try kernel.openNetlink(.socketDiagnostics))
    }

    /// The state of a device by its index; `flagsPromisc` is left open. Nil when there is no such device.
    public func link(index: Int32) throws(KernelError) -> LinkState? {
        try oneLink(.link(index: index))
    }

    /// The state of a device by its name, or by an alternative one. Nil when there is none.
    public func link(name: String) throws(KernelError) -> LinkState? {
        // Longer names are refused with ERANGE (ALTIFNAMSIZ): there is no such device.
        let length = name.systemBytes.count
        guard !name.isEmpty, length <= 127, !name.utf8.contains(0) else { return nil }
        do throws(KernelError) { return try oneLink(.link(name: name)) } catch {
            // Before Linux 5.5 there are no alternative names.
            if length > 15 && error.errno == .invalidArgument { return nil }
            throw error
        }
    }

    private func oneLink(_ request: NetlinkRequest) throws(KernelError) -> LinkState? {
        var link: LinkState?
        do throws(KernelError) {
            try route.ask(request) { if let parsed = LinkMessage.parse($0), !parsed.isRemoval { link = parsed.state } }
        } catch {
            if error.errno == .operationNotSupportedByDevice { return nil }
            throw error
        }
        return link
    }

    /// All devices, in the order of their indexes. Asked again, within a bound, when the table changed meanwhile.
    public func allLinks() throws(KernelError) -> [LinkState] {
        var links: [LinkState] = []
        for _ in 0..<8 {
            links.removeAll(keepingCapacity: true)
            let whole = try route.ask(.allLinks()) {
                if let parsed = LinkMessage.parse($0), !parsed.isRemoval { links.append(parsed.state) }
            }
            if whole { break }
        }
        return links.sorted { $0.index < $1.index }
    }

    /// All packet sockets of the namespace with their memberships.
    public func packetSockets() throws(KernelError) -> [PacketSocket] {
        var sockets: [PacketSocket] = []
        do throws(KernelError) {
            try diagnostics.ask(PacketSocketMessage.dumpRequest()) {
                if let socket = PacketSocketMessage.parse($0) { sockets.append(socket) }
            }
        } catch {
            // Nobody has made a packet socket yet, and the kernel is built without packet_diag or cannot load it.
            if error.errno == .noSuchFileOrDirectory { return [] }
            throw error
        }
        return sockets
    }

    /// The address list of a device. Empty where it cannot be had: it only supports inferences.
    public func filter(index: Int32) -> [ForwardingEntry] {
        var entries: [ForwardingEntry] = []
        _ = try? route.ask(ForwardingMessage.dumpRequest(index: index)) {
            if let entry = ForwardingMessage.parse($0), entry.index == index { entries.append(entry) }
        }
        return entries
    }

    /// What this namespace calls another one (RTM_GETNSID), the number that IFLA_LINK_NETNSID uses. Nil where it has none.
    ///
    ///     struct rtgenmsg: 1 byte of family, padded to 4; then the attributes.
    public func namespaceIdentifier(descriptor: Int32) -> Int32? {
        var request = NetlinkRequest(type: NetlinkType.getNamespaceID)
        request.append(UInt32(0))
        request.attribute(NETNSA_FD, descriptor)
        var identifier: Int32?
        _ = try? route.ask(request) { message in
            guard message.type == NetlinkType.newNamespaceID, let rest = try? message.payload.from(4) else { return }
            var attributes = NetlinkAttributes(rest)
            while let attribute = attributes.next() {
                if Int(attribute.type) == NETNSA_NSID { identifier = attribute.int32 }
            }
        }
        // NETNSA_NSID_NOT_ASSIGNED is -1.
        return identifier.flatMap { $0 < 0 ? nil : $0 }
    }

    /// PROMISC of net_device.flags, from sysfs. Nil where /sys cannot be read or shows another namespace.
    public func sysfsPromisc(of link: LinkState) -> Bool? {
        guard sysfsShowsUs(link) else { return nil }
        guard sysfsNumber(link.name, "ifindex") == UInt64(link.index) else { return nil }
        return sysfsNumber(link.name, "flags").map { $0 & 0x100 != 0 }
    }

    /// /sys belongs to the namespace of whoever mounted it: after a bare setns(2) or unshare(2) it still shows the former
    /// one. Same names with same indexes and addresses throughout are taken for the same namespace.
    private func sysfsShowsUs(_ link: LinkState) -> Bool {
        if let known = sysfsIsOurs { return known }
        guard let names = try? kernel.entries(of: "/sys/class/net"), let links = try? allLinks() else { return false }
        // bonding_masters and the like are files beside the devices.
        let devices = names.filter { sysfsNumber($0, "ifindex") != nil }
        let same =
            devices.count == links.count
            && links.allSatisfy { sysfsNumber($0.name, "ifindex") == UInt64($0.index) && hasSameAddress($0) }
        if !same { sysfsDoubts += 1 }
        if same || sysfsDoubts >= 3 { sysfsIsOurs = same }
        return same
    }

    private func hasSameAddress(_ link: LinkState) -> Bool {
        guard let text = try? kernel.contents(of: "/sys/class/net/\(link.name)/address", limit: 128) else {
            return false
        }
        let shown = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return shown == UnicastFilterHolder.hardwareAddress(link.address)
    }

    /// A number as sysfs writes it: decimal, or hexadecimal after 0x.
    private func sysfsNumber(_ name: String, _ file: String) -> UInt64? {
        guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")), name != ".", name != "..",
            let text = try? kernel.contents(of: "/sys/class/net/\(name)/\(file)", limit: 64)
        else { return nil }
        let word = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : UInt64(word)
    }
}
