import Packets

/// Cisco's VLAN trunking protocol, versions 1 and 2.
///
///     | version | code | followers or sequence | name's length | management domain: 32 | by code |
extension Dissector {
    private static var vtpHeader: Int { 36 }

    mutating func vtp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "vtp"
        if length < Dissector.vtpHeader { return markInvalid() }
        try bytes.require(Dissector.vtpHeader, at: 0)
        let code = try bytes.u8(1)
        put("VTPv", try bytes.u8(0), ", Message ")
        put(Dissector.vtpCode(code) ?? "Unknown message type")
        put(" (0x", hex: code, 2, "), length ")
        put(length)
        guard verbose else { return }
        let size = Int(try bytes.u8(3))
        put("\n\tDomain name: ")
        if size < 1 || size > 32 {
            put(" [invalid MgmtD Len ", size, "]")
            return markInvalid()
        }
        try put(text: bytes, at: 4, size, terminated: true)
        switch code {
        case 1: try vtpSummary(bytes)
        case 2: try vtpSubset(bytes, length)
        case 3:
            put(", Rsvd: ", try bytes.u8(2))
            put("\n\tStart value: ", try bytes.u32(Dissector.vtpHeader))
        case 4: put(", Rsvd: ", try bytes.u8(2))
        default: break
        }
    }

    private static func vtpCode(_ code: UInt8) -> StaticString? {
        switch code {
        case 1: "Summary advertisement"
        case 2: "Subset advertisement"
        case 3: "Advertisement request"
        case 4: "Join message"
        default: nil
        }
    }

    /// Revision, who changed it, when (twelve characters), and a digest.
    private mutating func vtpSummary(_ bytes: RawSpan) throws(Truncation) {
        let start = Dissector.vtpHeader
        put(", Followers: ", try bytes.u8(2))
        put("\n\t  Config Rev ", try bytes.u32(start))
        put(", Updater ", host: try bytes.ipv4(start + 4))
        try bytes.require(12, at: start + 8)
        put(", Timestamp 0x", hex: try bytes.u32(start + 8), 8)
        put(" 0x", hex: try bytes.u32(start + 12), 8)
        put(" 0x", hex: try bytes.u32(start + 16), 8)
        try bytes.require(16, at: start + 20)
        put(", MD5 digest: ")
        put(hex: try bytes.u64(start + 20), 16)
        put(hex: try bytes.u64(start + 28), 16)
    }

    private mutating func vtpSubset(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        put(", Seq number: ", try bytes.u8(2))
        put(", Config Rev ", try bytes.u32(Dissector.vtpHeader))
        var offset = Dissector.vtpHeader + 4
        while offset < length {
            let size = Int(try bytes.u8(offset))
            if size == 0 { return }
            try bytes.require(size, at: offset)
            guard size >= 12 else { return markInvalid() }
            guard try vtpVLAN(bytes.slice(offset, size)) else { return markInvalid() }
            offset += size
        }
    }

    /// One VLAN: its fixed fields, its name padded to words, then elements. False when its lengths lie.
    private mutating func vtpVLAN(_ bytes: RawSpan) throws(Truncation) -> Bool {
        let type = try bytes.u8(2)
        put("\n\tVLAN info status ")
        put(try bytes.u8(1) == 0 ? "Operational" : "Suspended")
        put(", type ")
        put(Dissector.vtpVLANType(type) ?? "Unknown")
        put(", VLAN-id ", try bytes.u16(4), ", MTU ")
        put(try bytes.u16(6))
        put(", SAID 0x", hex: try bytes.u32(8), 8, ", Name ")
        let name = Int(try bytes.u8(3))
        let padded = (name + 3) & ~3
        guard bytes.has(padded, at: 12) else { return false }
        try put(text: bytes, at: 12, name, terminated: true)
        var offset = 12 + padded
        while offset < bytes.byteCount {
            guard bytes.has(2, at: offset) else { return false }
            let kind = try bytes.u8(offset)
            let size = Int(try bytes.u8(offset + 1)) * 2
            put("\n\t\t")
            put(Dissector.vtpElement(kind) ?? "Unknown")
            put(" (0x", hex: kind, 4, ") TLV")
            guard bytes.has(2 + size, at: offset) else { return false }
            if size == 0 || size != 2 { return false }
            try vtpValue(kind, bytes.slice(offset, 2 + size))
            offset += 2 + size
        }
        return true
    }

    private mutating func vtpValue(_ kind: UInt8, _ element: RawSpan) throws(Truncation) {
        let value = try element.u16(2)
        switch kind {
        case 3:
            put(", ")
            put(value == 1 ? "SRT" : value == 2 ? "SRB" : value == 3 ? "Auto" : "Unknown")
            put(" (", value, ")")
        case 6:
            put(", ")
            put(value == 1 ? "Enabled" : "Disabled")
            put(" (", value, ")")
        case 7:
            put(", ")
            put(value == 1 ? "SRB" : value == 0 ? "SRT" : "Unknown")
            put(" (", value, ")")
        case 9: put(", ", value)
        case 10:
            put(", ")
            put(value == 1 ? "Backup" : "Not backup")
            put(" (", value, ")")
        default: try dumpHex(element, element.byteCount, lead: "\n\t\t  ")
        }
    }

    private static func vtpVLANType(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Ethernet"
        case 2: "FDDI"
        case 3: "TrCRF"
        case 4: "FDDI-net"
        case 5: "TrBRF"
        default: nil
        }
    }

    private static func vtpElement(_ kind: UInt8) -> StaticString? {
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
