import Packets

/// One netlink message: a view into the buffer it was received in.
///
///     0         4     6     8         12        16
///     | length  |type |flags|sequence | port    | payload ...
///
/// Host byte order (linux/netlink.h, struct nlmsghdr).
public struct NetlinkMessage: ~Escapable {
    /// Octets of `struct nlmsghdr`.
    public static let headerLength = 16

    /// `nlmsg_type`, see `NetlinkType`.
    public let type: UInt16
    /// `nlmsg_flags`, see `NetlinkFlags`.
    public let flags: UInt16
    /// `nlmsg_seq`: the request's number; 0 in notifications.
    public let sequence: UInt32
    /// `nlmsg_pid`: the port of the socket that it is for.
    public let port: UInt32
    /// What follows the header, without padding.
    public let payload: RawSpan

    /// A message by its parts.
    @_lifetime(copy payload)
    public init(type: UInt16, flags: UInt16, sequence: UInt32, port: UInt32, payload: RawSpan) {
        self.type = type
        self.flags = flags
        self.sequence = sequence
        self.port = port
        self.payload = payload
    }
}

/// The fields of `struct nlmsghdr`.
private struct NetlinkHeader: ~Escapable {
    private let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    /// Of the whole message, without padding.
    var length: UInt32 { get throws(Truncation) { try bytes.native(0, as: UInt32.self) } }
    var type: UInt16 { get throws(Truncation) { try bytes.native(4, as: UInt16.self) } }
    var flags: UInt16 { get throws(Truncation) { try bytes.native(6, as: UInt16.self) } }
    var sequence: UInt32 { get throws(Truncation) { try bytes.native(8, as: UInt32.self) } }
    var port: UInt32 { get throws(Truncation) { try bytes.native(12, as: UInt32.self) } }
}

/// The messages of one datagram, in order. A wrong length ends the walk and sets `malformed`; it never reads beyond
/// the datagram and always comes to an end, for every step is at least a header long.
public struct NetlinkMessages: ~Escapable {
    private let bytes: RawSpan
    private var offset = 0
    /// The datagram did not consist of whole messages.
    public private(set) var malformed = false

    /// - Parameter bytes: one datagram.
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    /// The next message; nil at the end, and where a length is wrong (`malformed`).
    @_lifetime(copy self)
    public mutating func next() -> NetlinkMessage? {
        guard offset < bytes.byteCount, !malformed else { return nil }
        do throws(Truncation) {
            let length = Int(try NetlinkHeader(bytes.from(offset)).length)
            guard length >= NetlinkMessage.headerLength else {
                malformed = true
                return nil
            }
            let whole = try bytes.slice(offset, length)
            offset = netlinkAligned(offset &+ length)
            let header = NetlinkHeader(whole)
            return NetlinkMessage(
                type: try header.type, flags: try header.flags, sequence: try header.sequence, port: try header.port,
                payload: try whole.from(NetlinkMessage.headerLength))
        } catch {
            malformed = true
            return nil
        }
    }
}
