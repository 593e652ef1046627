import Packets

extension Registry {
    /// A packet by the address family that BSD's loopback links put in front. IPv6's number differs from system to
    /// system: 24 NetBSD and OpenBSD, 28 FreeBSD, 30 Darwin.
    static func addressFamily(
        _ family: UInt32, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch family {
        case 2: try IPv4.print(&d, bytes, length)
        case 24, 28, 30: try IPv6.print(&d, bytes, length)
        default: return false
        }
        return true
    }

    /// A packet of IP by its version, the first nibble. False when there is no such version.
    static func ipVersion(
        _ version: UInt8, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch version {
        case 4: try IPv4.print(&d, bytes, length)
        case 6: try IPv6.print(&d, bytes, length)
        default: return false
        }
        return true
    }
}
