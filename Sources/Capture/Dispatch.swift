import CPcap
import Packets

/// libpcap's record of a packet: time stamp, captured and original length.
public typealias RingHeader = pcap_pkthdr

/// What `dispatch` has libpcap call for each packet, with nothing in between: the context, the header and the bytes in
/// the ring. None of the pointers is nil, and none but the context's may be kept. `makeView` turns them into a
/// `PacketView`.
public typealias PacketHandler =
    @convention(c) (
        _ context: UnsafeMutablePointer<UInt8>?, _ header: UnsafePointer<RingHeader>?, _ bytes: UnsafePointer<UInt8>?
    ) -> Void

extension CaptureHandle {
    /// Hands out up to `limit` packets (all that are ready when 0) from the ring without copying (pcap_dispatch(3)).
    ///
    /// `context` goes through to `handler` unchanged. Returns how many were handed out. An interface that is gone
    /// throws `.interfaceGone`.
    @unsafe
    public mutating func dispatch(
        limit: Int32 = 0, context: UnsafeMutableRawPointer, handler: PacketHandler
    ) throws(CaptureError) -> Int {
        let count = unsafe pcap_dispatch(
            pcap, limit > 0 ? limit : -1, handler, context.assumingMemoryBound(to: UInt8.self))
        if count == PCAP_ERROR_BREAK { return 0 }
        if count < 0 {
            let text = unsafe lastError(pcap)
            throw CaptureError(text.contains("disappeared") ? .interfaceGone : .other, text)
        }
        return Int(count)
    }
}

/// The view of a packet that a `PacketHandler` was handed. It must not outlive the handler's call: the caller ties it
/// to a value of that extent. `fractionScale` is the handle's.
@inlinable @inline(__always)
@unsafe
@_lifetime(borrow bytes)
public func makeView(
    _ header: UnsafePointer<RingHeader>, _ bytes: UnsafePointer<UInt8>, fractionScale: Int64, _ linkType: LinkType
) -> PacketView {
    let stamp = unsafe header.pointee.ts
    let span = unsafe RawSpan(_unsafeStart: UnsafeRawPointer(bytes), byteCount: Int(header.pointee.caplen))
    return PacketView(
        bytes: unsafe _overrideLifetime(span, borrowing: bytes),
        timestamp: Timestamp(seconds: Int64(stamp.tv_sec), nanoseconds: Int64(stamp.tv_usec) &* fractionScale),
        originalLength: Int(unsafe header.pointee.len), linkType: linkType)
}
