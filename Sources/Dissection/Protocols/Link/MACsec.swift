import Packets

/// MAC security (IEEE 802.1AE): what is encrypted is not shown, what is only authenticated is shown.
///
///     | flags, association 1 | short length 1 | packet number 4 | channel 8, if the flags say so | data | check 16 |
enum MACsec {
    /// The tag (IEEE 802.1AE 9.3).
    struct SecurityTag: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets without the channel.
        static var length: Int { 6 }
        /// Octets of the channel.
        static var channelLength: Int { 8 }
        /// Version, encryption, association; bits.
        var control: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets of data where they are fewer than 48, 6 bits.
        var shortLength: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Counts the packets of the association.
        var packetNumber: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
        /// Secure channel, where it is explicit.
        var channel: UInt64 { get throws(Truncation) { try bytes.u64(6) } }
    }

    /// What is only authenticated.
    struct Content: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the ether type.
        static var typeLength: Int { 2 }
        /// The ether type.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?) throws(Truncation)
        -> Bool
    {
        d.layer = "macsec"
        guard bytes.has(6, at: 0), length >= 6 else { return cut(&d, bytes) }
        let tag = SecurityTag(bytes)
        let control = try tag.control
        let short = Int(try tag.shortLength & 0x3F)
        let explicit = control & 0x20 != 0
        let header = SecurityTag.length + (explicit ? SecurityTag.channelLength : 0)
        guard bytes.has(header, at: 0) else { return cut(&d, bytes) }
        let changed = control & 0x04 != 0
        let encrypted = control & 0x08 != 0
        if d.linkHeader || encrypted || changed { try MACsec.header(&d, bytes, control, short, explicit, ends) }
        // The version bit, or the end station's shortcut beside an explicit channel.
        if control & 0x80 != 0 || (explicit && control & 0x50 != 0) {
            d.markInvalid()
            return nothingElse(&d, bytes)
        }
        var rest = length - header
        if short != 0 {
            if short + 16 > rest {
                d.markInvalid()
                return nothingElse(&d, bytes)
            }
            rest = short + 16
            if bytes.byteCount - header < rest { return cut(&d, bytes) }
        }
        if rest < 16 { return cut(&d, bytes) }
        if encrypted || changed {
            d.linkHeaderLength += header
            let closed = try bytes.from(header)
            try d.dumpUnknown(closed, closed.byteCount)
            return true
        }
        let payload = try bytes.from(header).upTo(rest - 16)
        if payload.byteCount >= 2, rest - 16 >= 2 {
            let type = try Content(payload).type
            d.linkHeaderLength += header + Content.typeLength
            if d.linkHeader {
                d.put("ethertype ")
                d.put(Names.etherTypeName(type) ?? "Unknown")
                d.put(" (0x", hex: type, 4, "), ")
            }
            return try Registry.etherType(type, &d, payload.from(Content.typeLength), rest - 18, ends)
        }
        return cut(&d, bytes)
    }

    private static func cut(_ d: inout Dissector, _ bytes: RawSpan) -> Bool {
        d.markTruncated()
        return nothingElse(&d, bytes)
    }

    /// Of a frame that could not be read nothing is left for a dump.
    private static func nothingElse(_ d: inout Dissector, _ bytes: RawSpan) -> Bool {
        d.linkHeaderLength += bytes.byteCount
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
        d.put(try SecurityTag(bytes).packetNumber)
        d.put(", flags ")
        flags(&d, control)
        if short != 0 { d.put(", sl ", short) }
        if explicit { d.put(", sci ", hex: try SecurityTag(bytes).channel, 16) }
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
