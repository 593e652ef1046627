import Packets

/// Token Ring frames (IEEE 802.5), with routing information where the source address says so.
///
///     | access control 1 | frame control 1 | destination 6 | source 6 | (route: control 2, segments 2 each) | payload
enum TokenRing {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 14 }
        var access: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var control: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var isLLC: Bool { get throws(Truncation) { try control >> 6 == 1 } }
        var destination: UInt64 { get throws(Truncation) { try bytes.u48(2) } }
        /// Its highest bit announces a route and is no part of it.
        var source: UInt64 { get throws(Truncation) { try bytes.u48(8) & 0x7FFF_FFFF_FFFF } }
        var isRouted: Bool { get throws(Truncation) { try bytes.u8(8) & 0x80 != 0 } }
        var routeControl: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
        func segment(_ index: Int) throws(Truncation) -> UInt16 { try bytes.u16(16 + 2 * index) }
    }

    /// The first two octets of a route.
    struct RouteControl {
        let value: UInt16
        var broadcast: Int { Int(value >> 13) }
        var isBackward: Bool { value & 0x80 != 0 }
        /// Octets of the whole field.
        var length: Int { Int(value >> 8 & 0x1F) }
        var segments: Int { (length - 2) / 2 }
        var largestFrame: Int { Int(value >> 4 & 7) }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.linkHeaderLength = try print(&d, bytes, length)
    }

    /// How many bytes of headers were read.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        d.layer = "token-ring"
        guard bytes.byteCount >= Header.length else {
            d.markTruncated()
            return bytes.byteCount
        }
        try d.descend()
        let header = Header(bytes)
        let ends = LinkEnds(source: try header.source, destination: try header.destination)
        var size = Header.length
        if d.linkHeader { try heading(&d, header, ends, length) }
        if try header.isRouted {
            guard bytes.has(2, at: size) else {
                d.markTruncated()
                return bytes.byteCount
            }
            let route = RouteControl(value: try header.routeControl)
            guard bytes.byteCount >= size + route.length else {
                d.markTruncated()
                return bytes.byteCount
            }
            try printRoute(&d, header, route)
            size += route.length
        }
        if length < size {
            d.markInvalid()
            return size
        }
        let payload = try bytes.from(size)
        if try header.isLLC {
            let result = try LLC.print(&d, payload, length - size, ends)
            if !result.known { try d.dumpUnknown(payload, payload.byteCount) }
            return size + result.length
        }
        if !d.linkHeader { try heading(&d, header, ends, length) }
        try d.dumpUnknown(payload, payload.byteCount)
        return size
    }

    private static func heading(
        _ d: inout Dissector, _ header: borrowing Header, _ ends: LinkEnds, _ length: Int
    ) throws(Truncation) {
        if !d.quick {
            d.put(hex: try header.access, 2)
            d.put(" ", hex: try header.control, 2, " ")
        }
        d.put(linkAddress: ends.source)
        d.put(" > ")
        d.put(linkAddress: ends.destination)
        d.put(", length ", length, ": ")
    }

    private static func printRoute(
        _ d: inout Dissector, _ header: borrowing Header, _ route: RouteControl
    ) throws(Truncation) {
        if d.verbose {
            d.put(route.broadcast >= 6 ? "Single-route" : route.broadcast >= 4 ? "All-routes" : "Non-Broadcast")
            d.put(route.isBackward ? " Backward" : " Forward")
            // A ring's number of twelve bits, a bridge's of four.
            for index in 0..<Swift.max(0, route.segments) {
                let segment = try header.segment(index)
                d.put(" [", segment >> 4, ":")
                d.put("", segment & 0xF, "]")
            }
        } else {
            d.put("rt = ", hex: route.value)
            for index in 0..<Swift.max(0, route.segments) { d.put(":", hex: try header.segment(index)) }
        }
        let sizes: InlineArray<8, StaticString> = ["516", "1500", "2052", "4472", "8144", "11407", "17800", "??"]
        d.put(" (")
        d.put(sizes[route.largestFrame])
        d.put(") ")
    }
}
