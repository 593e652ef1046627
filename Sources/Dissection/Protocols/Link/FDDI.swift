import Packets

/// FDDI frames (ISO 9314-2): frame control, two addresses, then LLC in asynchronous frames.
///
///     | frame control 1 | destination 6 | source 6 | payload
enum FDDI {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 13 }
        var control: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var destination: UInt64 { get throws(Truncation) { try bytes.u48(1) } }
        var source: UInt64 { get throws(Truncation) { try bytes.u48(7) } }
    }

    /// The upper half of the frame control: what kind of frame it is.
    private enum Kind {
        static var management: UInt8 { 0x40 }
        static var asynchronous: UInt8 { 0x50 }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.linkHeaderLength = try print(&d, bytes, length)
    }

    /// How many bytes of headers were read.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int {
        d.layer = "fddi"
        guard bytes.byteCount >= Header.length else {
            d.markTruncated()
            return bytes.byteCount
        }
        try d.descend()
        let header = Header(bytes)
        let control = try header.control
        let ends = LinkEnds(source: try header.source, destination: try header.destination)
        if d.linkHeader { heading(&d, control, ends, length) }
        let payload = try bytes.from(Header.length)
        switch control & 0xF0 {
        case Kind.asynchronous:
            let result = try LLC.print(&d, payload, length - Header.length, ends)
            if !result.known { try d.dumpUnknown(payload, payload.byteCount) }
            return Header.length + result.length
        case Kind.management: d.put("<SMT printer not yet implemented>")
        default:
            if !d.linkHeader { heading(&d, control, ends, length) }
            try d.dumpUnknown(payload, payload.byteCount)
        }
        return Header.length
    }

    private static func heading(_ d: inout Dissector, _ control: UInt8, _ ends: LinkEnds, _ length: Int) {
        if !d.quick {
            if let name = name(control) {
                d.put(name)
            } else if let kind = kind(control) {
                d.put(kind)
                d.put(hex: control & 0xF)
            } else {
                d.put(hex: control, 2)
            }
            d.put(" ")
        }
        d.put(linkAddress: ends.source)
        d.put(" > ")
        d.put(linkAddress: ends.destination)
        d.put(", length ", length, ": ")
    }

    private static func name(_ control: UInt8) -> StaticString? {
        switch control {
        case 0x40: "void"
        case 0x41: "info"
        case 0x4F: "nsa"
        case 0x80: "nrt"
        case 0xC0: "rt"
        case 0xC2: "beacon"
        case 0xC3: "claim"
        default: nil
        }
    }

    private static func kind(_ control: UInt8) -> StaticString? {
        switch control & 0xF0 {
        case 0x40: "smt"
        case 0x50: "async"
        case 0x60: "imp_async"
        case 0xC0: "mac"
        case 0xD0: "sync"
        case 0xE0: "imp_sync"
        default: nil
        }
    }
}
