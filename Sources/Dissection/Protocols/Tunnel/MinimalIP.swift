import Packets
import Wire

/// Small protocols of IP that stand between it and what it carries: minimal encapsulation for mobile hosts (RFC 2004
/// 3.1), compressed payloads (RFC 3173 3) and Sun's network disk.
enum MinimalIP {
    struct MobileHeader: ~Escapable {
        /// Bytes without and with the original source.
        static var short: Int { 8 }
        static var long: Int { 12 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var proto: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var hasSource: Bool { get throws(Truncation) { try bytes.u8(1) & 0x80 != 0 } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var destination: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var source: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
    }

    struct CompressedHeader: ~Escapable {
        static var length: Int { 4 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var next: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Names the compression of this direction.
        var parameterIndex: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    static func printMobile(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "mobile"
        guard length >= MobileHeader.long, bytes.has(MobileHeader.long, at: 0) else { return d.markTruncated() }
        let header = MobileHeader(bytes)
        let hasSource = try header.hasSource
        d.put(hasSource ? "mobile: [S] " : "mobile: [] ")
        if d.verbose {
            if hasSource {
                d.put(host: try header.source)
                d.put(" ")
            }
            d.put("> ", host: try header.destination)
            d.put(" (oproto=", try header.proto, ")")
        }
        let size = hasSource ? MobileHeader.long : MobileHeader.short
        let sum = InternetSum.of(bytes.upTo(size))
        if sum != 0 { d.put(" (bad checksum ", try header.checksum, ")") }
    }

    static func printCompressed(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.layer = "ipcomp"
        guard bytes.has(CompressedHeader.length, at: 0) else { return d.markTruncated() }
        d.put("IPComp(cpi=0x", hex: try CompressedHeader(bytes).parameterIndex, 4, ")")
    }

    static func printNetworkDisk(_ d: inout Dissector, _ length: Int) {
        d.put(" nd ", length)
    }
}
