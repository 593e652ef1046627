import Packets

/// Slow protocols (IEEE 802.3 annex 57A): link aggregation control and its marker.
enum SlowProtocols {
    /// What every slow protocol begins with (IEEE 802.3 annex 57A).
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 2 }
        /// 1 link aggregation, 2 marker, 3 operation and maintenance.
        var subtype: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// 1.
        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// An element at `offset`; its value follows.
    struct Element: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of type and length.
        static var headerLength: Int { 2 }
        /// Which element; 0 ends the unit.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets with type and length.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    /// An actor or a partner (IEEE 802.1AX 6.4.2.3).
    struct Participant: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The system's priority.
        var systemPriority: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// The system.
        var system: UInt64 { get throws(Truncation) { try bytes.u48(2) } }
        /// The key: what may be aggregated.
        var key: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        /// The port's priority.
        var portPriority: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        /// The port.
        var port: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        /// Activity, timeout, aggregation and so on; bits.
        var state: UInt8 { get throws(Truncation) { try bytes.u8(14) } }
    }

    /// A marker (IEEE 802.1AX 6.5.3.3).
    struct Marker: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Who asks: the port.
        var port: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Who asks: the system.
        var system: UInt64 { get throws(Truncation) { try bytes.u48(2) } }
        /// Which request.
        var transaction: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// A collector (IEEE 802.1AX 6.4.2.3).
    struct Collector: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// In tens of microseconds.
        var maximumDelay: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "slow"
        if length < 1 { throw Truncation(offset: 0, need: 1, have: 0) }
        let header = Header(bytes)
        let subtype = try header.subtype
        let name: StaticString? =
            switch subtype {
            case 1: "LACP"
            case 2: "MARKER"
            case 3: "OAM"
            default: nil
            }
        // Only version 1 of these is known.
        if subtype == 1 || subtype == 2 {
            if length < 2 { throw Truncation(offset: 1, need: 1, have: 0) }
            let version = try header.version
            if version != 1 {
                d.put(name ?? "")
                d.put(" version ", version, " packet not supported")
                return
            }
        }
        d.put(name, or: "unknown (", subtype, ")")
        if subtype == 1 || subtype == 2 { d.put("v", try header.version) }
        d.put(", length ", length)
        // What is not known is dumped whatever is asked for.
        guard d.verbose || name == nil else { return }
        switch subtype {
        case 1, 2: try aggregationElements(&d, subtype, bytes, length)
        case 3: try EthernetMaintenance.print(&d, bytes.from(1), length - 1)
        default: try d.dumpValue(bytes, 0, length, lead: "\n\t")
        }
    }

    private static func aggregationElements(_ d: inout Dissector, _ subtype: UInt8, _ bytes: RawSpan, _ length: Int)
        throws(Truncation)
    {
        var offset = Header.length
        while offset < length {
            if length - offset < Element.headerLength { return d.put("\n\t\t packet is too short") }
            let header = Element(bytes, at: offset)
            let type = try header.type
            let size = Int(try header.length)
            let name: StaticString? =
                switch (subtype, type) {
                case (_, 0): "Terminator"
                case (1, 1): "Actor Information"
                case (1, 2): "Partner Information"
                case (1, 3): "Collector Information"
                case (2, 1): "Marker Information"
                case (2, 2): "Marker Response Information"
                default: nil
                }
            d.put("\n\t")
            d.put(name ?? "Unknown")
            d.put(" TLV (0x", hex: type, 2, "), length ")
            d.put(size)
            if type == 0 { return }
            if size < 2 { return d.put("\n\t    ERROR: illegal length - should be >= 2") }
            if size > length - offset { return d.put("\n\t\t packet is too short") }
            try bytes.require(size - 2, at: offset + Element.headerLength)
            let value = try bytes.slice(offset + Element.headerLength, size - 2)
            if let right = elementLength(subtype, type), size != right {
                d.put("\n\t    ERROR: illegal length - should be ", right)
            } else {
                try aggregationElement(&d, subtype, type, value)
            }
            if d.verbosity > 1 { try d.dumpHex(value, size - 2, lead: "\n\t  ") }
            offset += size
        }
    }

    /// Octets of an element, with type and length.
    private static func elementLength(_ subtype: UInt8, _ type: UInt8) -> Int? {
        switch (subtype, type) {
        case (1, 1), (1, 2): 20
        case (1, 3), (2, 1), (2, 2): 16
        default: nil
        }
    }

    private static func aggregationElement(
        _ d: inout Dissector, _ subtype: UInt8, _ type: UInt8, _ value: RawSpan
    ) throws(Truncation) {
        switch (subtype, type) {
        case (1, 1), (1, 2):
            d.put("\n\t  System ")
            d.put(linkAddress: try Participant(value).system)
            d.put(", System Priority ", try Participant(value).systemPriority, ", Key ")
            d.put(try Participant(value).key)
            d.put(", Port ", try Participant(value).port, ", Port Priority ")
            d.put(try Participant(value).portPriority)
            d.put("\n\t  State Flags [")
            d.put(
                flags: UInt32(try Participant(value).state),
                [
                    (0x01, "Activity"), (0x02, "Timeout"), (0x04, "Aggregation"), (0x08, "Synchronization"),
                    (0x10, "Collecting"), (0x20, "Distributing"), (0x40, "Default"), (0x80, "Expired"),
                ])
            d.put("]")
        case (1, 3):
            d.put("\n\t  Max Delay ", try Collector(value).maximumDelay)
        case (2, 1), (2, 2):
            d.put("\n\t  Request System ")
            d.put(linkAddress: try Marker(value).system)
            d.put(", Request Port ", try Marker(value).port, ", Request Transaction ID 0x")
            d.put(hex: try Marker(value).transaction, 8)
        default: break
        }
    }
}
