import Packets

/// The elements of EIGRP's packets: parameters of the neighbour, and routes of IP and AppleTalk with their metrics.
enum EIGRPElement {
    struct Header: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// With this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
    }

    /// RFC 7868 6.6.1, in the order of the wire: five weights, one octet that is reserved, seconds.
    struct Parameters: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static let weights = 5
        func weight(_ index: Int) throws(Truncation) -> UInt8 { try bytes.u8(index) }
        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    struct Software: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var system: (UInt8, UInt8) { get throws(Truncation) { (try bytes.u8(0), try bytes.u8(1)) } }
        var protocolVersion: (UInt8, UInt8) { get throws(Truncation) { (try bytes.u8(2), try bytes.u8(3)) } }
    }

    /// The metric of a route.
    struct Metric: ~Escapable {
        static let size = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Units of a hundredth of a millisecond.
        var delay: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var bandwidth: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var unit: UInt32 { get throws(Truncation) { try bytes.u24(8) } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(11) } }
        var reliability: UInt8 { get throws(Truncation) { try bytes.u8(12) } }
        var load: UInt8 { get throws(Truncation) { try bytes.u8(13) } }
    }

    /// What a route begins with; where it comes from follows when it is of another system.
    struct NextHop: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        /// AppleTalk: a network and a node.
        var number: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var rest: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(4) } }
    }

    /// Where a route came from that another protocol learned.
    struct Origin: ~Escapable {
        static let size = 20
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var autonomousSystem: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var tag: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var metric: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var source: UInt8 { get throws(Truncation) { try bytes.u8(18) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(19) } }
    }

    /// The same for AppleTalk.
    struct CableOrigin: ~Escapable {
        static let size = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var router: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var autonomousSystem: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var tag: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var source: UInt8 { get throws(Truncation) { try bytes.u8(12) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(13) } }
        var metric: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
    }

    /// A range of AppleTalk networks.
    struct CableRange: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var first: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var last: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Of a cable's setup.
        var router: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    static func list(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 0
        var left = length
        while left > 0 {
            try bytes.require(Header.size, at: offset)
            let header = Header(try bytes.from(offset))
            let size = try header.length
            let type = try header.type
            if size < Header.size || size > left {
                return try d.dumpValue(bytes, offset + Header.size, left - Header.size, lead: "\n\t    ")
            }
            d.put("\n\t  ")
            d.put(name(type) ?? "Unknown")
            d.put(" TLV (0x", hex: type, 4, "), length: ")
            d.put(size)
            let value = try bytes.slice(offset + Header.size, size - Header.size)
            var known = true
            if size < minimum(type) {
                d.put(" (too short, < ", minimum(type), ")")
            } else {
                known = try text(&d, type, value)
            }
            if d.verbosity > 1 || !known { try d.dumpValue(value, 0, value.byteCount, lead: "\n\t    ") }
            left -= size
            offset += size
        }
    }

    private static func minimum(_ type: UInt16) -> Int {
        switch type {
        case 0x0001: 12
        case 0x0004: 8
        case 0x0102: 26
        case 0x0103: 46
        case 0x0202: 28
        case 0x0203: 44
        case 0x0204: 12
        default: Header.size
        }
    }

    /// False when the type has no text.
    private static func text(_ d: inout Dissector, _ type: UInt16, _ bytes: RawSpan) throws(Truncation) -> Bool {
        switch type {
        case 0x0001: try parameters(&d, Parameters(bytes))
        case 0x0004: try software(&d, Software(bytes))
        case 0x0102, 0x0103: try route(&d, bytes, isExternal: type == 0x0103)
        case 0x0202, 0x0203: try cable(&d, bytes, isExternal: type == 0x0203)
        case 0x0204:
            let range = CableRange(bytes)
            d.put("\n\t    Cable-range: ", try range.first, "-")
            d.put(try range.last)
            d.put(", Router-ID ", try range.router)
        default: return false
        }
        return true
    }

    private static func parameters(_ d: inout Dissector, _ parameters: Parameters) throws(Truncation) {
        d.put("\n\t    holdtime: ", try parameters.holdTime, "s")
        for index in 0..<Parameters.weights {
            d.put(", k", index + 1, " ")
            d.put(try parameters.weight(index))
        }
    }

    private static func software(_ d: inout Dissector, _ software: Software) throws(Truncation) {
        let system = try software.system
        let version = try software.protocolVersion
        d.put("\n\t    IOS version: ", system.0, ".")
        d.put("", system.1, ", EIGRP version ")
        d.put("", version.0, ".")
        d.put(version.1)
    }

    private static func route(_ d: inout Dissector, _ bytes: RawSpan, isExternal: Bool) throws(Truncation) {
        let metricOffset = 4 + (isExternal ? Origin.size : 0)
        let bitsOffset = metricOffset + Metric.size
        let bits = Int(try bytes.u8(bitsOffset))
        if bits > 32 { return d.put("\n\t    illegal prefix length ", bits) }
        let count = Prefix.octets(bits)
        try bytes.require(count, at: bitsOffset + 1)
        // Whole octets: bits behind the prefix are printed as they are.
        let prefix = try Prefix.ipv4(bytes, bitsOffset + 1, bits: count * 8)
        d.put("\n\t    IPv4 prefix: ")
        d.put(padded: prefix, 15)
        d.put("/", bits, ", nexthop: ")
        let hop = try NextHop(bytes).address
        if hop.low == 0 { d.put("self") } else { d.put(host: hop) }
        if isExternal {
            let origin = Origin(try NextHop(bytes).rest)
            d.put("\n\t      origin-router ", host: try origin.router, ", origin-as ")
            d.put(try origin.autonomousSystem)
            try external(&d, origin.source, origin.flags, origin.tag, origin.metric)
        }
        try metric(&d, Metric(bytes.from(metricOffset)))
    }

    private static func cable(_ d: inout Dissector, _ bytes: RawSpan, isExternal: Bool) throws(Truncation) {
        let metricOffset = 4 + (isExternal ? CableOrigin.size : 0)
        let range = CableRange(try bytes.from(metricOffset + Metric.size))
        d.put("\n\t     Cable-Range: ", try range.first, "-")
        d.put(try range.last)
        d.put(", nexthop: ")
        let hop = try NextHop(bytes).number
        if hop == 0 {
            d.put("self")
        } else {
            d.put("", UInt16(truncatingIfNeeded: hop >> 16), ".")
            d.put(UInt16(truncatingIfNeeded: hop))
        }
        if isExternal {
            let origin = CableOrigin(try NextHop(bytes).rest)
            d.put("\n\t      origin-router ", try origin.router, ", origin-as ")
            d.put(try origin.autonomousSystem)
            try external(&d, origin.source, origin.flags, origin.tag, UInt32(origin.metric))
        }
        try metric(&d, Metric(bytes.from(metricOffset)))
    }

    private static func external(
        _ d: inout Dissector, _ source: UInt8, _ flags: UInt8, _ tag: UInt32, _ metric: UInt32
    ) throws(Truncation) {
        d.put(", origin-proto ")
        d.put(sourceName(source) ?? "unknown")
        d.put(", flags [0x", hex: flags, 2, "], tag 0x")
        d.put(hex: tag, 8)
        d.put(", metric ", metric)
    }

    private static func metric(_ d: inout Dissector, _ metric: Metric) throws(Truncation) {
        d.put("\n\t      delay ", try metric.delay / 100, " ms, bandwidth ")
        d.put(try metric.bandwidth)
        d.put(" Kbps, mtu ", try metric.unit, ", hop ")
        d.put(try metric.hops)
        d.put(", reliability ", try metric.reliability, ", load ")
        d.put(try metric.load)
    }

    private static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 0x0001: "General Parameters"
        case 0x0002: "Authentication"
        case 0x0003: "Sequence"
        case 0x0004: "Software Version"
        case 0x0005: "Next Multicast Sequence"
        case 0x0102: "IP Internal routes"
        case 0x0103: "IP External routes"
        case 0x0202: "AppleTalk Internal routes"
        case 0x0203: "AppleTalk External routes"
        case 0x0204: "AppleTalk Cable setup"
        case 0x0302: "IPX Internal routes"
        case 0x0303: "IPX External routes"
        default: nil
        }
    }

    private static func sourceName(_ source: UInt8) -> StaticString? {
        switch source {
        case 1: "IGRP"
        case 2: "EIGRP"
        case 3: "Static"
        case 4: "RIP"
        case 5: "Hello"
        case 6: "OSPF"
        case 7: "IS-IS"
        case 8: "EGP"
        case 9: "BGP"
        case 10: "IDRP"
        case 11: "Connected"
        default: nil
        }
    }
}
