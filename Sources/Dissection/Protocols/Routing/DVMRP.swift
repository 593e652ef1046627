import Packets

/// Distance vector multicast routing (RFC 1075, and its third version) inside IGMP: eight bytes of header, of which the
/// last four are capabilities and version, then by kind.
enum DVMRP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "dvmrp"
        let kind = try bytes.u8(1)
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
            let minor = try bytes.u8(6)
            d.put(" (v ", try bytes.u8(7), ".")
            d.put(minor)
            d.put("):")
            try neighbours2(&d, bytes, length)
        case 7:
            d.put(" Prune")
            try pair(&d, bytes)
            d.put(" timer ")
            d.put(duration: try bytes.u32(16))
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
        try bytes.require(8, at: 8)
        d.put(" src ", host: try bytes.ipv4(8))
        d.put(" grp ", host: try bytes.ipv4(12))
    }

    private static func probe(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length - 8 < 4 { return tooShort(&d, "full length ", length - 8, 4) }
        d.put(d.verbosity > 1 ? "\n\t" : " ")
        d.put("genid ", try bytes.u32(8))
        var offset = 12
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
        var offset = 8
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
        var offset = 8
        while offset < length {
            if length - offset < 7 { return tooShort(&d, "length ", length - offset, 7) }
            try bytes.require(7, at: offset)
            let local = try bytes.ipv4(offset)
            let metric = try bytes.u8(offset + 4)
            let threshold = try bytes.u8(offset + 5)
            var count = Int(try bytes.u8(offset + 6))
            offset += 7
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
        var offset = 8
        while offset < length {
            if length - offset < 8 { return tooShort(&d, "length ", length - offset, 8) }
            try bytes.require(8, at: offset)
            let local = offset
            var count = Int(try bytes.u8(offset + 7))
            offset += 8
            while count > 0 && offset < length {
                if length - offset < 4 { return tooShort(&d, "length ", length - offset, 4) }
                d.put(" [", host: try bytes.ipv4(local))
                d.put(" ->")
                d.put(" ", host: try bytes.ipv4(offset))
                try link(&d, bytes, local + 4)
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
    private static func link(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        d.put(" (", try bytes.u8(offset), "/")
        d.put(try bytes.u8(offset + 1))
        let flags = try bytes.u8(offset + 2)
        d.put(flags & 0x01 != 0 ? "/tunnel" : "")
        d.put(flags & 0x02 != 0 ? "/srcrt" : "")
        d.put(flags & 0x40 != 0 ? "/querier" : "")
        d.put(flags & 0x20 != 0 ? "/disabled" : "")
        d.put(flags & 0x10 != 0 ? "/down" : "")
        d.put(")]")
    }
}
