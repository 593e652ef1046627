import Packets

/// Options of the link control protocol (RFC 1661 6, RFC 1570, RFC 1990).
enum LCPOptions {
    /// What the options say (RFC 1661 section 6 and others), behind type and length.
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Vendor specific: whose (RFC 2153).
        var vendor: UInt32 { get throws(Truncation) { try bytes.u24(2) } }
        /// Maximum receive unit, maximum reconstructed unit: octets.
        var unit: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Character map, magic number.
        var word: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
        /// Which protocol watches the link.
        var qualityProtocol: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Callback: what the message means (RFC 1570 section 2.3).
        var operation: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Link discriminator (RFC 2125).
        var discriminator: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Which protocol authenticates.
        var authentication: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Which algorithm it uses.
        var algorithm: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Endpoint discriminator: of which class (RFC 1990 section 5.1.3).
        var endpoint: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Endpoint discriminator: an address of IPv4.
        var endpointHost: HostAddress { get throws(Truncation) { try bytes.ipv4(3) } }
        /// Endpoint discriminator: a link-layer address.
        var endpointLink: UInt64 { get throws(Truncation) { try bytes.u48(3) } }
    }

    /// Octets of the option; 0 when the list cannot go on.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        guard let (type, size) = try PPPOption.begin(&d, bytes, length, cut: "[|lcp]") else { return 0 }
        d.put("\n\t  ")
        if let name = name(type) {
            d.put(name)
            d.put(" Option (0x", hex: type, 2, "), length ")
            d.put(size)
        }
        if size < 2 { return PPPOption.Bogus.short(&d) }
        if name(type) == nil { d.put("unknown LCP option 0x", hex: type, 2) }
        guard try value(&d, type, bytes, size) else { return 0 }
        if d.verbosity > 1 { try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ") }
        return size
    }

    /// False when the length cannot be the type's.
    private static func value(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ size: Int
    ) throws(Truncation) -> Bool {
        let value = Value(bytes)
        guard try hasLength(&d, type, size) else { return false }
        switch type {
        case 0:
            let vendor = try value.vendor
            d.put(": Vendor: ")
            d.put(Names.organisationName(vendor) ?? "Unknown")
            d.put(" (", vendor, ")")
        case 1, 17: d.put(": ", try value.unit)
        case 2, 5: d.put(": 0x", hex: try value.word, 8)
        case 3: try authentication(&d, bytes, size)
        case 4: d.put(try value.qualityProtocol == PPP.Number.lqm ? ": LQR" : ": unknown")
        case 7, 8: break
        case 13:
            let operation = try value.operation
            d.put(": : Callback Operation ")
            d.put(callbackName(operation) ?? "Unknown")
            d.put(" (", operation, ")")
        case 19: return try discriminator(&d, bytes, size)
        case 23: d.put(": 0x", hex: try value.discriminator, 4)
        default:
            if d.verbosity < 2 { try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ") }
        }
        return true
    }

    private static func hasLength(_ d: inout Dissector, _ type: UInt8, _ size: Int) throws(Truncation) -> Bool {
        switch type {
        case 1 where size != 4, 17 where size != 4, 23 where size != 4: PPPOption.Bogus.exactly(&d, 4)
        case 2 where size != 6, 5 where size != 6: PPPOption.Bogus.exactly(&d, 6)
        case 0 where size < 6: PPPOption.Bogus.atLeast(&d, 6)
        case 3 where size < 4, 4 where size < 4: PPPOption.Bogus.atLeast(&d, 4)
        case 13 where size < 3, 19 where size < 3: PPPOption.Bogus.atLeast(&d, 3)
        default: return true
        }
        return false
    }

    private static func authentication(_ d: inout Dissector, _ bytes: RawSpan, _ size: Int) throws(Truncation) {
        let proto = try Value(bytes).authentication
        d.put(": ")
        // The number is missing in this text.
        d.put(PPP.name(proto) ?? "Unknown Auth Proto (0x04x)")
        switch proto {
        case PPP.Number.chap:
            let algorithm = try Value(bytes).algorithm
            d.put(", ")
            d.put(algorithmName(algorithm), or: "Unknown Auth Alg ", algorithm)
        case PPP.Number.pap, PPP.Number.eap, 0xC027, 0xC123: break
        default: try d.dumpValue(bytes, 0, size, lead: "\n\t")
        }
    }

    /// Which end of a bundle (RFC 1990 5.1.3).
    private static func discriminator(
        _ d: inout Dissector, _ bytes: RawSpan, _ size: Int
    ) throws(Truncation) -> Bool {
        let kind = try Value(bytes).endpoint
        switch kind {
        case 0: d.put(": Null")
        case 1: d.put(": Local")
        case 2:
            if size != 7 {
                PPPOption.Bogus.exactly(&d, 7)
                return false
            }
            d.put(": IPv4 ", host: try Value(bytes).endpointHost)
        case 3:
            if size != 9 {
                PPPOption.Bogus.exactly(&d, 9)
                return false
            }
            let address = try Value(bytes).endpointLink
            d.put(": MAC ")
            d.put(linkAddress: address)
        case 4: d.put(": Magic-Num-Block")
        case 5: d.put(": PSNDN")
        default: d.put(": Unknown class ", kind)
        }
        return true
    }

    private static func algorithmName(_ algorithm: UInt8) -> StaticString? {
        switch algorithm {
        case 5: "MD5"
        case 128: "MS-CHAPv1"
        case 129: "MS-CHAPv2"
        default: nil
        }
    }

    private static func callbackName(_ operation: UInt8) -> StaticString? {
        switch operation {
        case 0: "UserAuth"
        case 1: "DialString"
        case 2: "LocalID"
        case 3: "E.164"
        case 4: "X.500"
        case 6: "CBCP"
        default: nil
        }
    }

    private static func name(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "Vend-Ext"
        case 1: "MRU"
        case 2: "ACCM"
        case 3: "Auth-Prot"
        case 4: "Qual-Prot"
        case 5: "Magic-Num"
        case 6: "deprecated(6)"
        case 7: "PFC"
        case 8: "ACFC"
        case 9: "FCS-Alt"
        case 10: "SDP"
        case 11: "Num-Mode"
        case 12: "deprecated(12)"
        case 13: "Call-Back"
        case 14: "deprecated(14)"
        case 15: "deprecated(15)"
        case 16: "deprecated(16)"
        case 17: "MRRU"
        case 18: "12-Bit seq #"
        case 19: "End-Disc"
        case 20: "Proprietary"
        case 21: "DCE-Id"
        case 22: "MP+"
        case 23: "Link-Disc"
        case 24: "LCP-Auth-Opt"
        case 25: "COBS"
        case 26: "Prefix-elision"
        case 27: "Multilink-header-Form"
        case 28: "I18N"
        case 29: "SDL-over-SONET/SDH"
        case 30: "PPP-Muxing"
        default: nil
        }
    }
}
