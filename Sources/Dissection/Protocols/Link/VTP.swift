import Packets

/// Cisco's VLAN trunking protocol, versions 1 and 2.
///
///     | version | code | followers or sequence | name's length | management domain: 32 | by code |
enum VTP {
    private static var headerLength: Int { 36 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "vtp"
        if length < VTP.headerLength { return d.markInvalid() }
        try bytes.require(VTP.headerLength, at: 0)
        let code = try bytes.u8(1)
        d.put("VTPv", try bytes.u8(0), ", Message ")
        d.put(VTP.code(code) ?? "Unknown message type")
        d.put(" (0x", hex: code, 2, "), length ")
        d.put(length)
        guard d.verbose else { return }
        let size = Int(try bytes.u8(3))
        d.put("\n\tDomain name: ")
        if size < 1 || size > 32 {
            d.put(" [invalid MgmtD Len ", size, "]")
            return try invalid(&d, bytes, length)
        }
        try d.put(text: bytes, at: 4, size, terminated: true)
        switch code {
        case 1: try summary(&d, bytes)
        case 2: try subset(&d, bytes, length)
        case 3:
            d.put(", Rsvd: ", try bytes.u8(2))
            d.put("\n\tStart value: ", try bytes.u32(VTP.headerLength))
        case 4: d.put(", Rsvd: ", try bytes.u8(2))
        default: break
        }
    }

    private static func code(_ code: UInt8) -> StaticString? {
        switch code {
        case 1: "Summary advertisement"
        case 2: "Subset advertisement"
        case 3: "Advertisement request"
        case 4: "Join message"
        default: nil
        }
    }

    /// Revision, the switch that changed it, the time (twelve characters), and a digest.
    private static func summary(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let start = VTP.headerLength
        d.put(", Followers: ", try bytes.u8(2))
        d.put("\n\t  Config Rev ", hex: try bytes.u32(start))
        d.put(", Updater ", host: try bytes.ipv4(start + 4))
        try bytes.require(12, at: start + 8)
        d.put(", Timestamp 0x", hex: try bytes.u32(start + 8), 8)
        d.put(" 0x", hex: try bytes.u32(start + 12), 8)
        d.put(" 0x", hex: try bytes.u32(start + 16), 8)
        try bytes.require(16, at: start + 20)
        d.put(", MD5 digest: ")
        d.put(hex: try bytes.u64(start + 20), 16)
        d.put(hex: try bytes.u64(start + 28), 16)
    }

    /// What is not right, and whether it was all there.
    private static func invalid(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.markInvalid()
        try bytes.require(length, at: 0)
    }

    private static func subset(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.put(", Seq number: ", try bytes.u8(2))
        d.put(", Config Rev ", hex: try bytes.u32(VTP.headerLength))
        var offset = VTP.headerLength + 4
        while offset < length {
            let size = Int(try bytes.u8(offset))
            if size == 0 { return }
            try bytes.require(size, at: offset)
            guard size >= 12 else { return try invalid(&d, bytes, length) }
            guard try vLAN(&d, bytes.slice(offset, size)) else { return try invalid(&d, bytes, length) }
            offset += size
        }
    }

    /// One VLAN: its fixed fields, its name padded to words, then elements. False when its lengths are wrong.
    private static func vLAN(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Bool {
        let type = try bytes.u8(2)
        d.put("\n\tVLAN info status ")
        d.put(try bytes.u8(1) == 0 ? "Operational" : "Suspended")
        d.put(", type ")
        d.put(VTP.vLANType(type) ?? "Unknown")
        d.put(", VLAN-id ", try bytes.u16(4), ", MTU ")
        d.put(try bytes.u16(6))
        d.put(", SAID 0x", hex: try bytes.u32(8), 8, ", Name ")
        let name = Int(try bytes.u8(3))
        let padded = (name + 3) & ~3
        guard bytes.has(padded, at: 12) else { return false }
        try d.put(text: bytes, at: 12, name, terminated: true)
        var offset = 12 + padded
        while offset < bytes.byteCount {
            guard bytes.has(2, at: offset) else { return false }
            let kind = try bytes.u8(offset)
            let size = Int(try bytes.u8(offset + 1)) * 2
            d.put("\n\t\t")
            d.put(VTP.element(kind) ?? "Unknown")
            d.put(" (0x", hex: kind, 4, ") TLV")
            guard bytes.has(2 + size, at: offset) else { return false }
            if size == 0 || size != 2 { return false }
            try value(&d, kind, bytes.slice(offset, 2 + size))
            offset += 2 + size
        }
        return true
    }

    private static func value(_ d: inout Dissector, _ kind: UInt8, _ element: RawSpan) throws(Truncation) {
        let value = try element.u16(2)
        switch kind {
        case 3:
            d.put(", ")
            d.put(value == 1 ? "SRT" : value == 2 ? "SRB" : value == 3 ? "Auto" : "Unknown")
            d.put(" (", value, ")")
        case 6:
            d.put(", ")
            d.put(value == 1 ? "Enabled" : "Disabled")
            d.put(" (", value, ")")
        case 7:
            d.put(", ")
            d.put(value == 1 ? "SRB" : value == 0 ? "SRT" : "Unknown")
            d.put(" (", value, ")")
        case 9: d.put(", ", value)
        case 10:
            d.put(", ")
            d.put(value == 1 ? "Backup" : "Not backup")
            d.put(" (", value, ")")
        default: try d.dumpHex(element, element.byteCount, lead: "\n\t\t  ")
        }
    }

    private static func vLANType(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Ethernet"
        case 2: "FDDI"
        case 3: "TrCRF"
        case 4: "FDDI-net"
        case 5: "TrBRF"
        default: nil
        }
    }

    private static func element(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Source-Routing Ring Number TLV"
        case 2: "Source-Routing Bridge Number TLV"
        case 3: "STP type TLV"
        case 4: "Parent VLAN TLV"
        case 5: "Translationally bridged VLANs TLV"
        case 6: "Pruning TLV"
        case 7: "Bridge Type TLV"
        case 8: "Max ARP Hop Count TLV"
        case 9: "Max STE Hop Count TLV"
        case 10: "Backup CRF Mode TLV"
        default: nil
        }
    }
}
