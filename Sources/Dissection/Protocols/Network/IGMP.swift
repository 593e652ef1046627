import Packets
import Wire

/// Group membership (RFC 1112, RFC 2236, RFC 3376) and multicast traceroute.
enum IGMP {
    /// A multicast trace, asked for or answered.
    struct Trace: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 24 }
        /// From where.
        var source: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        /// To where.
        var receiver: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        /// Who gets the answer.
        var reply: HostAddress { get throws(Truncation) { try bytes.ipv4(16) } }
        /// Hops of the answer.
        var timeToLive: UInt8 { get throws(Truncation) { try bytes.u8(20) } }
        /// Which question.
        var query: UInt32 { get throws(Truncation) { try bytes.u24(21) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "igmp"
        if d.quick { return d.put("igmp") }
        let header = IGMPHeader(bytes)
        let kind = try header.type
        switch kind {
        case 0x11:
            d.put("igmp query")
            if length >= 12 {
                try query(&d, bytes, length)
            } else {
                let code = try header.maximumResponse
                if code != 0 {
                    d.put(" v2")
                    if code != 100 { d.put(" [max resp time ", code, "]") }
                } else {
                    d.put(" v1")
                }
                let group = try header.group
                if group.low != 0 { d.put(" [gaddr ", host: group, "]") }
                if length != 8 { d.put(" [len ", length, "]") }
            }
        case 0x12: try IGMP.group(&d, "igmp v1 report ", bytes, length)
        case 0x16: d.put("igmp v2 report ", host: try header.group)
        case 0x22:
            d.put("igmp v3 report")
            try report(&d, bytes, length)
        case 0x17: d.put("igmp leave ", host: try header.group)
        case 0x13:
            d.put("igmp dvmrp")
            if length < 8 { d.put(" [len ", length, "]") } else { try DVMRP.print(&d, bytes, length) }
        case 0x14:
            d.put("igmp pimv1")
            do throws(Truncation) { try PIM.version1(&d, bytes, length) } catch {
                // Registers, joins and grafts that are too short (their code is this octet) have a checksum all the same.
                guard [1, 3, 6, 7].contains(try header.maximumResponse) else { throw error }
                d.markTruncated()
            }
        case 0x1F: try multicastTrace(&d, bytes, length, response: false)
        case 0x1E: try multicastTrace(&d, bytes, length, response: true)
        default: d.put("igmp-", kind)
        }
        if d.verbose && bytes.has(length, at: 0) {
            let found = InternetSum.of(bytes.upTo(length))
            if found != 0 { d.put(" bad igmp cksum ", hex: try header.checksum, 1, "!") }
        }
    }

    private static func group(_ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan, _ length: Int)
        throws(Truncation)
    {
        d.put(title, host: try IGMPHeader(bytes).group)
        if length != 8 { d.put(" [len ", length, "]") }
    }

    /// RFC 3376 4.1.
    private static func query(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.put(" v3")
        if length < 12 || length & 3 != 0 { return d.put(" [invalid len ", length, "]") }
        let header = IGMPHeader(bytes)
        let code = UInt32(try header.maximumResponse)
        let delay = code < 128 ? code : (code & 0x0F | 0x10) << ((code >> 4 & 7) + 3)
        if delay != 100 {
            d.put(" [max resp time ")
            if delay < 600 {
                d.put("", delay / 10, ".")
                d.put("", delay % 10, "s")
            } else {
                d.put("", delay / 600, "m")
                if delay % 600 != 0 { d.put("", delay % 600 / 10, "s") }
            }
            d.put("]")
        }
        let group = try header.group
        if group.low == 0 { return }
        d.put(" [gaddr ", host: group)
        let sources = Int(try header.sourceCount)
        if sources > 0 {
            if length < 12 + sources * 4 {
                d.put(" [invalid number of sources ", sources, "]")
            } else if d.verbosity > 1 {
                d.put(" {")
                for index in 0..<sources { d.put(" ", host: try header.source(index)) }
                d.put(" }")
            } else {
                d.put(", ", sources, " source(s)")
            }
        }
        d.put("]")
    }

    /// RFC 3376 4.2.
    private static func report(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 16 || length & 3 != 0 { return d.put(" [invalid len ", length, "]") }
        let groups = Int(try IGMPHeader(bytes).recordCount)
        d.put(", ", groups, " group record(s)")
        guard d.verbose else { return }
        var offset = 8
        for _ in 0..<groups {
            if length < offset + 8 { return d.put(" [invalid number of groups]") }
            let record = GroupRecord(try bytes.from(offset))
            d.put(" [gaddr ", host: try record.group)
            let kind = try record.type
            d.put(" ")
            d.put(MLD.recordName(kind), or: " [v3-report-#", kind, "]")
            let sources = Int(try record.sourceCount)
            if length < offset + 8 + sources * 4 {
                return d.put(" [invalid number of sources ", sources, "]")
            }
            if d.verbosity > 1 {
                d.put(" {")
                for index in 0..<sources { d.put(" ", host: try record.source(index)) }
                d.put(" }")
            } else {
                d.put(", ", sources, " source(s)")
            }
            d.put("]")
            offset += 8 + sources * 4
        }
    }

    private static func multicastTrace(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, response: Bool)
        throws(Truncation)
    {
        if length < 24 { return d.put(" [invalid len ", length, "]") }
        try bytes.require(Trace.length, at: 0)
        let trace = Trace(bytes)
        d.put(response ? "mresp " : "mtrace ", try trace.query, ": ")
        d.put(host: try trace.source)
        d.put(" to ", host: try trace.receiver)
        d.put(" reply-to ", host: try trace.reply)
        let address = try trace.reply
        if address.low >> 28 == 14 { d.put(" with-ttl ", try trace.timeToLive) }
    }
}
