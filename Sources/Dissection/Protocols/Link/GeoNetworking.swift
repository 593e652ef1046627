import Packets

/// GeoNetworking (ETSI EN 302 636-4-1, its early drafts): position-based forwarding between vehicles.
///
///     | version 4 bits, next 4 | type 4, subtype 4 | reserved 1 | class 1 | payload 2 | hops 1 | reserved 1 | position 28 |
enum GeoNetworking {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 36 }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var next: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0xF } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) >> 4 } }
        var subtype: UInt8 { get throws(Truncation) { try bytes.u8(1) & 0xF } }
        var payload: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        /// The long position vector: address 8, time 4, latitude 4, longitude 4 and more.
        var address: UInt64 { get throws(Truncation) { try bytes.u64(8) } }
        var latitude: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        var longitude: UInt32 { get throws(Truncation) { try bytes.u32(24) } }
    }

    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?
    ) throws(Truncation) {
        d.layer = "geonet"
        d.put("GeoNet ")
        if let ends {
            d.put("src:")
            d.put(linkAddress: ends.source)
        }
        d.put("; ")
        if length < Header.length {
            d.put(" (common header length ", length, " < 36)")
            return d.markInvalid()
        }
        let header = Header(bytes)
        let (hops, payload) = (try header.hops, try header.payload)
        let (next, type, subtype) = (try header.next, try header.type, try header.subtype)
        d.put("v:", try header.version, " NH:")
        d.put("", next, "-")
        d.put(next == 0 ? "Any" : next == 1 ? "BTP-A" : next == 2 ? "BTP-B" : next == 3 ? "IPv6" : "Unknown")
        let (name, size) = kind(type, subtype)
        d.put(" HT:", type, "-")
        d.put("", subtype, "-")
        d.put(name)
        d.put(" HopLim:", hops, " Payload:")
        d.put(payload)
        d.put(" ")
        let address = try header.address
        d.put("GN_ADDR:")
        for index in 0..<8 {
            if index > 0 { d.put(":") }
            d.put(hex: UInt8(truncatingIfNeeded: address >> UInt64(56 - 8 * index)), 2)
        }
        d.put(" ")
        let latitude = try header.latitude
        d.put("lat:", latitude, " ")
        let longitude = try header.longitude
        d.put("lon:", longitude)
        guard let size else { return }
        try bytes.require(Header.length, at: 0)
        // What the type's own header adds to the common one.
        let rest = length - Header.length
        if size > rest {
            d.put(" (header size ", size, " > ")
            d.put("", rest, ")")
            return d.markInvalid()
        }
        if next != 1 && next != 2 { return }
        try transport(&d, bytes.from(Header.length + size), rest - size)
    }

    /// What a header is called, and its octets; nil when they are not known.
    private static func kind(_ type: UInt8, _ subtype: UInt8) -> (StaticString, Int?) {
        switch (type, subtype) {
        case (0, _): ("Any", 0)
        case (1, _): ("Beacon", 0)
        case (2, _): ("GeoUnicast", nil)
        case (3, 0): ("GeoAnycastCircle", nil)
        case (3, 1): ("GeoAnycastRect", nil)
        case (3, 2): ("GeoAnycastElipse", nil)
        case (4, 0): ("GeoBroadcastCircle", nil)
        case (4, 1): ("GeoBroadcastRect", nil)
        case (4, 2): ("GeoBroadcastElipse", nil)
        case (5, 0): ("TopoScopeBcast-SH", 0)
        case (5, 1): ("TopoScopeBcast-MH", 32)
        case (6, 0): ("LocService-Request", nil)
        case (6, 1): ("LocService-Reply", nil)
        default: ("Unknown", nil)
        }
    }

    /// The basic transport protocol (ETSI EN 302 636-5-1): two ports, or one and its details; then a message's start.
    struct Transport: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 4 }
        var destination: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var source: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        static var messageLength: Int { 6 }
        var messageVersion: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var messageType: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
    }

    private static func transport(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        if length < Transport.length {
            d.put(" (BTP length ", length, " < 4)")
            return d.markInvalid()
        }
        let header = Transport(bytes)
        d.put("; BTP Dst:", try header.destination)
        d.put(" Src:", try header.source)
        if length < Transport.messageLength { return }
        d.put("; ItsPduHeader v:", try header.messageVersion)
        let type = try header.messageType
        d.put(" t:", type, "-")
        d.put(messageName(type), or: "unknown (", type, ")")
    }

    private static func messageName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "CAM"
        case 1: "DENM"
        case 101: "TPEGM"
        case 102: "TSPDM"
        case 103: "VPM"
        case 104: "SRM"
        case 105: "SLAM"
        case 106: "ecoCAM"
        case 107: "ITM"
        case 150: "SA"
        default: nil
        }
    }
}

/// CALM FAST (ISO 29281): references of the two networks.
enum CALM {
    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: LinkEnds?
    ) throws(Truncation) {
        d.layer = "calm_fast"
        d.put("CALM FAST")
        if let ends {
            d.put(" src:")
            d.put(linkAddress: ends.source)
        }
        d.put("; ")
        if length < 2 {
            d.put(" (length ", length, " < 2)")
            return d.markInvalid()
        }
        let header = Header(bytes)
        d.put("SrcNwref:", try header.source, "; ")
        d.put("DstNwref:", try header.destination, "; ")
        if d.verbose { try d.dumpUnknown(bytes.from(Header.length), length - Header.length) }
    }

    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 2 }
        var source: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var destination: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }
}
