import Packets

/// Babel (RFC 8966, with authentication by RFC 8967 and source-specific routes by RFC 9079): a header and messages.
enum Babel {
    struct Header: ~Escapable {
        static let size = 4
        static let magic: UInt8 = 42
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var magic: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Octets behind this header, without the trailer.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
    }

    /// The prefixes that later updates may leave out the beginning of.
    struct Defaults {
        var ipv4: UInt32 = 0
        var high: UInt64 = 0
        var low: UInt64 = 0
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "babel"
        do throws(Truncation) {
            try whole(&d, bytes, length)
        } catch {
            d.markTruncated()
        }
    }

    private static func whole(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.put("babel")
        try bytes.require(Header.size, at: 0)
        let header = Header(bytes)
        if try header.magic != Header.magic { return d.put(" invalid header") }
        if length < Header.size { throw Truncation(offset: 0, need: Header.size, have: length) }
        let version = try header.version
        d.put(" ", version)
        if version != 2 { return d.put(" unknown version") }
        let counted = try header.length
        d.put(" (", counted, ")")
        if counted + Header.size > length { return d.markInvalid() }
        var defaults = Defaults()
        let end = Header.size + counted
        if try !list(&d, bytes, Header.size, end, &defaults) { return }
        if length <= end { return }
        d.put(d.verbose ? "\n\t----" : " |")
        _ = try list(&d, bytes, end, length, &defaults)
    }

    /// The messages between two offsets; false when one does not fit.
    private static func list(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int, _ defaults: inout Defaults
    ) throws(Truncation) -> Bool {
        var offset = start
        while offset < end {
            let type = try bytes.u8(offset)
            if type == 0 {
                d.put(d.verbose ? "\n\tPad 1" : " pad1")
                offset += 1
                continue
            }
            if offset + 2 > end {
                d.markInvalid()
                return false
            }
            try bytes.require(2, at: offset)
            let size = Int(try bytes.u8(offset + 1))
            if offset + 2 + size > end {
                d.markInvalid()
                return false
            }
            let body = try bytes.slice(offset + 2, size)
            if !d.verbose {
                d.put(" ")
                d.put(BabelMessage.name(type) ?? "unknown")
                if type == 8 {
                    if size < BabelMessage.Update.size {
                        d.put(" (invalid)")
                    } else {
                        BabelMessage.flags(&d, try BabelMessage.Update(body).flags)
                    }
                }
            } else if try !BabelMessage.print(&d, type, body, &defaults) {
                d.markInvalid()
                return false
            }
            offset += 2 + size
        }
        return true
    }
}
