import Packets

/// sFlow datagrams, version 5 (sflow.org): what switches and routers have sampled and counted.
///
///      0         4        8 (4 or 16)
///     +---------+--------+-------+----------+----------+--------+---------+--- samples: type, length, value
///     | version | family | agent | sub-agent| sequence | uptime | samples |
///     +---------+--------+-------+----------+----------+--------+---------+---
enum SFlow {
    struct Header: ~Escapable {
        static var smallest: Int { 28 }
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }
        var version: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// 1 is IPv4; anything else is read as IPv6.
        var family: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var agent4: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var agent6: HostAddress { get throws(Truncation) { try bytes.ipv6(8) } }
        /// What follows the agent's address.
        var rest: RawSpan {
            @_lifetime(copy self)
            get throws(Truncation) { try bytes.from(family == 1 ? 12 : 24) }
        }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "sflow"
        try bytes.require(Header.smallest, at: 0)
        let header = Header(bytes)
        let version = try header.version
        if version != 5 { return d.put("sFlow version ", version, " packet not supported") }
        let isIPv4 = try header.family == 1
        if d.verbose && !isIPv4 { try bytes.require(Header.smallest + 12, at: 0) }
        var data = try XDR(header.rest)
        let subAgent = try data.word()
        d.put(isIPv4 ? "sFlowv5, IPv4 agent " : "sFlowv5, IPv6 agent ")
        d.put(host: isIPv4 ? try header.agent4 : try header.agent6)
        d.put(", agent-id ", subAgent)
        if !d.verbose { return d.put(", length ", length) }
        let (sequence, uptime, samples) = try (data.word(), data.word(), data.word())
        d.put(", seqnum ", sequence, ", uptime ")
        d.put(uptime)
        d.put(", samples ", samples, ", length ")
        d.put(length)
        var rest = length - (isIPv4 ? 12 : 24) - 16
        var count = samples
        while count > 0 && rest > 0 {
            switch try sample(&d, &data, &rest) {
            case .read: count -= 1
            case .last: return
            case .wrong:
                d.markInvalid()
                return try bytes.require(length, at: 0)
            }
        }
    }

    /// What comes behind a sample.
    private enum Outcome { case read, last, wrong }

    private static func sample(
        _ d: inout Dissector, _ data: inout XDR, _ rest: inout Int
    ) throws(Truncation) -> Outcome {
        if rest < 8 { return .wrong }
        let (format, length) = try (data.word(), data.word())
        rest -= 8
        let type = format & 0xFFF
        d.put("\n\t")
        d.put(sampleName(type) ?? "Unknown")
        d.put(" (", type, "), length ")
        d.put(length)
        d.put(",")
        if length == 0 || type == 0 { return .last }
        if Int(length) > rest { return .wrong }
        try data.require(Int(length))
        // tcpdump bounds a sample's contents by the datagram and not by its own length.
        let bound = rest
        rest -= Int(length)
        let end = data.offset + Int(length)
        switch type {
        case 1: guard try flowSample(&d, &data, bound, isExpanded: false) else { return .wrong }
        case 2: guard try counterSample(&d, &data, bound, isExpanded: false) else { return .wrong }
        case 3: guard try flowSample(&d, &data, bound, isExpanded: true) else { return .wrong }
        case 4: guard try counterSample(&d, &data, bound, isExpanded: true) else { return .wrong }
        default: if d.verbosity == 1 { try d.dumpHex(data.remaining, Int(length), lead: "\n\t    ") }
        }
        data.skip(end - data.offset)
        return .read
    }

    /// The source of a sample: a kind of interface and its number, in one word or in two.
    private static func source(_ d: inout Dissector, _ data: inout XDR, isExpanded: Bool) throws(Truncation) {
        let first = try data.word()
        d.put(", type ", isExpanded ? first : first >> 24, ", idx ")
        d.put(isExpanded ? try data.word() : first & 0xFF_FFFF)
    }

    private static func flowSample(
        _ d: inout Dissector, _ data: inout XDR, _ length: Int, isExpanded: Bool
    ) throws(Truncation) -> Bool {
        let size = isExpanded ? 44 : 32
        if length < size { return false }
        try data.require(size)
        d.put(" seqnum ", try data.word())
        try source(&d, &data, isExpanded: isExpanded)
        let (rate, pool, drops) = try (data.word(), data.word(), data.word())
        d.put(", rate ", rate, ", pool ")
        d.put(pool)
        d.put(", drops ", drops)
        if isExpanded {
            data.skip(16)  // the interfaces, each in two words
            d.put(",")
        } else {
            let (input, output) = try (data.word(), data.word())
            d.put(", input ", input, " output ")
            d.put(output)
        }
        let records = try data.word()
        d.put(" records ", records)
        return try Self.records(&d, &data, records, length - size, areFlows: true)
    }

    private static func counterSample(
        _ d: inout Dissector, _ data: inout XDR, _ length: Int, isExpanded: Bool
    ) throws(Truncation) -> Bool {
        let size = isExpanded ? 16 : 12
        if length < size { return false }
        try data.require(size)
        d.put(" seqnum ", try data.word())
        try source(&d, &data, isExpanded: isExpanded)
        let records = try data.word()
        d.put(", records ", records)
        return try Self.records(&d, &data, records, length - size, areFlows: false)
    }

    private static func records(
        _ d: inout Dissector, _ data: inout XDR, _ count: UInt32, _ length: Int, areFlows: Bool
    ) throws(Truncation) -> Bool {
        var (left, rest) = (count, length)
        while left > 0 {
            if rest < 8 { return false }
            let (format, size) = try (data.word(), data.word())
            rest -= 8
            // The number of a vendor is read by twelve bits of a flow's format and by twenty of a counter's.
            let (enterprise, type) = (format >> (areFlows ? 12 : 20), format & 0xFFF)
            d.put("\n\t    enterprise ", enterprise, areFlows ? " " : ", ")
            d.put((enterprise != 0 ? nil : areFlows ? flowName(type) : counterName(type)) ?? "Unknown")
            d.put(" (", type, ") length ")
            d.put(size)
            if Int(size) > rest { return false }
            // Here, too, the datagram is the bound.
            let bound = rest
            rest -= Int(size)
            let end = data.offset + Int(size)
            if enterprise == 0 {
                let isRight =
                    areFlows
                    ? try flow(&d, &data, type, bound, Int(size)) : try counters(&d, &data, type, bound, Int(size))
                if !isRight { return false }
            }
            data.skip(end - data.offset)
            left -= 1
        }
        return true
    }

    static func unknown(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if d.verbosity <= 1 { try d.dumpHex(bytes, length, lead: "\n\t\t") }
    }

    private static func sampleName(_ type: UInt32) -> StaticString? {
        switch type {
        case 1: "flow sample"
        case 2: "counter sample"
        case 3: "expanded flow sample"
        case 4: "expanded counter sample"
        default: nil
        }
    }

    private static func flowName(_ type: UInt32) -> StaticString? {
        switch type {
        case 1: "Raw packet"
        case 2: "Ethernet frame"
        case 3: "IPv4 Data"
        case 4: "IPv6 Data"
        case 1001: "Extended Switch data"
        case 1002: "Extended Router data"
        case 1003: "Extended Gateway data"
        case 1004: "Extended User data"
        case 1005: "Extended URL data"
        case 1006: "Extended MPLS data"
        case 1007: "Extended NAT data"
        case 1008: "Extended MPLS tunnel"
        case 1009: "Extended MPLS VC"
        case 1010: "Extended MPLS FEC"
        case 1011: "Extended MPLS LVP FEC"
        case 1012: "Extended VLAN Tunnel"
        default: nil
        }
    }

    private static func counterName(_ type: UInt32) -> StaticString? {
        switch type {
        case 1: "Generic counter"
        case 2: "Ethernet counter"
        case 3: "Token ring counter"
        case 4: "100 BaseVG counter"
        case 5: "Vlan counter"
        case 1001: "Processor counter"
        default: nil
        }
    }
}
