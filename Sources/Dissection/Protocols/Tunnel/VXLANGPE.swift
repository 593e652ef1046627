import Packets

/// VXLAN with the generic protocol extension (draft-ietf-nvo3-vxlan-gpe 3.1): the shim names what it carries.
///
///      0       1               3      4               7
///     +-------+---------------+------+---------------+------+------- - -
///     | flags | reserved      | next | network       | res. | packet
///     +-------+---------------+------+---------------+------+------- - -
enum VXLANGPE {
    struct Header: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var next: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// 24 bits.
        var network: UInt32 { get throws(Truncation) { try bytes.u24(4) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "vxlan_gpe"
        d.put("VXLAN-GPE, ")
        if length < Header.length {
            d.put(" (len ", length, " < 8)")
            return d.markInvalid()
        }
        let header = Header(bytes)
        let flags = try header.flags
        d.put("flags [")
        d.put(
            flags: UInt32(flags), [(0x08, "I"), (0x04, "P"), (0x02, "B"), (0x01, "O")], separator: "")
        d.put("], ")
        let next = try header.next
        try bytes.require(Header.length, at: 0)
        d.put("vni ", try header.network)
        d.put(d.verbose ? "\n    " : ": ")
        let payload = try bytes.from(Header.length)
        let rest = length - Header.length
        switch next {
        case 1: _ = try Registry.etherType(0x0800, &d, payload, rest, nil)
        case 2: _ = try Registry.etherType(0x86DD, &d, payload, rest, nil)
        case 3: _ = try Registry.etherType(0x6558, &d, payload, rest, nil)
        case 4: _ = try Registry.etherType(0x894F, &d, payload, rest, nil)
        default:
            d.put("ERROR: unknown-next-protocol")
            d.markInvalid()
        }
    }
}
