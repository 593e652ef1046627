import Packets

/// Distance vector multicast routing (RFC 1075, and its third version) inside IGMP: eight bytes of header, of which the
/// last four are capabilities and version, then by kind.
extension Dissector {
    mutating func dvmrp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "dvmrp"
        let kind = try bytes.u8(1)
        switch kind {
        case 1:
            put(" Probe")
            if verbose { try dvmrpProbe(bytes, length) }
        case 2:
            put(" Report")
            if verbosity > 1 { try dvmrpReport(bytes, length) }
        case 3: put(" Ask-neighbors(old)")
        case 4:
            put(" Neighbors(old)")
            try dvmrpNeighbours(bytes, length)
        case 5: put(" Ask-neighbors2")
        case 6:
            put(" Neighbors2")
            let minor = try bytes.u8(6)
            put(" (v ", try bytes.u8(7), ".")
            put(minor)
            put("):")
            try dvmrpNeighbours2(bytes, length)
        case 7:
            put(" Prune")
            try dvmrpPair(bytes)
            put(" timer ")
            put(duration: try bytes.u32(16))
        case 8:
            put(" Graft")
            try dvmrpPair(bytes)
        case 9:
            put(" Graft-ACK")
            try dvmrpPair(bytes)
        default: put(" [type ", kind, "]")
        }
    }

    private mutating func dvmrpTooShort(_ title: StaticString, _ length: Int, _ need: Int) {
        put(" [")
        put(title)
        put(length)
        put(" < ", need, "]")
        markInvalid()
    }

    private mutating func dvmrpPair(_ bytes: RawSpan) throws(Truncation) {
        try bytes.require(8, at: 8)
        put(" src ", host: try bytes.ipv4(8))
        put(" grp ", host: try bytes.ipv4(12))
    }

    private mutating func dvmrpProbe(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length - 8 < 4 { return dvmrpTooShort("full length ", length - 8, 4) }
        put(verbosity > 1 ? "\n\t" : " ")
        put("genid ", try bytes.u32(8))
        var offset = 12
        while offset < length && verbosity > 1 {
            if length - offset < 4 {
                put("[remaining length ", length - offset, " < 4]")
                return markInvalid()
            }
            put("\n\tneighbor ", host: try bytes.ipv4(offset))
            offset += 4
        }
    }

    /// A mask's last three octets, then networks with as many octets as the mask has, each with a metric.
    private mutating func dvmrpReport(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 8
        while offset < length {
            if length - offset < 3 { return dvmrpTooShort("length ", length - offset, 3) }
            let mask = try bytes.u24(offset)
            put("\n\tMask ", host: HostAddress(ipv4: 0xFF00_0000 | mask))
            let width = mask & 0xFF != 0 ? 4 : mask & 0xFF00 != 0 ? 3 : mask & 0xFF_0000 != 0 ? 2 : 1
            offset += 3
            var last = false
            while !last {
                if length - offset < width + 1 {
                    put("\n\t  [Truncated Report]")
                    return markInvalid()
                }
                var origin: UInt32 = 0
                for index in 0..<width { origin |= UInt32(try bytes.u8(offset + index)) << UInt32(24 - index * 8) }
                put("\n\t  ", host: HostAddress(ipv4: origin))
                let metric = try bytes.u8(offset + width)
                put(" metric ", metric & 0x7F)
                last = metric & 0x80 != 0
                offset += width + 1
            }
        }
    }

    private mutating func dvmrpNeighbours(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 8
        while offset < length {
            if length - offset < 7 { return dvmrpTooShort("length ", length - offset, 7) }
            try bytes.require(7, at: offset)
            let local = try bytes.ipv4(offset)
            let metric = try bytes.u8(offset + 4)
            let threshold = try bytes.u8(offset + 5)
            var count = Int(try bytes.u8(offset + 6))
            offset += 7
            while count > 0 {
                if length - offset < 4 { return dvmrpTooShort("length ", length - offset, 4) }
                put(" [", host: local)
                put(" -> ", host: try bytes.ipv4(offset))
                put(", (", metric, "/")
                put(threshold)
                put(")]")
                offset += 4
                count -= 1
            }
        }
    }

    private mutating func dvmrpNeighbours2(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 8
        while offset < length {
            if length - offset < 8 { return dvmrpTooShort("length ", length - offset, 8) }
            try bytes.require(8, at: offset)
            let local = offset
            var count = Int(try bytes.u8(offset + 7))
            offset += 8
            while count > 0 && offset < length {
                if length - offset < 4 { return dvmrpTooShort("length ", length - offset, 4) }
                put(" [", host: try bytes.ipv4(local))
                put(" ->")
                put(" ", host: try bytes.ipv4(offset))
                try dvmrpLink(bytes, local + 4)
                offset += 4
                count -= 1
            }
            if count > 0 {
                put(" [invalid ncount]")
                return markInvalid()
            }
        }
    }

    /// Metric, threshold and flags.
    private mutating func dvmrpLink(_ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        put(" (", try bytes.u8(offset), "/")
        put(try bytes.u8(offset + 1))
        let flags = try bytes.u8(offset + 2)
        put(flags & 0x01 != 0 ? "/tunnel" : "")
        put(flags & 0x02 != 0 ? "/srcrt" : "")
        put(flags & 0x40 != 0 ? "/querier" : "")
        put(flags & 0x20 != 0 ? "/disabled" : "")
        put(flags & 0x10 != 0 ? "/down" : "")
        put(")]")
    }
}
