import Packets

/// The network services protocol.
extension DECnet {
    /// A message of NSP: flags, destination and source links, then by type.
    struct Service: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var minimumLength: Int { 5 }
        /// Type in bits 2 and 3, subtype in bits 4 to 6.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var destination: UInt16 { get throws(Truncation) { try bytes.le16(1) } }
        var source: UInt16 { get throws(Truncation) { try bytes.le16(3) } }
        /// Of a connection: flow control in bits 2 and 3, version in the next octet, then the segment's size.
        var services: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var information: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var segmentSize: UInt16 { get throws(Truncation) { try bytes.le16(7) } }
        var confirmedLength: UInt8 { get throws(Truncation) { try bytes.u8(9) } }
        /// Of the end of one.
        var reason: UInt16 { get throws(Truncation) { try bytes.le16(5) } }
        var reasonLength: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
    }

    static func service(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < Service.minimumLength {
            return tooShort(&d, "nsplen", length, Service.minimumLength)
        }
        let message = Service(bytes)
        let (flags, destination, source) = (try message.flags, try message.destination, try message.source)
        switch flags & 0x0C {
        case 0x00: try segment(&d, bytes, length, flags, source, destination)
        case 0x04: try acknowledgement(&d, bytes, length, flags, source, destination)
        case 0x08: try connection(&d, bytes, length, flags, source, destination)
        default: reserved(&d, "reserved-type? ", flags, source, destination)
        }
    }

    private static func reserved(
        _ d: inout Dissector, _ name: StaticString, _ flags: UInt8, _ source: UInt16, _ destination: UInt16
    ) {
        d.put(name, hex: flags, 1, " ")
        d.put("", source, " > ")
        d.put(destination)
    }

    private static func links(_ d: inout Dissector, _ name: StaticString, _ source: UInt16, _ destination: UInt16) {
        d.put(name, source, ">")
        d.put("", destination, " ")
    }

    /// Data, an interrupt, or the link service: acknowledgements in front of a number, which may be missing.
    private static func segment(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ flags: UInt8, _ source: UInt16, _ destination: UInt16
    ) throws(Truncation) {
        let ofOther: Bool
        switch flags & 0x70 {
        case 0x00, 0x20, 0x40, 0x60:
            links(&d, "data ", source, destination)
            ofOther = false
        case 0x10:
            links(&d, "link-service ", source, destination)
            if length < 13 { return d.markInvalid() }
            ofOther = true
        case 0x30:
            d.put("intr ")
            ofOther = true
        default: return reserved(&d, "reserved-subtype? ", flags, source, destination)
        }
        var offset = 5
        if length < offset + 2 { return d.markInvalid() }
        var number = try bytes.le16(offset)
        if number & 0x8000 != 0 {
            own(&d, number)
            offset += 2
            if length < offset + 2 { return d.markInvalid() }
            number = try bytes.le16(offset)
            if isOther(number) {
                other(&d, number, ofOther)
                offset += 2
                if length < offset + 2 { return d.markInvalid() }
                number = try bytes.le16(offset)
            }
        }
        d.put("seg ", number & 0x0FFF, " ")
        if flags & 0x70 == 0x10 { try flowControl(&d, bytes) }
    }

    /// A bit says that a number acknowledges; the twelve lowest are the number.
    private static func own(_ d: inout Dissector, _ number: UInt16) {
        d.put(number & 0x1000 != 0 ? "nak " : "ack ", number & 0x0FFF, " ")
    }

    /// The same of the other subchannel, which is marked by another bit.
    private static func other(_ d: inout Dissector, _ number: UInt16, _ ofData: Bool) {
        if number & 0xB000 == 0xB000 {
            d.put(ofData ? "nakdat " : "onak ")
        } else {
            d.put(ofData ? "ackdat " : "oack ")
        }
        d.put("", number & 0x0FFF, " ")
    }

    /// A number that acknowledges has one of these bits when it is the second one.
    private static func isOther(_ number: UInt16) -> Bool { number & 0xA000 != 0 }

    /// tcpdump looks for it behind three numbers, though two of them may be missing.
    private static func flowControl(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let offset = 11
        let flags = try bytes.u8(offset)
        let value = try bytes.u8(offset + 1)
        switch flags & 0x0C {
        case 0x00:
            d.put("dat seg count ", value, " ")
            switch flags & 3 {
            case 0: break
            case 1: d.put("donotsend-data ")
            case 2: d.put("send-data ")
            default: d.put("reserved-fcmod? ", hex: flags)
            }
        case 0x04: d.put("intr req count ", value, " ")
        default: d.put("reserved-fcval-int? ", hex: flags)
        }
    }

    private static func acknowledgement(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ flags: UInt8, _ source: UInt16, _ destination: UInt16
    ) throws(Truncation) {
        let ofOther: Bool
        switch flags & 0x70 {
        case 0x00:
            links(&d, "data-ack ", source, destination)
            ofOther = false
        case 0x10:
            links(&d, "ils-ack ", source, destination)
            ofOther = true
        case 0x20: return d.put("conn-ack ", destination)
        default: return reserved(&d, "reserved-acktype? ", flags, source, destination)
        }
        if length < 9 { return d.markInvalid() }
        try bytes.require(9, at: 0)
        let number = try bytes.le16(5)
        guard number & 0x8000 != 0 else { return }
        own(&d, number)
        let second = try bytes.le16(7)
        if isOther(second) { other(&d, second, ofOther) }
    }

    private static func connection(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ flags: UInt8, _ source: UInt16, _ destination: UInt16
    ) throws(Truncation) {
        let message = Service(bytes)
        switch flags & 0x70 {
        case 0x10, 0x60:
            links(&d, flags & 0x70 == 0x10 ? "conn-initiate " : "retrans-conn-initiate ", source, destination)
            if length < 9 { return d.markInvalid() }
            try bytes.require(9, at: 0)
            try parameters(&d, bytes)
        case 0x20:
            links(&d, "conn-confirm ", source, destination)
            if length < 10 { return d.markInvalid() }
            try bytes.require(10, at: 0)
            try parameters(&d, bytes)
            let more = try message.confirmedLength
            if more != 0 { d.put("optlen ", more, " ") }
        case 0x30:
            links(&d, "disconn-initiate ", source, destination)
            if length < 8 { return d.markInvalid() }
            try bytes.require(8, at: 0)
            try reason(&d, message.reason)
            let more = try message.reasonLength
            if more != 0 { d.put("optlen ", more, " ") }
        case 0x40:
            links(&d, "disconn-confirm ", source, destination)
            try reason(&d, message.reason)
        default: reserved(&d, "reserved-ctltype? ", flags, source, destination)
        }
    }

    private static func parameters(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let message = Service(bytes)
        let (services, information, size) = (try message.services, try message.information, try message.segmentSize)
        switch services & 0x0C {
        case 0x04: d.put("seg ")
        case 0x08: d.put("msg ")
        default: break
        }
        switch information & 3 {
        case 0: d.put("ver 3.2 ")
        case 1: d.put("ver 3.1 ")
        case 2: d.put("ver 4.0 ")
        default: d.put("ver 4.1 ")
        }
        d.put("segsize ", size, " ")
    }

    private static func reason(_ d: inout Dissector, _ reason: UInt16) {
        d.put(reasonName(reason), or: "reason-", reason)
        d.put(" ")
    }

    private static func reasonName(_ reason: UInt16) -> StaticString? {
        switch reason {
        case 0: "object rejected connect"
        case 1: "insufficient resources"
        case 2: "unrecognized node name"
        case 3: "node is shutting down"
        case 4: "unrecognized object"
        case 5: "invalid object name format"
        case 6: "object too busy"
        case 7: "protocol error discovered"
        case 8: "third party abort"
        case 9: "user abort"
        case 10: "invalid node name format"
        case 11: "local node shutting down"
        case 32: "insufficient local resources"
        case 33: "insufficient remote user resources"
        case 34: "invalid access control information"
        case 36: "bad ACCOUNT information"
        case 38: "no response from object"
        case 39: "node unreachable"
        case 41: "no link terminate"
        case 42: "disconnect complete"
        case 43: "bad image data in connect"
        case 54: "cryptographic service mismatch"
        default: nil
        }
    }
}
