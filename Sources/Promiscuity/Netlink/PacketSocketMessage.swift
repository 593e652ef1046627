import CLinux
import Packets

/// A packet socket as packet_diag tells it.
public struct PacketSocket: Equatable, Sendable {
    /// One entry of the socket's membership list (struct packet_diag_mclist).
    public struct Membership: Equatable, Sendable {
        /// The device that the membership is on, whatever the socket is bound to.
        public var index: Int32
        /// How often the same request was made: never a number of references.
        public var count: UInt32
        /// PACKET_MR_ type.
        public var type: UInt16
        /// Octets of its address (`pdmc_alen`).
        public var addressLength: UInt16

        /// Makes one of these values; see the properties.
        public init(index: Int32, count: UInt32, type: UInt16, addressLength: UInt16) {
            self.index = index
            self.count = count
            self.type = type
            self.addressLength = addressLength
        }
    }

    /// Of the socket file; 0 once every descriptor is gone.
    public var inode: UInt32
    /// Unique for as long as the machine runs (`pdiag_cookie`).
    public var cookie: UInt64
    /// Of the owner; nil where the kernel does not tell (PACKET_DIAG_UID).
    public var userID: UInt32?
    /// Its membership list, on whatever devices.
    public var memberships: [Membership]

    /// Makes one of these values; see the properties.
    public init(inode: UInt32, cookie: UInt64, userID: UInt32?, memberships: [Membership]) {
        self.inode = inode
        self.cookie = cookie
        self.userID = userID
        self.memberships = memberships
    }

    /// Entries of one type on one device: this is the number of references.
    public func entries(on index: Int32, type: UInt16 = UInt16(PACKET_MR_PROMISC)) -> Int {
        memberships.reduce(0) { $0 + ($1.index == index && $1.type == type ? 1 : 0) }
    }
}

/// struct packet_diag_msg (linux/packet_diag.h).
///
///     0        1        2        4         8               16
///     | family | type   | number | inode   | cookie (2x32) | attributes ...
private struct PacketSocketInformation: ~Escapable {
    private let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    var family: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    var inode: UInt32 { get throws(Truncation) { try bytes.native(4, as: UInt32.self) } }
    /// Two words, the low one first: not an 8-byte field, so not dependent on the byte order.
    var cookie: UInt64 {
        get throws(Truncation) {
            UInt64(try bytes.native(8, as: UInt32.self)) | UInt64(try bytes.native(12, as: UInt32.self)) << 32
        }
    }
    var attributes: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(16) } }
}

/// struct packet_diag_mclist: an entry of PACKET_DIAG_MCLIST.
///
///     0         4         8      10               12              44
///     | index   | count   | type | address length | address       |
struct MembershipInformation: ~Escapable {
    static var length: Int { 44 }

    private let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    var membership: PacketSocket.Membership {
        get throws(Truncation) {
            try PacketSocket.Membership(
                index: bytes.native(0, as: Int32.self), count: bytes.native(4, as: UInt32.self),
                type: bytes.native(8, as: UInt16.self), addressLength: bytes.native(10, as: UInt16.self))
        }
    }
}

/// SOCK_DIAG_BY_FAMILY for AF_PACKET: struct packet_diag_msg and its attributes.
public enum PacketSocketMessage {
    /// The dump of all packet sockets of the namespace, memberships and owners included.
    public static func dumpRequest() -> NetlinkRequest {
        var request = NetlinkRequest(type: NetlinkType.sockDiagByFamily, flags: NetlinkFlags.dump)
        request.append(UInt8(truncatingIfNeeded: AF_PACKET))
        request.append(UInt8(0))
        request.append(UInt16(0))
        request.append(UInt32(0))
        request.append(UInt32(PACKET_SHOW_INFO) | UInt32(PACKET_SHOW_MCLIST))
        request.append(UInt32.max)
        request.append(UInt32.max)
        return request
    }

    /// What an answer says of one socket; nil for other messages and for malformed ones.
    public static func parse(_ message: borrowing NetlinkMessage) -> PacketSocket? {
        guard message.type == NetlinkType.sockDiagByFamily else { return nil }
        let fixed = PacketSocketInformation(message.payload)
        do throws(Truncation) {
            guard try fixed.family == UInt8(truncatingIfNeeded: AF_PACKET) else { return nil }
            var socket = PacketSocket(
                inode: try fixed.inode, cookie: try fixed.cookie, userID: nil, memberships: [])
            var attributes = NetlinkAttributes(try fixed.attributes)
            while let attribute = attributes.next() {
                switch Int(attribute.type) {
                case PACKET_DIAG_UID: socket.userID = attribute.uint32
                case PACKET_DIAG_MCLIST: takeMemberships(attribute.value, into: &socket)
                default: break
                }
            }
            return socket
        } catch {
            return nil
        }
    }

    /// An array of struct packet_diag_mclist; an incomplete last one is left out.
    private static func takeMemberships(_ value: RawSpan, into socket: inout PacketSocket) {
        var offset = 0
        while let entry = try? value.slice(offset, MembershipInformation.length),
            let membership = try? MembershipInformation(entry).membership
        {
            socket.memberships.append(membership)
            offset &+= MembershipInformation.length
        }
    }
}
