import CPcap
import Packets

/// What `dispatch` calls for each packet: plain numbers and pointers into the ring, so that nothing is counted,
/// boxed or copied on the way. `makeView` turns them into a `PacketView`.
public typealias PacketHandler =
    @convention(c) (
        _ context: UnsafeMutableRawPointer, _ bytes: UnsafeRawPointer, _ capturedLength: UInt32,
        _ originalLength: UInt32, _ seconds: Int64, _ nanoseconds: Int64
    ) -> Void

/// What one call's packets go through: on the stack for as long as the call lasts.
@unsafe
private struct Route {
    let context: UnsafeMutableRawPointer
    let handler: PacketHandler
    let fractionScale: Int64
}

extension CaptureHandle {
    /// Hands out up to `limit` packets (all that are ready when 0) from the ring without copying (pcap_dispatch(3)).
    ///
    /// `context` goes through to `handler` unchanged. Returns how many were handed out. An interface that is gone
    /// throws `.interfaceGone`.
    @unsafe
    public mutating func dispatch(
        limit: Int32 = 0, context: UnsafeMutableRawPointer, handler: PacketHandler
    ) throws(CaptureError) -> Int {
        var route = unsafe Route(context: context, handler: handler, fractionScale: fractionScale)
        let count = unsafe withUnsafeMutablePointer(to: &route) { pointer in
            unsafe pcap_dispatch(
                pcap, limit > 0 ? limit : -1,
                { user, header, bytes in
                    guard let user = unsafe user, let header = unsafe header, let bytes = unsafe bytes else { return }
                    let route = unsafe UnsafeMutableRawPointer(user).assumingMemoryBound(to: Route.self)
                    let fraction = unsafe Int64(header.pointee.ts.tv_usec) &* route.pointee.fractionScale
                    unsafe route.pointee.handler(
                        route.pointee.context, bytes, header.pointee.caplen, header.pointee.len,
                        Int64(header.pointee.ts.tv_sec), fraction)
                },
                UnsafeMutableRawPointer(pointer).assumingMemoryBound(to: UInt8.self))
        }
        if count == PCAP_ERROR_BREAK { return 0 }
        if count < 0 {
            let text = unsafe lastError(pcap)
            throw CaptureError(text.contains("disappeared") ? .interfaceGone : .other, text)
        }
        return Int(count)
    }
}

/// The view of a packet that a `PacketHandler` was handed. It must not outlive the handler's call: the caller ties it
/// to a value of that extent.
@inlinable @inline(__always)
@unsafe
@_lifetime(borrow bytes)
public func makeView(
    _ bytes: UnsafeRawPointer, _ capturedLength: UInt32, _ originalLength: UInt32, _ seconds: Int64,
    _ nanoseconds: Int64, _ linkType: LinkType
) -> PacketView {
    PacketView(
        bytes: unsafe RawSpan(_unsafeStart: bytes, byteCount: Int(capturedLength)),
        timestamp: Timestamp(seconds: seconds, nanoseconds: nanoseconds),
        originalLength: Int(originalLength), linkType: linkType)
}
