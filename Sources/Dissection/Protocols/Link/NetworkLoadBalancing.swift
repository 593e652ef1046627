import Packets

/// Microsoft's network load balancing heartbeat. The priority is little-endian, addresses are not.
///
///     | signature 4 | version 4 | host priority 4 | cluster address 4 | host address 4 |
enum NetworkLoadBalancing {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var priority: UInt32 { get throws(Truncation) { try bytes.le32(8) } }
        var cluster: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        var host: HostAddress { get throws(Truncation) { try bytes.ipv4(16) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.layer = "msnlb"
        let header = Header(bytes)
        d.put("MS NLB heartbeat")
        d.put(", host priority: ", try header.priority)
        d.put(", cluster IP: ", host: try header.cluster)
        d.put(", host IP: ", host: try header.host)
    }
}
