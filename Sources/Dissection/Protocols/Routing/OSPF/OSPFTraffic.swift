import Packets

/// Traffic engineering by opaque link states (RFC 3630, with RFC 4203 for generalised labels and RFC 4124 for classes).
enum OSPFTraffic {
    typealias Element = OSPFOpaque.Element

    /// What an interface can switch (RFC 4203 1.4).
    struct Switching: ~Escapable {
        static let size = 36
        static let priorities = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var capability: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Bytes a second in single precision.
        func bandwidth(_ priority: Int) throws(Truncation) -> UInt32 { try bytes.u32(4 + priority * 4) }
    }

    /// A link is described.
    static func beginsWithLink(_ body: RawSpan) -> Bool { (try? Element(body).type) == 2 }

    /// False when the rest of the packet cannot be read; what breaks off ends without a mark.
    static func printOrNothing(_ d: inout Dissector, _ body: RawSpan, _ size: Int) -> Bool {
        do throws(Truncation) {
            return try print(&d, body, size)
        } catch {
            return false
        }
    }

    private static func print(_ d: inout Dissector, _ body: RawSpan, _ size: Int) throws(Truncation) -> Bool {
        var offset = 0
        var left = size
        while left > 0 {
            try body.require(Element.size, at: offset)
            if left < Element.size { return OSPFOpaque.short(&d, "Remaining LS length", left, Element.size) }
            let element = Element(try body.from(offset))
            let type = try element.type
            let length = try element.length
            offset += Element.size
            left -= Element.size
            d.put("\n\t    ")
            d.put(type == 1 ? "Router Address" : type == 2 ? "Link" : "unknown")
            d.put(" TLV (", type, "), length: ")
            d.put(length)
            if length > left {
                d.put("\n\t    Bogus length ", length, " > ")
                d.put(left)
                return false
            }
            if type == 0 || length == 0 { return false }
            switch type {
            case 1:
                if length < 4 { return OSPFOpaque.short(&d, "TLV length", length, 4) }
                d.put(", ", host: try body.ipv4(offset))
            case 2:
                guard let moved = try link(&d, body.from(offset), length) else { return false }
                // Risk groups move the place where the next element is read.
                offset += moved - length
            default: if d.verbosity <= 1 { try d.dumpValue(body, offset, length, lead: "\n\t      ") }
            }
            let padded = Element.aligned(length)
            if padded > left {
                d.put("\n\t    Bogus padded length ", padded, " > ")
                d.put(left)
                return false
            }
            offset += padded
            left -= padded
        }
        return true
    }

    /// The elements of a link; how far they went, or nil when they do not fit.
    private static func link(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int? {
        var offset = 0
        var left = length
        while left > 0 {
            try bytes.require(Element.size, at: offset)
            if left < Element.size {
                _ = OSPFOpaque.short(&d, "Remaining TLV length", left, Element.size)
                return nil
            }
            let element = Element(try bytes.from(offset))
            let type = try element.type
            let size = try element.length
            offset += Element.size
            left -= Element.size
            if type == 0 || size == 0 {
                d.markInvalid()
                return nil
            }
            d.put("\n\t      ")
            d.put(name(type) ?? "unknown")
            d.put(" subTLV (", type, "), length: ")
            d.put(size)
            if left < size {
                _ = OSPFOpaque.short(&d, "Remaining TLV length", left + 4, size + 4)
                return nil
            }
            let value = try bytes.slice(offset, size)
            if try !text(&d, type, value) {
                d.markInvalid()
                return nil
            }
            // tcpdump counts the groups of a shared risk twice, and reads the next element behind them.
            if type == 16 { offset += size }
            let padded = Element.aligned(size)
            if left < padded {
                _ = OSPFOpaque.short(&d, "Remaining TLV length", left + 4, padded + 4)
                return nil
            }
            offset += padded
            left -= padded
        }
        return offset
    }

    /// True when the length is what the type needs; else it says so.
    private static func fits(_ d: inout Dissector, _ value: RawSpan, _ need: Int) -> Bool {
        if value.byteCount == need { return true }
        d.put(" != ", need)
        return false
    }

    /// Values of a link's elements that are one field (RFC 3630 2.5, RFC 4203 1, RFC 4124 5.1).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1 point to point, 2 several.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var metric: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Octets in a second, a floating point number.
        var bandwidth: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var groups: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var protection: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var model: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of a class, behind the model: octets in a second, a floating point number.
        func constraint(_ index: Int) throws(Truncation) -> UInt32 { try bytes.u32(4 + index * 4) }
    }

