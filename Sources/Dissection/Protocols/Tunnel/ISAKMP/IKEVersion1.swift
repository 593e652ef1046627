import Packets

/// The payloads of version 1 (RFC 2408 3, RFC 2407 4.6). Those within others are not bounded by them: what a proposal
/// carries goes on as far as its chain says.
extension ISAKMP {
    /// Addresses of an identification (RFC 2407 section 4.6.2).
    struct Addresses: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The only address, the subnet, or the first of a range.
        var host: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        /// The subnet's mask.
        var mask: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// The last of a range.
        var last: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        /// As `host`, of IPv6.
        var host6: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
        /// The last of a range of IPv6.
        var last6: HostAddress { get throws(Truncation) { try bytes.ipv6(16) } }
    }

    /// Domain of interpretation and situation, then proposals.
    struct SecurityAssociation: ~Escapable {
        static var length: Int { 12 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var domain: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var situation: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    struct Proposal: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var number: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var proto: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// Bytes of the index behind these fields.
        var indexLength: Int { get throws(Truncation) { try Int(bytes.u8(6)) } }
        var transforms: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
    }

    struct Transform: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var number: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var identifier: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// In version 2 the number's place has the type and the identifier is two bytes.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var longIdentifier: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    struct Identification: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var proto: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var port: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    struct Notification: ~Escapable {
        static var length: Int { 12 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var domain: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var proto: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        var indexLength: Int { get throws(Truncation) { try Int(bytes.u8(9)) } }
        /// A notification's type, or how many indices are deleted.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
    }

    private static var ipsecDomain: UInt32 { 1 }

    static func printSecurityAssociation(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ context: Context, _ depth: Int
    ) throws(Truncation) -> End {
        d.put("sa:")
        guard bytes.has(SecurityAssociation.length, at: offset) else {
            putCut(&d, 1)
            return nil
        }
        let association = SecurityAssociation(try bytes.from(offset))
        let domain = try association.domain
        let situation = try association.situation
        var start = offset + SecurityAssociation.length
        if domain != ipsecDomain {
            d.put(" doi=", domain, " situation=")
            d.put(situation)
            return start
        }
        d.put(" doi=ipsec situation=")
        d.put(
            flags: situation, [(0x01, "identity"), (0x02, "secrecy"), (0x04, "integrity")], none: "", separator: "+")
        if situation != 0x01 {
            // The word that is shown is the domain, not the identifier behind the situation.
            d.put(" ident=", domain)
            start += 4
        }
        guard bytes.has(Payload.headerLength, at: start) else {
            putCut(&d, 1)
            return nil
        }
        return try walk(&d, version: 1, 2, bytes, start, context, 0, depth)
    }

    static func printProposal(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ context: Context, _ depth: Int
    ) throws(Truncation) -> End {
        d.put("p:")
        guard bytes.has(Proposal.length, at: offset) else {
            putCut(&d, 2)
            return nil
        }
        let proposal = Proposal(try bytes.from(offset))
        let proto = try proposal.proto
        d.put(" #", try proposal.number, " protoid=")
        d.put(protocolName(proto), or: "#", proto)
        d.put(" transform=", try proposal.transforms)
        let count = try proposal.indexLength
        if count > 0 {
            d.put(" spi=")
            try d.hexBytes(bytes, offset + Proposal.length, count)
        }
        let start = offset + Proposal.length + count
        guard bytes.has(Payload.headerLength, at: start) else {
            putCut(&d, 2)
            return nil
        }
        return try walk(&d, version: 1, 3, bytes, start, context, proto, depth)
    }

    static func printTransform(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ length: Int, _ proto: UInt8
    ) throws(Truncation) -> End {
        d.put("t:")
        guard bytes.has(Transform.length, at: offset) else {
            putCut(&d, 3)
            return nil
        }
        let transform = Transform(try bytes.from(offset))
        let identifier = try transform.identifier
        d.put(" #", try transform.number, " id=")
        switch proto {
        case 1: d.put(identifier == 1 ? "ike" : nil, or: "#", identifier)
        case 2: d.put(authenticationName(identifier), or: "#", identifier)
        case 3: d.put(encryptionName(UInt16(identifier)), or: "#", identifier)
        case 4: d.put(compressionName(identifier), or: "#", identifier)
        default: d.put(identifier)
        }
        d.put(" ")
        let map: AttributeMap = proto == 1 ? .oakley : (2...4).contains(proto) ? .ipsec : .none
        return try printAttributes(&d, bytes, offset + Transform.length, offset + length, map)
    }

    static func printKeyExchange(_ d: inout Dissector, _ payload: RawSpan) throws(Truncation) {
        d.put("ke: key")
        try putBody(&d, payload)
    }

    static func printCertificate(_ d: inout Dissector, _ kind: UInt8, _ payload: RawSpan) throws(Truncation) {
        d.put(kind == 6 ? "cert:" : "cr:")
        let count = payload.byteCount - Payload.headerLength
        d.put(" len=", count, " type=")
        let encoding = try payload.u8(Payload.headerLength)
        d.put(certificateName(encoding), or: "#", encoding)
        if d.verbosity > 2 {
            d.put(" ")
            try d.hexBytes(payload, Payload.headerLength, count)
        }
    }

    static func printData(_ d: inout Dissector, _ kind: UInt8, _ payload: RawSpan) throws(Truncation) {
        d.put(kind == 8 ? "hash:" : kind == 9 ? "sig:" : "vid:")
        try putBody(&d, payload)
    }

    static func printNonce(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ payload: RawSpan
    ) throws(Truncation) {
        d.put("nonce: n")
        try putBody(&d, payload)
        if d.verbosity == 2 {
            d.put(" ")
            try putSome(&d, bytes, from: offset + Payload.headerLength)
        }
    }

    /// False when it is shorter than its fields.
    static func printIdentification(_ d: inout Dissector, _ payload: RawSpan) throws(Truncation) -> Bool {
        d.put("id:")
        guard payload.has(Identification.length, at: 0) else {
            putCut(&d, 5)
            return false
        }
        let identification = Identification(payload)
        let type = try identification.type
        d.put(" idtype=")
        d.put(identityName(type), or: "#", type)
        let proto = try identification.proto
        d.put(" protoid=")
        if proto != 0, !d.numeric, let name = Names.protocolName(proto) { d.put(name) } else { d.put(proto) }
        d.put(" port=", try identification.port)
        let data = try payload.from(Identification.length)
        let count = data.byteCount
        if count == 0 { return true }
        d.put(" len=", count)
        let least: Int
        switch type {
        case 1: least = 4
        case 4, 7: least = 8
        case 5: least = 16
        case 6, 8: least = 32
        default: least = 0
        }
        if count < least {
            d.put(" [bad: < ", least, "]")
            return true
        }
        switch type {
        case 1, 4...8: try printAddresses(&d, type, data)
        case 2, 3:
            d.put(" ")
            d.put(text: data)
        default:
            if d.verbosity > 2 {
                d.put(" ")
                try d.hexBytes(data, 0, count)
            }
        }
        return true
    }

    private static func printAddresses(_ d: inout Dissector, _ type: UInt8, _ data: RawSpan) throws(Truncation) {
        d.put(" ")
        switch type {
        case 1: d.put(host: try Addresses(data).host)
        case 4:
            d.put(host: try Addresses(data).host)
            d.put("/")
            d.out.append(ipv4: try Addresses(data).mask)
        case 5: d.put(host: try Addresses(data).host6)
        case 6:
            d.put(host: try Addresses(data).host6)
            d.put("/0x")
            try d.hexBytes(data, 16, 16)
        case 7:
            d.put(host: try Addresses(data).host)
            d.put("-", host: try Addresses(data).last)
        default:
            d.put(host: try Addresses(data).host6)
            d.put("-", host: try Addresses(data).last6)
        }
    }

    static func printNotification(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ payload: RawSpan
    ) throws(Truncation) -> End {
        d.put("n:")
        guard bytes.has(Notification.length, at: offset) else {
            putCut(&d, 11)
            return nil
        }
        let notification = Notification(try bytes.from(offset))
        let isIPsec = try notification.domain == ipsecDomain
        try putDomain(&d, notification, isIPsec)
        let type = try notification.type
        d.put(" type=")
        putNotificationName(&d, type, isIPsec)
        let count = try notification.indexLength
        let start = offset + Notification.length
        if count > 0 {
            d.put(" spi=")
            try d.hexBytes(bytes, start, count)
        }
        let data = start + count
        if !isIPsec { return data }
        let end = offset + payload.byteCount
        if data < bytes.byteCount {
            switch type {
            case 24_576:
                d.put(" attrs=(")
                _ = try printAttributes(&d, bytes, data, end, .oakley)
                d.put(")")
            case 24_577:
                d.put(" status=(replay detection ")
                d.put(try bytes.u32(data) != 0 ? "en" : "dis")
                d.put("abled)")
            // Goes on to the packet's end.
            default: try putSome(&d, bytes, from: data)
            }
        }
        return end
    }

    private static func putDomain(
        _ d: inout Dissector, _ notification: borrowing Notification, _ isIPsec: Bool
    ) throws(Truncation) {
        let proto = try notification.proto
        if isIPsec {
            d.put(" doi=ipsec proto=")
            d.put(protocolName(proto), or: "#", proto)
        } else {
            d.put(" doi=", try notification.domain, " proto=")
            d.put(proto)
        }
    }

    static func printDelete(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) -> End {
        d.put("d:")
        guard bytes.has(Notification.length, at: offset) else {
            putCut(&d, 12)
            return nil
        }
        let deletion = Notification(try bytes.from(offset))
        try putDomain(&d, deletion, try deletion.domain == ipsecDomain)
        let size = try deletion.indexLength
        let count = try deletion.type
        d.put(" spilen=", size, " nspi=")
        d.put("", count, " spi=")
        var place = offset + Notification.length
        for index in 0..<count {
            if index != 0 { d.put(",") }
            guard bytes.has(size, at: place) else {
                putCut(&d, 12)
                return nil
            }
            try d.hexBytes(bytes, place, size)
            place += size
        }
        return place
    }
}
