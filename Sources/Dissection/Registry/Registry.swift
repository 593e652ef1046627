import Packets

/// Which dissector takes which key: the one place that knows several protocols. An outer layer asks with a key and
/// never names an inner one; a new protocol is one file under Protocols/ and one line here for each key that it claims.
///
/// Each kind of key has a file: link types, ether types with SNAP and LLC, IP protocols, TCP and UDP ports, PPP
/// protocols, OSI's network layers, address families. Plain switches: nothing to build at the start, direct calls on
/// the way. Which keys are claimed is nowhere listed a second time: the tests try each value.
enum Registry {}

extension Dissector {
    @inline(__always)
    mutating func link(_ type: LinkType, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if try Registry.link(type, &self, bytes, length) { return }
        put("UNSUPPORTED")
        // With -q too, and beside the dump that was asked for.
        try dumpHexAndASCII(bytes, bytes.byteCount)
    }

    /// A protocol that belongs to the other version of IP.
    mutating func requires(_ name: StaticString, _ version: StaticString) {
        put("[")
        put(name)
        put(" requires ")
        put(version)
        put("]")
        markInvalid()
    }

    mutating func ipPayload(
        _ proto: UInt8, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        if try Registry.ipProtocol(proto, &self, bytes, length, ends) { return }
        ipProtocol(proto)
        put(" ", length)
    }
}
