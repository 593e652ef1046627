import Packets

/// The routing information protocol (RFC 1058, RFC 2453): a header of four bytes and entries of twenty.
enum RIP {
    /// RFC 2453 4.
    struct Header: ~Escapable {
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var command: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// A route, or what proves who sent it (RFC 2453 4, RFC 4822 3.1).
    struct Entry: ~Escapable {
        static let length = 20
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 0xFFFF: authentication.
        var family: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var tag: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var mask: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var nextHop: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        var metric: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        /// 2 password, 3 digest.
        var authentication: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var password: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(4, 16) } }
        /// Octets of the message in front of the digest.
        var digestOffset: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var key: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        /// Octets.
        var digestLength: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var reserved: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rip"
        if !bytes.has(Header.length, at: 0) { return d.markTruncated() }
        let header = Header(bytes)
        let version = try header.version
        d.put(d.verbose ? "\n\tRIPv" : "RIPv", version)
        if version == 0 {
            // Before the version field there was none.
            try d.dumpValue(bytes, Header.length, length, lead: "\n\t")
            return
        }
        let command = try header.command
        d.put(", ")
        d.put(RIP.command(command), or: "unknown command ", command)
        d.put(", length: ", length)
        guard d.verbose else { return }
        if command == 2 || command == 1 { try routes(&d, command, version, bytes, length) }
        if d.verbosity > 1 { try d.dumpValue(bytes, 0, length, lead: "\n\t") }
    }

    private static func command(_ command: UInt8) -> StaticString? {
        switch command {
        case 1: "Request"
        case 2: "Response"
        case 3: "Trace on"
        case 4: "Trace off"
        case 5: "Sun"
        case 9: "Triggered Request"
        case 10: "Triggered Response"
        case 11: "Triggered Acknowledgement"
        case 12: "Update Request"
        case 13: "Update Response"
        case 14: "Update Acknowledge"
        default: nil
        }
    }

    private static func routes(
        _ d: inout Dissector, _ command: UInt8, _ version: UInt8, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        let count = length / Entry.length
        d.put(", routes: ", count, version == 1 ? "" : " or less")
        var offset = Header.length
        var first = true
        while length - offset >= Entry.length {
            if !bytes.has(Entry.length, at: offset) { break }
            let entry = Entry(try bytes.from(offset))
            let family = try entry.family
            if version == 1 {
                try route1(&d, family, entry)
            } else {
                try route2(&d, family, entry)
                if family == 0xFFFF && first, try entry.authentication == 3 { break }
            }
            first = false
            offset += Entry.length
        }
        if offset < length && offset + Entry.length > length { return }
        if offset < length { d.markTruncated() }
    }

    private static func route1(_ d: inout Dissector, _ family: UInt16, _ entry: Entry) throws(Truncation) {
        if family == 0 {
            d.put("\n\t  AFI 0, ")
            d.put(host: try entry.address)
            d.put(", metric: ", try entry.metric)
            return
        }
        if family != 2 {
            d.put("\n\t  AFI ")
            d.put(Names.addressFamilyName(family), or: "Unknown (", family, ")")
            return try d.dumpValue(entry.bytes, 2, 18, lead: "\n\t  ")
        }
        d.put("\n\t  ")
        d.put(host: try entry.address)
        d.put(", metric: ", try entry.metric)
    }

    private static func route2(_ d: inout Dissector, _ family: UInt16, _ entry: Entry) throws(Truncation) {
        if family == 0xFFFF {
            let type = try entry.authentication
            if type == 2 {
                d.put("\n\t  Simple Text Authentication data: ")
                d.put(text: try entry.password, terminated: true)
                return
            }
            if type == 3 {
                d.put("\n\t  Auth header:")
                d.put(" Packet Len ", try entry.digestOffset, ", Key-ID ")
                d.put(try entry.key)
                d.put(", Auth Data Len ", try entry.digestLength, ", SeqNo ")
                d.put(try entry.sequence)
                return d.put(", MBZ ", try entry.reserved, ", MBZ ")
            }
            d.put("\n\t  Unknown (", type, ") Authentication data:")
            return try d.dumpValue(entry.bytes, 4, 16, lead: "\n\t  ")
        }
        if family != 2 && family != 0 {
            d.put("\n\t  AFI ")
            d.put(Names.addressFamilyName(family), or: "Unknown (", family, ")")
            return try d.dumpValue(entry.bytes, 2, 18, lead: "\n\t  ")
        }
        d.put("\n\t  AFI ")
        if family == 2 { d.put("IPv4") } else { d.put(family) }
        d.put(", ")
        let mask = try entry.mask
        let start = d.out.count
        d.put(host: try entry.address)
        // The address fills fifteen columns from the right, the prefix two from the left.
        pad(&d, start, 15)
        d.put("/")
        let prefix = d.out.count
        let bits = 32 - mask.trailingZeroBitCount
        if mask == 0 { d.put("0") } else { d.put(bits) }
        while d.out.count < prefix + 2 { d.put(" ") }
        d.put(", tag 0x", hex: try entry.tag, 4, ", metric: ")
        d.put(try entry.metric)
        d.put(", next-hop: ")
        let next = try entry.nextHop
        if next.low == 0 { d.put("self") } else { d.put(host: next) }
    }

    /// Moves what was written since `start` to the right, so that it fills `width`.
    private static func pad(_ d: inout Dissector, _ start: Int, _ width: Int) {
        let fill = width - (d.out.count - start)
        guard fill > 0 else { return }
        var text = LineBuffer(capacity: 256)
        for _ in 0..<fill { text.append(0x20) }
        if let written = try? d.out.bytes.from(start) { text.append(written) }
        d.cut(to: start)
        d.out.append(text.bytes)
    }
}
