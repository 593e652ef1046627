import Packets
import Wire

/// Broadcom's shim of lawful interception over UDP: one word in front of the packet that was seen.
///
///     | direction: 3 bits | packet type: 4 bits | subtype: 3 bits | identifier: 22 bits |
enum LawfulIntercept {
    /// The shim.
    struct Shim: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 4 }
        /// All of its fields.
        var word: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "bcm_li"
        if length < Shim.length {
            d.put(" (length ", length, " < 4)")
            return d.markInvalid()
        }
        let word = try Shim(bytes).word
        let type = word >> 25 & 0x0F
        if d.verbose { d.put("\n    ") }
        d.put("BCM-LI-SHIM: direction ")
        d.put(direction(word >> 29))
        d.put(", pkt-type ")
        d.put(packetType(type))
        d.put(", pkt-subtype ")
        d.put(subtype(word >> 22 & 7))
        d.put(", li-id ", word & 0x3F_FFFF)
        guard d.verbose else { return try bytes.require(length, at: 0) }
        d.put("\n    ")
        try payload(&d, type, bytes.from(Shim.length), length - Shim.length)
    }

    private static func payload(
        _ d: inout Dissector, _ type: UInt32, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        switch type {
        case 4:
            if length == 0 { return }
            if try !Registry.ipVersion(IPv4Header(bytes).version, &d, bytes, length) { d.put("unknown payload") }
        case 5: _ = try Registry.ipVersion(4, &d, bytes, length)
        case 6: _ = try Registry.ipVersion(6, &d, bytes, length)
        case 7: _ = try Registry.etherType(0x6558, &d, bytes, length, nil)
        default: d.markInvalid()
        }
    }

    private static func direction(_ value: UInt32) -> StaticString {
        switch value {
        case 1: "unused"
        case 2: "egress"
        case 3: "ingress"
        default: "unknown"
        }
    }

    private static func packetType(_ value: UInt32) -> StaticString {
        switch value {
        case 4: "undecided"
        case 5: "ipv4"
        case 6: "ipv6"
        case 7: "ethernet"
        default: "unknown"
        }
    }

    private static func subtype(_ value: UInt32) -> StaticString {
        switch value {
        case 1: "single VLAN tag"
        case 2: "double VLAN tag"
        case 3: "untagged"
        default: "unknown"
        }
    }
}
