import Packets

/// Options of the control protocols for IPv4 (RFC 1332, RFC 2507, RFC 1877) and IPv6 (RFC 5072).
enum IPCPOptions {
    /// What the options say, behind type and length (RFC 1332 section 3).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// IP addresses: the sender's.
        var source: HostAddress { get throws(Truncation) { try bytes.ipv4(2) } }
        /// IP addresses: the receiver's.
        var destination: HostAddress { get throws(Truncation) { try bytes.ipv4(6) } }
        /// An address.
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(2) } }
        /// Which protocol compresses.
        var compression: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// IP header compression: contexts of TCP (RFC 2507).
        var space: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// Contexts of others.
        var otherSpace: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// Compressed headers between full ones.
        var maximumPeriod: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        /// Seconds between full headers.
        var maximumTime: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        /// The longest header that is compressed, octets.
        var maximumHeader: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
    }

    /// A suboption of IP header compression at `offset`.
    struct Suboption: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Which.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets with type and length.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    /// The interface identifier (RFC 5072 section 4.1).
    struct Identifier: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where it is.
        static var offset: Int { 2 }
        /// Octets.
        static var length: Int { 8 }
        /// Its upper 16 bits.
        var first: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// The next.
        var second: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// The next.
        var third: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// Its lower 16 bits.
        var fourth: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
    }

    /// Octets of the option; 0 when the list cannot go on.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        guard let (type, size) = try PPPOption.begin(&d, bytes, length, cut: "[|ipcp]") else { return 0 }
        PPPOptionText.heading(&d, name(type) ?? "unknown", type, size)
        if size < 2 { return PPPOption.Bogus.short(&d) }
        switch type {
        case 1:
            if size != 10 {
                PPPOption.Bogus.exactly(&d, 10)
                return 0
            }
            let (source, destination) = (try Value(bytes).source, try Value(bytes).destination)
            d.put(": src ", host: source, ", dst ")
            d.put(host: destination)
        case 2:
            if size < 4 {
                PPPOption.Bogus.atLeast(&d, 4)
                return 0
            }
            guard try compression(&d, bytes, size) else { return 0 }
        case 3, 4, 129...132:
            if size != 6 {
                PPPOption.Bogus.exactly(&d, 6)
                return 0
            }
            d.put(": ", host: try Value(bytes).address)
        default:
            if d.verbosity < 2 { try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ") }
        }
        if d.verbosity > 1 { try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ") }
        return size
    }

    /// Header compression (RFC 2507): its parameters and suboptions.
    private enum Compression {
        static var ipHeader: UInt16 { 0x0061 }
        static var vanJacobson: UInt16 { 0x002D }
        static var parameters: Int { 14 }
    }

    private static func compression(_ d: inout Dissector, _ bytes: RawSpan, _ size: Int) throws(Truncation) -> Bool {
        let kind = try Value(bytes).compression
        d.put(": ")
        d.put(
            kind == Compression.ipHeader
                ? "IP Header Compression" : kind == Compression.vanJacobson ? "VJ-Comp" : "Unknown")
        d.put(" (0x", hex: kind, 2, "):")
        if kind != Compression.ipHeader { return true }
        if size < Compression.parameters {
            PPPOption.Bogus.atLeast(&d, Compression.parameters)
            return false
        }
        guard bytes.has(Compression.parameters, at: 2) else {
            d.put("[|ipcp]")
            return false
        }
        let value = Value(bytes)
        d.put("\n\t    TCP Space ", try value.space, ", non-TCP Space ")
        d.put("", try value.otherSpace, ", maxPeriod ")
        d.put("", try value.maximumPeriod, ", maxTime ")
        d.put("", try value.maximumTime, ", maxHdr ")
        d.put(try value.maximumHeader)
        var left = size - Compression.parameters
        if left > 0 { d.put("\n\t      Suboptions, length ", left) }
        var offset = Compression.parameters
        while left >= 2 {
            guard bytes.has(2, at: offset) else {
                d.put("[|ipcp]")
                return false
            }
            let suboption = Suboption(bytes, at: offset)
            let type = try suboption.type
            let count = Int(try suboption.length)
            // A suboption that does not count its own header.
            if count < 2 { break }
            d.put("\n\t\t")
            d.put(type == 1 ? "RTP-Compression" : type == 2 ? "Enhanced RTP-Compression" : "Unknown")
            d.put(" Suboption #", type, ", length ")
            d.put(count)
            if left < count {
                d.put(" [remaining suboptions length ", left, " < ")
                d.put("", count, "]")
                d.markInvalid()
                break
            }
            offset += count
            left -= count
        }
        return true
    }

    static func printIPv6(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        guard let (type, size) = try PPPOption.begin(&d, bytes, length, cut: "[|ip6cp]") else { return 0 }
        PPPOptionText.heading(&d, type == 1 ? "Interface-ID" : "unknown", type, size)
        if size < 2 { return PPPOption.Bogus.short(&d) }
        if type == 1 {
            if size != 10 {
                PPPOption.Bogus.exactly(&d, 10)
                return 0
            }
            try bytes.require(Identifier.length, at: Identifier.offset)
            let identifier = Identifier(bytes)
            d.put(": ", hex: try identifier.first, 4, ":")
            d.put(hex: try identifier.second, 4)
            d.put(":", hex: try identifier.third, 4, ":")
            d.put(hex: try identifier.fourth, 4)
        } else if d.verbosity < 2 {
            try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ")
        }
        if d.verbosity > 1 { try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ") }
        return size
    }

    private static func name(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "IP-Addrs"
        case 2: "IP-Comp"
        case 3: "IP-Addr"
        case 4: "Home-Addr"
        case 129: "Pri-DNS"
        case 130: "Pri-NBNS"
        case 131: "Sec-DNS"
        case 132: "Sec-NBNS"
        default: nil
        }
    }
}

