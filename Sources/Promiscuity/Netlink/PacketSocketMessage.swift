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
        public var addressLength: UInt16

        public init(index: Int32, count: UInt32, type: UInt16, addressLength: UInt16) {
            self.index = index
            self.count = count
            self.type = type
            self.addressLength = addressLength
        }
    }

    /// Of the socket file; 0 once every descriptor is gone.
    public var inode: UInt32
    public var cookie: UInt64
    public var userID: UInt32?
    public var memberships: [Membership]

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

/// SOCK_DIAG_BY_FAMILY for AF_PACKET: struct packet_diag_msg and its attributes.
///
///     0        1        2        4         8               16
///     | family | type   | number | inode   | cookie (2x32) | attributes ...
public enum PacketSocketMessage {
    static let fixedLength = 16
    static let membershipLength = 44

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

    public static func parse(_ message: borrowing NetlinkMessage) -> PacketSocket? {
        guard message.type == NetlinkType.sockDiagByFamily else { return nil }
        let payload = message.payload
        do throws(Truncation) {
            guard try payload.u8(0) == UInt8(truncatingIfNeeded: AF_PACKET) else { return nil }
            // Two words, the low one first: not an 8-byte field, so not dependent on the byte order.
            let cookie =
                UInt64(try payload.native(8, as: UInt32.self)) | UInt64(try payload.native(12, as: UInt32.self)) << 32
            var socket = PacketSocket(
                inode: try payload.native(4, as: UInt32.self), cookie: cookie, userID: nil, memberships: [])
            var attributes = NetlinkAttributes(try payload.from(fixedLength))
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
        while value.has(membershipLength, at: offset) {
            if let index = try? value.native(offset, as: Int32.self),
                let count = try? value.native(offset &+ 4, as: UInt32.self),
                let type = try? value.native(offset &+ 8, as: UInt16.self),
                let length = try? value.native(offset &+ 10, as: UInt16.self)
            {
                socket.memberships.append(.init(index: index, count: count, type: type, addressLength: length))
            }
            offset &+= membershipLength
        }
    }
}
