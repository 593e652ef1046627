import Packets

// What is in a sample: packets, and counters of interfaces and processors.
extension SFlow {
    static func flow(
        _ d: inout Dissector, _ data: inout XDR, _ type: UInt32, _ bound: Int, _ length: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case 1:
            if bound < 16 { return false }
            let (proto, size) = try (data.word(), data.word())
            let (stripped, header) = try (data.word(), data.word())
            d.put("\n\t      protocol ")
            d.put(protocolName(proto))
            d.put(" (", proto, "), length ")
            d.put(size)
            d.put(", stripped bytes ", stripped, ", header_size ")
            d.put(header)
        case 2:
            if bound < 24 { return false }
            let size = try data.word()
            data.skip(16)  // both addresses, filled up to words
            d.put("\n\t      frame len ", size, ", type ")
            d.put(try data.word())
        case 1001:
            if bound < 16 { return false }
            d.put("\n\t      src vlan ", try data.word())
            d.put(", src pri ", try data.word())
            d.put(", dst vlan ", try data.word())
            d.put(", dst pri ", try data.word())
        case 3, 4, 1002...1012: break
        default: try unknown(&d, data.remaining, length)
        }
        return true
    }

    private static func protocolName(_ value: UInt32) -> StaticString {
        switch value {
        case 1: "Ethernet"
        case 11: "IPv4"
        case 12: "IPv6"
        default: "Unknown"
        }
    }

    static func counters(
        _ d: inout Dissector, _ data: inout XDR, _ type: UInt32, _ bound: Int, _ length: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case 1:
            if bound < 88 { return false }
            try interface(&d, &data)
        case 2:
            if bound < 52 { return false }
            try ethernet(&d, &data)
        case 3: break
        case 4:
            if bound < 80 { return false }
            try anyLAN(&d, &data)
        case 5:
            if bound < 28 { return false }
            d.put("\n\t      vlan_id ", try data.word())
            d.put(", octets ", try data.hyper())
            d.put(", unicast_pkt ", try data.word())
            d.put(", multicast_pkt ", try data.word())
            d.put(", broadcast_pkt ", try data.word())
            d.put(", discards ", try data.word())
        case 1001:
            if bound < 28 { return false }
            d.put("\n\t      5sec ", try data.word())
            d.put(", 1min ", try data.word())
            d.put(", 5min ", try data.word())
            d.put(", total_mem ", try data.hyper())
            d.put(", total_mem ", try data.hyper())
        default: try unknown(&d, data.remaining, length)
        }
        return true
    }

    private static func interface(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) {
        try data.require(88)
        d.put("\n\t      ifindex ", try data.word())
        d.put(", iftype ", try data.word())
        d.put(", ifspeed ", try data.hyper())
        let direction = try data.word()
        d.put(", ifdirection ", direction, " (")
        d.put(directionName(direction))
        d.put(")")
        let status = try data.word()
        d.put("\n\t      ifstatus ", status, ", adminstatus: ")
        d.put(status & 1 != 0 ? "up" : "down")
        d.put(status & 2 != 0 ? ", operstatus: up" : ", operstatus: down")
        d.put("\n\t      In octets ", try data.hyper())
        d.put(", unicast pkts ", try data.word())
        d.put(", multicast pkts ", try data.word())
        d.put(", broadcast pkts ", try data.word())
        d.put(", discards ", try data.word())
        d.put("\n\t      In errors ", try data.word())
        d.put(", unknown protos ", try data.word())
        d.put("\n\t      Out octets ", try data.hyper())
        d.put(", unicast pkts ", try data.word())
        d.put(", multicast pkts ", try data.word())
        d.put(", broadcast pkts ", try data.word())
        d.put(", discards ", try data.word())
        d.put("\n\t      Out errors ", try data.word())
        d.put(", promisc mode ", try data.word())
    }

    private static func directionName(_ value: UInt32) -> StaticString {
        switch value {
        case 0: "unknown"
        case 1: "full-duplex"
        case 2: "half-duplex"
        case 3: "in"
        case 4: "out"
        default: "Unknown"
        }
    }

    /// RFC 2665.
    private static func ethernet(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) {
        try data.require(52)
        d.put("\n\t      align errors ", try data.word())
        d.put(", fcs errors ", try data.word())
        d.put(", single collision ", try data.word())
        d.put(", multiple collision ", try data.word())
        d.put(", test error ", try data.word())
        d.put("\n\t      deferred ", try data.word())
        d.put(", late collision ", try data.word())
        d.put(", excessive collision ", try data.word())
        d.put(", mac trans error ", try data.word())
        d.put("\n\t      carrier error ", try data.word())
        d.put(", frames too long ", try data.word())
        d.put(", mac receive errors ", try data.word())
        d.put(", symbol errors ", try data.word())
    }

    /// 100VG-AnyLAN (RFC 2020).
    private static func anyLAN(_ d: inout Dissector, _ data: inout XDR) throws(Truncation) {
        try data.require(80)
        d.put("\n\t      in high prio frames ", try data.word())
        d.put(", in high prio octets ", try data.hyper())
        d.put("\n\t      in norm prio frames ", try data.word())
        d.put(", in norm prio octets ", try data.hyper())
        d.put("\n\t      in ipm errors ", try data.word())
        d.put(", oversized ", try data.word())
        d.put(", in data errors ", try data.word())
        d.put(", null addressed frames ", try data.word())
        d.put("\n\t      out high prio frames ", try data.word())
        d.put(", out high prio octets ", try data.hyper())
        d.put(", trans into frames ", try data.word())
        d.put("\n\t      in hc high prio octets ", try data.hyper())
        d.put(", in hc norm prio octets ", try data.hyper())
        d.put(", out hc high prio octets ", try data.hyper())
    }
}
