import Packets
import Wire

/// Multipath TCP options (RFC 6824, RFC 8684 3): the kind, the length, four bits of subtype, then by subtype.
enum MultipathTCP {
    /// An option (RFC 8684 section 3), kind and length with it.
    struct Fields: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Which kind in the upper half, flags or a version in the lower.
        var subtype: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Capable and data sequence signal: bits.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Which address.
        var identifier: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Fail: the data sequence number.
        var sequence: UInt64 { get throws(Truncation) { try bytes.u64(4) } }
        /// Capable and fast close: the sender's key or the receiver's.
        var key: UInt64 { get throws(Truncation) { try bytes.u64(4) } }
        /// Capable: the receiver's key.
        var secondKey: UInt64 { get throws(Truncation) { try bytes.u64(12) } }
        /// Join: which connection.
        var token: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Join: the sender's random number.
        var nonce: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Join: the first half of a message authentication code.
        var code: UInt64 { get throws(Truncation) { try bytes.u64(4) } }
        /// Join, with a code: the sender's random number.
        var answeredNonce: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    }

    /// Prints the option, whose kind and length stand at the start of `option`; false when its length cannot be.
    static func print(_ d: inout Dissector, _ option: RawSpan, _ flags: UInt8) throws(Truncation) -> Bool {
        // What is cut off behind it is said to be its own.
        d.layer = "mptcp"
        let length = option.byteCount
        if length < 3 { return false }
        d.put(" ", length, " ")
        let subtype = try Fields(option).subtype >> 4
        switch subtype {
        case 0: return try capable(&d, option, length, flags)
        case 1: return try join(&d, option, length, flags)
        case 2: return try sequence(&d, option, length, flags)
        case 3: return try address(&d, option, length)
        case 4:
            d.put("rem-addr")
            if length < 4 { return false }
            d.put(" id")
            for index in 3..<length { d.put(" ", try option.u8(index)) }
        case 5:
            d.put("prio")
            if length != 3 && length != 4 { return false }
            d.put(try Fields(option).subtype & 1 != 0 ? " backup" : " non-backup")
            if length == 4 { d.put(" id ", try Fields(option).identifier) }
        case 6:
            d.put("fail")
            if length != 12 { return false }
            d.put(" seq ", try Fields(option).sequence)
        case 7:
            d.put("fast-close")
            if length != 12 { return false }
            d.put(" key 0x", hex: try Fields(option).key)
        default: d.put("unknown")
        }
        return true
    }

    private static func capable(_ d: inout Dissector, _ option: RawSpan, _ length: Int, _ flags: UInt8)
        throws(Truncation) -> Bool
    {
        d.put("capable")
        let version = try Fields(option).subtype & 0x0F
        let synchronizing = flags & TCPHeader.syn != 0
        let checksummed = length > 3 && (try? Fields(option).flags).map { $0 & 0x80 != 0 } ?? false
        let good =
            switch length {
            case 4, 12: synchronizing
            case 20: !synchronizing && flags & TCPHeader.ack != 0
            case 22: !synchronizing && flags & TCPHeader.ack != 0
            case 24: !synchronizing && flags & TCPHeader.ack != 0 && checksummed
            default: false
            }
        if !good { return false }
        if version > 1 {
            d.put(" Unknown Version (", version, ")")
            return true
        }
        d.put(" v", version)
        if checksummed { d.put(" csum") }
        if length >= 12 {
            d.put(" {0x", hex: try Fields(option).key)
            if length >= 20 { d.put(",0x", hex: try Fields(option).secondKey) }
            d.put("}")
        }
        return true
    }

    private static func join(_ d: inout Dissector, _ option: RawSpan, _ length: Int, _ flags: UInt8) throws(Truncation)
        -> Bool
    {
        d.put("join")
        let synchronizing = flags & TCPHeader.syn != 0
        let acknowledging = flags & TCPHeader.ack != 0
        guard
            (length == 12 && synchronizing) || (length == 16 && synchronizing && acknowledging)
                || (length == 24 && acknowledging)
        else { return false }
        if length != 24 {
            if try Fields(option).subtype & 1 != 0 { d.put(" backup") }
            d.put(" id ", try Fields(option).identifier)
        }
        switch length {
        case 12:
            d.put(" token 0x", hex: try Fields(option).token)
            d.put(" nonce 0x", hex: try Fields(option).nonce)
        case 16:
            d.put(" hmac 0x", hex: try Fields(option).code)
            d.put(" nonce 0x", hex: try Fields(option).answeredNonce)
        default:
            d.put(" hmac 0x")
            try d.hexBytes(option, 4, 20)
        }
        return true
    }

    private static func sequence(
        _ d: inout Dissector, _ option: RawSpan, _ length: Int, _ segment: UInt8
    ) throws(Truncation) -> Bool {
        d.put("dss")
        // There is no data yet while a connection is being made.
        if length < 4 || segment & TCPHeader.syn != 0 { return false }
        let flags = try Fields(option).flags
        if flags & 0x10 != 0 { d.put(" fin") }
        var offset = 4
        if flags & 0x01 != 0 {
            d.put(" ack ")
            let size = flags & 0x02 != 0 ? 8 : 4
            if length - offset < size { return false }
            if size == 8 { d.put(try option.u64(offset)) } else { d.put(try option.u32(offset)) }
            offset += size
        }
        if flags & 0x04 != 0 {
            d.put(" seq ")
            let size = flags & 0x08 != 0 ? 8 : 4
            if length - offset < size { return false }
            if size == 8 { d.put(try option.u64(offset)) } else { d.put(try option.u32(offset)) }
            offset += size
            if length - offset < 4 { return false }
            d.put(" subseq ", try option.u32(offset))
            offset += 4
            if length - offset < 2 { return false }
            d.put(" len ", try option.u16(offset))
            offset += 2
            if length - offset >= 2 {
                d.put(" csum 0x", hex: try option.u16(offset))
                offset += 2
            }
        }
        return offset == length
    }

    private static func address(_ d: inout Dissector, _ option: RawSpan, _ length: Int) throws(Truncation) -> Bool {
        d.put("add-addr")
        let isIPv4: Bool
        switch length {
        case 8, 10, 16, 18: isIPv4 = true
        case 20, 22, 28, 30: isIPv4 = false
        default: return false
        }
        // Version 0 has the address family where version 1 has the echo flag.
        switch try Fields(option).subtype & 0x0F {
        case 0: d.put(" v1")
        case 1: d.put(" v1-echo")
        case 4: d.put(" v0-ip4")
        case 6: d.put(" v0-ip6")
        default: d.put(" [bad version/echo]")
        }
        d.put(" id ", try Fields(option).identifier, " ")
        var offset = 4
        if isIPv4 {
            d.put(host: try option.ipv4(offset))
            offset += 4
        } else {
            d.put(host: try option.ipv6(offset))
            offset += 16
        }
        if (length - offset) % 8 == 2 {
            d.put(":", try option.u16(offset))
            offset += 2
        }
        if length - offset == 8 { d.put(" hmac 0x", hex: try option.u64(offset)) }
        return true
    }
}
