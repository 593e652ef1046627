import Packets

/// Bidirectional forwarding detection (RFC 5880; over one hop RFC 5881, several RFC 5883, link aggregates RFC 7130).
///
///     | version, diagnostic | state, flags | multiplier | length | my | your | min tx | min rx | min echo rx |
extension Dissector {
    mutating func bfdEcho(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "bfd"
        put("BFD, Echo, length: ", length)
        if verbose { try dumpHex(bytes, Swift.min(length, bytes.byteCount), lead: "\n\t") }
    }

    /// `kind` is how the session runs, which the port says.
    mutating func bfd(_ kind: StaticString, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "bfd"
        if length < 24 { throw Truncation(offset: 0, need: 24, have: length) }
        try bytes.require(24, at: 0)
        let version = try bytes.u8(0) >> 5
        let flags = try bytes.u8(1)
        put("BFDv", version, ", ")
        if version > 1 {
            put(kind)
            put(", length: ", length)
            if verbose { try dumpHex(bytes, Swift.min(length, bytes.byteCount), lead: "\n\t") }
            return
        }
        if verbose { put("length: ", length, "\n\t") }
        put(kind)
        if version == 0 {
            bfdOldFlags(flags)
        } else {
            bfdFlags(flags)
        }
        if verbose {
            try bfdDetails(bytes)
            if flags & 0x04 != 0 { try bfdAuthentication(bytes, length) }
        } else {
            put(", length: ", length)
        }
    }

    private mutating func bfdFlags(_ flags: UInt8) {
        put(", State ")
        switch flags >> 6 {
        case 0: put("AdminDown")
        case 1: put("Down")
        case 2: put("Init")
        default: put("Up")
        }
        put(", Flags: [")
        put(
            flags: UInt32(flags & 0x3F),
            [
                (0x20, "Poll"), (0x10, "Final"), (0x08, "Control Plane Independent"),
                (0x04, "Authentication Present"), (0x02, "Demand"), (0x01, "Multipoint"),
            ])
        put("]")
    }

    /// Version 0 had no states and other flags.
    private mutating func bfdOldFlags(_ flags: UInt8) {
        put(", Flags: [")
        put(
            flags: UInt32(flags),
            [
                (0x80, "I Hear You"), (0x40, "Demand"), (0x20, "Poll"), (0x10, "Final"),
                (0x08, "Control Plane Independent"), (0x04, "Authentication Present"), (0x02, "Reserved"),
                (0x01, "Reserved"),
            ])
        put("]")
    }

    private mutating func bfdDetails(_ bytes: RawSpan) throws(Truncation) {
        let diagnostic = try bytes.u8(0) & 0x1F
        put(", Diagnostic: ")
        put(Dissector.bfdDiagnostic(diagnostic) ?? "unknown")
        put(" (0x", hex: diagnostic, 2, ")")
        let multiplier = UInt32(try bytes.u8(2))
        put("\n\tDetection Timer Multiplier: ", multiplier, " (")
        // Microseconds, in 32 bits as tcpdump has them, shown in thousands.
        put(multiplier &* (try bytes.u32(12)) / 1000)
        put(" ms Detection time), BFD Length: ", try bytes.u8(3))
        put("\n\tMy Discriminator: 0x", hex: try bytes.u32(4), 8)
        put(", Your Discriminator: 0x", hex: try bytes.u32(8), 8)
        put("\n\t  Desired min Tx Interval:    ")
        put(try bytes.u32(12) / 1000, width: 4)
        put(" ms\n\t  Required min Rx Interval:   ")
        put(try bytes.u32(16) / 1000, width: 4)
        put(" ms\n\t  Required min Echo Interval: ")
        put(try bytes.u32(20) / 1000, width: 4)
        put(" ms")
    }

    /// RFC 5880 4.2 to 4.4: what follows the fixed header when the flag says so.
    private mutating func bfdAuthentication(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 26 { throw Truncation(offset: 24, need: 2, have: length - 24) }
        let type = try bytes.u8(24)
        let size = Int(try bytes.u8(25))
        put("\n\tAuthentication: ")
        put(Dissector.bfdAuthenticationName(type) ?? "Unknown")
        put(" (", type, "), length: ")
        put(size)
        put("\n\t  Auth Key ID: ", try bytes.u8(26))
        switch type {
        case 1:
            // At most 16 characters.
            if size < 4 || size > 19 { return put("[invalid length ", size, "]") }
            put(", Password: ")
            try put(text: bytes, at: 27, size - 3)
        case 2, 3: try bfdDigest("Digest: ", bytes, size, expected: 24)
        case 4, 5: try bfdDigest("Hash: ", bytes, size, expected: 28)
        default: break
        }
    }

    private mutating func bfdDigest(
        _ title: StaticString, _ bytes: RawSpan, _ size: Int, expected: Int
    ) throws(Truncation) {
        if size != expected { return put("[invalid length ", size, "]") }
        let sequence = try bytes.u32(28)
        put(", Sequence Number: 0x", hex: sequence, 8)
        try bytes.require(expected - 8, at: 32)
        put("\n\t  ")
        put(title)
        for offset in 32..<24 + expected { put(hex: try bytes.u8(offset), 2) }
    }

    private static func bfdDiagnostic(_ code: UInt8) -> StaticString? {
        switch code {
        case 0: "No Diagnostic"
        case 1: "Control Detection Time Expired"
        case 2: "Echo Function Failed"
        case 3: "Neighbor Signaled Session Down"
        case 4: "Forwarding Plane Reset"
        case 5: "Path Down"
        case 6: "Concatenated Path Down"
        case 7: "Administratively Down"
        case 8: "Reverse Concatenated Path Down"
        default: nil
        }
    }

    private static func bfdAuthenticationName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Simple Password"
        case 2: "Keyed MD5"
        case 3: "Meticulous Keyed MD5"
        case 4: "Keyed SHA1"
        case 5: "Meticulous Keyed SHA1"
        default: nil
        }
    }
}
