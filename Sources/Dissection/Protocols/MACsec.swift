import Packets

/// MAC security (IEEE 802.1AE): what is encrypted stays closed, what is only authenticated is shown.
///
///     | flags and association 1 | short length 1 | packet number 4 | channel 8, if the flags say so | data | check 16 |
extension Dissector {
    mutating func macsec(_ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?) throws(Truncation) -> Bool {
        layer = "macsec"
        guard bytes.has(6, at: 0), length >= 6 else {
            markTruncated()
            return true
        }
        let control = try bytes.u8(0)
        let short = Int(try bytes.u8(1) & 0x3F)
        let explicit = control & 0x20 != 0
        let header = explicit ? 14 : 6
        guard bytes.has(header, at: 0) else {
            markTruncated()
            return true
        }
        linkHeaderLength += header
        let changed = control & 0x04 != 0
        let encrypted = control & 0x08 != 0
        if linkHeader || encrypted || changed { try macsecHeader(bytes, control, short, explicit, ends) }
        // The version bit, or the end station's shortcut beside an explicit channel.
        if control & 0x80 != 0 || (explicit && control & 0x50 != 0) {
            markInvalid()
            return true
        }
        var rest = length - header
        if short != 0 {
            if short + 16 > rest {
                markInvalid()
                return true
            }
            rest = short + 16
        }
        if rest < 16 {
            markTruncated()
            return true
        }
        if encrypted || changed {
            let closed = try bytes.from(header)
            try dumpUnknown(closed, closed.byteCount)
            return true
        }
        let payload = try bytes.from(header).upTo(rest - 16)
        if payload.byteCount >= 2, rest - 16 >= 2 {
            let type = try payload.u16(0)
            if linkHeader {
                put("ethertype ")
                put(Registry.etherTypeName(type) ?? "Unknown")
                put(" (0x", hex: type, 4, "), ")
            }
            return try Registry.etherType(type, &self, payload.from(2), rest - 18, ends)
        }
        markTruncated()
        return true
    }

    private mutating func macsecHeader(
        _ bytes: RawSpan, _ control: UInt8, _ short: Int, _ explicit: Bool, _ ends: LinkEnds?
    ) throws(Truncation) {
        if !linkHeader {
            if let ends {
                put(linkAddress: ends.source)
                put(" > ")
                put(linkAddress: ends.destination)
                put(" ")
            }
            put("802.1AE MACsec, ")
        }
        put("an ", control & 3, ", pn ")
        put(try bytes.u32(2))
        put(", flags ")
        macsecFlags(control)
        if short != 0 { put(", sl ", short) }
        if explicit { put(", sci ", hex: try bytes.u64(6), 16) }
        put(", ")
    }

    private mutating func macsecFlags(_ control: UInt8) {
        if control & 0xFC == 0 { return put("none") }
        if control & 0x08 != 0 { put("E") }
        if control & 0x04 != 0 { put("C") }
        if control & 0x40 != 0 { put("S") }
        if control & 0x20 != 0 { put("I") }
        if control & 0x10 != 0 { put("B") }
    }
}
