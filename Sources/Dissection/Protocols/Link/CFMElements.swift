import Packets

/// Elements behind a message of connectivity fault management (IEEE 802.1ag 21.5).
extension CFM {
    /// An element at `offset`; its value follows. The one that ends them has a type only.
    struct Element: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of type and length.
        static var headerLength: Int { 3 }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets of the value.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(offset + 1) } }
    }

    /// What stands in the values of some elements (21.5.3 to 21.5.5).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Of a port or an interface.
        var status: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of an organisation.
        var vendor: UInt32 { get throws(Truncation) { try bytes.u24(0) } }
        var subtype: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Of who sends: octets of the chassis, and what it is named by.
        var chassisLength: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var chassisKind: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// The chassis, where it is an address: of the link layer, or of a family.
    struct Chassis: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var linkAddress: UInt64 { get throws(Truncation) { try bytes.u48(0) } }
        var family: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var ipv4: HostAddress { get throws(Truncation) { try bytes.ipv4(1) } }
        var ipv6: HostAddress { get throws(Truncation) { try bytes.ipv6(1) } }
    }

    /// How an element was read.
    private enum Outcome {
        /// Its value is dumped: it is not known, or partly. So many octets are left.
        case unknown(Int)
        /// Its value was printed.
        case known(Int)
        /// It is said to be too short; the next one begins so many octets behind the value's first.
        case next(Int)
        /// Nothing is read behind it.
        case end
    }

    static func elements(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation) {
        var offset = start
        while offset < length {
            let element = Element(bytes, at: offset)
            let type = try element.type
            d.put("\n\t")
            d.put(elementName(type) ?? "Unknown")
            d.put(" TLV (0x", hex: type, 2, ")")
            if type == 0 { return }
            if length - offset < Element.headerLength { return tooShort(&d) }
            let size = Int(try element.length)
            d.put(", length ", size)
            offset += Element.headerLength
            if size > length - offset { return tooShort(&d) }
            try bytes.require(size, at: offset)
            let value = try bytes.slice(offset, size)
            switch try elementValue(&d, type, value) {
            case .end: return
            case .next(let step): offset += step
            case .known(let left):
                if d.verbosity > 1 { try d.dumpValue(value, 0, left, lead: "\n\t  ") }
                offset += size
            case .unknown(let left):
                try d.dumpValue(value, 0, left, lead: "\n\t  ")
                offset += size
            }
        }
    }

    private static func elementName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "End"
        case 1: "Sender ID"
        case 2: "Port status"
        case 3: "Interface status"
        case 4: "Data"
        case 5: "Reply Ingress"
        case 6: "Reply Egress"
        case 31: "Organization Specific"
        default: nil
        }
    }

    private static func needs(_ d: inout Dissector, _ count: Int) {
        d.put(" (too short, must be >= ", count, ")")
    }

    private static func elementValue(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation)
        -> Outcome
    {
        switch type {
        case 1: return try sender(&d, value)
        case 2, 3:
            if value.byteCount < 1 {
                needs(&d, 1)
                return .end
            }
            let status = try Value(value).status
            d.put(", Status: ")
            d.put((type == 2 ? portStatus(status) : interfaceStatus(status)) ?? "Unknown")
            d.put(" (", status, ")")
            return .known(value.byteCount)
        case 31:
            if value.byteCount < 4 {
                needs(&d, 4)
                return .end
            }
            let vendor = try Value(value).vendor
            d.put(", Vendor: ")
            d.put(Names.organisationName(vendor) ?? "Unknown")
            d.put(" (", vendor, "), Sub-Type ")
            d.put(try Value(value).subtype)
            return .unknown(value.byteCount)
        default: return .unknown(value.byteCount)
        }
    }

    private static func portStatus(_ status: UInt8) -> StaticString? {
        switch status {
        case 1: "Blocked"
        case 2: "Up"
        default: nil
        }
    }

    private static func interfaceStatus(_ status: UInt8) -> StaticString? {
        switch status {
        case 1: "Up"
        case 2: "Down"
        case 3: "Testing"
        case 5: "Dormant"
        case 6: "not present"
        case 7: "lower Layer down"
        default: nil
        }
    }
}

/// Who sends: the chassis, and where it is managed.
extension CFM {
    private static func sender(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Outcome {
        let size = value.byteCount
        if size < 1 {
            needs(&d, 1)
            return .next(0)
        }
        let chassis = Int(try Value(value).chassisLength)
        var isKnown = true
        var offset = 1
        if chassis > 0 {
            if size < 2 { return shortPart(&d, .next(size)) }
            let kind = try Value(value).chassisKind
            d.put("\n\t  Chassis-ID Type ")
            d.put(chassisKind(kind) ?? "Unknown")
            d.put(" (", kind, "), Chassis-ID length ")
            d.put(chassis)
            // What comes next is looked for one octet too early.
            if size < 2 + chassis { return shortPart(&d, .next(size - 1)) }
            isKnown = try chassisValue(&d, kind, value.slice(2, chassis))
            offset = 2 + chassis
        }
        if offset < size {
            let domain = Int(try value.u8(offset))
            d.put("\n\t  Management Address Domain Length ", domain)
            offset += 1
            if domain > 0 {
                if size - offset < domain { return shortPart(&d, .next(size)) }
                try d.dumpHex(value.slice(offset, domain), domain, lead: "\n\t  Management Address Domain: ")
                offset += domain
                if offset >= size {
                    d.put(" (Management Address Length is missing)")
                } else {
                    let address = Int(try value.u8(offset))
                    d.put("\n\t  Management Address Length ", address)
                    offset += 1
                    if address > 0 {
                        if size - offset < address { return shortPart(&d, .end) }
                        try d.dumpHex(value.slice(offset, address), address, lead: "\n\t  Management Address: ")
                        offset += address
                    }
                }
            }
        }
        return isKnown ? .known(size - offset) : .unknown(size - offset)
    }

    private static func shortPart(_ d: inout Dissector, _ outcome: Outcome) -> Outcome {
        d.put("\n\t  (TLV too short)")
        return outcome
    }

    /// The chassis by its kind (IEEE 802.1AB 8.5.2). False when it is to be dumped.
    private static func chassisValue(_ d: inout Dissector, _ kind: UInt8, _ value: RawSpan) throws(Truncation) -> Bool {
        switch kind {
        case 1, 2, 3, 6, 7: d.put(text: value, terminated: true)
        case 4:
            if value.byteCount != 6 {
                d.put(" (invalid MAC address length)")
                return false
            }
            d.put("\n\t  MAC ")
            d.put(linkAddress: try Chassis(value).linkAddress)
        case 5: return try networkAddress(&d, value)
        default: return false
        }
        return true
    }

    private static func networkAddress(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let family = try Chassis(value).family
        d.put("\n\t  Network Address Type ")
        d.put(Names.addressFamilyName(UInt16(family)) ?? "Unknown")
        d.put(" (", family, ")")
        let size = value.byteCount - 1
        switch family {
        case 1:
            if size == 4 {
                d.put(", ", host: try Chassis(value).ipv4)
                return true
            }
            d.put("(invalid IPv4 address length ", size, ")")
        case 2:
            if size == 16 {
                d.put(", ", host: try Chassis(value).ipv6)
                return true
            }
            d.put("(invalid IPv6 address length ", size, ")")
        default: break
        }
        return false
    }

    private static func chassisKind(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: "Reserved"
        case 1: "Chassis component"
        case 2: "Interface alias"
        case 3: "Port component"
        case 4: "MAC address"
        case 5: "Network address"
        case 6: "Interface name"
        case 7: "Locally assigned"
        default: nil
        }
    }
}
