import Packets

/// Bidirectional forwarding detection (RFC 5880; over one hop RFC 5881, several RFC 5883, link aggregates RFC 7130).
///
///     | version, diagnostic | state, flags | multiplier | length | my | your | min tx | min rx | min echo rx |
enum BFD {
    /// A control packet (RFC 5880 4.1).
    struct Header: ~Escapable {
        static let length = 24
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 5 } }
        var diagnostic: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0x1F } }
        /// The state, 2 bits, above flags.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Of the detection time.
        var multiplier: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Octets.
        var packetLength: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// My discriminator.
        var mine: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Your discriminator.
        var yours: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Microseconds, desired.
        var sendInterval: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// Microseconds, required.
        var receiveInterval: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        /// Microseconds, required.
        var echoInterval: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
    }

    /// Behind the header when a flag says so (RFC 5880 4.2 to 4.4).
    struct Authentication: ~Escapable {
        static let headerLength = 2
        static let password = 3
        static let digest = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets, with type and length.
        var length: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
        var key: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    static func echo(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "bfd"
        d.put("BFD, Echo, length: ", length)
        if d.verbose { try d.dumpHex(bytes, Swift.min(length, bytes.byteCount), lead: "\n\t") }
    }

    /// `kind` is how the session runs, which the port says.
    static func print(_ d: inout Dissector, _ kind: StaticString, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "bfd"
        if length < Header.length { throw Truncation(offset: 0, need: Header.length, have: length) }
        try bytes.require(Header.length, at: 0)
        let header = Header(bytes)
        let version = try header.version
        let flags = try header.flags
        d.put("BFDv", version, ", ")
        if version > 1 {
            // Whatever the port.
            d.put("Control")
            d.put(", length: ", length)
            if d.verbose { try d.dumpHex(bytes, Swift.min(length, bytes.byteCount), lead: "\n\t") }
            return
        }
        if d.verbose { d.put("length: ", length, "\n\t") }
        d.put(kind)
        if version == 0 {
            oldFlags(&d, flags)
        } else {
            BFD.flags(&d, flags)
        }
        if d.verbose {
            try details(&d, header)
            if flags & 0x04 != 0 { try authentication(&d, bytes, length) }
        } else {
            d.put(", length: ", length)
        }
    }

    private static func flags(_ d: inout Dissector, _ flags: UInt8) {
        d.put(", State ")
        switch flags >> 6 {
        case 0: d.put("AdminDown")
        case 1: d.put("Down")
        case 2: d.put("Init")
        default: d.put("Up")
        }
        d.put(", Flags: [")
        d.put(
            flags: UInt32(flags & 0x3F),
            [
                (0x20, "Poll"), (0x10, "Final"), (0x08, "Control Plane Independent"),
                (0x04, "Authentication Present"), (0x02, "Demand"), (0x01, "Multipoint"),
            ])
        d.put("]")
    }

    /// Version 0 had no states and other flags.
    private static func oldFlags(_ d: inout Dissector, _ flags: UInt8) {
        d.put(", Flags: [")
        d.put(
            flags: UInt32(flags),
            [
                (0x80, "I Hear You"), (0x40, "Demand"), (0x20, "Poll"), (0x10, "Final"),
                (0x08, "Control Plane Independent"), (0x04, "Authentication Present"), (0x02, "Reserved"),
                (0x01, "Reserved"),
            ])
        d.put("]")
    }

    private static func details(_ d: inout Dissector, _ header: Header) throws(Truncation) {
        let diagnostic = try header.diagnostic
        d.put(", Diagnostic: ")
        d.put(BFD.diagnostic(diagnostic) ?? "unknown")
        d.put(" (0x", hex: diagnostic, 2, ")")
        let multiplier = UInt32(try header.multiplier)
        d.put("\n\tDetection Timer Multiplier: ", multiplier, " (")
        // Microseconds, in 32 bits as tcpdump has them, shown in thousands.
        d.put(multiplier &* (try header.sendInterval) / 1000)
        d.put(" ms Detection time), BFD Length: ", try header.packetLength)
        d.put("\n\tMy Discriminator: 0x", hex: try header.mine, 8)
        d.put(", Your Discriminator: 0x", hex: try header.yours, 8)
        d.put("\n\t  Desired min Tx Interval:    ")
        d.put(try header.sendInterval / 1000, width: 4)
        d.put(" ms\n\t  Required min Rx Interval:   ")
        d.put(try header.receiveInterval / 1000, width: 4)
        d.put(" ms\n\t  Required min Echo Interval: ")
        d.put(try header.echoInterval / 1000, width: 4)
        d.put(" ms")
    }

    /// RFC 5880 4.2 to 4.4: what follows the fixed header when the flag says so.
    private static func authentication(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < Header.length + Authentication.headerLength {
            throw Truncation(
                offset: Header.length, need: Authentication.headerLength, have: length - Header.length)
        }
        let authentication = Authentication(try bytes.from(Header.length))
        let type = try authentication.type
        let size = try authentication.length
        d.put("\n\tAuthentication: ")
        d.put(BFD.authenticationName(type) ?? "Unknown")
        d.put(" (", type, "), length: ")
        d.put(size)
        d.put("\n\t  Auth Key ID: ", try authentication.key)
        switch type {
        case 1:
            // At most 16 characters.
            if size < 4 || size > 19 { return d.put("[invalid length ", size, "]") }
            d.put(", Password: ")
            try d.put(text: authentication.bytes, at: Authentication.password, size - Authentication.password)
        case 2, 3: try digest(&d, "Digest: ", authentication, size, expected: 24)
        case 4, 5: try digest(&d, "Hash: ", authentication, size, expected: 28)
        default: break
        }
    }

    private static func digest(
        _ d: inout Dissector, _ title: StaticString, _ authentication: Authentication, _ size: Int, expected: Int
    ) throws(Truncation) {
        if size != expected { return d.put("[invalid length ", size, "]") }
        let sequence = try authentication.sequence
        d.put(", Sequence Number: 0x", hex: sequence, 8)
        try authentication.bytes.require(expected - Authentication.digest, at: Authentication.digest)
        d.put("\n\t  ")
        d.put(title)
        for offset in Authentication.digest..<expected { d.put(hex: try authentication.bytes.u8(offset), 2) }
    }

    private static func diagnostic(_ code: UInt8) -> StaticString? {
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

    private static func authenticationName(_ type: UInt8) -> StaticString? {
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
