import Packets

/// The payloads of version 2 (RFC 7296 3).
extension ISAKMP {
    /// Key exchange, identification and authentication: a number of two or one bytes, then data.
    struct Numbered: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var group: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
    }

    struct Notification2: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var proto: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var indexLength: Int { get throws(Truncation) { try Int(bytes.u8(5)) } }
        var type: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    private static var cookie: UInt16 { 16_390 }

    static func print2(
        _ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan, _ offset: Int, _ payload: RawSpan,
        _ context: Context, _ depth: Int
    ) throws(Truncation) -> End {
        let end = offset + payload.byteCount
        switch kind {
        case 33: return try printAssociation2(&d, bytes, offset, payload.byteCount, context, depth)
        case 34, 35, 36, 39:
            guard payload.has(Numbered.length, at: 0) else {
                putCut(&d, kind)
                return nil
            }
            switch kind {
            case 34: try printKeyExchange2(&d, payload)
            case 39: try printAuthentication2(&d, bytes, offset, payload)
            default: try printIdentification2(&d, kind, payload)
            }
        case 40: try printNonce2(&d, bytes, offset, payload)
        case 41: if try !printNotification2(&d, bytes, offset, payload) { return nil }
        case 43: try printVendor2(&d, payload)
        case 46:
            try putName(&d, kind, payload)
            try putEncryptedBody(&d, payload)
            // What is inside has a text of its own; nothing follows it.
            try printEncrypted2(&d, payload, context, depth)
            return nil
        default:
            try putName(&d, kind, payload)
            try putBody(&d, payload)
        }
        return end
    }

    private static func putName(_ d: inout Dissector, _ kind: UInt8, _ payload: RawSpan) throws(Truncation) {
        let isCritical = try Payload(payload).isCritical
        switch kind {
        case 33: d.put("sa")
        case 40: d.put("nonce")
        case 41: d.put("n")
        default: d.put(payloadName(kind) ?? "")
        }
        d.put(isCritical ? "[C]:" : ":")
    }

    private static func printAssociation2(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ length: Int, _ context: Context, _ depth: Int
    ) throws(Truncation) -> End {
        try putName(&d, 33, bytes.from(offset))
        var room = length - Payload.headerLength
        d.put(" len=", room)
        var place = offset + Payload.headerLength
        var kind: UInt8 = 2
        while room > 0 {
            guard bytes.has(Payload.headerLength, at: place),
                case let size = try Payload(bytes.from(place)).length, size >= Payload.headerLength,
                size > room || bytes.has(size, at: place)
            else {
                putCut(&d, 33)
                return nil
            }
            if size > room {
                // What says that it is too long does not end the payloads behind it.
                putCut(&d, 33)
                return offset + length
            }
            open(&d, depth + 1)
            let isGood = kind != 2 ? true : try printProposal2(&d, bytes, place, size, depth + 1)
            if kind != 2 { d.put(payloadName(kind), or: "#", kind) }
            d.put(")")
            if !isGood { return nil }
            kind = try Payload(bytes.from(place)).next
            let isLast = kind == 0
            place += size
            room -= size
            if isLast { break }
        }
        return offset + length
    }

    /// False when it is cut off.
    private static func printProposal2(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ length: Int, _ depth: Int
    ) throws(Truncation) -> Bool {
        guard bytes.has(Proposal.length, at: offset) else {
            putCut(&d, 2)
            return false
        }
        let proposal = Proposal(try bytes.from(offset))
        let proto = try proposal.proto
        d.put(try Payload(bytes.from(offset)).isCritical ? "p[C]:" : "p:")
        d.put(" #", try proposal.number, " protoid=")
        d.put(protocolName(proto), or: "#", proto)
        d.put(" transform=", try proposal.transforms, " len=")
        d.put(length)
        let count = try proposal.indexLength
        if count > 0 {
            d.put(" spi=")
            try d.hexBytes(bytes, offset + Proposal.length, count)
        }
        var place = offset + Proposal.length + count
        var room = length - Proposal.length - count
        var number: UInt32 = 0
        var kind: UInt8 = 3
        while room >= Payload.headerLength {
            guard bytes.has(Payload.headerLength, at: place),
                case let size = try Payload(bytes.from(place)).length, size >= Payload.headerLength,
                size > room || bytes.has(size, at: place)
            else {
                putCut(&d, 2)
                return false
            }
            if size > room {
                // What says that it is too long does not end the payloads behind it.
                putCut(&d, 2)
                return true
            }
            number += 1
            open(&d, depth + 1)
            // What does not call itself a transform is only named.
            let isGood = kind != 3 ? true : try printTransform2(&d, bytes, place, size, number)
            if kind != 3 { d.put(payloadName(kind), or: "#", kind) }
            d.put(")")
            if !isGood { return false }
            kind = try Payload(bytes.from(place)).next
            let isLast = kind == 0
            place += size
            room -= size
            if isLast { break }
        }
        return true
    }

    private static func printTransform2(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ length: Int, _ number: UInt32
    ) throws(Truncation) -> Bool {
        guard bytes.has(Transform.length, at: offset) else {
            putCut(&d, 3)
            return false
        }
        let transform = Transform(try bytes.from(offset))
        let type = try transform.type
        let identifier = try transform.longIdentifier
        d.put(try Payload(bytes.from(offset)).isCritical ? "t[C]:" : "t:")
        d.put(" #", number, " type=")
        d.put(transformName(type), or: "#", type)
        d.put(" id=")
        switch type {
        case 1: d.put(encryptionName(identifier), or: "#", identifier)
        case 2: d.put(randomName(identifier), or: "#", identifier)
        case 3: d.put(integrityName(identifier), or: "#", identifier)
        case 4: d.put(groupName(identifier), or: "#", identifier)
        case 5: d.put(identifier == 0 ? "no-esn" : identifier == 1 ? "esn" : nil, or: "#", identifier)
        default: d.put(identifier)
        }
        d.put(" ")
        _ = try printAttributes(
            &d, bytes, offset + Transform.length, offset + length, type == 1 ? .encryption : .none)
        return true
    }

    private static func printKeyExchange2(_ d: inout Dissector, _ payload: RawSpan) throws(Truncation) {
        try putName(&d, 34, payload)
        let count = payload.byteCount - Numbered.length
        let group = try Numbered(payload).group
        d.put(" len=", count, " group=")
        d.put(groupName(group), or: "#", group)
        if d.verbosity > 2 && count > 0 {
            d.put(" ")
            try d.hexBytes(payload, Numbered.length, count)
        }
    }

    private static func printIdentification2(
        _ d: inout Dissector, _ kind: UInt8, _ payload: RawSpan
    ) throws(Truncation) {
        try putName(&d, kind, payload)
        try putBody(&d, payload)
        let count = payload.byteCount - Numbered.length
        switch try Numbered(payload).type {
        case 1: d.put(" ipv4:")
        case 2: d.put(" fqdn:")
        case 3: d.put(" rfc822:")
        case 5: d.put(" ipv6:")
        case 9: d.put(" dn:")
        case 10: d.put(" gn:")
        case 11: d.put(" keyid:")
        default: return
        }
        let type = try Numbered(payload).type
        if type == 2 || type == 3 {
            try putPrintable(&d, payload.from(Numbered.length))
        } else {
            try d.hexBytes(payload, Numbered.length, count)
        }
    }

    private static func putPrintable(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        for index in 0..<bytes.byteCount {
            let byte = try bytes.u8(index)
            d.put(byte: byte >= 0x20 && byte < 0x7F ? byte : 0x2E)
        }
    }

    private static func printAuthentication2(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ payload: RawSpan
    ) throws(Truncation) {
        try putName(&d, 39, payload)
        let count = payload.byteCount - Numbered.length
        let method = try Numbered(payload).type
        d.put(" len=", payload.byteCount - Payload.headerLength, " method=")
        switch method {
        case 0: d.put("invalid")
        case 1: d.put("rsasig")
        case 2: d.put("shared-secret")
        case 3: d.put("dsssig")
        default: d.put("#", method)
        }
        if count == 0 { return }
        if d.verbosity > 1 {
            d.put(" authdata=(")
            try d.hexBytes(payload, Numbered.length, count)
            d.put(") ")
        } else {
            try putSome(&d, bytes, from: offset + Numbered.length)
        }
    }

    private static func printNonce2(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ payload: RawSpan
    ) throws(Truncation) {
        try putName(&d, 40, payload)
        let count = payload.byteCount - Payload.headerLength
        d.put(" len=", count)
        if d.verbosity > 1 {
            d.put(" nonce=(")
            try d.hexBytes(payload, Payload.headerLength, count)
            d.put(") ")
        } else {
            try putSome(&d, bytes, from: offset + Payload.headerLength)
        }
    }

    /// False when it is cut off.
    private static func printNotification2(
        _ d: inout Dissector, _ bytes: RawSpan, _ offset: Int, _ payload: RawSpan
    ) throws(Truncation) -> Bool {
        guard bytes.has(Notification2.length, at: offset) else {
            putCut(&d, 41)
            return false
        }
        try putName(&d, 41, payload)
        let notification = Notification2(try bytes.from(offset))
        let proto = try notification.proto
        let type = try notification.type
        d.put(" prot_id=")
        d.put(protocolName(proto), or: "#", proto)
        d.put(" type=", type, "(")
        d.put(notification2Name(type))
        d.put(")")
        let count = try notification.indexLength
        // An unsupported critical payload is of no association.
        if count > 0 && type != 1 {
            d.put(" spi=")
            guard bytes.has(count, at: offset + Notification2.length) else {
                putCut(&d, 11)
                return false
            }
            try d.hexBytes(bytes, offset + Notification2.length, count)
        }
        let data = offset + Notification2.length + count
        let rest = bytes.byteCount - data
        if rest <= 0 { return true }
        if d.options.verbosity > 3 || type == cookie && rest < 30 {
            d.put(" data=(")
            try d.hexBytes(bytes, data, rest)
            d.put(")")
        } else if type == cookie {
            try putSome(&d, bytes, from: data)
        }
        return true
    }

    private static func printVendor2(_ d: inout Dissector, _ payload: RawSpan) throws(Truncation) {
        try putName(&d, 43, payload)
        let count = payload.byteCount - Payload.headerLength
        d.put(" len=", count, " vid=")
        try putPrintable(&d, payload.from(Payload.headerLength))
        if d.verbosity > 2 && count > 4 {
            d.put(" ")
            try d.hexBytes(payload, Payload.headerLength, count)
        }
    }

    private static func putEncryptedBody(_ d: inout Dissector, _ payload: RawSpan) throws(Truncation) {
        let count = payload.byteCount - Payload.headerLength
        d.put(" len=", count)
        if d.verbosity > 2 && count > 4 {
            d.put(" ")
            try d.hexBytes(payload, Payload.headerLength, count)
        }
    }

    /// RFC 7296 3.14: what is inside, where a key opens it; its payloads stand further to the right.
    private static func printEncrypted2(
        _ d: inout Dissector, _ payload: RawSpan, _ context: Context, _ depth: Int
    ) throws(Truncation) {
        let body = try payload.from(Payload.headerLength)
        guard
            let range = d.decryptor?.payload(
                ofInitiator: context.isInitiator, context.initiator, context.responder, body),
            let plain = d.decryptor?.bytes(range)
        else { return }
        let first = try Payload(payload).next
        _ = try walk(&d, version: 2, first, plain, 0, context, 0, depth + 1)
    }
}
