import Packets

/// A link-layer frame's two ends, for protocols that name them: `02:00:00:00:00:01 > 02:00:00:00:00:02`.
struct LinkEnds {
    let source: UInt64
    let destination: UInt64
}

/// Ethernet II and IEEE 802.3 frames (IEEE 802.3 clause 3), 802.1Q and 802.1ad tags.
///
///      0                 6                12        14
///     +-----------------+-----------------+---------+----------- - -
///     | destination     | source          | type or | payload
///     |                 |                 | length  |
///     +-----------------+-----------------+---------+----------- - -
enum Ethernet {
    private static var headerLength: Int { 14 }
    /// Values up to this are lengths of an 802.3 frame, larger ones are types.
    private static var maximumLength: UInt16 { 1500 }

    /// The link layer of a captured packet.
    static func frame(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        try print(&d, bytes, length, outermost: true)
    }

    /// An Ethernet frame, on the wire or inside a tunnel.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, outermost: Bool = false) throws(Truncation)
    {
        d.layer = "ether"
        guard bytes.byteCount >= Ethernet.headerLength && length >= Ethernet.headerLength else {
            d.markTruncated()
            if outermost { d.linkHeaderLength = Swift.min(bytes.byteCount, length) }
            return
        }
        try d.descend()
        let destination = try bytes.u48(0)
        let source = try bytes.u48(6)
        let ends = LinkEnds(source: source, destination: destination)
        if d.linkHeader {
            d.put(linkAddress: source)
            d.put(" > ")
            d.put(linkAddress: destination)
        }
        var type = try bytes.u16(12)
        var offset = Ethernet.headerLength
        if outermost { d.linkHeaderLength = offset }
        if d.linkHeader { d.put(", ") }
        if d.linkHeader && !Registry.isVLANTag(type) { header(&d, type, length) }
        var isFirst = true
        while Registry.isVLANTag(type) {
            guard bytes.has(4, at: offset) && length - offset >= 4 else {
                d.layer = "vlan"
                d.markTruncated()
                if outermost { d.linkHeaderLength = bytes.byteCount }
                return
            }
            // The tag's own type comes only when the tag is there.
            if d.linkHeader {
                if isFirst { header(&d, type, length) } else { vlanType(&d, type) }
            }
            isFirst = false
            let tag = try bytes.u16(offset)
            type = try bytes.u16(offset + 2)
            offset += 4
            if outermost { d.linkHeaderLength = offset }
            if d.linkHeader {
                vlanTag(&d, tag)
                d.put(", ")
                if !Registry.isVLANTag(type) { vlanType(&d, type) }
            }
        }
        try payload(&d, type, bytes.from(offset), length - offset, ends, frameLength: length, outermost: outermost)
    }

    /// What follows the addresses: by type, or LLC by length.
    private static func payload(
        _ d: inout Dissector, _ type: UInt16, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds, frameLength: Int,
        outermost: Bool
    ) throws(Truncation) {
        if type <= Ethernet.maximumLength {
            // The padding of a short frame is no part of its payload.
            let claimed = Swift.min(length, Int(type))
            let payload = bytes.upTo(claimed)
            let header = try LLC.print(&d, payload, claimed, ends)
            if header.known {
                if outermost { d.linkHeaderLength += header.length }
            } else {
                try d.dumpUnknown(payload, payload.byteCount)
                if outermost { d.linkHeaderLength += header.length }
            }
        } else if try !Registry.etherType(type, &d, bytes, length, ends) {
            if !d.linkHeader {
                d.put(linkAddress: ends.source)
                d.put(" > ")
                d.put(linkAddress: ends.destination)
                d.put(", ")
                Ethernet.header(&d, type, frameLength)
            }
            try d.dumpUnknown(bytes, bytes.byteCount)
        }
    }

    /// `, ethertype IPv4 (0x0800), length 98: `, shorter with `-q`.
    private static func header(_ d: inout Dissector, _ type: UInt16, _ length: Int) {
        if type <= Ethernet.maximumLength {
            // What the field claims, but no more than there is.
            d.put("802.3, length ", Swift.min(Int(type), length - Ethernet.headerLength), ": ")
            return
        }
        d.etherTypeName(type)
        d.put(", length ", length, ": ")
    }

    /// `vlan 100, p 0`, with the drop-eligible bit.
    static func vlanTag(_ d: inout Dissector, _ tag: UInt16) {
        d.put("vlan ", tag & 0x0FFF, ", p ")
        d.put(tag >> 13)
        if tag & 0x1000 != 0 { d.put(", DEI") }
    }

    private static func vlanType(_ d: inout Dissector, _ type: UInt16) {
        if type <= Ethernet.maximumLength {
            d.put("802.3")
        } else {
            d.etherTypeName(type)
            d.put(", ")
        }
    }
}
