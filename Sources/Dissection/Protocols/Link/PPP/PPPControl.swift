import Packets

/// PPP's control protocols (RFC 1661 5): requests, answers and their options.
///
///     | protocol 2 | code 1 | identifier 1 | length 2, without the protocol | options or data
enum PPPControl {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the protocol's number in front of the packet.
        static var number: Int { 2 }
        static var length: Int { 4 }
        var code: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var identifier: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var size: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// What follows depends on the code.
        var magic: UInt32 { get throws(Truncation) { try bytes.u32(6) } }
        var vendor: UInt32 { get throws(Truncation) { try bytes.u24(10) } }
        var secondsRemaining: UInt32 { get throws(Truncation) { try bytes.u32(10) } }
        var rejectedProtocol: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        static var data: Int { 6 }
        static var afterMagic: Int { 10 }
    }

    /// `bytes` begin with the protocol's number; `length` is that of the packet behind it.
    static func print(_ d: inout Dissector, _ proto: UInt16, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let title = PPP.name(proto) ?? "unknown ctrl-proto"
        if length >= Header.length { try bytes.require(Header.number + Header.length, at: 0) }
        d.put(title)
        d.put(", ")
        if length < Header.length { return cut(&d, title) }
        let header = Header(bytes)
        let code = try header.code
        d.put(codeName(code) ?? "Unknown Opcode")
        d.put(" (0x", hex: code, 2, "), id ")
        d.put("", try header.identifier, ", length ")
        d.put(length + 2)
        guard d.verbose else { return }
        let size = Int(try header.size)
        if size < Header.length { return d.put("\n\tencoded length ", size, " (< 4))") }
        if size > length {
            d.put("\n\tencoded length ", size, " (> packet length ")
            return d.put("", length, "))")
        }
        d.put("\n\tencoded length ", size, " (=Option(s) length ")
        d.put("", size - Header.length, ")")
        if size == Header.length { return }
        if d.verbosity > 1 { try d.dumpValue(bytes, 0, 6, lead: "\n\t") }
        if (1...4).contains(code) { return try options(&d, proto, bytes.from(Header.data), size) }
        try data(&d, code, header, title, size)
    }

    private static func cut(_ d: inout Dissector, _ title: StaticString) {
        d.put("[|")
        d.put(title)
        d.put("]")
    }

    /// `size`: of the packet, with its header.
    private static func options(
        _ d: inout Dissector, _ proto: UInt16, _ bytes: RawSpan, _ size: Int
    ) throws(Truncation) {
        var offset = 0
        let end = size - Header.length
        while offset < end {
            let option = try bytes.from(offset)
            let length: Int
            // Each is held against the whole packet first, against what is left of it afterwards.
            switch proto {
            case PPP.Number.lcp: length = try LCPOptions.print(&d, option, size)
            case PPP.Number.ipcp: length = try IPCPOptions.print(&d, option, size)
            case PPP.Number.ip6cp: length = try IPCPOptions.printIPv6(&d, option, size)
            case PPP.Number.ccp: length = try CCPOptions.print(&d, option, size)
            case PPP.Number.bacp: length = try CCPOptions.printBandwidth(&d, option, size)
            default: return
            }
            // An option that does not say how long it is ends the list.
            if length == 0 { return }
            if end - offset < length {
                d.put(" [remaining options length ", end - offset, " < ")
                d.put("", length, "]")
                return d.markInvalid()
            }
            offset += length
        }
    }

    private static func data(
        _ d: inout Dissector, _ code: UInt8, _ header: borrowing Header, _ title: StaticString, _ size: Int
    ) throws(Truncation) {
        switch code {
        case 0:
            if size < 11 { return }
            d.put("\n\t  Magic-Num 0x", hex: try header.magic, 8)
            let vendor = try header.vendor
            d.put(" Vendor: ")
            d.put(Names.organisationName(vendor) ?? "Unknown")
            d.put(" (", vendor, ")")
        case 5, 6, 7: break
        case 8:
            if size < 6 { return }
            let rejected = try header.rejectedProtocol
            d.put("\n\t  Rejected ")
            d.put(PPP.name(rejected), or: "unknown (0x", hex: rejected, 4, ")")
            d.put(" Protocol (0x", hex: rejected, 4, ")")
            if size > 6 {
                d.put("\n\t  Rejected Packet")
                try d.dumpValue(header.bytes, Header.data + 2, size - 6, lead: "\n\t    ")
            }
        case 9, 10, 11:
            if size < 8 { return }
            d.put("\n\t  Magic-Num 0x", hex: try header.magic, 8)
            if size > 8 {
                d.put("\n\t  -----trailing data-----")
                try d.dumpValue(header.bytes, Header.afterMagic, size - 8, lead: "\n\t  ")
            }
        case 12:
            if size < 8 { return }
            d.put("\n\t  Magic-Num 0x", hex: try header.magic, 8)
            if size > 8 {
                d.put("\n\t  Message\n\t    ")
                // Four octets more than the message has are read.
                let rest = try header.bytes.from(Header.afterMagic)
                d.put(text: rest.upTo(size - 4))
                if rest.byteCount < size - 4 { cut(&d, title) }
            }
        case 13:
            if size < 12 { return }
            d.put("\n\t  Magic-Num 0x", hex: try header.magic, 8)
            d.put(", Seconds-Remaining ", try header.secondsRemaining, "s")
        default:
            if d.verbosity <= 1 { try d.dumpValue(header.bytes, 0, size + 2, lead: "\n\t  ") }
        }
    }

    static func codeName(_ code: UInt8) -> StaticString? {
        switch code {
        case 0: "Vendor-Extension"
        case 1: "Conf-Request"
        case 2: "Conf-Ack"
        case 3: "Conf-Nack"
        case 4: "Conf-Reject"
        case 5: "Term-Request"
        case 6: "Term-Ack"
        case 7: "Code-Reject"
        case 8: "Prot-Reject"
        case 9: "Echo-Request"
        case 10: "Echo-Reply"
        case 11: "Disc-Req"
        case 12: "Ident"
        case 13: "Time-Rem"
        case 14: "Reset-Req"
        case 15: "Reset-Ack"
        default: nil
        }
    }
}

/// An option of a control protocol: | type 1 | length 1, with these two | value |
struct PPPOption: ~Escapable {
    let bytes: RawSpan
    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    var size: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    static var value: Int { 2 }

    /// The type and the octets of the option that a list begins with; nil where the list cannot go on.
    ///
    /// - Parameters:
    ///   - length: octets of the list.
    ///   - cut: said where the packet ends before them.
    static func begin(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, cut: StaticString
    ) throws(Truncation) -> (type: UInt8, size: Int)? {
        if length < 2 { return nil }
        guard bytes.has(2, at: 0) else {
            d.put(cut)
            return nil
        }
        let option = PPPOption(bytes)
        let (type, size) = (try option.type, Int(try option.size))
        return length < size ? nil : (type, size)
    }

    /// Text for a length that a type cannot have.
    enum Bogus {
        /// Of an option that is shorter than what it begins with: the list cannot go on.
        static func short(_ d: inout Dissector) -> Int {
            atLeast(&d, 2)
            return 0
        }
        static func exactly(_ d: inout Dissector, _ length: Int) { d.put(" (length bogus, should be = ", length, ")") }
        static func atLeast(_ d: inout Dissector, _ length: Int) { d.put(" (length bogus, should be >= ", length, ")") }
    }
}
