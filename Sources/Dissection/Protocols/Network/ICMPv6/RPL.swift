import Packets

/// The routing protocol of low-power networks (RFC 6550), in ICMPv6; `bytes` start behind ICMPv6's header.
enum RPL {
    /// An option at `offset` (RFC 6550 section 6.7); its value follows.
    struct Option: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of type and length.
        static var headerLength: Int { 2 }
        /// Which option; 0 is one octet of padding.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets of the value.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    /// RFC 6550 6.3.
    struct InformationObject: ~Escapable {
        static let size = 24
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var instance: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var rank: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var isGrounded: Bool { get throws(Truncation) { try bytes.u8(4) & 0x80 != 0 } }
        var mode: UInt8 { get throws(Truncation) { try bytes.u8(4) >> 3 & 7 } }
        var preference: UInt8 { get throws(Truncation) { try bytes.u8(4) & 7 } }
        var sequence: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var graph: HostAddress { get throws(Truncation) { try bytes.ipv6(8) } }
    }

    /// RFC 6550 6.4; the graph's identifier may be left out.
    struct Advertisement: ~Escapable {
        static let minimum = 4
        static let size = 20
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var instance: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var sequence: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var graph: HostAddress { get throws(Truncation) { try bytes.ipv6(4) } }
    }

    /// RFC 6550 6.5.
    struct Acknowledgment: ~Escapable {
        static let minimum = 4
        static let size = 20
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var instance: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var hasGraph: Bool { get throws(Truncation) { try bytes.u8(1) & 0x80 != 0 } }
        var sequence: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var status: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var graph: HostAddress { get throws(Truncation) { try bytes.ipv6(4) } }
    }

    static func print(_ d: inout Dissector, _ code: UInt8, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if code & 0x80 != 0 { return d.put(", (SEC) [worktodo]") }
        d.put(", (CLR)")
        switch code {
        case 0:
            d.put("DODAG Information Solicitation")
        case 1:
            d.put("DODAG Information Object")
            if d.verbose { try information(&d, InformationObject(bytes), length) }
        case 2:
            d.put("Destination Advertisement Object")
            if d.verbose { try advertisement(&d, Advertisement(bytes), length) }
        case 3:
            d.put("Destination Advertisement Object Ack")
            if d.verbose { try acknowledgment(&d, Acknowledgment(bytes), length) }
        default:
            d.put("RPL message, unknown code ", code)
        }
    }

    private static func information(
        _ d: inout Dissector, _ object: borrowing InformationObject, _ length: Int
    ) throws(Truncation) {
        if length < InformationObject.size {
            d.put(" [length ", length, " < ")
            d.put("", InformationObject.size, "]")
            return d.markInvalid()
        }
        try object.bytes.require(InformationObject.size, at: 0)
        d.put(" [dagid:")
        d.put(host: try object.graph)
        d.put(",seq:", try object.sequence, ",instance:")
        d.put("", try object.instance, ",rank:")
        d.put(try object.rank)
        if try object.isGrounded { d.put(",grounded") }
        d.put(",mop:")
        let mode = try object.mode
        d.put(modeName(mode), or: "mop", mode)
        d.put(",prf:", try object.preference, "]")
        if d.verbosity > 1 { try options(&d, object.bytes, InformationObject.size, length) }
    }

    private static func advertisement(
        _ d: inout Dissector, _ object: borrowing Advertisement, _ length: Int
    ) throws(Truncation) {
        try object.bytes.require(Advertisement.size, at: 0)
        if length < Advertisement.minimum { return d.put(" [|dao-length too short]") }
        let flags = try object.flags
        let hasGraph = flags & 0x40 != 0
        if hasGraph && length < Advertisement.size { return d.put(" [|dao-length too short]") }
        d.put(" [dagid:")
        if hasGraph { d.put(host: try object.graph) } else { d.put("<elided>") }
        d.put(",seq:", try object.sequence, ",instance:")
        d.put(try object.instance)
        if flags & 0x80 != 0 { d.put(",acK") }
        if hasGraph { d.put(",Dagid") }
        d.put(",", hex: flags, 2, "]")
        if d.verbosity > 1 {
            try options(&d, object.bytes, hasGraph ? Advertisement.size : Advertisement.minimum, length)
        }
    }

    private static func acknowledgment(
        _ d: inout Dissector, _ object: borrowing Acknowledgment, _ length: Int
    ) throws(Truncation) {
        try object.bytes.require(Acknowledgment.minimum, at: 0)
        if length < Acknowledgment.minimum { return d.put(" [|dao-length too short]") }
        let hasGraph = try object.hasGraph
        if hasGraph && length < Acknowledgment.size { return d.put(" [|dao-length too short]") }
        let graph = hasGraph ? try object.graph : nil
        d.put(" [dagid:")
        if let graph { d.put(host: graph) } else { d.put("<elided>") }
        d.put(",seq:", try object.sequence, ",instance:")
        d.put("", try object.instance, ",status:")
        d.put("", try object.status, "]")
        if d.verbosity > 1 {
            try options(&d, object.bytes, hasGraph ? Acknowledgment.size : Acknowledgment.minimum, length)
        }
    }

    /// Type, length, value; the first type has neither of the others.
    private static func options(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int
    ) throws(Truncation) {
        var offset = start
        while offset < length {
            let type = try bytes.u8(offset)
            if type == 0 {
                d.put(" opt:pad1")
                offset += 1
                continue
            }
            if length - offset < 2 { throw Truncation(offset: offset, need: 2, have: length - offset) }
            let size = Int(try Option(bytes, at: offset).length) + 2
            d.put(" opt:")
            d.put(optionName(type), or: "subopt:", type)
            d.put(" len:", size, " ")
            if length - offset < size { throw Truncation(offset: offset, need: size, have: length - offset) }
            if d.verbosity > 2 && size > 2 { try d.dumpValue(bytes, offset + 2, size - 2, lead: "\n\t") }
            offset += size
        }
    }

    private static func modeName(_ mode: UInt8) -> StaticString? {
        switch mode {
        case 0: "nonstoring"
        case 1: "storing"
        case 2: "nonstoring-multicast"
        case 3: "storing-multicast"
        default: nil
        }
    }

    private static func optionName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "pad1"
        case 1: "padN"
        case 2: "metrics"
        case 3: "routinginfo"
        case 4: "config"
        case 5: "rpltarget"
        case 6: "transitinfo"
        case 8: "destprefix"
        case 9: "rpltargetdesc"
        default: nil
        }
    }
}
