import Packets

/// Cisco's dynamic trunking protocol: a version, then elements of type and length, the length counting both.
enum DTP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "dtp"
        if length < 1 { return d.markTruncated() }
        let version = try bytes.u8(0)
        d.put("DTPv", version, ", length ")
        d.put(length)
        guard d.verbose else { return }
        var offset = 1
        while offset < length {
            if length - offset < 4 { return d.markInvalid() }
            let type = try bytes.u16(offset)
            let size = Int(try bytes.u16(offset + 2))
            let name: StaticString? =
                switch type {
                case 1: "Domain"
                case 2: "Status"
                case 3: "DTP type"
                case 4: "Neighbor"
                default: nil
                }
            d.put("\n\t")
            d.put(name ?? "Unknown")
            d.put(" (0x", hex: type, 4, ") TLV, length ")
            d.put(size)
            if size < 4 || size > length - offset { return d.markInvalid() }
            try bytes.require(size - 4, at: offset + 4)
            let value = try bytes.slice(offset + 4, size - 4)
            switch type {
            case 1:
                d.put(", ")
                d.put(text: value, terminated: true)
            case 2, 3:
                if value.byteCount != 1 { return d.markInvalid() }
                d.put(", 0x", hex: try value.u8(0))
            case 4:
                if value.byteCount != 6 { return d.markInvalid() }
                d.put(", ")
                d.put(linkAddress: try value.u48(0))
            default: break
            }
            offset += size
        }
    }
}
