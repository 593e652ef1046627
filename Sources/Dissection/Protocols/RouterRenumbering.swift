import Packets

/// Router renumbering for IPv6 (RFC 2894) inside ICMPv6: sixteen bytes of header, then which prefixes to change into what.
extension Dissector {
    mutating func routerRenumbering(_ bytes: RawSpan) throws(Truncation) {
        let code = try bytes.u8(1)
        switch code {
        case 0: put(", command")
        case 1: put(", result")
        case 255: put(", sequence number reset")
        default: put(", code-#", code)
        }
        put(", seq=", try bytes.u32(4))
        if verbose { try renumberingDetails(bytes) }
        guard code == 0 else { return }
        var offset = 16
        while offset < bytes.byteCount {
            // An operation in words of eight bytes: three to match, four for each new prefix.
            let size = Int(try bytes.u8(offset + 1))
            try renumberingMatch(bytes, offset)
            offset += 24
            for _ in 0..<Swift.max(0, (size - 3) / 4) {
                try renumberingUse(bytes, offset)
                offset += 32
            }
        }
    }

    private mutating func renumberingDetails(_ bytes: RawSpan) throws(Truncation) {
        let flags = try bytes.u8(9)
        put("[")
        if flags & 0xF8 != 0 {
            put(flags & 0x80 != 0 ? "T" : "")
            put(flags & 0x40 != 0 ? "R" : "")
            put(flags & 0x20 != 0 ? "A" : "")
            put(flags & 0x10 != 0 ? "S" : "")
            put(flags & 0x08 != 0 ? "P" : "")
            put(",")
        }
        put("seg=", try bytes.u8(8), ",maxdelay=")
        put(try bytes.u16(10))
        put("]")
    }

    private mutating func renumberingMatch(_ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        try bytes.require(24, at: offset)
        let operation = try bytes.u8(offset)
        put(verbosity > 1 ? "\n\t" : " ")
        put("match(")
        switch operation {
        case 1: put("add")
        case 2: put("change")
        case 3: put("setglobal")
        default: put("#", operation)
        }
        put(",")
        if verbose {
            put("ord=", try bytes.u8(offset + 2), ",min=")
            put(try bytes.u8(offset + 4))
            put(",max=", try bytes.u8(offset + 5), ",")
        }
        put(numericHost: try bytes.ipv6(offset + 8))
        put("/", try bytes.u8(offset + 3), ")")
    }

    private mutating func renumberingUse(_ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        try bytes.require(32, at: offset)
        put(verbosity > 1 ? "\n\t" : " ")
        put("use(")
        let flags = try bytes.u32(offset + 12)
        if flags != 0 {
            put(flags & 0x8000_0000 != 0 ? "V" : "")
            put(flags & 0x4000_0000 != 0 ? "P" : "")
            put(",")
        }
        if verbose {
            put("mask=0x", hex: try bytes.u8(offset + 2))
            put(",raflags=0x", hex: try bytes.u8(offset + 3))
            try renumberingTime(",vltime=", bytes.u32(offset + 4))
            try renumberingTime(",pltime=", bytes.u32(offset + 8))
            put(",")
        }
        put(numericHost: try bytes.ipv6(offset + 16))
        put("/", try bytes.u8(offset), "/")
        put(try bytes.u8(offset + 1))
        put(")")
    }

    private mutating func renumberingTime(_ title: StaticString, _ seconds: UInt32) throws(Truncation) {
        put(title)
        if seconds == .max { put("infinity") } else { put(seconds) }
    }
}
