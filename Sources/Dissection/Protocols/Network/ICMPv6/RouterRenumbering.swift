import Packets

/// Router renumbering for IPv6 (RFC 2894) inside ICMPv6: sixteen bytes of header, then which prefixes to change into what.
enum RouterRenumbering {
    static func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let code = try bytes.u8(1)
        switch code {
        case 0: d.put(", command")
        case 1: d.put(", result")
        case 255: d.put(", sequence number reset")
        default: d.put(", code-#", code)
        }
        d.put(", seq=", try bytes.u32(4))
        if d.verbose { try details(&d, bytes) }
        guard code == 0 else { return }
        var offset = 16
        while offset < bytes.byteCount {
            // An operation in words of eight bytes: three to match, four for each new prefix.
            let size = Int(try bytes.u8(offset + 1))
            try match(&d, bytes, offset)
            offset += 24
            for _ in 0..<Swift.max(0, (size - 3) / 4) {
                try use(&d, bytes, offset)
                offset += 32
            }
        }
    }

    private static func details(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let flags = try bytes.u8(9)
        d.put("[")
        if flags & 0xF8 != 0 {
            d.put(flags & 0x80 != 0 ? "T" : "")
            d.put(flags & 0x40 != 0 ? "R" : "")
            d.put(flags & 0x20 != 0 ? "A" : "")
            d.put(flags & 0x10 != 0 ? "S" : "")
            d.put(flags & 0x08 != 0 ? "P" : "")
            d.put(",")
        }
        d.put("seg=", try bytes.u8(8), ",maxdelay=")
        d.put(try bytes.u16(10))
        d.put("]")
    }

    private static func match(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        try bytes.require(24, at: offset)
        let operation = try bytes.u8(offset)
        d.put(d.verbosity > 1 ? "\n\t" : " ")
        d.put("match(")
        switch operation {
        case 1: d.put("add")
        case 2: d.put("change")
        case 3: d.put("setglobal")
        default: d.put("#", operation)
        }
        d.put(",")
        if d.verbose {
            d.put("ord=", try bytes.u8(offset + 2), ",min=")
            d.put(try bytes.u8(offset + 4))
            d.put(",max=", try bytes.u8(offset + 5), ",")
        }
        d.put(numericHost: try bytes.ipv6(offset + 8))
        d.put("/", try bytes.u8(offset + 3), ")")
    }

    private static func use(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        try bytes.require(32, at: offset)
        d.put(d.verbosity > 1 ? "\n\t" : " ")
        d.put("use(")
        let flags = try bytes.u32(offset + 12)
        if flags != 0 {
            d.put(flags & 0x8000_0000 != 0 ? "V" : "")
            d.put(flags & 0x4000_0000 != 0 ? "P" : "")
            d.put(",")
        }
        if d.verbose {
            d.put("mask=0x", hex: try bytes.u8(offset + 2))
            d.put(",raflags=0x", hex: try bytes.u8(offset + 3))
            try time(&d, ",vltime=", bytes.u32(offset + 4))
            try time(&d, ",pltime=", bytes.u32(offset + 8))
            d.put(",")
        }
        d.put(numericHost: try bytes.ipv6(offset + 16))
        d.put("/", try bytes.u8(offset), "/")
        d.put(try bytes.u8(offset + 1))
        d.put(")")
    }

    private static func time(_ d: inout Dissector, _ title: StaticString, _ seconds: UInt32) throws(Truncation) {
        d.put(title)
        if seconds == .max { d.put("infinity") } else { d.put(seconds) }
    }
}
