import CLinux
import Packets

/// One entry of a forwarding table (RTM_NEWNEIGH of family AF_BRIDGE).
public struct ForwardingEntry: Equatable, Sendable {
    /// The device whose list it stands in.
    public var index: Int32
    /// The link-layer address (NDA_LLADDR); empty where there is none.
    public var address: [UInt8]
    /// NTF_SELF: an entry of the device's own filter list, not of the bridge above it.
    public var isSelf: Bool

    /// Makes one of these values; see the properties.
    public init(index: Int32, address: [UInt8], isSelf: Bool) {
        self.index = index
        self.address = address
        self.isSelf = isSelf
    }

    /// A unicast address in the device's own list: what makes a device without a unicast filter turn promiscuous.
    public var isSecondaryUnicast: Bool {
        guard isSelf, let first = address.first else { return false }
        return first & 1 == 0
    }
}

/// struct ndmsg (linux/neighbour.h).
///
///     0        1        4         8        10      11      12
///     | family | pad    | index   | state  | flags | type  | attributes ...
private struct NeighbourInformation: ~Escapable {
    private let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    var family: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    var index: Int32 { get throws(Truncation) { try bytes.native(4, as: Int32.self) } }
    /// NTF_ bits.
    var flags: UInt8 { get throws(Truncation) { try bytes.u8(10) } }
    var attributes: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(12) } }
}

/// RTM_GETNEIGH and RTM_NEWNEIGH of family AF_BRIDGE: struct ndmsg and its attributes.
public enum ForwardingMessage {
    /// The entries of one device. Asked with the longer ifinfomsg, from which the kernel takes the index in every
    /// version (valid_fdb_dump_legacy); `parse` still carries each entry's own index for callers that do not rely on
    /// that.
    public static func dumpRequest(index: Int32) -> NetlinkRequest {
        var request = NetlinkRequest(type: NetlinkType.getNeighbour, flags: NetlinkFlags.dump)
        request.appendLinkHeader(family: UInt8(truncatingIfNeeded: AF_BRIDGE), index: index)
        return request
    }

    /// What an RTM_NEWNEIGH says; nil for other messages and for malformed ones.
    public static func parse(_ message: borrowing NetlinkMessage) -> ForwardingEntry? {
        guard message.type == NetlinkType.newNeighbour else { return nil }
        let fixed = NeighbourInformation(message.payload)
        do throws(Truncation) {
            guard try fixed.family == UInt8(truncatingIfNeeded: AF_BRIDGE) else { return nil }
            var entry = ForwardingEntry(
                index: try fixed.index, address: [],
                isSelf: try fixed.flags & UInt8(truncatingIfNeeded: NTF_SELF) != 0)
            var attributes = NetlinkAttributes(try fixed.attributes)
            while let attribute = attributes.next() {
                if Int(attribute.type) == NDA_LLADDR { entry.address = attribute.bytes(limit: 32) }
            }
            return entry
        } catch {
            return nil
        }
    }
}
