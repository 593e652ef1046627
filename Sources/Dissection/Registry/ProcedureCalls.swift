import Packets

// Protocols that are told by their first words as well as by the port.
extension Registry {
    /// A datagram of remote procedure calls, which are told by their first words and not only by the port.
    @inline(__always)
    static func procedureCalls(
        _ source: UInt16, _ destination: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int,
        _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        guard source == NFS.port || destination == NFS.port else { return false }
        return try NFS.print(&d, bytes, length, source, destination, ends)
    }

    /// The same in a stream.
    @inline(__always)
    static func procedureStream(
        _ source: UInt16, _ destination: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int,
        _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        guard source == NFS.port || destination == NFS.port else { return false }
        return try NFS.stream(&d, bytes, length, source, destination, ends)
    }
}
