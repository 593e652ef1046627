import Packets

/// Integrated services (RFC 2210), properties of tunnels (draft-kompella-lsp-properties), user network interfaces (RFC 3476).
enum RSVPService {
    typealias Outcome = RSVPObject.Outcome

    /// A header of the message, of a service, of a parameter: each is a word whose second half counts words.
    struct Header: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var number: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var isBroken: Bool { get throws(Truncation) { try bytes.u8(1) & 0x80 != 0 } }
        /// Octets behind this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) << 2 } }
    }

    /// Values of parameters (RFC 2215 3, RFC 2212).
    struct Parameter: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var value: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Octets a second in single precision, in the first word: of a token bucket, of a reservation.
        var rate: Float { get throws(Truncation) { Float(bitPattern: try bytes.u32(0)) } }
        /// Octets.
        var bucketSize: Float { get throws(Truncation) { Float(bitPattern: try bytes.u32(4)) } }
        var peakRate: Float { get throws(Truncation) { Float(bitPattern: try bytes.u32(8)) } }
        var minimumUnit: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var maximumSize: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var slack: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// Properties of a tunnel.
    struct Property: ~Escapable {
        static let size = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var count: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets at the end that only fill up.
        var padding: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        func type(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset) }
        /// With its header.
        func length(_ offset: Int) throws(Truncation) -> Int { Int(try bytes.u8(offset + 1)) }
    }

    /// A part of a user network interface's object.
    struct Part: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// With its header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(0)) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var family: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var ipv4: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var ipv6: HostAddress { get throws(Truncation) { try bytes.ipv6(4) } }
        var isUpstream: UInt32 { get throws(Truncation) { try bytes.u32(4) >> 31 } }
        var labelType: UInt32 { get throws(Truncation) { try bytes.u32(4) & 0xFF } }
        var port: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var label: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var serviceLevel: UInt16 { get throws(Truncation) { try bytes.u16(4) >> 8 } }
    }

    static func print(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 2 else { return .unknown }
        if bytes.byteCount < Header.size { return .short }
        let message = Header(bytes)
        d.put(lead)
        d.put("  Msg-Version: ", try message.version, ", length: ")
        d.put(try message.length)
        var offset = Header.size
        while bytes.byteCount - offset >= Header.size {
            let service = Header(try bytes.from(offset))
            let number = try service.number
            var left = try service.length
            d.put(lead)
            d.put("  Service Type: ")
            d.put(serviceName(number) ?? "unknown")
            d.put(" (", number, "), break bit ")
            d.put(try service.isBroken ? "" : "not ")
            d.put("set, Service length: ", left)
            offset += Header.size
            while left >= Header.size {
                let size = try parameter(&d, bytes.from(offset))
                if size == 0 { break }
                // What the service has left is counted without a sign: below nothing is a great deal.
                left = left < size ? .max : left - size
                offset += size
            }
        }
        return .told
    }

    /// Prints one parameter; gives the octets that it takes, 0 when they are not there.
    private static func parameter(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int {
        if bytes.byteCount < Header.size { return 0 }
        let header = Header(bytes)
        let (number, length) = try (header.number, header.length)
        d.put("\n\t      Parameter ID: ")
        d.put(parameterName(number) ?? "unknown")
        d.put(" (", number, "), length: ")
        d.put("", length, ", Flags: [0x")
        d.put(hex: try header.flags, 2)
        d.put("]")
        if bytes.byteCount < length + Header.size { return 0 }
        let value = try bytes.slice(Header.size, length)
        switch number {
        case 4, 6, 8, 10, 133...136: if length == 4 { try word(&d, number, Parameter(value)) }
        case 127: if length == 20 { try bucket(&d, Parameter(value)) }
        case 130 where length == 8:
            d.put("\n\t\tRate: ")
            d.put(significant: try Parameter(value).rate / 125_000)
            d.put(" Mbps\n\t\tSlack Term: ", try Parameter(value).slack)
        case 130: break
        default: if d.verbosity <= 1 { try d.dumpHex(value, length, lead: "\n\t\t") }
        }
        return length + Header.size
    }

    private static func word(
        _ d: inout Dissector, _ number: UInt8, _ parameter: borrowing Parameter
    ) throws(Truncation) {
        let value = try parameter.value
        switch number {
        case 4: d.put("\n\t\tIS hop count: ", value)
        case 6:
            d.put("\n\t\tPath b/w estimate: ")
            d.put(significant: try parameter.rate / 125_000)
            d.put(" Mbps")
        case 8:
            d.put("\n\t\tMinimum path latency: ")
            if value == .max { d.put("don't care") } else { d.put(value) }
        case 10: d.put("\n\t\tComposed MTU: ", value, " bytes")
        default: d.put("\n\t\tValue: ", value)
        }
    }

    private static func bucket(_ d: inout Dissector, _ parameter: borrowing Parameter) throws(Truncation) {
        d.put("\n\t\tToken Bucket Rate: ")
        d.put(significant: try parameter.rate / 125_000)
        d.put(" Mbps\n\t\tToken Bucket Size: ")
        d.put(significant: try parameter.bucketSize)
        d.put(" bytes\n\t\tPeak Data Rate: ")
        d.put(significant: try parameter.peakRate / 125_000)
        d.put(" Mbps\n\t\tMinimum Policed Unit: ", try parameter.minimumUnit, " bytes")
        d.put("\n\t\tMaximum Packet Size: ", try parameter.maximumSize, " bytes")
    }

    static func properties(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 1 else { return .unknown }
        if bytes.byteCount < 4 { return .short }
        let property = Property(bytes)
        let padding = try property.padding
        d.put(lead)
        d.put("  TLV count: ", try property.count, ", padding bytes: ")
        d.put(padding)
        var offset = 4
        while bytes.byteCount - offset >= Property.size + padding {
            let (type, size) = try (property.type(offset), property.length(offset))
            d.put(lead)
            d.put("    ")
            d.put(propertyName(type) ?? "unknown")
            d.put(" TLV (0x", hex: type, 2, "), length: ")
            d.put(size)
            if bytes.byteCount - offset < size { return .short }
            if size < Property.size {
                d.put(lead)
                d.put("ERROR: property TLV is too short")
                return .ended
            }
            try d.dumpHex(bytes.from(offset + Property.size), size - Property.size, lead: "\n\t\t")
            offset += size
        }
        return .told
    }

    static func network(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ lead: StaticString
    ) throws(Truncation) -> Outcome {
        guard type == 1 else { return .unknown }
        if bytes.byteCount < Part.size { return .short }
        var isUnknown = false
        var offset = 0
        while offset < bytes.byteCount {
            let left = bytes.byteCount - offset
            if left < Part.size { return .invalid }
            let part = Part(try bytes.from(offset))
            let (type, family, size) = try (part.type, part.family, part.length)
            d.put(lead)
            d.put("  Subobject Type: ")
            d.put(partName(type) ?? "Unknown")
            d.put(" (", type, "), AF: ")
            d.put(Names.addressFamilyName(UInt16(family)) ?? "Unknown")
            d.put(" (", family, "), length: ")
            d.put(size)
            if size < Part.size || size > left { return .invalid }
            switch type {
            case 1 where family == 1 || family == 2, 2 where family == 1 || family == 2:
                if size < (family == 1 ? 8 : 20) { return tooShort(&d, lead) }
                d.put(lead)
                d.put(family == 1 ? "    UNI IPv4 TNA address: " : "    UNI IPv6 TNA address: ")
                d.put(host: family == 1 ? try part.ipv4 : try part.ipv6)
            case 1, 2: if family == 3 { isUnknown = true }
            case 3: if size > Part.size { isUnknown = true }
            case 4:
                if size < 16 { return tooShort(&d, lead) }
                d.put(lead)
                d.put("    U-bit: ", hex: try part.isUpstream, 1, ", Label type: ")
                d.put(try part.labelType)
                d.put(", Logical port id: ", try part.port, ", Label: ")
                d.put(try part.label)
            case 5:
                if size < 5 { return tooShort(&d, lead) }
                d.put(lead)
                d.put("    Service level: ", try part.serviceLevel)
            default: isUnknown = true
            }
            offset += size
        }
        return isUnknown ? .unknown : .told
    }

    private static func tooShort(_ d: inout Dissector, _ lead: StaticString) -> Outcome {
        d.put(lead)
        d.put("ERROR: sub-object is too short")
        return .ended
    }

    private static func serviceName(_ number: UInt8) -> StaticString? {
        switch number {
        case 1: "Default/Global Information"
        case 2: "Guaranteed Service"
        case 5: "Controlled Load"
        default: nil
        }
    }

    private static func parameterName(_ number: UInt8) -> StaticString? {
        switch number {
        case 4: "IS hop cnt"
        case 6: "Path b/w estimate"
        case 8: "Minimum path latency"
        case 10: "Composed MTU"
        case 127: "Token Bucket TSpec"
        case 130: "Guaranteed Service RSpec"
        case 133: "End-to-end composed value for C"
        case 134: "End-to-end composed value for D"
        case 135: "Since-last-reshaping point composed C"
        case 136: "Since-last-reshaping point composed D"
        default: nil
        }
    }

    private static func propertyName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Cos"
        case 2: "Metric 1"
        case 4: "Metric 2"
        case 8: "CCC Status"
        case 16: "Path Type"
        default: nil
        }
    }

    private static func partName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Source TNA address"
        case 2: "Destination TNA address"
        case 3: "Diversity"
        case 4: "Egress label"
        case 5: "Service level"
        default: nil
        }
    }
}
