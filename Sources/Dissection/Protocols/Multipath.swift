import Packets

/// Multipath TCP options (RFC 8684 3).
extension Dissector {
    mutating func multipath(_ option: RawSpan, _ flags: UInt8) throws(Truncation) -> Bool {
        false
    }
}
