import Packets

/// sFlow datagrams, version 5: who sends, and how much.
enum SFlow {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "sflow"
        try bytes.require(28, at: 0)
        let version = try bytes.u32(0)
        if version != 5 {
            d.put("sFlow version ", version, " packet not supported")
            return
        }
        let family = try bytes.u32(4)
        let agent = family == 1 ? try bytes.ipv4(8) : try bytes.ipv6(8)
        let rest = family == 1 ? 12 : 24
        let identifier = try bytes.u32(rest)
        d.put(family == 1 ? "sFlowv5, IPv4 agent " : "sFlowv5, IPv6 agent ")
        d.put(host: agent)
        d.put(", agent-id ", identifier, ", length ")
        d.put(length)
    }
}
