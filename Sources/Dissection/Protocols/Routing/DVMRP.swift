import Packets

/// Distance vector multicast routing (RFC 1075, and its third version) inside IGMP: eight bytes of header, of which the
/// last four are capabilities and version, then by kind.
enum DVMRP {
    /// What all messages begin with.
    struct Header: ~Escapable {
        static let length = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Of the version.
        var minor: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        /// Of the version.
        var major: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
    }

    /// Prunes and grafts, the header first.
    struct Tree: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var source: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var group: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        /// Seconds; of a prune only.
        var lifetime: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
    }

    /// A probe, the header first.
    struct Probe: ~Escapable {
        static let length = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var generation: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// A local address in the old list of neighbours (RFC 1075 4.3).
    struct Neighbours: ~Escapable {
        static let length = 7
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var metric: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Hops.
        var threshold: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var count: Int { get throws(Truncation) { try Int(bytes.u8(6)) } }
    }

    /// A local address in the list of neighbours.
    struct Neighbours2: ~Escapable {
        static let length = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var metric: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Hops.
        var threshold: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var count: Int { get throws(Truncation) { try Int(bytes.u8(7)) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "dvmrp"
        let header = Header(bytes)
        let kind = try header.type
        switch kind {
        case 1:
            d.put(" Probe")
            if d.verbose { try probe(&d, bytes, length) }
        case 2:
            d.put(" Report")
            if d.verbosity > 1 { try report(&d, bytes, length) }
        case 3: d.put(" Ask-neighbors(old)")
        case 4:
            d.put(" Neighbors(old)")
            try neighbours(&d, bytes, length)
        case 5: d.put(" Ask-neighbors2")
        case 6:
            d.put(" Neighbors2")
            let minor = try header.minor
            d.put(" (v ", try header.major, ".")
            d.put(minor)
            d.put("):")
            try neighbours2(&d, bytes, length)
        case 7:
            d.put(" Prune")
            try pair(&d, bytes)
            d.put(" timer ")
            d.put(duration: try Tree(bytes).lifetime)
        case 8:
            d.put(" Graft")
            try pair(&d, bytes)
        case 9:
            d.put(" Graft-ACK")
            try pair(&d, bytes)
        default: d.put(" [type ", kind, "]")
        }
    }

    private static func tooShort(_ d: inout Dissector, _ title: StaticString, _ length: Int, _ need: Int) {
        d.put(" [")
        d.put(title)
        d.put(length)
        d.put(" < ", need, "]")
        d.markInvalid()
    }

    private static func pair(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let tree = Tree(bytes)
        try bytes.require(8, at: Header.length)
        d.put(" src ", host: try tree.source)
        d.put(" grp ", host: try tree.group)
    }

    private static func probe(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length - Header.length < 4 { return tooShort(&d, "full length ", length - Header.length, 4) }
        d.put(d.verbosity > 1 ? "\n\t" : " ")
        d.put("genid ", try Probe(bytes).generation)
        var offset = Probe.length
        while offset < length && d.verbosity > 1 {
            if length - offset < 4 {
                d.put("[remaining length ", length - offset, " < 4]")
                return d.markInvalid()
            }
            d.put("\n\tneighbor ", host: try bytes.ipv4(offset))
            offset += 4
        }
    }

    /// A mask's last three octets, then networks with as many octets as the mask has, each with a metric.
    private static func report(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = Header.length
        while offset < length {
            if length - offset < 3 { return tooShort(&d, "length ", length - offset, 3) }
            let mask = try bytes.u24(offset)
            d.put("\n\tMask ", host: HostAddress(ipv4: 0xFF00_0000 | mask))
            let width = mask & 0xFF != 0 ? 4 : mask & 0xFF00 != 0 ? 3 : mask & 0xFF_0000 != 0 ? 2 : 1
            offset += 3
            var last = false
            while !last {
                if length - offset < width + 1 {
                    d.put("\n\t  [Truncated Report]")
                    return d.markInvalid()
                }
                var origin: UInt32 = 0
                for index in 0..<width { origin |= UInt32(try bytes.u8(offset + index)) << UInt32(24 - index * 8) }
                d.put("\n\t  ", host: HostAddress(ipv4: origin))
                let metric = try bytes.u8(offset + width)
                d.put(" metric ", metric & 0x7F)
                last = metric & 0x80 != 0
                offset += width + 1
            }
        }
    }

    private static func neighbours(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = Header.length
        while offset < length {
            if length - offset < Neighbours.length {
                return tooShort(&d, "length ", length - offset, Neighbours.length)
            }
            try bytes.require(Neighbours.length, at: offset)
            let entry = Neighbours(try bytes.from(offset))
            let local = try entry.address
            let metric = try entry.metric
            let threshold = try entry.threshold
            var count = try entry.count
            offset += Neighbours.length
            while count > 0 {
                if length - offset < 4 { return tooShort(&d, "length ", length - offset, 4) }
                d.put(" [", host: local)
                d.put(" -> ", host: try bytes.ipv4(offset))
                d.put(", (", metric, "/")
                d.put(threshold)
                d.put(")]")
                offset += 4
                count -= 1
            }
        }
    }

    private static func neighbours2(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = Header.length
        while offset < length {
            if length - offset < Neighbours2.length {
                return tooShort(&d, "length ", length - offset, Neighbours2.length)
            }
            try bytes.require(Neighbours2.length, at: offset)
            let local = Neighbours2(try bytes.from(offset))
            var count = try local.count
            offset += Neighbours2.length
            while count > 0 && offset < length {
                if length - offset < 4 { return tooShort(&d, "length ", length - offset, 4) }
                d.put(" [", host: try local.address)
                d.put(" -> ")
                d.put(host: try bytes.ipv4(offset))
                try link(&d, local)
                offset += 4
                count -= 1
            }
            if count > 0 {
                d.put(" [invalid ncount]")
                return d.markInvalid()
            }
        }
    }

    /// Metric, threshold and flags.
    private static func link(_ d: inout Dissector, _ local: Neighbours2) throws(Truncation) {
        d.put(" (", try local.metric, "/")
        d.put(try local.threshold)
        let flags = try local.flags
        d.put(flags & 0x01 != 0 ? "/tunnel" : "")
        d.put(flags & 0x02 != 0 ? "/srcrt" : "")
        d.put(flags & 0x40 != 0 ? "/querier" : "")
        d.put(flags & 0x20 != 0 ? "/disabled" : "")
        d.put(flags & 0x10 != 0 ? "/down" : "")
        d.put(")]")
    }
}
