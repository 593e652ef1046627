import Packets

/// DHCP for IPv6 (RFC 8415): a type and a transaction, or two addresses when it is relayed, then options.
extension Dissector {
    mutating func dhcpv6(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "dhcp6"
        try descend()
        put("dhcp6")
        guard bytes.has(4, at: 0) else { return markTruncated() }
        let kind = try bytes.u8(0)
        put(" ")
        put(Dissector.dhcpv6Message(kind), or: "msgtype-", kind)
        guard verbose else { return }
        put(" (")
        let options: Int
        if kind == 12 || kind == 13 {
            let link = try bytes.ipv6(2)
            let peer = try bytes.ipv6(18)
            put("linkaddr=", host: link)
            put(" peeraddr=", host: peer)
            options = 34
        } else {
            put("xid=", hex: try bytes.u32(0) & 0x00FF_FFFF)
            options = 4
        }
        if length > options { try dhcpv6Options(bytes.from(options), length - options) }
        put(")")
    }

    private static func dhcpv6Message(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "solicit"
        case 2: "advertise"
        case 3: "request"
        case 4: "confirm"
        case 5: "renew"
        case 6: "rebind"
        case 7: "reply"
        case 8: "release"
        case 9: "decline"
        case 10: "reconfigure"
        case 11: "inf-req"
        case 12: "relay-fwd"
        case 13: "relay-reply"
        case 14: "leasequery"
        case 15: "leasequery-reply"
        default: nil
        }
    }

    /// Options of type and length (2 bytes each), which may hold options again.
    mutating func dhcpv6Options(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 0
        let end = Swift.min(length, bytes.byteCount)
        while offset < end {
            guard end - offset >= 4 else { return markTruncated() }
            let type = try bytes.u16(offset)
            let size = Int(try bytes.u16(offset + 2))
            guard end - offset >= size + 4 else { return markTruncated() }
            put(" (")
            put(Dissector.dhcpv6Option(type), or: "opt_", type)
            let value = try bytes.slice(offset + 4, size)
            try descend()
            if try !dhcpv6Value(type, value) { put(" ?") }
            depth -= 1
            put(")")
            offset += 4 + size
        }
    }

    static func dhcpv6Option(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "client-ID"
        case 2: "server-ID"
        case 3: "IA_NA"
        case 4: "IA_TA"
        case 5: "IA_ADDR"
        case 6: "option-request"
        case 7: "preference"
        case 8: "elapsed-time"
        case 9: "relay-message"
        case 11: "authentication"
        case 12: "server-unicast"
        case 13: "status-code"
        case 14: "rapid-commit"
        case 15: "user-class"
        case 16: "vendor-class"
        case 17: "vendor-specific-info"
        case 18: "interface-ID"
        case 19: "reconfigure-message"
        case 20: "reconfigure-accept"
        case 21: "SIP-servers-domain"
        case 22: "SIP-servers-address"
        case 23: "DNS-server"
        case 24: "DNS-search-list"
        case 25: "IA_PD"
        case 26: "IA_PD-prefix"
        case 27: "NIS-server"
        case 28: "NIS+-server"
        case 29: "NIS-domain-name"
        case 30: "NIS+-domain-name"
        case 31: "SNTP-servers"
        case 32: "lifetime"
        case 33: "BCMCS-domain-name"
        case 34: "BCMCS-server"
        case 36: "Geoconf-Civic"
        case 37: "Remote-ID"
        case 38: "Subscriber-ID"
        case 39: "Client-FQDN"
        case 40: "PANA-agent"
        case 41: "POSIX-timezone"
        case 42: "POSIX-tz-database"
        case 43: "Echo-request-option"
        case 44: "Lease-query"
        case 45: "LQ-client-data"
        case 46: "Clt-time"
        case 47: "LQ-relay-data"
        case 48: "LQ-client-link"
        case 56: "NTP-server"
        case 64: "AFTR-Name"
        case 112: "MUD-URL"
        default: nil
        }
    }
}
