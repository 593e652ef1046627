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
    /// A message, or a part of one (RFC 8966 4.3, 4.4); padding of one octet has the type only.
    struct Element: ~Escapable {
        static let headerSize = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets of the body.
        var length: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
        var body: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(2, length) } }
    }

    private static func list(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ end: Int, _ defaults: inout Defaults
    ) throws(Truncation) -> Bool {
        var offset = start
        while offset < end {
            let element = Element(try bytes.from(offset))
            let type = try element.type
            if type == 0 {
                d.put(d.verbose ? "\n\tPad 1" : " pad1")
                offset += 1
                continue
            }
            if offset + Element.headerSize > end {
                d.markInvalid()
                return false
            }
            try bytes.require(Element.headerSize, at: offset)
            let size = try element.length
            if offset + Element.headerSize + size > end {
                d.markInvalid()
                return false
            }
            let body = try element.body
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
            offset += Element.headerSize + size
        }
        return true
    }
}
