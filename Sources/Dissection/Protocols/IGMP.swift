import Packets

/// Group membership (RFC 1112, RFC 2236, RFC 3376) and multicast traceroute.
extension Dissector {
    mutating func igmp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "igmp"
        if quick { return put("igmp") }
        let kind = try bytes.u8(0)
        switch kind {
        case 0x11:
            put("igmp query")
            if length >= 12 {
                try igmpQuery(bytes, length)
            } else {
                let code = try bytes.u8(1)
                if code != 0 {
                    put(" v2")
                    if code != 100 { put(" [max resp time ", code, "]") }
                } else {
                    put(" v1")
                }
                let group = try bytes.ipv4(4)
                if group.low != 0 { put(" [gaddr ", host: group, "]") }
                if length != 8 { put(" [len ", length, "]") }
            }
        case 0x12: try igmpGroup("igmp v1 report ", bytes, length)
        case 0x16: try igmpGroup("igmp v2 report ", bytes, length)
        case 0x22:
            put("igmp v3 report")
            try igmpReport(bytes, length)
        case 0x17: put("igmp leave ", host: try bytes.ipv4(4))
        case 0x13:
            put("igmp dvmrp")
            if length < 8 { put(" [len ", length, "]") } else { try dvmrp(bytes, length) }
        case 0x14:
            put("igmp pimv1")
            try pimVersion1(bytes, length)
        case 0x1F: try multicastTrace(bytes, length, response: false)
        case 0x1E: try multicastTrace(bytes, length, response: true)
        default: put("igmp-", kind)
        }
        if verbose && bytes.has(length, at: 0) {
            let found = InternetSum.of(bytes.upTo(length))
            if found != 0 { put(" bad igmp cksum ", hex: try bytes.u16(2), 1, "!") }
        }
    }

    private mutating func igmpGroup(_ title: StaticString, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        put(title, host: try bytes.ipv4(4))
        if length != 8 { put(" [len ", length, "]") }
    }

    /// RFC 3376 4.1.
    private mutating func igmpQuery(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        put(" v3")
        if length < 12 || length & 3 != 0 { return put(" [invalid len ", length, "]") }
        let code = UInt32(try bytes.u8(1))
        let delay = code < 128 ? code : (code & 0x0F | 0x10) << ((code >> 4 & 7) + 3)
        if delay != 100 {
            put(" [max resp time ")
            if delay < 600 {
                put("", delay / 10, ".")
                put("", delay % 10, "s")
            } else {
                put("", delay / 600, "m")
                if delay % 600 != 0 { put("", delay % 600 / 10, "s") }
            }
            put("]")
        }
        let group = try bytes.ipv4(4)
        if group.low == 0 { return }
        put(" [gaddr ", host: group)
        let sources = Int(try bytes.u16(10))
        if sources > 0 {
            if length < 12 + sources * 4 {
                put(" [invalid number of sources ", sources, "]")
            } else if verbosity > 1 {
                put(" {")
                for index in 0..<sources { put(" ", host: try bytes.ipv4(12 + index * 4)) }
                put(" }")
            } else {
                put(", ", sources, " source(s)")
            }
        }
        put("]")
    }

    /// RFC 3376 4.2.
    private mutating func igmpReport(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 16 || length & 3 != 0 { return put(" [invalid len ", length, "]") }
        let groups = Int(try bytes.u16(6))
        put(", ", groups, " group record(s)")
        guard verbose else { return }
        var offset = 8
        for _ in 0..<groups {
            if length < offset + 8 { return put(" [invalid number of groups]") }
            put(" [gaddr ", host: try bytes.ipv4(offset + 4))
            let kind = try bytes.u8(offset)
            put(" ")
            put(Dissector.recordName(kind), or: " [v3-report-#", kind, "]")
            let sources = Int(try bytes.u16(offset + 2))
            if length < offset + 8 + sources * 4 {
                return put(" [invalid number of sources ", sources, "]")
            }
            if verbosity > 1 {
                put(" {")
                for index in 0..<sources { put(" ", host: try bytes.ipv4(offset + 8 + index * 4)) }
                put(" }")
            } else {
                put(", ", sources, " source(s)")
            }
            put("]")
            offset += 8 + sources * 4
        }
    }

    private mutating func multicastTrace(_ bytes: RawSpan, _ length: Int, response: Bool) throws(Truncation) {
        if length < 24 { return put(" [invalid len ", length, "]") }
        try bytes.require(24, at: 0)
        put(response ? "mresp " : "mtrace ", try bytes.u24(21), ": ")
        put(host: try bytes.ipv4(8))
        put(" to ", host: try bytes.ipv4(12))
        put(" reply to ", host: try bytes.ipv4(16))
        let address = try bytes.ipv4(16)
        if address.low >> 28 == 14 { put(" with-ttl ", try bytes.u8(20)) }
    }
}
