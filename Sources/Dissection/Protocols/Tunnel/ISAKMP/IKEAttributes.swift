import Packets

/// Attributes of transforms (RFC 2408 3.3): a type with a bit for the short form, then a value or a length and a value.
extension ISAKMP {
    /// An attribute at `offset` (RFC 2408 section 3.3).
    struct Attribute: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets in front of a long value.
        static var headerLength: Int { 4 }
        /// The highest bit: the value stands in place of the length.
        var format: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Which attribute, without the highest bit.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Octets of the value.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
        /// The short value.
        var value: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    /// Whose names they have: those of an exchange of keys (RFC 2409 A), of a connection (RFC 2407 4.5), of version 2.
    enum AttributeMap { case none, oakley, ipsec, encryption }

    /// Attributes up to `end`, as far as the packet goes. Gives where they end.
    static func printAttributes(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int, _ map: AttributeMap
    ) throws(Truncation) -> Int {
        var offset = start
        while offset < bytes.byteCount && offset < end {
            let isShort = try Attribute(bytes, at: offset).format & 0x80 != 0
            let size = isShort ? 4 : 4 + Int(try Attribute(bytes, at: offset).length)
            if end < offset + size {
                d.put("[|attr]")
                return end + 1
            }
            let type = try Attribute(bytes, at: offset).type & 0x7FFF
            d.put("(type=")
            d.put(attributeName(map, type), or: "#", type)
            d.put(" ")
            if isShort {
                let value = try Attribute(bytes, at: offset).value
                d.put("value=")
                if let name = valueName(map, type, value) { d.put(name) } else { d.put(hex: value, 4) }
            } else {
                d.put("len=", size - 4, " value=")
                try d.hexBytes(bytes, offset + 4, size - 4)
            }
            d.put(")")
            offset += size
        }
        // The packet ends before the payload does.
        if bytes.byteCount < end { d.put("...") }
        return offset
    }

    private static func attributeName(_ map: AttributeMap, _ type: UInt16) -> StaticString? {
        switch (map, type) {
        case (.oakley, 1): "enc"
        case (.oakley, 2): "hash"
        case (.oakley, 3): "auth"
        case (.oakley, 4): "group desc"
        case (.oakley, 5): "group type"
        case (.oakley, 6): "group prime"
        case (.oakley, 7): "group gen1"
        case (.oakley, 8): "group gen2"
        case (.oakley, 9): "group curve A"
        case (.oakley, 10): "group curve B"
        case (.oakley, 11): "lifetype"
        case (.oakley, 12): "lifeduration"
        case (.oakley, 13): "prf"
        case (.oakley, 14): "keylen"
        case (.oakley, 15): "field"
        case (.oakley, 16): "order"
        case (.ipsec, 1): "lifetype"
        case (.ipsec, 2): "life"
        case (.ipsec, 3): "group desc"
        case (.ipsec, 4): "enc mode"
        case (.ipsec, 5): "auth"
        case (.ipsec, 6): "keylen"
        case (.ipsec, 7): "rounds"
        case (.ipsec, 8): "dictsize"
        case (.ipsec, 9): "privalg"
        case (.encryption, 14): "keylen"
        default: nil
        }
    }

    private static func valueName(_ map: AttributeMap, _ type: UInt16, _ value: UInt16) -> StaticString? {
        switch (map, type, value) {
        case (.oakley, 1, 1): "1des"
        case (.oakley, 1, 2): "idea"
        case (.oakley, 1, 3): "blowfish"
        case (.oakley, 1, 4): "rc5"
        case (.oakley, 1, 5): "3des"
        case (.oakley, 1, 6): "cast"
        case (.oakley, 1, 7): "aes"
        case (.oakley, 2, 1): "md5"
        case (.oakley, 2, 2): "sha1"
        case (.oakley, 2, 3): "tiger"
        case (.oakley, 2, 4): "sha2-256"
        case (.oakley, 2, 5): "sha2-384"
        case (.oakley, 2, 6): "sha2-512"
        case (.oakley, 3, 1): "preshared"
        case (.oakley, 3, 2): "dss"
        case (.oakley, 3, 3): "rsa sig"
        case (.oakley, 3, 4): "rsa enc"
        case (.oakley, 3, 5): "rsa enc revised"
        case (.oakley, 5, 1): "MODP"
        case (.oakley, 5, 2): "ECP"
        case (.oakley, 5, 3): "EC2N"
        // The last group that has a name elsewhere has none here.
        case (.oakley, 4, 1...17), (.ipsec, 3, 1...17): groupName(value)
        case (.oakley, 11, 1), (.ipsec, 1, 1): "sec"
        case (.oakley, 11, 2), (.ipsec, 1, 2): "kb"
        case (.ipsec, 4, 1): "tunnel"
        case (.ipsec, 4, 2): "transport"
        case (.ipsec, 5, 1): "hmac-md5"
        case (.ipsec, 5, 2): "hmac-sha1"
        case (.ipsec, 5, 3): "1des-mac"
        case (.ipsec, 5, 4): "keyed"
        default: nil
        }
    }

    /// Groups of the exchange of Diffie and Hellman.
    static func groupName(_ group: UInt16) -> StaticString? {
        switch group {
        case 1: "modp768"
        case 2: "modp1024"
        case 3: "EC2N 2^155"
        case 4: "EC2N 2^185"
        case 5: "modp1536"
        case 6: "iana-grp06"
        case 7: "iana-grp07"
        case 8: "iana-grp08"
        case 9: "iana-grp09"
        case 10: "iana-grp10"
        case 11: "iana-grp11"
        case 12: "iana-grp12"
        case 13: "iana-grp13"
        case 14: "modp2048"
        case 15: "modp3072"
        case 16: "modp4096"
        case 17: "modp6144"
        case 18: "modp8192"
        default: nil
        }
    }
}
