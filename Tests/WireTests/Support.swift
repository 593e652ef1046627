import Packets
@_exported import TestSupport

/// Bytes as text, for comparisons.
func text(_ span: RawSpan?) -> String? {
    guard let span else { return nil }
    return String(decoding: (0..<span.byteCount).compactMap { try? span.u8($0) }, as: UTF8.self)
}
