import Packets

/// Trivial file transfer (RFC 1350) and its options (RFC 2347).
extension Dissector {
    /// What is cut off ends in this layer's own mark: a dump leaves the link header out then.
    mutating func tftp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        do throws(Truncation) {
            try tftpMessage(bytes, length)
        } catch {
            if !bytes.has(2, at: 0) { throw error }
            markTruncated()
        }
    }

    private mutating func tftpMessage(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "tftp"
        put("TFTP, length ", length)
        if length < 2 { return markTruncated() }
        let operation = try bytes.u16(0)
        put(", ")
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
        put(name, or: "tftp-#", operation)
        if length == 2 { return markTruncated() }
        switch operation {
        case 1, 2, 6: try tftpStrings(bytes, length, isRequest: operation != 6)
        case 3, 4:
            if length < 4 { return markTruncated() }
            put(" block ", try bytes.u16(2))
        case 5:
            if length < 4 { return markTruncated() }
            put(" ")
            let code = try bytes.u16(2)
            put(Dissector.tftpError(code), or: "tftp-err-#", code)
            put(" \"")
            if length > 4 { try tftpString(bytes, 4, length) }
            put("\"")
        default: put("(unknown #", operation, ")")
        }
    }

    private mutating func tftpStrings(_ bytes: RawSpan, _ length: Int, isRequest: Bool) throws(Truncation) {
        var offset = 2
        if isRequest {
            put(" \"")
            offset = try tftpString(bytes, offset, length)
            put("\"")
            if offset > length || offset == 0 { return markTruncated() }
            if offset == length { return markTruncated() }
        }
        while offset < length {
            let first = try bytes.u8(offset)
            if first != 0 { put(" ") }
            let next = try tftpString(bytes, offset, length)
            if next == 0 { return markTruncated() }
            offset = next
        }
    }

    /// Text up to a zero byte; gives what follows, 0 when there is no end.
    @discardableResult
    private mutating func tftpString(_ bytes: RawSpan, _ start: Int, _ length: Int) throws(Truncation) -> Int {
        var offset = start
        while offset < length {
            let byte = try bytes.u8(offset)
            offset += 1
            if byte == 0 { return offset }
            put(visible: byte)
        }
        return 0
    }

    private static func tftpError(_ code: UInt16) -> StaticString? {
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
