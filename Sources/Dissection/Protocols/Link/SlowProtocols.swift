import Packets

/// Slow protocols (IEEE 802.3 annex 57A): link aggregation control and its marker.
enum SlowProtocols {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "slow"
        if length < 1 { throw Truncation(offset: 0, need: 1, have: 0) }
        let subtype = try bytes.u8(0)
        let name: StaticString? =
            switch subtype {
            case 1: "LACP"
            case 2: "MARKER"
            case 3: "OAM"
            default: nil
            }
        // Only version 1 of these is known.
        if subtype == 1 || subtype == 2 {
            if length < 2 { throw Truncation(offset: 1, need: 1, have: 0) }
            let version = try bytes.u8(1)
            if version != 1 {
                d.put(name ?? "")
                d.put(" version ", version, " packet not supported")
                return
            }
        }
        d.put(name, or: "unknown (", subtype, ")")
        if subtype == 1 || subtype == 2 { d.put("v", try bytes.u8(1)) }
        d.put(", length ", length)
        guard d.verbose else { return }
        switch subtype {
        case 1, 2: try aggregationElements(&d, subtype, bytes, length)
        default: if d.verbosity > 1 { try d.dumpValue(bytes, 1, length - 1, lead: "\n\t") }
        }
    }

    private static func aggregationElements(_ d: inout Dissector, _ subtype: UInt8, _ bytes: RawSpan, _ length: Int)
        throws(Truncation)
    {
        var offset = 2
        while offset < length {
            if length - offset < 2 { return d.markTruncated() }
            let type = try bytes.u8(offset)
            let size = Int(try bytes.u8(offset + 1))
            let name: StaticString? =
                switch (subtype, type) {
                case (_, 0): "Terminator"
                case (1, 1): "Actor Information"
                case (1, 2): "Partner Information"
                case (1, 3): "Collector Information"
                case (2, 1): "Marker Information"
                case (2, 2): "Marker Response Information"
                default: nil
                }
            d.put("\n\t")
            d.put(name ?? "Unknown")
            d.put(" TLV (0x", hex: type, 2, "), length ")
            d.put(size)
            if type == 0 { return }
            if size < 2 || size > length - offset { return d.put(" (invalid)") }
            try bytes.require(size - 2, at: offset + 2)
            let value = try bytes.slice(offset + 2, size - 2)
            let good = try aggregationElement(&d, subtype, type, value)
            if !good { d.put(" (wrong length)") }
            if d.verbosity > 1 { try d.dumpHex(value, size - 2, lead: "\n\t  ") }
            offset += size
        }
    }

    private static func aggregationElement(
        _ d: inout Dissector, _ subtype: UInt8, _ type: UInt8, _ value: RawSpan
    ) throws(Truncation) -> Bool {
        switch (subtype, type) {
        case (1, 1), (1, 2):
            if value.byteCount != 18 { return false }
            d.put("\n\t  System ")
            d.put(linkAddress: try value.u48(2))
            d.put(", System Priority ", try value.u16(0), ", Key ")
            d.put(try value.u16(8))
            d.put(", Port ", try value.u16(12), ", Port Priority ")
            d.put(try value.u16(10))
            d.put("\n\t  State Flags [")
            d.put(
                flags: UInt32(try value.u8(14)),
                [
                    (0x01, "Activity"), (0x02, "Timeout"), (0x04, "Aggregation"), (0x08, "Synchronization"),
                    (0x10, "Collecting"), (0x20, "Distributing"), (0x40, "Default"), (0x80, "Expired"),
                ])
            d.put("]")
        case (1, 3):
            if value.byteCount != 14 { return false }
            d.put("\n\t  Max Delay ", try value.u16(0))
        case (2, 1), (2, 2):
            if value.byteCount != 14 { return false }
            d.put("\n\t  Request System ")
            d.put(linkAddress: try value.u48(2))
            d.put(", Request Port ", try value.u16(0), ", Request Transaction ID 0x")
            d.put(hex: try value.u32(8), 8)
        default: break
        }
        return true
    }
}
