import Packets

/// MAC security (IEEE 802.1AE): what is encrypted is not shown, what is only authenticated is shown.
///
///     | flags, association 1 | short length 1 | packet number 4 | channel 8, if the flags say so | data | check 16 |
enum MACsec {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?) throws(Truncation)
        -> Bool
    {
        d.layer = "macsec"
        guard bytes.has(6, at: 0), length >= 6 else {
            d.markTruncated()
            return true
        }
        let control = try bytes.u8(0)
        let short = Int(try bytes.u8(1) & 0x3F)
        let explicit = control & 0x20 != 0
        let header = explicit ? 14 : 6
        guard bytes.has(header, at: 0) else {
            d.markTruncated()
            return true
        }
        d.linkHeaderLength += header
        let changed = control & 0x04 != 0
        let encrypted = control & 0x08 != 0
        if d.linkHeader || encrypted || changed { try MACsec.header(&d, bytes, control, short, explicit, ends) }
        // The version bit, or the end station's shortcut beside an explicit channel.
        if control & 0x80 != 0 || (explicit && control & 0x50 != 0) {
            d.markInvalid()
            return true
        }
        var rest = length - header
        if short != 0 {
            if short + 16 > rest {
                d.markInvalid()
                return true
            }
            rest = short + 16
        }
        if rest < 16 {
            d.markTruncated()
            return true
        }
        if encrypted || changed {
            let closed = try bytes.from(header)
            try d.dumpUnknown(closed, closed.byteCount)
            return true
        }
        let payload = try bytes.from(header).upTo(rest - 16)
        if payload.byteCount >= 2, rest - 16 >= 2 {
            let type = try payload.u16(0)
            if d.linkHeader {
                d.put("ethertype ")
                d.put(Registry.etherTypeName(type) ?? "Unknown")
                d.put(" (0x", hex: type, 4, "), ")
            }
            return try Registry.etherType(type, &d, payload.from(2), rest - 18, ends)
        }
        d.markTruncated()
        return true
    }

    private static func header(
        _ d: inout Dissector, _ bytes: RawSpan, _ control: UInt8, _ short: Int, _ explicit: Bool, _ ends: LinkEnds?
    ) throws(Truncation) {
        if !d.linkHeader {
            if let ends {
                d.put(linkAddress: ends.source)
                d.put(" > ")
                d.put(linkAddress: ends.destination)
                d.put(" ")
            }
            d.put("802.1AE MACsec, ")
        }
        d.put("an ", control & 3, ", pn ")
        d.put(try bytes.u32(2))
        d.put(", flags ")
        flags(&d, control)
        if short != 0 { d.put(", sl ", short) }
        if explicit { d.put(", sci ", hex: try bytes.u64(6), 16) }
        d.put(", ")
    }

    private static func flags(_ d: inout Dissector, _ control: UInt8) {
        if control & 0xFC == 0 { return d.put("none") }
        if control & 0x08 != 0 { d.put("E") }
        if control & 0x04 != 0 { d.put("C") }
        if control & 0x40 != 0 { d.put("S") }
        if control & 0x20 != 0 { d.put("I") }
        if control & 0x10 != 0 { d.put("B") }
    }
}
