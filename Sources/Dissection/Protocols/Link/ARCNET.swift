import Packets

/// ARCNET frames (RFC 1201), as BSD captures them and with Linux's two further octets.
///
///     | source 1 | destination 1 | (offset 2: Linux) | type 1 | flags 1 | sequence 2 | payload
///     exception: flags are 255, then | padding 2 | type 1 | flags 1 | sequence 2 |
enum ARCNET {
    struct Header: ~Escapable {
        let bytes: RawSpan
        /// Octets between the addresses and the type.
        let gap: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, isLinux: Bool) {
            self.bytes = bytes
            gap = isLinux ? 2 : 0
        }

        /// Without flags and sequence, with them, and behind an exception.
        var shortLength: Int { 3 + gap }
        var longLength: Int { 6 + gap }
        var exceptionLength: Int { 10 + gap }
        var source: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var destination: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(2 + gap) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(3 + gap) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(4 + gap) } }
        var exceptionFlags: UInt8 { get throws(Truncation) { try bytes.u8(7 + gap) } }
        var exceptionSequence: UInt16 { get throws(Truncation) { try bytes.u16(8 + gap) } }
    }

    /// Flags and sequence of a fragment; nil for types that have none.
    private typealias Fragment = (flags: UInt8, sequence: UInt16)

    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, isLinux: Bool
    ) throws(Truncation) {
        d.layer = isLinux ? "arcnet_linux" : "arcnet"
        let header = Header(bytes, isLinux: isLinux)
        guard bytes.byteCount >= header.shortLength, length >= header.shortLength else {
            throw Truncation(offset: 0, need: header.shortLength, have: bytes.byteCount)
        }
        let type = try header.type
        var size = header.shortLength
        var fragment: Fragment?
        if !isShort(type) {
            guard bytes.byteCount >= header.longLength, length >= header.longLength else {
                if isLinux { throw Truncation(offset: 0, need: header.longLength, have: bytes.byteCount) }
                return try cut(&d, header, length, bytes.byteCount, " phds")
            }
            size = header.longLength
            fragment = (try header.flags, try header.sequence)
            // Linux takes exceptions out before.
            if !isLinux && fragment?.flags == 0xFF {
                guard bytes.byteCount >= header.exceptionLength, length >= header.exceptionLength else {
                    return try cut(&d, header, length, bytes.byteCount, " phds extended")
                }
                size = header.exceptionLength
                fragment = (try header.exceptionFlags, try header.exceptionSequence)
            }
        }
        // Linux's header is shown as if it were the other one.
        if d.linkHeader { try heading(&d, Header(bytes, isLinux: false), length, isLinux ? nil : fragment) }
        d.linkHeaderLength = size
        // A fragment's own headers are shown, its part of the packet is not. Linux puts fragments together.
        if !isLinux, let fragment, fragment.flags != 0, fragment.flags & 1 == 0 { return }
        let payload = try bytes.from(size)
        if try !Registry.arcnetType(type, &d, payload, length - size) {
            try d.dumpHexAndASCII(payload, payload.byteCount)
        }
    }

    private static func isShort(_ type: UInt8) -> Bool {
        type == 240 || type == 241 || type == 128
    }

    private static func cut(
        _ d: inout Dissector, _ header: borrowing Header, _ length: Int, _ count: Int, _ what: StaticString
    ) throws(Truncation) {
        try heading(&d, header, length, nil)
        d.put(what)
        throw Truncation(offset: count, need: 1, have: 0)
    }

    private static func heading(
        _ d: inout Dissector, _ header: borrowing Header, _ length: Int, _ fragment: Fragment?
    ) throws(Truncation) {
        d.put(hex: try header.source, 2)
        d.put(" ", hex: try header.destination, 2, " ")
        if d.quick { return d.put("", length, ": ") }
        let type = try header.type
        d.put(name(type), or: "", hex: type, 2)
        guard let fragment else { return d.put(" ", length, ": ") }
        d.put(" seqid ", hex: fragment.sequence, 4, " ")
        if fragment.flags == 0 { return d.put("", length, ": ") }
        if fragment.flags & 1 != 0 {
            d.put("(first of ", (Int(fragment.flags) + 3) / 2, " fragments) ")
        } else {
            d.put("(fragment ", Int(fragment.flags) / 2 + 1, ") ")
        }
        d.put("", length, ": ")
    }

    private static func name(_ type: UInt8) -> StaticString? {
        switch type {
        case 128: "diag"
        case 196: "ipv6"
        case 212: "ip"
        case 213: "arp"
        case 214: "rarp"
        case 221: "atalk"
        case 240: "oldip"
        case 241: "oldarp"
        case 247: "banyan"
        case 250: "ipx"
        default: nil
        }
    }
}
