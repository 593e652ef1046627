import Packets
import Wire

/// OpenBSD's common address redundancy protocol, which has VRRP's number: `-T carp` tells them apart (ip_carp.h).
///
///     | version, type | host | skew | words of authentication | 0 | base | checksum: 2 | counter: 8 | digest: 20 |
enum CARP {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0x0F } }
        var host: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var skew: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var authenticationLength: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Seconds.
        var base: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var counter: UInt64 { get throws(Truncation) { try bytes.u64(8) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "carp"
        let header = Header(bytes)
        let (version, type) = (try header.version, try header.type)
        d.put("CARPv", version, type == 1 ? "-advertise " : "-unknown ")
        d.put("", length, ": ")
        if ends.hops != 255 { d.put("[ttl=", ends.hops, "!] ") }
        if version != 2 || type != 1 { return }
        let base = try header.base
        d.put("vhid=", try header.host, " advbase=")
        d.put("", base, " advskew=")
        d.put("", try header.skew, " authlen=")
        d.put("", try header.authenticationLength, " ")
        if d.verbose, bytes.has(length, at: 0), InternetSum.of(bytes.upTo(length)) != 0 {
            d.put(" (bad carp cksum ", hex: try header.checksum, 1, "!)")
        }
        d.put("counter=", try header.counter)
    }
}
