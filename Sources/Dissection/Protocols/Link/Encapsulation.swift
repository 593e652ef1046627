import Packets

/// OpenBSD's `enc` devices (`ENC`): what IPsec took off or will put on, then the packet inside.
///
///     | address family 4 | security parameters' index 4 | flags 4 |      in the order of the machine that captured
enum Encapsulation {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 12 }
        var family: UInt32 { get throws(Truncation) { try bytes.native(0, as: UInt32.self) } }
        var index: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var flags: UInt32 { get throws(Truncation) { try bytes.native(8, as: UInt32.self) } }
        static var isConfidential: UInt32 { 0x0400 }
        static var isAuthentic: UInt32 { 0x0800 }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "enc"
        guard bytes.byteCount >= Header.length, length >= Header.length else {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        d.linkHeaderLength = Header.length
        let header = Header(bytes)
        var family = try header.family
        // The other byte order shows itself by high bits where no family is.
        var flags = try header.flags
        if family & 0xFFFF_0000 != 0 {
            family = family.byteSwapped
            flags = flags.byteSwapped
        }
        if flags == 0 {
            d.put("(unprotected): ")
        } else {
            d.put("(")
            // The parenthesis ends with the last flag that is known, if it is the last at all.
            var rest = flags
            printFlag(&d, &rest, Header.isAuthentic, "authentic")
            printFlag(&d, &rest, Header.isConfidential, "confidential")
        }
        d.put("SPI 0x", hex: try header.index, 8, ": ")
        let payload = try bytes.from(Header.length)
        // A packet of another family is not printed.
        _ = try Registry.addressFamily(family, &d, payload, length - Header.length)
    }

    private static func printFlag(_ d: inout Dissector, _ rest: inout UInt32, _ flag: UInt32, _ name: StaticString) {
        if rest & flag == 0 { return }
        rest &= ~flag
        d.put(name)
        d.put(rest == 0 ? "): " : ",")
    }
}
