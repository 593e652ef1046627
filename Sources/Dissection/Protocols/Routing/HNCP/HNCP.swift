import Packets

/// Home networking control (RFC 7788) on distributed node consensus (RFC 7787): elements within elements.
enum HNCP {
    /// An element, filled up to a multiple of four octets.
    struct Element: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets behind these four.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
    }

    /// Types that have no name of their own share one.
    enum Class: Equatable {
        case named(UInt16)
        case reserved, unassigned, privateUse, futureUse

        init(_ type: UInt16) {
            switch type {
            case 0: self = .reserved
            case 1...5, 8...10, 32...43: self = .named(type)
            case 44...511: self = .unassigned
            case 768...1023: self = .privateUse
            default: self = .futureUse
            }
        }

        var name: StaticString {
            switch self {
            case .named(let type): HNCP.name(type)
            case .reserved: "Reserved"
            case .unassigned: "Unassigned"
            case .privateUse: "Private use"
            case .futureUse: "Future use"
            }
        }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) {
        d.layer = "hncp"
        d.put("hncp (", length, ")")
        list(&d, bytes, length, depth: 1)
    }

    /// The elements in `length` octets. As many levels as -v are given are told, deeper ones named; with three, all.
    /// What breaks off is marked where it does, and the levels above go on.
    static func list(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, depth: Int) {
        do { try elements(&d, bytes, length, depth: depth) } catch { d.markTruncated() }
    }

    private static func elements(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, depth: Int
    ) throws(Truncation) {
        if depth > d.verbosity && d.verbosity < 3 { return try names(&d, bytes, length, depth) }
        defer { d.depth -= 1 }
        try d.descend()
        var offset = 0
        while offset < length {
            indent(&d, depth)
            guard let (type, size) = try element(&d, bytes, length, offset) else { return }
            let kind = Class(type)
            d.put(kind.name)
            if case .named = kind {} else { d.put(": type=", type) }
            d.put(" (", Element.size + size, ")")
            let place = HNCPElement.Place(bytes, offset + Element.size, size, depth)
            if try !HNCPElement.print(&d, type, place) { d.markInvalid() }
            offset += Element.size + size + (-size & 3)
        }
    }

    static func indent(_ d: inout Dissector, _ depth: Int) {
        d.put("\n")
        for _ in 0..<depth { d.put("\t") }
    }

    /// The names alone, each once for a run of the same; the last one when all is well.
    private static func names(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ depth: Int) throws(Truncation) {
        var (offset, count, any) = (0, 0, false)
        var pending = Class.reserved
        func say(_ d: inout Dissector) {
            if count == 0 { return }
            if any { d.put(", ") } else if depth > 1 { indent(&d, depth) } else { d.put(" ") }
            d.put(pending.name)
            if count > 1 { d.put(" (x", count, ")") }
            any = true
        }
        while offset < length {
            guard let (type, size) = try element(&d, bytes, length, offset) else { return }
            let kind = Class(type)
            if count > 0 && kind == pending {
                count += 1
            } else {
                say(&d)
                (pending, count) = (kind, 1)
            }
            offset += Element.size + size + (-size & 3)
        }
        say(&d)
    }

    /// The type and size of the element at `offset`; nil, and the mark is made, when the outer one has no room for it.
    private static func element(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ offset: Int
    ) throws(Truncation) -> (UInt16, Int)? {
        try bytes.require(Element.size, at: offset)
        if offset + Element.size > length {
            d.markInvalid()
            return nil
        }
        let element = Element(try bytes.from(offset))
        let (type, size) = try (element.type, element.length)
        try bytes.require(size, at: offset + Element.size)
        if offset + Element.size + size > length {
            d.markInvalid()
            return nil
        }
        return (type, size)
    }

    private static func name(_ type: UInt16) -> StaticString {
        switch type {
        case 1: "Request network state"
        case 2: "Request node state"
        case 3: "Node endpoint"
        case 4: "Network state"
        case 5: "Node state"
        case 8: "Peer"
        case 9: "Keep-alive interval"
        case 10: "Trust-Verdict"
        case 32: "HNCP-Version"
        case 33: "External-Connection"
        case 34: "Delegated-Prefix"
        case 35: "Assigned-Prefix"
        case 36: "Node-Address"
        case 37: "DHCPv4-Data"
        case 38: "DHCPv6-Data"
        case 39: "DNS-Delegated-Zone"
        case 40: "Domain-Name"
        case 41: "Node-Name"
        case 42: "Managed-PSK"
        default: "Prefix-Policy"
        }
    }
}
