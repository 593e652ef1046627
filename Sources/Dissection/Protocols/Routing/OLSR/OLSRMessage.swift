import Packets

/// The bodies of OLSR's messages.
enum OLSRMessage {
    /// RFC 3626 6.1.
    struct Hello: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Until the next one, in the encoding of RFC 3626 18.3.
        var time: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var willingness: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    /// RFC 3626 9.1.
    struct Topology: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    /// A network (RFC 3626 12.1), or olsrd's gateway to all of them, which has its speeds where the mask would be.
    struct Network: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var number: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var mask: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var downlink: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var uplink: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var pad: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
    }

    /// A network of IPv6.
    struct Network6: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var address: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
        var maskHigh: UInt64 { get throws(Truncation) { try bytes.u64(16) } }
        var maskLow: UInt64 { get throws(Truncation) { try bytes.u64(24) } }
    }

    /// olsrd's names.
    struct Names: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var count: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    }

    /// One of olsrd's names, in front of the address.
    struct Name: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets of the name.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    }

    /// False when what follows cannot be read.
    static func hello(
        _ d: inout Dissector, _ body: RawSpan, _ length: Int, _ width: Int, _ hasQuality: Bool
    ) throws(Truncation) -> Bool {
        let hello = Hello(body)
        try body.require(Hello.size, at: 0)
        d.put("\n\t  hello-time ")
        d.put(thousandths: OLSR.seconds(try hello.time))
        d.put("s, MPR willingness ", try hello.willingness)
        var offset = Hello.size
        while length - offset >= OLSR.Link.size {
            let link = OLSR.Link(try body.from(offset))
            try body.require(OLSR.Link.size, at: offset)
            let size = try link.length
            let code = try link.code
            let valid = size <= length - offset && size >= OLSR.Link.size
            d.put("\n\t    link-type ")
            d.put(linkName(code & 3))
            d.put(", neighbor-type ")
            d.put(neighborName(code >> 2) ?? "Unknown")
            d.put(", len ", size)
            if !valid {
                d.markInvalid()
                return true
            }
            try neighbors(&d, body, offset + OLSR.Link.size, size - OLSR.Link.size, width, hasQuality)
            offset += size
        }
        return true
    }

    static func topology(
        _ d: inout Dissector, _ body: RawSpan, _ length: Int, _ width: Int, _ hasQuality: Bool
    ) throws(Truncation) {
        try body.require(Topology.size, at: 0)
        d.put("\n\t    advertised neighbor seq 0x", hex: try Topology(body).sequence, 4)
        try neighbors(&d, body, Topology.size, length - Topology.size, width, hasQuality)
    }

    private static func neighbors(
        _ d: inout Dissector, _ body: RawSpan, _ start: Int, _ length: Int, _ width: Int, _ hasQuality: Bool
    ) throws(Truncation) {
        var offset = start
        let end = start + length
        if !hasQuality {
            d.put("\n\t      neighbor\n\t\t")
            // Addresses of version 6 are printed as four of version 4, as tcpdump has it.
            while end - offset >= 4 {
                d.put("", host: try body.ipv4(offset), " ")
                offset += 4
            }
            return
        }
        while end - offset >= width + 4 {
            try body.require(width + 4, at: offset)
            d.put("\n\t      neighbor ", host: width == 4 ? try body.ipv4(offset) : try body.ipv6(offset))
            d.put(", link-quality ")
            percent(&d, try body.u8(offset + width))
            d.put(", neighbor-link-quality ")
            percent(&d, try body.u8(offset + width + 1))
            offset += width + 4
        }
    }

    /// Of 255, with two decimals.
    private static func percent(_ d: inout Dissector, _ value: UInt8) {
        let hundredths = UInt32((Double(value) * 10_000 / 255).rounded(.toNearestOrEven))
        d.put("", hundredths / 100, ".")
        d.put(zeroed: hundredths % 100, width: 2)
        d.put("%")
    }

    static func interfaces(
        _ d: inout Dissector, _ body: RawSpan, _ length: Int, _ width: Int
    ) throws(Truncation) {
        var offset = 0
        while length - offset >= width {
            d.put("\n\t  interface address ", host: width == 4 ? try body.ipv4(offset) : try body.ipv6(offset))
            offset += width
        }
    }

    static func networks(_ d: inout Dissector, _ body: RawSpan, _ length: Int, _ width: Int) throws(Truncation) {
        d.put("\n\t  Advertised networks (total ", length / (2 * width), ")")
        var offset = 0
        var index = 0
        while length - offset >= 2 * width {
            try body.require(2 * width, at: offset)
            if width == 16 {
                let network = Network6(try body.from(offset))
                d.put("\n\t    #", index, ": ")
                d.put(host: try network.address)
                d.put("/", bits6(try network.maskHigh, try network.maskLow))
            } else {
                d.put(index % 4 == 0 ? "\n\t    " : ", ")
                try network(&d, body.from(offset))
            }
            offset += 2 * width
            index += 1
        }
    }

    private static func network(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let entry = Network(bytes)
        let flags = try entry.flags
        let network = try entry.number
        let pad = try entry.pad
        if network != 0 || pad != 0 || flags == 0 {
            d.put(host: try entry.address)
            let mask = try entry.mask
            let bits = (~mask).leadingZeroBitCount
            // A mask that has gaps is no prefix.
            d.put("/", bits == 32 || mask << UInt32(bits) == 0 ? UInt32(bits) : UInt32.max)
            return
        }
        d.put("Smart-Gateway:")
        d.put(flags & 0x01 != 0 ? " LINKSPEED" : "")
        d.put(flags & 0x02 != 0 ? " IPV4" : "")
        d.put(flags & 0x04 != 0 ? " IPV4-NAT" : "")
        d.put(flags & 0x08 != 0 ? " IPV6" : "")
        d.put(flags & 0x10 != 0 ? " IPv6-PREFIX" : "")
        d.put(" ", speed(try entry.uplink), "/")
        d.put(speed(try entry.downlink))
    }

    private static func speed(_ code: UInt8) -> UInt32 {
        var value = UInt32(code >> 3) + 1
        for _ in 0..<(code & 7) { value &*= 10 }
        return value
    }

    /// The bits of a mask up to its first gap; a mask with more behind it counts as 4294967295.
    private static func bits6(_ high: UInt64, _ low: UInt64) -> UInt32 {
        let first = (~high).leadingZeroBitCount
        if first < 64 { return high << UInt64(first) == 0 && low == 0 ? UInt32(first) : UInt32.max }
        let second = (~low).leadingZeroBitCount
        return second == 64 || low << UInt64(second) == 0 ? UInt32(64 + second) : UInt32.max
    }

    /// False when what follows cannot be read.
    static func names(_ d: inout Dissector, _ body: RawSpan, _ length: Int, _ width: Int) throws(Truncation) -> Bool {
        if length < Names.size { throw Truncation(offset: 0, need: Names.size, have: length) }
        try body.require(Names.size, at: 0)
        let names = Names(body)
        let count = try names.count
        d.put("\n\t  Version ", try names.version, ", Entries ")
        d.put(count)
        let valid = count * (Name.size + width) <= length - Names.size
        if !valid {
            d.markInvalid()
            return false
        }
        var offset = Names.size
        for index in 0..<count {
            if length - offset < Name.size { break }
            try body.require(Name.size, at: offset)
            let name = Name(try body.from(offset))
            let type = try name.type
            var size = try name.length
            offset += Name.size
            let fits = size > 0 && size <= length - offset && length - offset >= width
            d.put("\n\t    #", index, ": type ")
            if type == 0 { d.put("000000") } else { d.put("0x", hex: type, 4) }
            d.put(", length ", size)
            if !fits {
                d.markInvalid()
                return false
            }
            try body.require(width + size, at: offset)
            d.put(", address ", host: width == 4 ? try body.ipv4(offset) : try body.ipv6(offset), ", name \"")
            d.put(text: try body.slice(offset + width, size))
            d.put("\"")
            size = (size + 3) & ~3
            offset += width + size
        }
        return true
    }

    private static func linkName(_ code: UInt8) -> StaticString {
        switch code {
        case 0: "Unspecified"
        case 1: "Asymmetric"
        case 2: "Symmetric"
        default: "Lost"
        }
    }

    private static func neighborName(_ code: UInt8) -> StaticString? {
        switch code {
        case 0: "Not-Neighbor"
        case 1: "Symmetric"
        case 2: "Symmetric-MPR"
        default: nil
        }
    }
}
