import Packets

/// Trivial file transfer (RFC 1350) and its options (RFC 2347).
enum TFTP {
    /// RFC 1350 5.
    struct Header: ~Escapable {
        /// Octets with block or error.
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var operation: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Of data and acknowledgements.
        var block: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Of errors.
        var error: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// What is cut off ends in this layer's own mark: a dump leaves the link header out then.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        do throws(Truncation) {
            try message(&d, bytes, length)
        } catch {
            if !bytes.has(2, at: 0) { throw error }
            d.markTruncated()
        }
    }

    private static func message(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "tftp"
        d.put("TFTP, length ", length)
        if length < 2 { return d.markTruncated() }
        let header = Header(bytes)
        let operation = try header.operation
        d.put(", ")
        let name: StaticString? =
            switch operation {
            case 1: "RRQ"
            case 2: "WRQ"
            case 3: "DATA"
            case 4: "ACK"
            case 5: "ERROR"
            case 6: "OACK"
            default: nil
            }
        d.put(name, or: "tftp-#", operation)
        switch operation {
        case 1, 2: try request(&d, bytes, length)
        case 6: try strings(&d, bytes, 2, length)
        case 3, 4:
            if length < Header.length { return d.markTruncated() }
            d.put(" block ", try header.block)
        case 5:
            if length < Header.length { return d.markTruncated() }
            let code = try header.error
            // tcpdump has a mark of quotation too many behind a number.
            d.put(" ")
            if let name = TFTP.error(code) { d.put(name) } else { d.put("tftp-err-#", code, " \"") }
            if length == Header.length { return d.markTruncated() }
            d.put(" \"")
            let end = try string(&d, bytes, Header.length, length)
            d.put("\"")
            if end == 0 { d.markTruncated() }
        default: break
        }
    }

    /// A file's name, the mode, and options.
    private static func request(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length == 2 { return d.markTruncated() }
        d.put(" \"")
        let mode = try string(&d, bytes, 2, length)
        d.put("\"")
        if mode == 0 || mode >= length { return d.markTruncated() }
        d.put(" ")
        let options = try string(&d, bytes, mode, length)
        if options == 0 { return d.markTruncated() }
        try strings(&d, bytes, options, length)
    }

    private static func strings(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation)
    {
        var offset = start
        while offset < length {
            let first = try bytes.u8(offset)
            if first != 0 { d.put(" ") }
            let next = try string(&d, bytes, offset, length)
            if next == 0 { return d.markTruncated() }
            offset = next
        }
    }

    /// Text up to a zero byte; gives what follows, 0 when there is no end.
    @discardableResult
    private static func string(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation)
        -> Int
    {
        var offset = start
        while offset < length {
            // tcpdump closes the quotation marks of what is cut off.
            guard let byte = try? bytes.u8(offset) else { return 0 }
            offset += 1
            if byte == 0 { return offset }
            d.put(visible: byte)
        }
        return 0
    }

    private static func error(_ code: UInt16) -> StaticString? {
        switch code {
        case 0: "EUNDEF"
        case 1: "ENOTFOUND"
        case 2: "EACCESS"
        case 3: "ENOSPACE"
        case 4: "EBADOP"
        case 5: "EBADID"
        case 6: "EEXISTS"
        case 7: "ENOUSER"
        default: nil
        }
    }
}
