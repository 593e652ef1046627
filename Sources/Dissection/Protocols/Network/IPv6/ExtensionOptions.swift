import Packets
import Wire

/// Hop-by-hop and destination options of IPv6 (RFC 8200 4.2): kind, length of the value, value.
extension IPv6 {
    /// An option at `offset` (RFC 8200 section 4.2).
    struct OptionFields: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of the value.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// Router alert (RFC 2711).
        var routerAlert: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
        /// Jumbo payload: octets behind the fixed header (RFC 2675).
        var payloadLength: UInt32 { get throws(Truncation) { try bytes.u32(offset + 2) } }
        /// Home address (RFC 6275 section 6.3).
        var homeAddress: HostAddress { get throws(Truncation) { try bytes.ipv6(offset + 2) } }
    }

    /// What the extension headers that were walked so far have told.
    struct ExtensionState {
        var seenHopByHop = false
        var seenAny = false
        /// A valid jumbo payload option was met; `payloadLength` is then its value.
        var jumbo = false
        var payloadLength: Int
    }

    private enum Option {
        static var pad1: UInt8 { 0x00 }
        static var padN: UInt8 { 0x01 }
        static var routerAlert: UInt8 { 0x05 }
        static var jumbo: UInt8 { 0xC2 }
        static var homeAddress: UInt8 { 0xC9 }
        /// A home address's 16 bytes behind kind and length.
        static var homeAddressLength: Int { 18 }
        /// Shorter payloads need no jumbogram (RFC 2675 3).
        static var leastJumbo: UInt32 { 65_536 }
    }

    /// Gives the header's length; -1 when nothing can follow.
    static func hopByHop(_ d: inout Dissector, _ bytes: RawSpan, _ state: inout ExtensionState) throws(Truncation)
        -> Int
    {
        d.layer = "hbhopt"
        let length = try IPv6ExtensionHeader(bytes).length
        guard bytes.has(length, at: 0) else {
            d.markTruncated()
            return -1
        }
        d.put("HBH ")
        if try printOptions(&d, bytes.upTo(length), &state, isHopByHop: true) { return length }
        d.markTruncated()
        return -1
    }

    /// Gives the header's length; -1 when nothing can follow.
    static func destinationOptions(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int {
        d.layer = "dstopt"
        let length = try IPv6ExtensionHeader(bytes).length
        guard bytes.has(length, at: 0) else {
            d.markTruncated()
            return -1
        }
        d.put("DSTOPT ")
        var state = ExtensionState(payloadLength: 0)
        if d.verbose, try !printOptions(&d, bytes.upTo(length), &state, isHopByHop: false) {
            d.markTruncated()
            return -1
        }
        return length
    }

    /// The length of the option at `offset` with its header; nil when it is longer than what is left.
    private static func optionLength(_ bytes: RawSpan, _ offset: Int) throws(Truncation) -> Int? {
        if try bytes.u8(offset) == Option.pad1 { return 1 }
        guard offset + 1 < bytes.byteCount else { return nil }
        let length = Int(try OptionFields(bytes, at: offset).length) + 2
        return offset + length <= bytes.byteCount ? length : nil
    }

    /// Options up to the header's end; false when one is longer than what is left, or of a length that it cannot have.
    private static func printOptions(
        _ d: inout Dissector, _ bytes: RawSpan, _ state: inout ExtensionState, isHopByHop: Bool
    ) throws(Truncation) -> Bool {
        var offset = 2
        var jumbo = false
        while offset < bytes.byteCount {
            guard let length = try optionLength(bytes, offset) else { return false }
            let room = bytes.byteCount - offset
            switch try bytes.u8(offset) {
            case Option.pad1: if d.verbose { d.put("(pad1)") }
            case Option.padN: if d.verbose { d.put("(padn)") }
            case Option.routerAlert:
                guard fits(&d, "rtalert", 4, length, room) else { return false }
                if d.verbose { d.put("(rtalert: 0x", hex: try OptionFields(bytes, at: offset).routerAlert, 4, ") ") }
            case Option.jumbo:
                guard fits(&d, "jumbo", 6, length, room) else { return false }
                printJumbo(&d, try OptionFields(bytes, at: offset).payloadLength, jumbo, &state, isHopByHop: isHopByHop)
                jumbo = true
            case Option.homeAddress:
                guard try printHomeAddress(&d, bytes.slice(offset, length), room) else { return false }
            case let kind:
                if d.verbose {
                    d.put("(opt_type 0x", hex: kind, 2, ": len=")
                    d.put("", length - 2, ")")
                }
            }
            offset += length
        }
        if d.verbose { d.put(" ") }
        return true
    }

    /// An option that can have one length only.
    private static func fits(
        _ d: inout Dissector, _ name: StaticString, _ right: Int, _ length: Int, _ room: Int
    ) -> Bool {
        if room >= right && length == right { return true }
        d.put("(")
        d.put(name)
        if room < right { d.put(": trunc)") } else { d.put(": invalid len ", length - 2, ")") }
        return false
    }

    private static func printJumbo(
        _ d: inout Dissector, _ payload: UInt32, _ seen: Bool, _ state: inout ExtensionState, isHopByHop: Bool
    ) {
        var complaint: StaticString = ""
        if seen {
            complaint = " - already seen"
        } else if !isHopByHop {
            complaint = " - not a hop-by-hop option"
        } else if state.payloadLength != 0 {
            complaint = " - payload len != 0"
        } else if payload < Option.leastJumbo {
            complaint = " - < 65536"
        } else {
            state.jumbo = true
            state.payloadLength = Int(payload)
        }
        if !d.verbose { return }
        d.put("(jumbo: ", payload)
        d.put(complaint)
        d.put(") ")
    }

    /// RFC 6275 6.3, with options of its own behind the address. False when one is cut off.
    private static func printHomeAddress(
        _ d: inout Dissector, _ option: RawSpan, _ room: Int
    ) throws(Truncation) -> Bool {
        if room < Option.homeAddressLength || option.byteCount < Option.homeAddressLength {
            d.put("(homeaddr: ")
            if room < Option.homeAddressLength {
                d.put("trunc)")
            } else {
                d.put("invalid len ", option.byteCount - 2, ")")
            }
            return false
        }
        if !d.verbose { return true }
        d.put("(homeaddr: ", host: try OptionFields(option, at: 0).homeAddress)
        var offset = Option.homeAddressLength
        while offset < option.byteCount {
            guard let length = try optionLength(option, offset) else { return false }
            switch try option.u8(offset) {
            case Option.pad1: d.put(", pad1")
            case Option.padN: d.put(", padn")
            case let kind:
                d.put(", sopt_type 0x", hex: kind, 2, ": len=")
                d.put(length - 2)
            }
            offset += length
        }
        d.put(")")
        return true
    }
}
