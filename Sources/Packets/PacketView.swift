/// One packet where it lies: in libpcap's ring, in a savefile's buffer. It cannot outlive that memory.
///
/// Copying bytes out is the reader's explicit act; passing the view on costs nothing.
public struct PacketView: ~Copyable, ~Escapable {
    /// The captured bytes, link-layer header first.
    public let bytes: RawSpan
    /// When the packet was seen.
    public let timestamp: Timestamp
    /// Bytes on the wire; at least `bytes.byteCount` unless a savefile claims fewer.
    public let originalLength: Int
    /// What `bytes` begin with.
    public let linkType: LinkType

    /// A view over bytes that outlive it.
    @inlinable
    @_lifetime(copy bytes)
    public init(bytes: RawSpan, timestamp: Timestamp, originalLength: Int, linkType: LinkType) {
        self.bytes = bytes
        self.timestamp = timestamp
        self.originalLength = originalLength
        self.linkType = linkType
    }
}
