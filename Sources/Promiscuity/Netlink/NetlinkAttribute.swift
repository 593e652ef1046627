import Packets
import Syscalls

/// One attribute: 2 bytes of length (header included), 2 of type, then the value (struct nlattr). The two top bits of
/// the type are flags: nested, and network byte order.
public struct NetlinkAttribute: ~Escapable {
    /// Without the flag bits.
    public let type: UInt16
    /// Without the padding behind it.
    public let value: RawSpan

    /// An attribute by its parts.
    @_lifetime(copy value)
    public init(type: UInt16, value: RawSpan) {
        self.type = type
        self.value = value
    }

    /// Nil when the value is shorter than the number: such an attribute is treated as absent.
    public var uint8: UInt8? { try? value.native(0, as: UInt8.self) }
    /// The same with 16 bits.
    public var uint16: UInt16? { try? value.native(0, as: UInt16.self) }
    /// The same with 32 bits.
    public var uint32: UInt32? { try? value.native(0, as: UInt32.self) }
    /// The same with 32 bits and a sign.
    public var int32: Int32? { try? value.native(0, as: Int32.self) }

    /// The value up to its first NUL. Bytes that are no UTF-8 stand for themselves (`String.systemBytes`).
    public var string: String {
        var text: [UInt8] = []
        text.reserveCapacity(value.byteCount)
        for i in 0..<value.byteCount {
            guard let byte = try? value.u8(i), byte != 0 else { break }
            text.append(byte)
        }
        return String(systemBytes: text)
    }

    /// The value copied.
    public func bytes(limit: Int = 4096) -> [UInt8] {
        let count = Swift.min(limit, value.byteCount)
        var copy: [UInt8] = []
        copy.reserveCapacity(count)
        for i in 0..<count {
            guard let byte = try? value.u8(i) else { break }
            copy.append(byte)
        }
        return copy
    }

    /// The value read as attributes.
    public var nested: NetlinkAttributes {
        @_lifetime(copy self)
        get { NetlinkAttributes(value) }
    }
}

/// The fields of `struct nlattr`.
private struct NetlinkAttributeHeader: ~Escapable {
    private let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    /// Of header and value, without padding.
    var length: UInt16 { get throws(Truncation) { try bytes.native(0, as: UInt16.self) } }
    /// With the flag bits.
    var type: UInt16 { get throws(Truncation) { try bytes.native(2, as: UInt16.self) } }
}

/// The attributes of a message or of a nest, in order. Ends at the first length that is wrong.
public struct NetlinkAttributes: ~Escapable {
    /// Length and type, in octets.
    public static let headerLength = 4
    private let bytes: RawSpan
    private var offset = 0

    /// - Parameter bytes: whole attributes, each padded to 4.
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    /// The next attribute; nil at the end, and where a length is wrong.
    @_lifetime(copy self)
    public mutating func next() -> NetlinkAttribute? {
        do throws(Truncation) {
            let header = NetlinkAttributeHeader(try bytes.from(offset))
            let length = Int(try header.length)
            let type = try header.type
            guard length >= NetlinkAttributes.headerLength else { return nil }
            let value = try bytes.slice(
                offset &+ NetlinkAttributes.headerLength, length &- NetlinkAttributes.headerLength)
            offset = netlinkAligned(offset &+ length)
            return NetlinkAttribute(type: type & 0x3fff, value: value)
        } catch {
            return nil
        }
    }
}
