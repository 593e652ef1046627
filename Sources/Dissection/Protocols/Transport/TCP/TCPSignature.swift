import Packets
import Wire

/// The signature option (RFC 2385 2): an MD5 digest over the pseudo-header, the header without options and with a zero
/// checksum, the data, and a secret that both ends know.
extension TCP {
    /// The digest at `offset`.
    struct SignatureDigest: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// The first half.
        var high: UInt64 { get throws(Truncation) { try bytes.u64(offset) } }
        /// The second half.
        var low: UInt64 { get throws(Truncation) { try bytes.u64(offset + 8) } }
    }

    private static var digestLength: Int { 16 }

    /// Prints the option whose value is at `offset`; gives the bytes that it takes, or -1 when the header leaves less.
    static func signature(
        _ d: inout Dissector, _ header: TCPHeader, _ bytes: RawSpan, _ offset: Int, _ room: Int, _ length: Int,
        _ ends: Endpoints
    ) throws(Truncation) -> Int {
        guard room >= digestLength else { return -1 }
        d.put(" ")
        let found = SignatureDigest(bytes, at: offset)
        let signature = (try found.high, try found.low)
        var complaint: StaticString = "snaplen too short, can't check - "
        if bytes.has(length, at: 0) {
            if d.options.signatureSecret == nil {
                complaint = "shared secret not supplied with -M, can't check - "
            } else if let right = try digest(&d, header, bytes.upTo(length), ends) {
                if right == signature { d.put("valid") } else { d.markInvalid() }
                return digestLength
            } else {
                complaint = "libcrypto not found, can't check - "
            }
        }
        d.put(complaint)
        try d.hexBytes(bytes, offset, digestLength)
        return digestLength
    }

    private static func digest(
        _ d: inout Dissector, _ header: TCPHeader, _ segment: RawSpan, _ ends: Endpoints
    ) throws(Truncation) -> (UInt64, UInt64)? {
        guard let secret = d.options.signatureSecret, let library = LibCrypto.shared,
            var digest = LibCrypto.Digest(library)
        else { return nil }
        addPseudoHeader(&digest, segment.byteCount, ends)
        let checksum = 16
        let behind = checksum + 2
        digest.add(segment.upTo(checksum))
        let zero: [UInt8] = [0, 0]
        unsafe digest.add(zero.span.bytes)
        digest.add(try segment.slice(behind, TCPHeader.minimumLength - behind))
        digest.add(try segment.from(header.headerLength))
        unsafe digest.add(secret.span.bytes)
        return digest.finish()
    }

    private static func addPseudoHeader(_ digest: inout LibCrypto.Digest, _ length: Int, _ ends: Endpoints) {
        var words: InlineArray<5, UInt64> = [0, 0, 0, 0, 0]
        if ends.isIPv6 {
            words[0] = ends.source.high.bigEndian
            words[1] = ends.source.low.bigEndian
            words[2] = ends.destination.high.bigEndian
            words[3] = ends.destination.low.bigEndian
            words[4] = (UInt64(length) << 32 | 6).bigEndian
            unsafe digest.add(words.span.bytes)
        } else {
            words[0] = (ends.source.low << 32 | ends.destination.low & 0xFFFF_FFFF).bigEndian
            words[1] = (UInt64(6) << 48 | UInt64(length & 0xFFFF) << 32).bigEndian
            unsafe digest.add(words.span.bytes.upTo(12))
        }
    }
}