enum PPPOptionText {
    static func heading(_ d: inout Dissector, _ name: StaticString?, _ type: UInt8, _ size: Int) {
        d.put("\n\t  ")
        d.put(name ?? "Unknown")
        d.put(" Option (0x", hex: type, 2, "), length ")
        d.put(size)
    }
}

/// Options of the control protocols for compression (RFC 1962) and bandwidth allocation (RFC 2125).
enum CCPOptions {
    /// What the options say, behind type and length (RFC 1962).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// BSD Compress: version and size of the dictionary (RFC 1977).
        var bits: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// MVRCA: features and packets (RFC 1975).
        var features: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// MVRCA: contexts.
        var context: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Deflate: window and method (RFC 1979).
        var method: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Deflate: how packets are checked.
        var check: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// A number by which an end knows its own messages.
        var magic: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
    }

    /// Octets of the option; 0 when the list cannot go on.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        guard let (type, size) = try PPPOption.begin(&d, bytes, length, cut: "[|ccp]") else { return 0 }
        PPPOptionText.heading(&d, name(type), type, size)
        if size < 2 { return PPPOption.Bogus.short(&d) }
        let least = type == 21 ? 3 : type == 24 || type == 26 ? 4 : 2
        if size < least {
            PPPOption.Bogus.atLeast(&d, least)
            return 0
        }
        switch type {
        case 21:
            let value = try Value(bytes).bits
            d.put(": Version: ", value >> 5, ", Dictionary Bits: ")
            d.put(value & 0x1F)
        case 24:
            let (features, context) = (try Value(bytes).features, try Value(bytes).context)
            d.put(": Features: ", features >> 6, ", PxP: ")
            d.put(features & 0x20 != 0 ? "Enabled" : "Disabled")
            d.put(", History: ", features & 0x1F, ", #CTX-ID: ")
            d.put(context)
        case 26:
            let (method, check) = (try Value(bytes).method, try Value(bytes).check)
            d.put(": Window: ", method & 0xF0 == 0 ? 0 : Int(method >> 4), "K, Method: ")
            d.put(method & 0x0F == 8 ? "zlib" : "unknown")
            d.put(" (0x", hex: method & 0x0F, 1, "), MBZ: ")
            d.put("", check >> 2, ", CHK: ")
            d.put(check & 3)
        default:
            if d.verbosity < 2 { try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ") }
        }
        if d.verbosity > 1 { try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ") }
        return size
    }

    static func printBandwidth(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        guard let (type, size) = try PPPOption.begin(&d, bytes, length, cut: "[|bacp]") else { return 0 }
        PPPOptionText.heading(&d, type == 1 ? "Favored-Peer" : nil, type, size)
        if size < 2 { return PPPOption.Bogus.short(&d) }
        if type == 1 {
            if size != 6 {
                PPPOption.Bogus.exactly(&d, 6)
                return 0
            }
            d.put(": Magic-Num 0x", hex: try CCPOptions.Value(bytes).magic, 8)
        } else if d.verbosity < 2 {
            try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ")
        }
        if d.verbosity > 1 { try d.dumpValue(bytes, PPPOption.value, size - 2, lead: "\n\t    ") }
        return size
    }

    private static func name(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "OUI"
        case 1: "Pred-1"
        case 2: "Pred-2"
        case 3: "Puddle"
        case 16: "HP-PPC"
        case 17: "Stac-LZS"
        case 18: "MPPC"
        case 19: "Gand-FZA"
        case 20: "V.42bis"
        case 21: "BSD-Comp"
        case 23: "LZS-DCP"
        case 24: "MVRCA"
        case 25: "DEC"
        case 26: "Deflate"
        default: nil
        }
    }
}
