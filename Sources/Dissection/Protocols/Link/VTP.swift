import Packets

/// Cisco's VLAN trunking protocol, versions 1 and 2.
///
///     | version | code | followers or sequence | name's length | management domain: 32 | by code |
enum VTP {
    /// What every message begins with.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1 to 3.
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// 1 summary, 2 subset, 3 request, 4 join.
        var code: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Summary: how many subsets follow; subset: its number; the others: reserved.
        var third: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Octets of the domain's name.
        var domainLength: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Request: from which VLAN on.
        var start: UInt32 { get throws(Truncation) { try bytes.u32(36) } }
    }

    /// A summary behind the header.
    struct Summary: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the time is.
        static var time: Int { 44 }
        /// Octets of the time.
        static var timeLength: Int { 12 }
        /// Where the digest is.
        static var digest: Int { 56 }
        /// Octets of the digest.
        static var digestLength: Int { 16 }
        /// The configuration's revision.
        var revision: UInt32 { get throws(Truncation) { try bytes.u32(36) } }
        /// Who changed it last.
        var updater: HostAddress { get throws(Truncation) { try bytes.ipv4(40) } }
        /// When: text of twelve digits, the first four of them.
        var year: UInt32 { get throws(Truncation) { try bytes.u32(44) } }
        /// The next four digits.
        var month: UInt32 { get throws(Truncation) { try bytes.u32(48) } }
        /// The last four digits.
        var hour: UInt32 { get throws(Truncation) { try bytes.u32(52) } }
        /// MD5 over the configuration, the first half.
        var digestHigh: UInt64 { get throws(Truncation) { try bytes.u64(56) } }
        /// The second half.
        var digestLow: UInt64 { get throws(Truncation) { try bytes.u64(64) } }
    }

    /// A VLAN of a subset; elements follow its name.
    struct VLANInformation: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 0 operational.
        var status: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// 1 Ethernet, 2 FDDI, 3 Token Ring and so on.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Octets of the name.
        var nameLength: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// The VLAN.
        var identifier: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// The largest frame, octets.
        var mtu: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// Security association identifier (IEEE 802.10).
        var said: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// An element of a VLAN: type, length in units of two octets, value.
    struct Element: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Which element.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Units of two octets in the value.
        var units: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// The value of most.
        var value: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    private static var headerLength: Int { 36 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "vtp"
        if length < VTP.headerLength { return d.markInvalid() }
        try bytes.require(VTP.headerLength, at: 0)
        let header = Header(bytes)
        let code = try header.code
        d.put("VTPv", try header.version, ", Message ")
        d.put(VTP.code(code) ?? "Unknown message type")
        d.put(" (0x", hex: code, 2, "), length ")
        d.put(length)
        guard d.verbose else { return }
        let size = Int(try header.domainLength)
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
            d.put(", Rsvd: ", try header.third)
            d.put("\n\tStart value: ", try header.start)
        case 4: d.put(", Rsvd: ", try header.third)
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
        let summary = Summary(bytes)
        d.put(", Followers: ", try Header(bytes).third)
        d.put("\n\t  Config Rev ", hex: try summary.revision)
        d.put(", Updater ", host: try summary.updater)
        try bytes.require(Summary.timeLength, at: Summary.time)
        d.put(", Timestamp 0x", hex: try summary.year, 8)
        d.put(" 0x", hex: try summary.month, 8)
        d.put(" 0x", hex: try summary.hour, 8)
        try bytes.require(Summary.digestLength, at: Summary.digest)
        d.put(", MD5 digest: ")
        d.put(hex: try summary.digestHigh, 16)
        d.put(hex: try summary.digestLow, 16)
    }

    /// What is not right, and whether it was all there.
    private static func invalid(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.markInvalid()
        try bytes.require(length, at: 0)
    }

    private static func subset(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.put(", Seq number: ", try Header(bytes).third)
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
        let information = VLANInformation(bytes)
        let type = try information.type
        d.put("\n\tVLAN info status ")
        d.put(try information.status == 0 ? "Operational" : "Suspended")
        d.put(", type ")
        d.put(VTP.vLANType(type) ?? "Unknown")
        d.put(", VLAN-id ", try information.identifier, ", MTU ")
        d.put(try information.mtu)
        d.put(", SAID 0x", hex: try information.said, 8, ", Name ")
        let name = Int(try information.nameLength)
        let padded = (name + 3) & ~3
        guard bytes.has(padded, at: 12) else { return false }
        try d.put(text: bytes, at: 12, name, terminated: true)
        var offset = 12 + padded
        while offset < bytes.byteCount {
            guard bytes.has(2, at: offset) else { return false }
            let element = Element(bytes, at: offset)
            let kind = try element.kind
            let size = Int(try element.units) * 2
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
        let value = try Element(element, at: 0).value
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
