import Packets
import Wire

/// A link-layer frame's two ends, for protocols that name them: `02:00:00:00:00:01 > 02:00:00:00:00:02`.
struct LinkEnds {
    let source: UInt64
    let destination: UInt64
}

/// Ethernet II and IEEE 802.3 frames, with their tags.
enum Ethernet {
    /// The link layer of a captured packet.
    static func frame(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        try print(&d, bytes, length, outermost: true)
    }

    /// An Ethernet frame, on the wire or inside a tunnel.
    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, outermost: Bool = false, tag: SwitchTag? = nil,
        client: UInt16? = nil
    ) throws(Truncation) {
        d.layer = tag?.layer ?? "ether"
        let tagLength = tag?.length ?? 0
        let size = EthernetHeader.length + tagLength
        // A tunnel that claims less than was captured.
        if !outermost && length < bytes.byteCount {
            d.put("[length ", length, " < caplen ")
            d.put(bytes.byteCount)
            d.put("]")
            return d.markInvalid()
        }
        guard bytes.byteCount >= size && length >= size else {
            d.markTruncated()
            if outermost { d.linkHeaderLength = Swift.min(bytes.byteCount, length) }
            return
        }
        try d.descend()
        let frame = EthernetHeader(bytes)
        let destination = try frame.destination
        let source = try frame.source
        let ends = LinkEnds(source: source, destination: destination)
        if d.linkHeader { addresses(&d, ends, client) }
        var type = try frame.type
        if let tag {
            try tag.print(&d, bytes.from(addressLength))
            type = try bytes.u16(addressLength + tagLength)
        }
        var offset = size
        if outermost { d.linkHeaderLength = offset }
        if type == arista, try !timeStamp(&d, bytes, length, &offset, &type, ends, outermost) { return }
        if d.linkHeader && !VLANTag.isAnnounced(by: type) { header(&d, type, length, tagLength: tagLength) }
        var isFirst = true
        while VLANTag.isAnnounced(by: type) {
            guard bytes.has(VLANTag.length, at: offset) && length - offset >= VLANTag.length else {
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
            let tag = VLANTag(try bytes.from(offset))
            type = try tag.type
            offset += VLANTag.length
            if outermost { d.linkHeaderLength = offset }
            if d.linkHeader {
                vlanTag(&d, try tag.control)
                d.put(", ")
                if !VLANTag.isAnnounced(by: type) { vlanType(&d, type) }
            }
        }
        try payload(
            &d, type, bytes.from(offset), length - offset, ends, frameLength: length, outermost: outermost,
            client: client)
    }

    private static var addressLength: Int { 12 }
    /// The ether type of Arista's time stamps, which stand in front of another type.
    private static var arista: UInt16 { 0xD28B }

    /// `client`: of LAN emulation, whose frame it is.
    private static func addresses(_ d: inout Dissector, _ ends: LinkEnds, _ client: UInt16?) {
        if let client { d.put("lecid:", hex: client, 1, " ") }
        d.put(linkAddress: ends.source)
        d.put(" > ")
        d.put(linkAddress: ends.destination)
        d.put(", ")
    }

    /// Arista's time stamp before the type proper. False when it is of a kind that is not known, and all is printed.
    private static func timeStamp(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ offset: inout Int, _ type: inout UInt16,
        _ ends: LinkEnds, _ outermost: Bool
    ) throws(Truncation) -> Bool {
        while type == arista {
            if bytes.byteCount - offset < 2 || length - offset < 2 {
                d.put("[|arista]")
                if outermost { d.linkHeaderLength = Swift.min(bytes.byteCount, length) }
                return false
            }
            d.etherTypeName(type)
            d.put(", length ", length, ": ")
            let rest = try bytes.from(offset)
            guard let size = try Arista.print(&d, rest, length - offset) else {
                if !d.linkHeader {
                    addresses(&d, ends, nil)
                    header(&d, type, length)
                }
                try d.dumpUnknown(rest, rest.byteCount)
                return false
            }
            type = try rest.u16(size)
            offset += size + 2
            if outermost { d.linkHeaderLength = offset }
        }
        return true
    }

    /// What follows the addresses: by type, or LLC by length.
    private static func payload(
        _ d: inout Dissector, _ type: UInt16, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds, frameLength: Int,
        outermost: Bool, client: UInt16?
    ) throws(Truncation) {
        if type <= EthernetHeader.maximumLength {
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
                addresses(&d, ends, client)
                Ethernet.header(&d, type, frameLength)
            }
            try d.dumpUnknown(bytes, bytes.byteCount)
        }
    }

    /// `, ethertype IPv4 (0x0800), length 98: `, shorter with `-q`.
    private static func header(_ d: inout Dissector, _ type: UInt16, _ length: Int, tagLength: Int = 0) {
        if type <= EthernetHeader.maximumLength {
            // What the field claims, but no more than there is.
            d.put("802.3, length ", Swift.min(Int(type), length - EthernetHeader.length - tagLength), ": ")
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
        if type <= EthernetHeader.maximumLength {
            d.put("802.3")
        } else {
            d.etherTypeName(type)
            d.put(", ")
        }
    }
}
