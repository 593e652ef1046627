import Packets

/// Notices of Zephyr, Project Athena's message service: fields of text, each ended by a NUL, of which the first is the version;
/// numbers are text in hexadecimal.
enum Zephyr {
    /// The fields that each notice has, in their order.
    private enum Field: Int {
        case version, count, kind, identifier, port, authentication, authenticatorLength, authenticator
        case noticeClass, instance, operation, sender, recipient, format, checksum, parts, partsIdentifier
        static let number = 17
    }

    /// Walks over the fields.
    private struct Walk: ~Escapable {
        let bytes: RawSpan
        let length: Int
        var offset = 0

        /// - Parameter length: octets of the notice.
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, _ length: Int) {
            self.bytes = bytes
            self.length = length
        }

        /// Where the next field is; nil when the notice ends before it does. Throws when less was captured.
        mutating func next() throws(Truncation) -> Range<Int>? {
            let start = offset
            var end = offset
            while end < length {
                if try bytes.u8(end) == 0 {
                    offset = end + 1
                    return start..<end
                }
                end += 1
            }
            return nil
        }
    }

    /// A notice whose fields are found.
    private struct Notice: ~Escapable {
        let bytes: RawSpan
        var fields = InlineArray<17, Range<Int>>(repeating: 0..<0)
        var rest: Walk

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, _ length: Int) {
            self.bytes = bytes
            rest = Walk(bytes, length)
        }

        /// False when one of them does not end.
        mutating func read() throws(Truncation) -> Bool {
            for place in 0..<Field.number {
                guard let field = try rest.next() else { return false }
                fields[place] = field
                // Nothing else is looked at.
                if place == 0 && !bytes.begins(field, "ZEPH") { return true }
            }
            return true
        }

        func isEmpty(_ field: Field) -> Bool { fields[field.rawValue].isEmpty }

        func equals(_ field: Field, _ word: StaticString) -> Bool { bytes.equals(fields[field.rawValue], word) }

        /// As strtol(3) reads it: what is no number is 0.
        var kind: Int32 {
            var value: UInt64 = 0
            var place = fields[Field.kind.rawValue].lowerBound
            let end = fields[Field.kind.rawValue].upperBound
            func octet(_ place: Int) -> UInt8 { place < end ? (try? bytes.u8(place)) ?? 0 : 0 }
            while octet(place) == 0x20 || 0x09...0x0D ~= octet(place) { place += 1 }
            let isNegative = octet(place) == 0x2D
            if isNegative || octet(place) == 0x2B { place += 1 }
            if octet(place) == 0x30 && octet(place + 1) | 0x20 == 0x78 && Zephyr.digit(octet(place + 2)) != nil {
                place += 2
            }
            while let digit = Zephyr.digit(octet(place)) {
                value = value > UInt64(Int64.max) >> 4 ? UInt64(Int64.max) : value << 4 | UInt64(digit)
                place += 1
            }
            return Int32(truncatingIfNeeded: isNegative ? 0 &- Int64(value) : Int64(value))
        }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "zephyr"
        var notice = Notice(bytes, length)
        guard try notice.read() else { return d.markInvalid() }
        let version = notice.fields[Field.version.rawValue]
        if !bytes.begins(version, "ZEPH") { return }
        d.put(" zephyr")
        let number = version.lowerBound + 4..<version.upperBound
        if !bytes.begins(number, "0.2") {
            d.put(" v")
            return put(&d, bytes, number)
        }
        let kind = notice.kind
        d.put(" ")
        if let name = kindName(kind) { d.put(name) } else { d.put("type ", Int(kind)) }
        if kind == 5, let answer = try notice.rest.next(), !bytes.equals(answer, "SENT") {
            d.put("/")
            put(&d, bytes, answer, lowercase: true)
        }
        if !notice.isEmpty(.sender) {
            d.put(" ")
            put(&d, notice, .sender)
        }
        try purpose(&d, &notice)
    }

    /// What it is about: services know some classes, all others are messages.
    private static func purpose(_ d: inout Dissector, _ notice: inout Notice) throws(Truncation) {
        if notice.equals(.noticeClass, "USER_LOCATE") {
            if notice.equals(.operation, "USER_HIDE") { return d.put(" hide") }
            if notice.equals(.operation, "USER_UNHIDE") { return d.put(" unhide") }
            d.put(" locate ")
            return put(&d, notice, .instance)
        }
        if notice.equals(.noticeClass, "ZEPHYR_ADMIN") {
            d.put(" zephyr-admin ")
            return put(&d, notice, .operation, lowercase: true)
        }
        if notice.equals(.noticeClass, "ZEPHYR_CTL") {
            if notice.equals(.instance, "CLIENT") { return try client(&d, &notice) }
            if notice.equals(.instance, "HM") {
                d.put(" ")
                return put(&d, notice, .operation, lowercase: true)
            }
            if notice.equals(.instance, "REALM") { return realm(&d, notice) }
        }
        if notice.equals(.noticeClass, "HM_CTL") {
            d.put(" hm_ctl ")
            put(&d, notice, .instance, lowercase: true)
            d.put(" ")
            return put(&d, notice, .operation, lowercase: true)
        }
        d.put(" to ")
        triple(
            &d, notice.bytes, notice.fields[Field.noticeClass.rawValue], notice.fields[Field.instance.rawValue],
            notice.fields[Field.recipient.rawValue])
        if !notice.isEmpty(.operation) {
            d.put(" op ")
            put(&d, notice, .operation)
        }
    }

    /// Subscriptions, with the first one of a list.
    private static func client(_ d: inout Dissector, _ notice: inout Notice) throws(Truncation) {
        d.put(" ")
        let isKnown: StaticString? =
            notice.equals(.operation, "SUBSCRIBE")
            ? "sub"
            : notice.equals(.operation, "UNSUBSCRIBE")
                ? "unsub"
                // tcpdump's word for it.
                : notice.equals(.operation, "SUBSCRIBE_NODEFS") ? "unsub-nodefs" : nil
        if let isKnown {
            d.put(isKnown)
            guard let name = try notice.rest.next(), let instance = try notice.rest.next(),
                let recipient = try notice.rest.next()
            else { return }
            d.put(" ")
            return triple(&d, notice.bytes, name, instance, recipient)
        }
        if notice.equals(.operation, "CLEARSUB") { return d.put("clear-subs") }
        if notice.equals(.operation, "GIMME") { return d.put("ret") }
        if notice.equals(.operation, "GIMMEDEFS") { return d.put("gimme-defs") }
        put(&d, notice, .operation, lowercase: true)
    }

    private static func realm(_ d: inout Dissector, _ notice: borrowing Notice) {
        if notice.equals(.operation, "ADD_SUBSCRIBE") { d.put(" realm add-subs") }
        if notice.equals(.operation, "REQ_SUBSCRIBE") { d.put(" realm req-subs") }
        if notice.equals(.operation, "RLM_SUBSCRIBE") { d.put(" realm rlm-sub") }
        if notice.equals(.operation, "RLM_UNSUBSCRIBE") { d.put(" realm rlm-unsub") }
    }

    /// To whom: no recipient is everyone.
    private static func triple(
        _ d: inout Dissector, _ bytes: RawSpan, _ name: Range<Int>, _ instance: Range<Int>, _ recipient: Range<Int>
    ) {
        d.put("<")
        put(&d, bytes, name)
        d.put(",")
        put(&d, bytes, instance)
        d.put(",")
        if recipient.isEmpty { d.put("*") } else { put(&d, bytes, recipient) }
        d.put(">")
    }

    private static func put(
        _ d: inout Dissector, _ notice: borrowing Notice, _ field: Field, lowercase: Bool = false
    ) {
        put(&d, notice.bytes, notice.fields[field.rawValue], lowercase: lowercase)
    }

    private static func put(_ d: inout Dissector, _ bytes: RawSpan, _ field: Range<Int>, lowercase: Bool = false) {
        for place in field {
            guard let octet = try? bytes.u8(place) else { return }
            d.put(visible: lowercase && 0x41...0x5A ~= octet ? octet | 0x20 : octet)
        }
    }

    private static func digit(_ octet: UInt8) -> UInt8? {
        switch octet {
        case 0x30...0x39: octet - 0x30
        case 0x41...0x46: octet - 0x37
        case 0x61...0x66: octet - 0x57
        default: nil
        }
    }

    private static func kindName(_ kind: Int32) -> StaticString? {
        switch kind {
        case 0: "unsafe"
        case 1: "unacked"
        case 2: "acked"
        case 3: "hm-ack"
        case 4: "hm-ctl"
        case 5: "serv-ack"
        case 6: "serv-nak"
        case 7: "client-ack"
        case 8: "stat"
        default: nil
        }
    }
}

extension RawSpan {
    /// The octets of a range are those of a word.
    fileprivate func equals(_ range: Range<Int>, _ word: StaticString) -> Bool {
        range.count == word.utf8CodeUnitCount && begins(range, word)
    }

    /// The octets of a range begin with those of a word.
    fileprivate func begins(_ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count >= word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { octets in
            for place in 0..<octets.count {
                guard let octet = try? u8(range.lowerBound + place) else { return false }
                if unsafe octets[place] != octet { return false }
            }
            return true
        }
    }
}
