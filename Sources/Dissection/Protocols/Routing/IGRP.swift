import Packets

/// The interior gateway routing protocol: a header and routes of three kinds.
enum IGRP {
    ///      0       1      2         4          6        8          10
    ///     +-------+------+---------+----------+--------+----------+----------+
    ///     | ver,op| edit.| system  | interior | system | exterior | checksum |
    ///     +-------+------+---------+----------+--------+----------+----------+
    struct Header: ~Escapable {
        static let size = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var operation: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0xF } }
        var edition: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var autonomousSystem: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var interior: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var system: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var exterior: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
    }

    /// Three octets of a network, and its metric.
    struct Route: ~Escapable {
        static let size = 14
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        func network(_ index: Int) throws(Truncation) -> UInt8 { try bytes.u8(index) }
        /// Tens of microseconds.
        var delay: UInt32 { get throws(Truncation) { try bytes.u24(3) } }
        var bandwidth: UInt32 { get throws(Truncation) { try bytes.u24(6) } }
        var unit: UInt16 { get throws(Truncation) { try bytes.u16(9) } }
        var reliability: UInt8 { get throws(Truncation) { try bytes.u8(11) } }
        var load: UInt8 { get throws(Truncation) { try bytes.u8(12) } }
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(13) } }
    }

    enum Kind { case interior, system, exterior }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "igrp"
        d.put("igrp:")
        let header = Header(bytes)
        try bytes.require(1, at: 0)
        try bytes.require(10, at: 0)
        let operation = try header.operation
        d.put(" ")
        d.put(operation == 1 ? "update" : operation == 2 ? "request" : nil, or: "op-#", operation)
        d.put(" V", try header.version, " edit=")
        d.put("", try header.edition, " AS=")
        d.put("", try header.autonomousSystem, " (")
        var interior = try header.interior
        var system = try header.system
        var exterior = try header.exterior
        d.put("", interior, "/")
        d.put("", system, "/")
        d.put("", exterior, ")")
        let checksum = try header.checksum
        if d.verbose { d.put(" checksum=0x", hex: checksum, 4) }
        var offset = Header.size
        var left = length - Header.size
        while left >= Route.size {
            let route = Route(try bytes.from(offset))
            if interior > 0 {
                try print(&d, route, .interior)
                interior -= 1
            } else if system > 0 {
                try print(&d, route, .system)
                system -= 1
            } else if exterior > 0 {
                try print(&d, route, .exterior)
                exterior -= 1
            } else {
                d.put(" [extra bytes ", left, "]")
                break
            }
            offset += Route.size
            left -= Route.size
        }
        if interior != 0 || system != 0 || exterior != 0 || left != 0 && left < Route.size { d.markInvalid() }
    }

    private static func print(_ d: inout Dissector, _ route: borrowing Route, _ kind: Kind) throws(Truncation) {
        try route.bytes.require(3, at: 0)
        let first = try route.network(0)
        d.put(kind == .interior ? " *." : kind == .system ? " " : " X", first, ".")
        d.put("", try route.network(1), ".")
        d.put(try route.network(2))
        d.put(kind == .interior ? "" : ".0")
        try route.bytes.require(Route.size, at: 0)
        let bandwidth = try route.bandwidth
        let delay = try route.delay
        d.put(" d=", delay &* 10, " b=")
        d.put(bandwidth == 0 ? 0 : 10_000_000 / bandwidth)
        d.put(" r=", try route.reliability, " l=")
        let load = try route.load
        d.put("", load, " M=")
        // The metric of the route: the slowest link and the sum of the delays.
        d.put(UInt64(bandwidth) + UInt64(delay))
        d.put(" mtu=", try route.unit, " in ")
        d.put("", try route.hops, " hops")
    }
}
