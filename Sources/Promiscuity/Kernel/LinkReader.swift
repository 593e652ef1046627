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

    /// Every device and every socket of the last dump was read; false when the table changed during each dump.
    private(set) var isWhole = true

    /// The folder of devices in sysfs.
    private let devices: String

    /// Where a sysfs is that shows this namespace.
    public enum Sysfs: Sendable {
        /// /sys perhaps: to be found out when it is first needed.
        case unknown
        /// Nowhere.
        case none
        /// Under this path.
        case own(String)
    }

    /// Opens its sockets when they are first needed.
    ///
    /// - Parameters:
    ///   - kernel: what is asked.
    ///   - sysfs: where the devices' flags are read.
    public init(_ kernel: any KernelAccess, sysfs: Sysfs = .unknown) {
        self.kernel = kernel
        (devices, sysfsIsOurs) =
            switch sysfs {
            case .unknown: ("/sys/class/net", nil)
            case .none: ("/sys/class/net", false)
            case .own(let path): (path + "/class/net", true)
            }
        route = NetlinkChannel(opening: { () throws(SystemError) in try kernel.openNetlink(.route) })
        diagnostics = NetlinkChannel(opening: { () throws(SystemError) in try kernel.openNetlink(.socketDiagnostics) })
    }

    /// Asks again what was not answered: a socket's buffer or the kernel's memory that is short now need not be so a
    /// moment later. A refusal is an answer.
    private func asking<R>(_ question: () throws(KernelError) -> R) throws(KernelError) -> R {
        for _ in 1..<LinkReader.attempts {
            do throws(KernelError) { return try question() } catch {
                // What did not come has been waited for.
                if error.isFinal || error == .silent { throw error }
            }
        }
        return try question()
    }

    private static let attempts = 3

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
            if length > 15 && error == .refused(.invalidArgument) { return nil }
            throw error
        }
    }

    private func oneLink(_ request: NetlinkRequest) throws(KernelError) -> LinkState? {
        do throws(KernelError) {
            return try asking { () throws(KernelError) in
                var link: LinkState?
                try route.ask(request) {
                    if let parsed = LinkMessage.parse($0), !parsed.isRemoval { link = parsed.state }
                }
                // An answer without the device is none: that there is no such device would be said (ENODEV).
                guard let link else { throw .malformed }
                return link
            }
        } catch {
            if error == .refused(.operationNotSupportedByDevice) { return nil }
            throw error
        }
    }

    /// All devices, in the order of their indexes. Asked again, within a bound, when the table changed meanwhile.
    public func allLinks() throws(KernelError) -> [LinkState] {
        var links: [LinkState] = []
        for _ in 0..<8 {
            isWhole = try asking { () throws(KernelError) in
                links.removeAll(keepingCapacity: true)
                var isMalformed = false
                let whole = try route.ask(.allLinks()) {
                    if let parsed = LinkMessage.parse($0) {
                        if !parsed.isRemoval { links.append(parsed.state) }
                    } else if $0.type == NetlinkType.newLink {
                        isMalformed = true
                    }
                }
                if isMalformed { throw .malformed }
                return whole
            }
            if isWhole { break }
        }
        return links.sorted { $0.index < $1.index }
    }

    /// All packet sockets of the namespace with their memberships.
    public func packetSockets() throws(KernelError) -> [PacketSocket] {
        do throws(KernelError) {
            return try asking { () throws(KernelError) in
                var sockets: [PacketSocket] = []
                var isMalformed = false
                try diagnostics.ask(PacketSocketMessage.dumpRequest()) {
                    if let socket = PacketSocketMessage.parse($0) {
                        sockets.append(socket)
                    } else {
                        isMalformed = true
                    }
                }
                if isMalformed { throw .malformed }
                return sockets
            }
        } catch {
            // The kernel is built without packet_diag or cannot load it. That is of no consequence where there is no
            // packet socket, which this file tells as well, if not their memberships.
            if error == .refused(.noSuchFileOrDirectory) && hasNoPacketSockets { return [] }
            throw error
        }
    }

    /// By /proc/net/packet, which has a head and a line for each socket, and is not there without packet sockets at
    /// all.
    private var hasNoPacketSockets: Bool {
        do throws(SystemError) {
            let text = try kernel.contents(of: "/proc/thread-self/net/packet", limit: 4096)
            return text.split(separator: UInt8(ascii: "\n")).count == 1
        } catch {
            return error.errno.meansGone
        }
    }

    /// The address list of a device. Empty where the kernel has none to tell.
    public func filter(index: Int32) throws(KernelError) -> [ForwardingEntry] {
        do throws(KernelError) {
            return try asking { () throws(KernelError) in
                var entries: [ForwardingEntry] = []
                try route.ask(ForwardingMessage.dumpRequest(index: index)) {
                    if let entry = ForwardingMessage.parse($0), entry.index == index { entries.append(entry) }
                }
                return entries
            }
        } catch {
            if error.isFinal { return [] }
            throw error
        }
    }

    /// struct rtgenmsg: 1 byte of family, padded to 4; then the attributes.
    private static let genericLength = 4

    /// What this namespace calls another one (RTM_GETNSID), the number that IFLA_LINK_NETNSID uses. Nil where it has
    /// none.
    public func namespaceIdentifier(descriptor: Int32) throws(KernelError) -> Int32? {
        var request = NetlinkRequest(type: NetlinkType.getNamespaceID)
        request.append(UInt32(0))
        request.attribute(NETNSA_FD, descriptor)
        var identifier: Int32?
        do throws(KernelError) {
            try asking { () throws(KernelError) in
                identifier = nil
                try route.ask(request) { message in
                    guard message.type == NetlinkType.newNamespaceID,
                        let rest = try? message.payload.from(LinkReader.genericLength)
                    else { return }
                    var attributes = NetlinkAttributes(rest)
                    while let attribute = attributes.next() {
                        if Int(attribute.type) == NETNSA_NSID { identifier = attribute.int32 }
                    }
                }
            }
        } catch {
            if !error.isFinal { throw error }
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

    /// /sys belongs to the namespace of the process that mounted it: after a bare setns(2) or unshare(2) it still shows
    /// the former one. Same names with same indexes and addresses throughout are taken for the same namespace.
    private func sysfsShowsUs(_ link: LinkState) -> Bool {
        if let answer = sysfsIsOurs { return answer }
        guard let names = try? kernel.entries(of: devices), let links = try? allLinks() else { return false }
        // bonding_masters and the like are files beside the devices.
        let known = names.filter { sysfsNumber($0, "ifindex") != nil }
        let same =
            known.count == links.count
            && links.allSatisfy { sysfsNumber($0.name, "ifindex") == UInt64($0.index) && hasSameAddress($0) }
        if !same { sysfsDoubts += 1 }
        if same || sysfsDoubts >= 3 { sysfsIsOurs = same }
        return same
    }

    private func hasSameAddress(_ link: LinkState) -> Bool {
        guard let text = try? kernel.contents(of: "\(devices)/\(link.name)/address", limit: 128) else {
            return false
        }
        let shown = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return shown == link.address.colonSeparated
    }

    /// A number as sysfs writes it: decimal, or hexadecimal after 0x.
    private func sysfsNumber(_ name: String, _ file: String) -> UInt64? {
        guard !name.isEmpty, !name.utf8.contains(UInt8(ascii: "/")), name != ".", name != "..",
            let text = try? kernel.contents(of: "\(devices)/\(name)/\(file)", limit: 64)
        else { return nil }
        let word = String(decoding: text.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        return word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : UInt64(word)
    }
}
