import Packets

/// Linux cooked captures (`LINUX_SLL`, `LINUX_SLL2`): what the kernel tells where there is no common link header.
///
///     SLL:  | type 2 | ARPHRD 2 | address length 2 | address 8 | protocol 2 |
///     SLL2: | protocol 2 | reserved 2 | interface 4 | ARPHRD 2 | type 1 | address length 1 | address 8 |
extension Dissector {
    mutating func cookedLink(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "sll"
        let size = 16
        guard bytes.byteCount >= size else { return markTruncated() }
        linkHeaderLength = size
        let type = try bytes.u16(14)
        if linkHeader { try cookedHeader(bytes, length) }
        if try !cookedPayload(type, bytes, size, length) {
            if !linkHeader { try cookedHeader(bytes, length - (linkHeaderLength - size)) }
            let payload = try bytes.from(linkHeaderLength)
            try dumpUnknown(payload, payload.byteCount)
        }
    }

    private mutating func cookedHeader(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        packetType(UInt32(try bytes.u16(0)), leading: true)
        put(" ")
        try cookedAddress(bytes, 6, Int(try bytes.u16(4)))
        if !quick { cookedProtocol(try bytes.u16(14), length) }
    }

    mutating func cookedLink2(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "sll2"
        let size = 20
        guard bytes.byteCount >= size else { return markTruncated() }
        linkHeaderLength = size
        let type = try bytes.u16(0)
        let interface = try bytes.u32(4)
        names.putInterface(interface, to: &out)
        put(" ")
        packetType(UInt32(try bytes.u8(10)), leading: false)
        put(" ")
        if linkHeader { try cookedHeader2(bytes, length) }
        if try !cookedPayload(type, bytes, size, length) {
            if !linkHeader { try cookedHeader2(bytes, length - (linkHeaderLength - size)) }
            let payload = try bytes.from(linkHeaderLength)
            try dumpUnknown(payload, payload.byteCount)
        }
    }

    private mutating func cookedHeader2(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        put("ifindex ", try bytes.u32(4), " ")
        try cookedAddress(bytes, 12, Int(try bytes.u8(11)))
        if !quick { cookedProtocol(try bytes.u16(0), length) }
    }

    /// Three wide, blanks in front or behind.
    private mutating func packetType(_ type: UInt32, leading: Bool) {
        let name: StaticString =
            switch type {
            case 0: "In"
            case 1: "B"
            case 2: "M"
            case 3: "P"
            case 4: "Out"
            default: "?"
            }
        let fill = 3 - name.utf8CodeUnitCount
        if leading { for _ in 0..<fill { put(" ") } }
        put(name)
        if !leading { for _ in 0..<fill { put(" ") } }
    }

    private mutating func cookedAddress(_ bytes: RawSpan, _ offset: Int, _ count: Int) throws(Truncation) {
        if count == 6 {
            put(linkAddress: try bytes.u48(offset))
            put(" ")
        }
    }

    private mutating func cookedProtocol(_ type: UInt16, _ length: Int) {
        if type == 4 {
            put("802.2")
        } else if type == 1 {
            put("802.3")
        } else {
            put("ethertype ")
            put(Registry.etherTypeName(type) ?? "Unknown")
            put(" (0x", hex: type, 4, ")")
        }
        put(", length ", length, ": ")
    }

    /// The payload by its type; false when nobody knows it.
    private mutating func cookedPayload(
        _ firstType: UInt16, _ bytes: RawSpan, _ header: Int, _ length: Int
    ) throws(Truncation) -> Bool {
        var type = firstType
        var offset = header
        while Registry.isVLANTag(type) {
            layer = "vlan"
            guard bytes.has(4, at: offset) else {
                linkHeaderLength = bytes.byteCount
                markTruncated()
                return true
            }
            let tag = try bytes.u16(offset)
            type = try bytes.u16(offset + 2)
            offset += 4
            if linkHeader {
                vlanTag(tag)
                put(", ")
            }
            if !quick {
                put("ethertype ")
                put(Registry.etherTypeName(type) ?? "Unknown")
                put(", ")
            }
        }
        let payload = try bytes.from(offset)
        let rest = length - offset
        linkHeaderLength = offset
        // Numbers up to 1536 are the kernel's own.
        if type <= 1536 {
            if type == 1 {
                try ipx(payload, rest)
                return true
            }
            guard type == 4 else {
                try dumpUnknown(payload, payload.byteCount)
                return true
            }
            let header = try llc(payload, rest, nil)
            if !header.known { try dumpUnknown(payload, payload.byteCount) }
            linkHeaderLength = offset + header.length
            return true
        }
        return try Registry.etherType(type, &self, payload, rest, nil)
    }
}
