import Packets

/// The real-time transport protocol (RFC 3550 5.1), and its first version's header where that is met.
///
///      0      1      2         4               8               12
///     +------+------+---------+---------------+---------------+----------- - -
///     |v,P,X,| M,   | sequence| timestamp     | source        | extension, payload
///     |count | type |         |               |               |
///     +------+------+---------+---------------+---------------+----------- - -
enum RTP {
    struct Header: ~Escapable {
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Version, flags, payload type and sequence number.
        var first: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var timestamp: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var source: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Where options (version 1) or the extension (version 2) begin.
        static var lengthOfVersion1: Int { 8 }
        static var lengthOfVersion2: Int { 12 }
    }

    /// H.261's payload type.
    private static var video: UInt32 { 0x1F }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rtp"
        if length < Header.lengthOfVersion1 { return d.put("udp/rtp, length ", length, " < 8") }
        let header = Header(bytes)
        let first = try header.first
        let timestamp = try header.timestamp
        let isVersion1 = first >> 30 == 1
        let hasOptions = isVersion1 && first & 0x0080_0000 != 0
        let hasExtension = !isVersion1 && first & 0x1000_0000 != 0
        let isMarked = first & (isVersion1 ? 0x0040_0000 : 0x0080_0000) != 0
        let type = first >> 16 & (isVersion1 ? 0x3F : 0x7F)
        let size = isVersion1 ? Header.lengthOfVersion1 : Header.lengthOfVersion2
        if length < size { return d.put("udp/rtp, length ", length, " < 12") }
        d.put(isVersion1 ? "udp/rtpv1 " : "udp/rtp ")
        d.put("", UInt32(truncatingIfNeeded: length - size), " c")
        d.put("", type, " ")
        if hasOptions || hasExtension { d.put("+") }
        if isMarked { d.put("*") }
        d.put(" ", first & 0xFFFF, " ")
        d.put(timestamp)
        if !d.verbose { return }
        d.put(" ", try header.source)
        var offset = size
        var words = UInt32(truncatingIfNeeded: length >> 2 - (isVersion1 ? 2 : 3))
        if hasOptions {
            var isLast = false
            while !isLast {
                let option = try bytes.u32(offset)
                let count = option >> 16 & 0xFF
                if count == 0 || count > words { return d.put(" !opt") }
                offset += Int(count) * 4
                words -= count
                isLast = option >> 31 != 0
            }
        }
        if hasExtension {
            let count = (try bytes.u32(offset) & 0xFFFF) + 1
            if count > words { return d.put(" !ext") }
            offset += Int(count) * 4
        }
        if type == video { d.put(" 0x", hex: try bytes.u32(offset) >> 16, 4) }
    }
}

/// Its control protocol (RFC 3550 6): reports of senders and receivers, and others by name.
enum RTCP {
    struct Header: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var reports: Int { get throws(Truncation) { try Int(bytes.u8(0) & 0x1F) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Bytes; on the wire in words of four, one less.
        var packetLength: Int { get throws(Truncation) { try (Int(bytes.u16(2)) + 1) * 4 } }
        var source: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// What a sender says of itself: NTP's time, RTP's time, packets and bytes.
    struct SenderInfo: ~Escapable {
        static var length: Int { 20 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var seconds: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// In 2^32nds of a second.
        var fraction: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var timestamp: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var packets: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var octets: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
    }

    struct Report: ~Escapable {
        static var length: Int { 24 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var source: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var lost: UInt32 { get throws(Truncation) { try bytes.u24(5) } }
        var highest: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var jitter: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// Of the last sender report, and since it: 65536ths of a second.
        var last: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var delay: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rtcp"
        var offset = 0
        let end = bytes.byteCount
        while offset < end {
            guard end - offset >= Header.length else { return d.markTruncated() }
            offset += try printPacket(&d, bytes.from(offset))
        }
    }

    /// Gives the packet's length.
    private static func printPacket(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Int {
        let header = Header(bytes)
        let size = try header.packetLength
        let type = try header.type
        var count = 0
        var offset = Header.length
        var time = 0.0
        switch type {
        case 200:
            count = try header.reports
            d.put(" sr")
            if size != count * Report.length + SenderInfo.length + Header.length { d.put(" [", size, "]") }
            if d.verbose { d.put(" ", try header.source) }
            let info = SenderInfo(try bytes.from(offset))
            time = Double(try info.seconds) + Double(try info.fraction) / 4_294_967_296
            let (timestamp, packets, octets) = (try info.timestamp, try info.packets, try info.octets)
            d.put(" @")
            d.put(hundredths: time)
            d.put(" ", timestamp, " ")
            d.put("", packets, "p ")
            d.put("", octets, "b")
            offset += SenderInfo.length
        case 201:
            count = try header.reports
            d.put(" rr")
            if size != count * Report.length + Header.length { d.put(" [", size, "]") }
            if d.verbose { d.put(" ", try header.source) }
        case 202, 203:
            d.put(type == 202 ? " sdes " : " bye ")
            d.put(size)
            if d.verbose { d.put(" ", try header.source) }
        default:
            d.put(" type-0x", hex: type)
            d.put(" ", size)
        }
        if count > 1 { d.put(" c", count) }
        // Of several reports the first is printed each time.
        for _ in 0..<count { try printReport(&d, Report(bytes.from(offset))) }
        return size
    }

    private static func printReport(_ d: inout Dissector, _ report: borrowing Report) throws(Truncation) {
        let source = try report.source
        let (lost, highest, jitter) = (try report.lost, try report.highest, try report.jitter)
        let last = Double(try report.last) / 65_536
        let delay = Double(try report.delay) / 65_536
        if d.verbose { d.put(" ", source) }
        d.put(" ", lost, "l ")
        d.put("", highest, "s ")
        d.put("", jitter, "j @")
        d.put(hundredths: last)
        d.put("+")
        d.put(hundredths: delay)
    }
}

/// The audio tool vat's own header, from before RTP, and that of the tool vt.
enum VAT {
    struct Header: ~Escapable {
        static var length: Int { 8 }
        static var kindLength: Int { 2 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var kind: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var first: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var timestamp: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ claimed: Int) throws(Truncation) {
        d.layer = "vat"
        if claimed < Header.kindLength { return d.put("udp/va/vat, length ", claimed, " < 2") }
        let header = Header(bytes)
        let kind = try header.kind
        if kind & 0xF060 != 0 {
            d.put("udp/vt ", UInt32(truncatingIfNeeded: claimed), " ")
            d.put("", kind & 0x3FF, " / ")
            return d.put(kind >> 10)
        }
        if claimed < Header.length { return d.put("udp/vat, length ", claimed, " < 8") }
        let first = try header.first
        let timestamp = try header.timestamp
        d.put("udp/vat ", UInt32(truncatingIfNeeded: claimed - Header.length), " c")
        d.put("", first & 0xFFFF, " ")
        d.put(timestamp)
        if first & 0x0080_0000 != 0 { d.put("*") }
        if first & 0x001F_0000 != 0 { d.put(" f", first >> 16 & 0x1F) }
        if first & 0x3F00_0000 != 0 { d.put(" s", first >> 24 & 0x3F) }
    }
}
