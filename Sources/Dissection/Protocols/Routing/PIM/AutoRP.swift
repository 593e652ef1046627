import Packets

/// Cisco's announcements of rendezvous points (pim-autorp-spec01).
///
///     | version, type | points | hold time | reserved: 4 | point: address, versions, groups | group: flags, bits, address | ...
enum AutoRP {
    struct Fields: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var points: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        static let size = 8
        /// Of a point.
        func address(_ offset: Int) throws(Truncation) -> HostAddress { try bytes.ipv4(offset) }
        func versions(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset + 4) }
        func groups(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset + 5) }
        static let pointSize = 6
        /// Of a group.
        func flags(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset) }
        func bits(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset + 1) }
        func group(_ offset: Int) throws(Truncation) -> HostAddress { try bytes.ipv4(offset + 2) }
        static let groupSize = 6
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "cisco_autorp"
        if length < Fields.size { return d.markTruncated() }
        let fields = Fields(bytes)
        d.put(" auto-rp ")
        let type = try fields.type
        d.put(type == 0x11 ? "candidate-advert" : type == 0x12 ? "mapping" : nil, or: "type-0x", hex: type, 2)
        let count = try fields.points
        d.put(" Hold ")
        let hold = try fields.holdTime
        if hold == 0 { d.put("FOREVER") } else { d.put(duration: UInt32(hold)) }
        try bytes.require(Fields.size, at: 0)
        var offset = Fields.size
        for _ in 0..<count {
            d.put(" RP ", host: try fields.address(offset))
            let versions = try fields.versions(offset)
            switch versions & 3 {
            case 0: d.put(" PIMv?")
            case 1: d.put(" PIMv1")
            case 2: d.put(" PIMv2")
            default: d.put(" PIMv1+2")
            }
            if versions & ~3 != 0 { d.put(" [rsvd=0x", hex: versions & ~3, 1, "]") }
            let groups = try fields.groups(offset)
            offset += Fields.pointSize
            for index in 0..<groups {
                try group(&d, fields, offset, index == 0 ? " " : ",")
                offset += Fields.groupSize
            }
        }
    }

    private static func group(
        _ d: inout Dissector, _ fields: borrowing Fields, _ offset: Int, _ lead: StaticString
    ) throws(Truncation) {
        try fields.bytes.require(Fields.groupSize, at: offset)
        let flags = try fields.flags(offset)
        d.put(lead)
        d.put(flags & 1 != 0 ? "!" : "", host: try fields.group(offset), "/")
        d.put(try fields.bits(offset))
        if flags & 2 != 0 { d.put(" bidir") }
        if flags & 0xFC != 0 { d.put("[rsvd=0x", hex: flags & 0xFC, 1, "]") }
    }
}
