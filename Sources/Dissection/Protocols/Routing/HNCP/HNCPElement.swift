import Packets

/// Values of elements of home networking control (RFC 7787 7, RFC 7788 10).
enum HNCPElement {
    /// A value within the octets around it: what fills it up is behind it, and names of DHCP may reach into that.
    struct Place: ~Escapable {
        let outer: RawSpan
        let offset: Int
        let size: Int
        let depth: Int
        @_lifetime(copy outer)
        init(_ outer: RawSpan, _ offset: Int, _ size: Int, _ depth: Int) {
            self.outer = outer
            self.offset = offset
            self.size = size
            self.depth = depth
        }

        var value: RawSpan {
            @_lifetime(copy self) get throws(Truncation) { try outer.slice(offset, size) }
        }
    }

    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var endpoint: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        static let hashOffset = 0
        var networkHash: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
        /// Of a node.
        var nodeEndpoint: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Milliseconds.
        var age: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var nodeHash: UInt64 { get throws(Truncation) { try bytes.u64(12) } }
        var localEndpoint: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Milliseconds.
        var interval: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var verdict: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Four numbers of four bits.
        var capabilities: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Milliseconds.
        var validLifetime: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Milliseconds.
        var preferredLifetime: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(4) & 0x0F } }
        func bits(_ offset: Int) throws(Truncation) -> Int { Int(try bytes.u8(offset)) }
        func address(_ offset: Int) throws(Truncation) -> HostAddress { try bytes.ipv6(offset) }
        var zoneFlags: UInt8 { get throws(Truncation) { try bytes.u8(16) } }
        var nameLength: Int { get throws(Truncation) { Int(try bytes.u8(16)) } }
        var policy: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        func labelLength(_ offset: Int) throws(Truncation) -> Int { Int(try bytes.u8(offset)) }
    }

    /// False when the value cannot be.
    static func print(_ d: inout Dissector, _ type: UInt16, _ place: borrowing Place) throws(Truncation) -> Bool {
        let bytes = try place.value
        let value = Value(bytes)
        let size = bytes.byteCount
        switch type {
        case 1: return size == 0
        case 2:
            if size != 4 { return false }
            try node(&d, " NID: ", bytes)
        case 3:
            if size != 8 { return false }
            try node(&d, " NID: ", bytes)
            d.put(" EPID: ", hex: try value.nodeEndpoint, 8)
        case 4:
            if size != 8 { return false }
            d.put(" hash: ", hex: try value.networkHash, 16)
        case 5:
            if size < 20 { return false }
            try node(&d, " NID: ", bytes)
            d.put(" seqno: ", try value.sequence, " ")
            seconds(&d, try value.age)
            d.put(" hash: ", hex: try value.nodeHash, 16)
            try inner(&d, place, 20)
        case 8:
            if size != 12 { return false }
            try node(&d, " Peer-NID: ", bytes)
            d.put(" Peer-EPID: ", hex: try value.nodeEndpoint, 8, " Local-EPID: ")
            d.put(hex: try value.localEndpoint, 8)
        case 9:
            if size < 8 { return false }
            d.put(" EPID: ", hex: try value.endpoint, 8, " Interval: ")
            seconds(&d, try value.interval)
        case 10: return try verdict(&d, bytes)
        case 32: return try version(&d, bytes)
        case 33: try inner(&d, place, 0)
        case 34: return try delegated(&d, place)
        case 35: return try assigned(&d, place)
        case 36:
            if size < 20 { return false }
            d.put(" EPID: ", hex: try value.endpoint, 8, " IP Address: ")
            put(&d, try value.address(4))
            try inner(&d, place, 20)
        case 37: return try HNCPConfiguration.version4(&d, place)
        case 38: return try HNCPConfiguration.version6(&d, place)
        case 39: return try zone(&d, place)
        case 40:
            if size == 0 { return false }
            d.put(" Domain: ")
            _ = try labels(&d, bytes, 0)
        case 41: return try name(&d, place)
        case 42:
            if size < 32 { return false }
            d.put(" PSK: ")
            try d.hexBytes(bytes, 0, 32)
            try inner(&d, place, 32)
        case 43: return try policy(&d, bytes)
        default: break
        }
        return true
    }

    /// Elements behind the first `used` octets and what fills these up.
    private static func inner(_ d: inout Dissector, _ place: borrowing Place, _ used: Int) throws(Truncation) {
        let start = (used + 3) & ~3
        if start >= place.size { return }
        let offset = place.offset + start
        try HNCP.list(&d, place.outer.from(offset), place.size - start, depth: place.depth + 1)
    }

    private static func node(_ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan) throws(Truncation) {
        d.put(title)
        try d.put(linkAddress: bytes, 0, 4)
    }

    static func seconds(_ d: inout Dissector, _ milliseconds: UInt32) {
        d.put("", milliseconds / 1000, ".")
        d.put(zeroed: milliseconds % 1000, width: 3)
        d.put("s")
    }

    /// An address of version 4 may stand in one of version 6.
    private static func put(_ d: inout Dissector, _ address: HostAddress) {
        if address.high == 0 && address.low >> 32 == 0xFFFF {
            d.put(host: HostAddress(ipv4: UInt32(truncatingIfNeeded: address.low)))
        } else {
            d.put(host: address)
        }
    }

    private static func verdict(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Bool {
        if bytes.byteCount <= 36 { return false }
        d.put(" Verdict: ", try Value(bytes).verdict, " Fingerprint: ")
        try d.hexBytes(bytes, 4, 32)
        d.put(" Common Name: ")
        d.put(text: try bytes.from(36), terminated: true)
        return true
    }

    private static func version(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Bool {
        if bytes.byteCount < 5 { return false }
        let numbers = try Value(bytes).capabilities
        d.put(" M: ", numbers >> 12, " P: ")
        d.put("", numbers >> 8 & 15, " H: ")
        d.put("", numbers >> 4 & 15, " L: ")
        d.put("", numbers & 15, " User-agent: ")
        d.put(text: try bytes.from(4), terminated: true)
        return true
    }

    private static func delegated(_ d: inout Dissector, _ place: borrowing Place) throws(Truncation) -> Bool {
        let bytes = try place.value
        if bytes.byteCount < 9 { return false }
        let bits = try Value(bytes).bits(8)
        let used = 9 + (bits + 7) / 8
        if bytes.byteCount < used { return false }
        d.put(" VLSO: ")
        seconds(&d, try Value(bytes).validLifetime)
        d.put(" PLSO: ")
        seconds(&d, try Value(bytes).preferredLifetime)
        d.put(" Prefix: ")
        try prefix(&d, bytes, 9, bits)
        if bits > 128 { return true }
        try inner(&d, place, used)
        return true
    }

    private static func assigned(_ d: inout Dissector, _ place: borrowing Place) throws(Truncation) -> Bool {
        let bytes = try place.value
        if bytes.byteCount < 6 { return false }
        let bits = try Value(bytes).bits(5)
        let used = 6 + (bits + 7) / 8
        if bytes.byteCount < used { return false }
        d.put(" EPID: ", hex: try Value(bytes).endpoint, 8, " Prty: ")
        d.put("", try Value(bytes).priority, " Prefix: ")
        if bits > 128 { return false }
        try prefix(&d, bytes, 6, bits)
        try inner(&d, place, used)
        return true
    }

    private static func prefix(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ bits: Int) throws(Truncation) {
        if bits > 128 { return d.put("(length is invalid)") }
        if bits >= 96, try bytes.u64(offset) == 0, try bytes.u32(offset + 8) == 0xFFFF {
            d.put(numericHost: try Prefix.ipv4(bytes, offset + 12, bits: bits - 96))
            return d.put("/", bits - 96)
        }
        d.put(numericHost: try Prefix.ipv6(bytes, offset, bits: bits))
        d.put("/", bits)
    }

    private static func zone(_ d: inout Dissector, _ place: borrowing Place) throws(Truncation) -> Bool {
        let bytes = try place.value
        if bytes.byteCount < 17 { return false }
        d.put(" IP-Address: ")
        put(&d, try Value(bytes).address(0))
        let flags = try Value(bytes).zoneFlags
        d.put(flags & 4 != 0 ? " l" : " -")
        d.put(flags & 2 != 0 ? "b" : "-")
        d.put(flags & 1 != 0 ? "s " : "- ")
        guard let end = try labels(&d, bytes, 17) else { return false }
        try inner(&d, place, end)
        return true
    }

    /// A name of labels from `start`. Nil when it has no end, which is marked.
    private static func labels(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int) throws(Truncation) -> Int? {
        var offset = start
        while offset < bytes.byteCount {
            let size = try Value(bytes).labelLength(offset)
            offset += 1
            if size == 0 { return offset }
            if offset > start + 1 { d.put(".") }
            d.put(text: try bytes.from(offset).upTo(size), terminated: true)
            if offset + size > bytes.byteCount { break }
            offset += size
        }
        d.put("[|DNS]")
        return nil
    }

    private static func name(_ d: inout Dissector, _ place: borrowing Place) throws(Truncation) -> Bool {
        let bytes = try place.value
        if bytes.byteCount < 17 { return false }
        let count = try Value(bytes).nameLength
        if bytes.byteCount < 17 + count { return false }
        d.put(" IP-Address: ")
        put(&d, try Value(bytes).address(0))
        d.put(" Name: ")
        if count == 0 {
            d.put("\"\"")
        } else {
            d.put("\"")
            d.put(text: try bytes.slice(17, count), terminated: true)
            d.put("\"")
        }
        try inner(&d, place, 17 + count)
        return true
    }

    private static func policy(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Bool {
        if bytes.byteCount < 1 { return false }
        let policy = try Value(bytes).policy
        d.put(" type: ")
        switch policy {
        case 0:
            if bytes.byteCount != 1 { return false }
            d.put("Internet connectivity")
        case 1...128:
            if bytes.byteCount < 1 + (Int(policy) + 7) / 8 { return false }
            d.put("Dest-Prefix: ")
            try prefix(&d, bytes, 1, Int(policy))
        case 129:
            d.put("DNS domain: ")
            _ = try labels(&d, bytes, 1)
        case 130:
            d.put("Opaque UTF-8: ")
            d.put(text: try bytes.from(1), terminated: true)
        case 131:
            if bytes.byteCount != 1 { return false }
            d.put("Restrictive assignment")
        default: d.put("Unknown (", policy, ")")
        }
        return true
    }
}
