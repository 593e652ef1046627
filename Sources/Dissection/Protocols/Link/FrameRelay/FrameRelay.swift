import Packets

/// Frame relay (Q.922 annex A, RFC 2427): an address of two to four octets, then a protocol number or an ether type.
///
///     | DLCI high 6, C/R, EA | DLCI low 4, FECN, BECN, DE, EA | (two more) | control 3 | (padding 0) | NLPID | payload
enum FrameRelay {
    /// An address of two octets; longer ones go on behind them (Q.922 section 3.2).
    struct Octets: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The upper bits of the address, and the extension bit.
        var first: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// More bits, congestion, the extension bit.
        var second: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// What stands behind the address, at `offset`.
    struct Packet: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of the ether type.
        static var typeLength: Int { 2 }
        /// Cisco's encapsulation: the ether type.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Behind the control field: padding or the protocol (RFC 2427 section 3).
        var next: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    /// An address of any of its three lengths.
    struct Address {
        let link: UInt32
        /// Octets.
        let length: Int
        let flags: UInt32

        static var commandResponse: UInt32 { 1 }
        static var discardEligible: UInt32 { 2 }
        static var backward: UInt32 { 4 }
        static var forward: UInt32 { 8 }
        static var isControl: UInt32 { 16 }
    }

    private enum Parsed {
        case address(Address), invalid, truncated
    }

    private static var unnumbered: UInt8 { 0x03 }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "fr"
        guard bytes.byteCount >= 4 else { throw Truncation(offset: 0, need: 4, have: bytes.byteCount) }
        d.linkHeaderLength = try print(&d, bytes, length)
    }

    /// The address; what the extension bits make of it.
    private static func parse(_ bytes: RawSpan, _ length: Int) throws(Truncation) -> Parsed {
        if length < 1 || !bytes.has(1, at: 0) { return .truncated }
        let first = try Octets(bytes).first
        if first & 1 != 0 { return .invalid }
        if length < 2 || !bytes.has(2, at: 0) { return .truncated }
        let second = try Octets(bytes).second
        var link = UInt32(first & 0xFC) << 2 | UInt32(second >> 4)
        var flags: UInt32 = first & 2 != 0 ? Address.commandResponse : 0
        if second & 8 != 0 { flags |= Address.forward }
        if second & 4 != 0 { flags |= Address.backward }
        if second & 2 != 0 { flags |= Address.discardEligible }
        if second & 1 != 0 { return .address(Address(link: link, length: 2, flags: flags)) }
        var offset = 2
        guard length > offset, bytes.has(1, at: offset) else { return .truncated }
        if try bytes.u8(offset) & 1 == 0 {
            link = link << 7 | UInt32(try bytes.u8(offset) >> 1)
            offset += 1
        }
        guard length > offset, bytes.has(1, at: offset) else { return .truncated }
        let last = try bytes.u8(offset)
        if last & 1 == 0 { return .invalid }
        if last & 2 != 0 { flags |= Address.isControl }
        link = link << 6 | UInt32(last >> 2)
        return .address(Address(link: link, length: offset + 1, flags: flags))
    }

    /// How many bytes of headers were read.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        d.layer = "fr"
        try d.descend()
        let address: Address
        switch try parse(bytes, length) {
        case .truncated:
            d.markTruncated()
            return bytes.byteCount
        case .invalid:
            d.put("Q.922, invalid address")
            return 0
        case .address(let found): address = found
        }
        let start = address.length
        let control = try bytes.u8(start)
        if length < start + 1 {
            d.markTruncated()
            return 0
        }
        if control != unnumbered, let size = try cisco(&d, address, control, bytes, length) { return size }
        var size = start + 2
        if try Packet(bytes, at: start).next == 0 {
            // Padding belongs to addresses of three octets only.
            if start != 3 { d.put("Pad! ") }
            size += 1
        } else if start == 3 {
            d.put("No pad! ")
        }
        if length < size {
            try bytes.require(size, at: 0)
            d.markTruncated()
            return 0
        }
        try protocolPayload(&d, address, bytes, size, length)
        return size
    }

    /// Cisco's encapsulation: an ether type right behind the address. Nil when it does not look so.
    private static func cisco(
        _ d: inout Dissector, _ address: Address, _ control: UInt8, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Int? {
        let start = address.length
        if length >= start + 2, bytes.has(2, at: start) {
            let type = try Packet(bytes, at: start).type
            if d.linkHeader { heading(&d, address, start, length, type: type) }
            if try Registry.etherType(type, &d, bytes.from(start + Packet.typeLength), length - start - 2, nil) {
                return start + 2
            }
        }
        d.put("UI ", hex: control, 2, "! ")
        return nil
    }

    private static func protocolPayload(
        _ d: inout Dissector, _ address: Address, _ bytes: RawSpan, _ size: Int, _ length: Int
    ) throws(Truncation) {
        let number = try bytes.u8(size - 1)
        if d.linkHeader { heading(&d, address, address.length, length, type: UInt16(number)) }
        let payload = try bytes.from(size)
        let rest = length - size
        if number == 0x80 {
            if try LLC.snap(&d, payload, rest, nil, bridgePadding: 0) { return }
            if !d.linkHeader { heading(&d, address, size, length, type: UInt16(number)) }
            return try d.dumpUnknown(bytes, length)
        }
        // OSI protocols begin with the number itself.
        if try Registry.frameRelayProtocol(number, &d, bytes.from(size - 1), rest) { return }
        if !d.linkHeader { heading(&d, address, address.length, length, type: UInt16(number)) }
        if d.options.dump != .hex && d.options.dump != .hexAndASCII { try d.dumpHexAndASCII(payload, rest) }
    }

    private static func heading(
        _ d: inout Dissector, _ address: Address, _ size: Int, _ length: Int, type: UInt16
    ) {
        d.put("Q.922, ")
        if !d.quick { d.put("hdr-len ", size, ", ") }
        d.put("DLCI ", address.link, ", ")
        if !d.quick {
            d.put("Flags [")
            d.put(flags: address.flags, [(1, "C!"), (2, "DE"), (4, "BECN"), (8, "FECN"), (16, "sdlcore")])
            if type > 0xFF {
                d.put("], cisco-ethertype ")
                d.put(Names.etherTypeName(type) ?? "unknown")
                d.put(" (0x", hex: type, 4, "), ")
            } else {
                d.put("], NLPID ")
                d.put(Names.nlpidName(UInt8(truncatingIfNeeded: type)) ?? "unknown")
                d.put(" (0x", hex: type, 2, "), ")
            }
        }
        d.put("length ", length, ": ")
    }
}
