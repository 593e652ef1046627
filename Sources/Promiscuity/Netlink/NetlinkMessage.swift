import Packets

/// One netlink message: a view into the buffer it was received in.
///
///     0         4     6     8         12        16
///     | length  |type |flags|sequence | port    | payload ...
///
/// Host byte order (linux/netlink.h, struct nlmsghdr).
public struct NetlinkMessage: ~Escapable {
    public static let headerLength = 16

    public let type: UInt16
    public let flags: UInt16
    public let sequence: UInt32
    public let port: UInt32
    /// What follows the header, without padding.
    public let payload: RawSpan

    @_lifetime(copy payload)
    public init(type: UInt16, flags: UInt16, sequence: UInt32, port: UInt32, payload: RawSpan) {
        self.type = type
        self.flags = flags
        self.sequence = sequence
        self.port = port
        self.payload = payload
    }
}

/// The messages of one datagram, in order. A wrong length ends the walk and sets `malformed`; it never reads beyond
/// the datagram and always comes to an end, for every step is at least a header long.
public struct NetlinkMessages: ~Escapable {
    private let bytes: RawSpan
    private var offset = 0
    /// The datagram did not consist of whole messages.
    public private(set) var malformed = false

    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    @_lifetime(copy self)
    public mutating func next() -> NetlinkMessage? {
        guard offset < bytes.byteCount, !malformed else { return nil }
        do throws(Truncation) {
            let length = Int(try bytes.native(offset, as: UInt32.self))
            guard length >= NetlinkMessage.headerLength else {
                malformed = true
                return nil
            }
            let whole = try bytes.slice(offset, length)
            offset = netlinkAligned(offset &+ length)
            return NetlinkMessage(
                type: try whole.native(4, as: UInt16.self), flags: try whole.native(6, as: UInt16.self),
                sequence: try whole.native(8, as: UInt32.self), port: try whole.native(12, as: UInt32.self),
                payload: try whole.from(NetlinkMessage.headerLength))
        } catch {
            malformed = true
            return nil
        }
    }
}
