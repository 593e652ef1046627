import Packets

/// The objects of links: of traffic engineering, of data, and the states of channels (RFC 4204 13.11 to 13.14).
enum LMPLink {
    /// A link of traffic engineering or of data: flags, then two identifiers of the same kind.
    struct Link: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        static let identifiers = 4
    }

    /// What a data link can do, as an object within the object.
    struct Subobject: ~Escapable {
        static let size = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// With these two octets.
        var length: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
        var switching: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Bytes a second in single precision.
        var minimum: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var maximum: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var wavelength: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// The state of a channel, behind its identifier.
    struct State {
        let word: UInt32
        static let size = 4
        var active: UInt32 { word >> 31 }
        var direction: UInt32 { word >> 30 & 1 }
        var status: UInt32 { word & 0x3FF_FFFF }
    }

    /// Octets of an identifier of this kind.
    private static func width(_ type: UInt8) -> Int? {
        switch type {
        case 1, 3: 4
        case 2: 16
        default: nil
        }
    }

    private static func identifier(
        _ d: inout Dissector, _ title: StaticString, _ type: UInt8, _ bytes: RawSpan
    ) throws(Truncation) {
        switch type {
        case 1: try LMPObject.address(&d, title, bytes)
        case 2: try LMPObject.address6(&d, title, bytes)
        default: try LMPObject.number(&d, title, bytes)
        }
    }

    static func traffic(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) -> LMPObject.Outcome {
        guard let width = width(type) else { return .unknown }
        if value.byteCount != Link.identifiers + 2 * width { return .misfit }
        d.put("\n\t    Flags: [")
        d.put(
            flags: UInt32(try Link(value).flags),
            [(0x01, "Fault Management Supported"), (0x02, "Link Verification Supported")])
        d.put("]")
        try identifier(&d, "Local Link-ID", type, value.from(Link.identifiers))
        try identifier(&d, "Remote Link-ID", type, value.from(Link.identifiers + width))
        return .told
    }

    static func data(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) -> LMPObject.Outcome {
        guard let width = width(type) else { return .unknown }
        let size = Link.identifiers + 2 * width
        if value.byteCount < size { return .misfit }
        d.put("\n\t    Flags: [")
        d.put(
            flags: UInt32(try Link(value).flags),
            [(0x01, "Data Link Port"), (0x02, "Allocated for user traffic"), (0x04, "Failed link")])
        d.put("]")
        try identifier(&d, "Local Interface ID", type, value.from(Link.identifiers))
        try identifier(&d, "Remote Interface ID", type, value.from(Link.identifiers + width))
        return try subobjects(&d, value.from(size)) ? .unknown : .told
    }

    /// True when one of them is unknown, so that the whole object is to be dumped.
    private static func subobjects(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Bool {
        var offset = 0
        while offset < bytes.byteCount {
            let left = bytes.byteCount - offset
            let object = Subobject(try bytes.from(offset))
            let type = try object.type
            let size = try object.length
            d.put("\n\t    Subobject, Type: ")
            d.put(type == 1 ? "Interface Switching Type" : type == 2 ? "Wavelength" : "Unknown")
            d.put(" (", type, "), Length: ")
            d.put(size)
            if size < 4 {
                d.put(" (too short)")
                return false
            }
            if size % 4 != 0 {
                d.put(" (not a multiple of 4)")
                return false
            }
            if left < size {
                d.put(" (goes past the end of the object)")
                return false
            }
            switch type {
            case 1:
                let switching = try object.switching
                d.put("\n\t      Switching Type: ")
                d.put(MPLSNames.switching(switching) ?? "Unknown")
                d.put(" (", switching, ")\n\t      Encoding Type: ")
                let encoding = try object.encoding
                d.put(MPLSNames.encoding(encoding) ?? "Unknown")
                d.put(" (", encoding, ")")
                let minimum = try object.minimum
                d.put("\n\t      Min Reservable Bandwidth: ")
                d.put(megabits: minimum)
                d.put(" Mbps")
                let maximum = try object.maximum
                d.put("\n\t      Max Reservable Bandwidth: ")
                d.put(megabits: maximum)
                d.put(" Mbps")
            case 2: d.put("\n\t      Wavelength: ", try object.wavelength)
            default: return true
            }
            offset += size
        }
        return false
    }

    static func status(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) -> LMPObject.Outcome {
        guard let width = width(type) else { return .unknown }
        var offset = 0
        while offset + width + State.size <= value.byteCount {
            try identifier(&d, "Interface ID", type, value.from(offset))
            let state = State(word: try value.u32(offset + width))
            d.put("\n\t\t    Active: ")
            d.put(state.active != 0 ? "Allocated" : "Non-allocated")
            d.put(" (", state.active, ")\n\t\t    Direction: ")
            d.put(state.direction != 0 ? "Transmit" : "Receive")
            d.put(" (", state.direction, ")\n\t\t    Channel Status: ")
            d.put(statusName(state.status) ?? "Unknown")
            d.put(" (", state.status, ")")
            offset += width + State.size
        }
        return .told
    }

    static func statusRequest(
        _ d: inout Dissector, _ type: UInt8, _ value: RawSpan
    ) throws(Truncation) -> LMPObject.Outcome {
        guard let width = width(type) else { return .unknown }
        var offset = 0
        while offset + width <= value.byteCount {
            try identifier(&d, "Interface ID", type, value.from(offset))
            offset += width
        }
        return .told
    }

    private static func statusName(_ status: UInt32) -> StaticString? {
        switch status {
        case 1: "Signal Okay"
        case 2: "Signal Degraded"
        case 3: "Signal Fail"
        default: nil
        }
    }
}
