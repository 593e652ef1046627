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
            return try d.dumpValue(bytes, 0, length, lead: "\n\t")
        }
        let command = try header.command
        d.put(", ")
        d.put(RIP.command(command), or: "unknown command (", command, ")")
        d.put(", length: ", length)
        guard d.verbose else { return }
        if command == 2 || command == 1 {
            if version > 2 {
                d.put(", unknown version")
            } else {
                try routes(&d, version, bytes, length)
            }
        }
        // An old command to switch traces on is dumped, too, the one to switch them off is not.
        if d.verbosity > 1 || command == 3 || RIP.command(command) == nil {
            try d.dumpValue(bytes, 0, length, lead: "\n\t")
        }
    }

    private static func command(_ command: UInt8) -> StaticString? {
        switch command {
        case 1: "Request"
        case 2: "Response"
        case 3: "Trace on"
        case 4: "Trace off"
        case 5: "Poll"
        case 6: "Poll Entry"
        default: nil
        }
    }

    private static func routes(
        _ d: inout Dissector, _ version: UInt8, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        d.put(", routes: ", length / Entry.length, version == 1 ? "" : " or less")
        var offset = Header.length
        var left = Swift.min(length, bytes.byteCount) - offset
        while left > 0 {
            let entry = try bytes.from(offset)
            let size: Int
            do {
                size = version == 1 ? try route1(&d, entry) : try route2(&d, entry, left)
            } catch {
                // What -vv dumps comes all the same.
                return d.markTruncated()
            }
            if left < size {
                d.put(" [remaining entries length ", left, " < ")
                d.put("", size, "]")
                return d.markInvalid()
            }
            offset += size
            left -= size
        }
    }

    private static func unknownFamily(_ d: inout Dissector, _ family: UInt16) {
        let name: StaticString? =
            switch family {
            case 2: "IPv4"
            case 6: "NS"
            case 7: "ISO"
            case 16: "Appletalk"
            case 23: "IPX"
            case 24, 28, 30: "IPv6"
            default: nil
            }
        d.put(name, or: "Unknown (", family, ")")
    }

    /// Gives the octets of the entry.
    private static func route1(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int {
        let entry = Entry(bytes)
        try bytes.require(Entry.length, at: 0)
        let family = try entry.family
        let (tag, mask, next) = try (entry.tag, entry.mask, entry.nextHop)
        // Fields that version 1 has to leave zero.
        let isUsed = tag != 0 || mask != 0 || next.low != 0
        if family != 0 && family != 2 {
            d.put("\n\t AFI ")
            unknownFamily(&d, family)
            d.put(", ")
            try d.dumpValue(bytes, 4, Entry.length - 4, lead: "\n\t  ")
        } else if isUsed {
            try d.dumpValue(bytes, 0, Entry.length, lead: "\n\t  ")
        } else {
            d.put(family == 0 ? "\n\t  AFI 0, " : "\n\t  ", host: try entry.address)
            d.put(", metric: ", try entry.metric)
        }
        return Entry.length
    }

    private static func route2(_ d: inout Dissector, _ bytes: RawSpan, _ left: Int) throws(Truncation) -> Int {
        let entry = Entry(bytes)
        try bytes.require(4, at: 0)
        let family = try entry.family
        if family == 0xFFFF { return try authentication(&d, entry, left) }
        if family != 2 && family != 0 {
            d.put("\n\t  AFI ")
            unknownFamily(&d, family)
            try d.dumpValue(bytes, 4, Entry.length - 4, lead: "\n\t  ")
            return Entry.length
        }
        try bytes.require(Entry.length, at: 0)
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
        // A mask with a bit behind its first zero is none.
        if mask.leadingZeroBitCount != 32 && (~mask).leadingZeroBitCount + mask.trailingZeroBitCount < 32 {
            d.put("-1")
        } else {
            d.put((~mask).leadingZeroBitCount)
        }
        while d.out.count < prefix + 2 { d.put(" ") }
        d.put(", tag 0x", hex: try entry.tag, 4, ", metric: ")
        d.put(try entry.metric)
        d.put(", next-hop: ")
        let next = try entry.nextHop
        if next.low == 0 { d.put("self") } else { d.put(host: next) }
        return Entry.length
    }

    private static func authentication(
        _ d: inout Dissector, _ entry: borrowing Entry, _ left: Int
    ) throws(Truncation) -> Int {
        let type = try entry.authentication
        switch type {
        case 2:
            d.put("\n\t  Simple Text Authentication data: ")
            try d.put(text: entry.bytes, at: 4, 16, terminated: true)
        case 3:
            d.put("\n\t  Auth header:")
            try entry.bytes.require(Entry.length, at: 0)
            d.put(" Packet Len ", try entry.digestOffset, ", Key-ID ")
            d.put(try entry.key)
            d.put(", Auth Data Len ", try entry.digestLength, ", SeqNo ")
            d.put(try entry.sequence)
            d.put(", MBZ ", try entry.reserved, ", MBZ ")
            d.put(try entry.metric)
        case 1:
            // The digest goes to the end.
            d.put("\n\t  Auth trailer:")
            try d.dumpValue(entry.bytes, 4, left - 4, lead: "\n\t  ")
            return left
        default:
            d.put("\n\t  Unknown (", type, ") Authentication data:")
            try d.dumpValue(entry.bytes, 4, left - 4, lead: "\n\t  ")
            return left
        }
        return Entry.length
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