    /// False when the value does not fit its type.
    private static func text(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        switch type {
        case 1:
            if !fits(&d, value, 1) { return false }
            let kind = try Value(value).kind
            d.put(", ")
            d.put(kind == 1 ? "Point-to-point" : kind == 2 ? "Multi-Access" : "unknown")
            d.put(" (", kind, ")")
        case 2, 11: return try identifiers(&d, value)
        case 3, 4:
            if !fits(&d, value, 4) { return false }
            d.put(", ", host: try Value(value).address)
        case 5:
            if !fits(&d, value, 4) { return false }
            d.put(", Metric ", try Value(value).metric)
        case 6, 7:
            if !fits(&d, value, 4) { return false }
            d.put(", ")
            d.put(megabits: try Value(value).bandwidth)
            d.put(" Mbps")
        case 8:
            if !fits(&d, value, 32) { return false }
            for index in 0..<8 {
                d.put("\n\t\tTE-Class ", index, ": ")
                d.put(megabits: try value.u32(index * 4))
                d.put(" Mbps")
            }
        case 9:
            if !fits(&d, value, 4) { return false }
            d.put(", 0x", hex: try Value(value).groups, 8)
        case 14:
            if !fits(&d, value, 4) { return false }
            d.put(", ")
            d.put(
                flags: UInt32(try Value(value).protection),
                [
                    (0x01, "Extra Traffic"), (0x02, "Unprotected"), (0x04, "Shared"), (0x08, "Dedicated 1:1"),
                    (0x10, "Dedicated 1+1"), (0x20, "Enhanced"), (0x40, "Reserved"), (0x80, "Reserved"),
                ])
        case 15: return try switching(&d, value)
        case 16: return try riskGroups(&d, value)
        case 17: return try constraints(&d, value)
        default: if d.verbosity <= 1 { try d.dumpValue(value, 0, value.byteCount, lead: "\n\t\t") }
        }
        return true
    }

    private static func identifiers(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        if value.byteCount != 4 && value.byteCount != 8 {
            d.put(" != 4 && != 8")
            return false
        }
        var offset = 0
        while offset < value.byteCount {
            d.put(", ", host: try value.ipv4(offset), " (0x")
            d.put(hex: try value.u32(offset), 8)
            d.put(")")
            offset += 4
        }
        return true
    }

    private static func switching(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        if value.byteCount < Switching.size {
            d.put(" < ", Switching.size)
            return false
        }
        let switching = Switching(value)
        d.put("\n\t\tInterface Switching Capability: ")
        d.put(MPLSNames.switching(try switching.capability) ?? "Unknown")
        d.put("\n\t\tLSP Encoding: ")
        d.put(MPLSNames.generalizedEncoding(try switching.encoding) ?? "Unknown")
        d.put("\n\t\tMax LSP Bandwidth:")
        for priority in 0..<Switching.priorities {
            d.put("\n\t\t  priority level ", priority, ": ")
            d.put(megabits: try switching.bandwidth(priority))
            d.put(" Mbps")
        }
        return true
    }

    private static func riskGroups(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        if value.byteCount % 4 != 0 {
            d.put(" != N x 4")
            return false
        }
        d.put("\n\t\t  Shared risk group: ")
        var offset = 0
        while offset < value.byteCount {
            d.put(offset == 0 ? "" : ", ")
            d.put(try value.u32(offset))
            offset += 4
        }
        return true
    }

    private static func constraints(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) -> Bool {
        let size = value.byteCount
        if size < 4 {
            d.put(" < 4")
            return false
        }
        let model = try Value(value).model
        d.put("\n\t\tBandwidth Constraints Model ID: ")
        d.put(modelName(model) ?? "unknown")
        d.put(" (", model, ")")
        if size % 4 != 0 {
            d.put("\n\t\tlength ", size, " != N x 4")
            return false
        }
        if size > 36 {
            d.put("\n\t\tlength ", size, " > 36")
            return false
        }
        for index in 0..<(size / 4 - 1) {
            d.put("\n\t\t  Bandwidth constraint CT", index, ": ")
            d.put(megabits: try Value(value).constraint(index))
            d.put(" Mbps")
        }
        return true
    }

    private static func modelName(_ model: UInt8) -> StaticString? {
        switch model {
        case 0: "Russian dolls"
        case 1: "Maximum allocation"
        case 0xFE: "Maximum allocation with E-LSP support"
        default: nil
        }
    }

    private static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "Link Type"
        case 2: "Link ID"
        case 3: "Local Interface IP address"
        case 4: "Remote Interface IP address"
        case 5: "Traffic Engineering Metric"
        case 6: "Maximum Bandwidth"
        case 7: "Maximum Reservable Bandwidth"
        case 8: "Unreserved Bandwidth"
        case 9: "Administrative Group"
        case 11: "Link Local/Remote Identifier"
        case 14: "Link Protection Type"
        case 15: "Interface Switching Capability"
        case 16: "Shared Risk Link Group"
        case 17: "Bandwidth Constraints"
        default: nil
        }
    }
}
