import CLinux
import Syscalls

/// Builds a request: header, fixed part, attributes, nests. The length fields are kept right with every step, so the
/// bytes are whole at any time. Generic on purpose: code that creates links needs no second codec.
public struct NetlinkRequest: Sendable {
    /// The message as it is to be sent.
    public private(set) var bytes: [UInt8]

    /// - Parameters:
    ///   - type: `nlmsg_type`, see `NetlinkType`.
    ///   - flags: `NetlinkFlags.request` is always added.
    ///   - sequence: the request's number; `NetlinkChannel` gives it one of its own.
    public init(type: UInt16, flags: UInt16 = 0, sequence: UInt32 = 0) {
        self.flags = flags | NetlinkFlags.request
        bytes = []
        bytes.reserveCapacity(64)
        append(UInt32(NetlinkMessage.headerLength))
        append(type)
        append(self.flags)
        append(sequence)
        append(UInt32(0))
    }

    /// `nlmsg_flags`.
    public let flags: UInt16

    /// The number by which the answers are known; the socket sets it.
    public var sequence: UInt32 {
        get {
            (0..<4).reduce(0) { $0 | UInt32(bytes[8 + $1]) << (8 * UInt32(Self.isLittleEndian ? $1 : 3 - $1)) }
        }
        set { store(newValue, at: 8) }
    }

    /// A fixed-width number in host byte order, as the fixed parts of messages are made of.
    public mutating func append<T: FixedWidthInteger & BitwiseCopyable>(_ value: T) {
        unsafe withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
        updateLength()
    }

    /// An attribute with any value; padded to 4 bytes. Longer values than 65,531 bytes do not fit and are cut.
    public mutating func attribute(_ type: Int, bytes value: [UInt8]) {
        let value = value.prefix(65_531)
        append(UInt16(truncatingIfNeeded: value.count + NetlinkAttributes.headerLength))
        append(UInt16(truncatingIfNeeded: type))
        bytes.append(contentsOf: value)
        pad()
    }

    /// An attribute whose value is a number in host byte order.
    public mutating func attribute<T: FixedWidthInteger & BitwiseCopyable>(_ type: Int, _ value: T) {
        attribute(type, bytes: unsafe withUnsafeBytes(of: value) { unsafe [UInt8]($0) })
    }

    /// A string with its closing NUL.
    public mutating func attribute(_ type: Int, _ value: String) {
        attribute(type, bytes: value.systemBytes + [0])
    }

    /// An attribute whose value is what `body` appends.
    public mutating func nest(_ type: Int, _ body: (inout NetlinkRequest) -> Void) {
        let start = bytes.count
        append(UInt16(NetlinkAttributes.headerLength))
        append(UInt16(truncatingIfNeeded: type) | 0x8000)
        body(&self)
        store(UInt16(truncatingIfNeeded: bytes.count - start), at: start)
    }

    private static let isLittleEndian = 1.littleEndian == 1

    private mutating func pad() {
        while bytes.count % 4 != 0 { bytes.append(0) }
        updateLength()
    }

    private mutating func updateLength() {
        if bytes.count >= 4 { store(UInt32(truncatingIfNeeded: bytes.count), at: 0) }
    }

    private mutating func store<T: FixedWidthInteger & BitwiseCopyable>(_ value: T, at offset: Int) {
        unsafe withUnsafeBytes(of: value) { source in
            for i in 0..<source.count where offset + i < bytes.count { unsafe bytes[offset + i] = source[i] }
        }
    }
}
