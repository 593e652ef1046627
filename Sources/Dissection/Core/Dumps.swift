import Packets

/// Dumps of bytes: sixteen to a line, in hexadecimal pairs, with or without a column of text.
extension Dissector {
    /// `\n\t0x0000:  4500 0034 ...` with `lead` in front of each line. Throws when fewer than `length` bytes are there,
    /// after those were dumped.
    mutating func dumpHex(_ bytes: RawSpan, _ length: Int, lead: StaticString) throws(Truncation) {
        let count = Swift.min(Swift.max(0, length), bytes.byteCount)
        var offset = 0
        while offset < count {
            put(lead)
            put("0x", hex: UInt(offset), 4, ": ")
            hexPairs(bytes, offset, Swift.min(16, count - offset))
            offset += 16
        }
        try bytes.require(length, at: 0)
    }

    /// As `dumpHex`, with a column of the printable characters.
    mutating func dumpHexAndASCII(_ bytes: RawSpan, _ length: Int, lead: StaticString = "\n\t") throws(Truncation) {
        let count = Swift.min(Swift.max(0, length), bytes.byteCount)
        var offset = 0
        while offset < count {
            let row = Swift.min(16, count - offset)
            put(lead)
            put("0x", hex: UInt(offset), 4, ": ")
            let start = out.count
            hexPairs(bytes, offset, row)
            var fill = 42 - (out.count - start)
            while fill > 0 {
                put(byte: 0x20)
                fill -= 1
            }
            out.appendGraphic(unsafe bytes.extracting(unchecked: offset..<offset + row))
            offset += 16
        }
        try bytes.require(length, at: 0)
    }

    /// The payload of a protocol that no dissector here knows, unless the packet is dumped anyway.
    mutating func dumpUnknown(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if !suppressDefaultDump { try dumpHexAndASCII(bytes, length) }
    }

    /// What is there of `length` bytes, in hexadecimal: the values of unknown options.
    mutating func dumpValue(_ bytes: RawSpan, _ offset: Int, _ length: Int, lead: StaticString) throws(Truncation) {
        let rest = try bytes.from(offset)
        try dumpHex(rest, Swift.min(length, rest.byteCount), lead: lead)
    }

    @inline(__always)
    private mutating func hexPairs(_ bytes: RawSpan, _ offset: Int, _ row: Int) {
        out.appendHexWords(unsafe bytes.extracting(unchecked: offset..<offset + row))
    }

    /// Text as it is, but for bytes that are not printable: `.`; a carriage return before a line feed vanishes.
    mutating func dumpASCII(_ bytes: RawSpan) {
        put("\n")
        for index in 0..<bytes.byteCount {
            let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index, as: UInt8.self)
            if byte == 0x0D {
                // One of the last two bytes vanishes whatever follows it.
                if index + 2 >= bytes.byteCount { continue }
                let next = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: index + 1, as: UInt8.self)
                if next != 0x0A { put(byte: 0x2E) }
            } else if byte > 0x20 && byte < 0x7F || byte == 0x09 || byte == 0x20 || byte == 0x0A {
                put(byte: byte)
            } else {
                put(byte: 0x2E)
            }
        }
    }
}
