import Packets
import Wire

/// DHCP for IPv6 (RFC 8415): a type and a transaction, or two addresses when it is relayed, then options.
enum DHCPv6 {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "dhcp6"
        try d.descend()
        d.put("dhcp6")
        guard bytes.has(DHCPv6Header.length, at: 0) else { return d.markTruncated() }
        let header = DHCPv6Header(bytes)
        let kind = try header.type
        d.put(" ")
        d.put(DHCPv6.messageName(kind), or: "msgtype-", kind)
        guard d.verbose else { return }
        d.put(" (")
        let options: Int
        if kind == 12 || kind == 13 {
            d.put("linkaddr=", host: try header.link)
            d.put(" peeraddr=", host: try header.peer)
            options = DHCPv6Header.relayLength
        } else {
            d.put("xid=", hex: try header.transaction)
            options = DHCPv6Header.length
        }
        if length > options { try DHCPv6.options(&d, bytes.from(options), length - options) }
        d.put(")")
    }

    private static func messageName(_ kind: UInt8) -> StaticString? {
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
    static func options(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        var offset = 0
        let end = Swift.min(length, bytes.byteCount)
        while offset < end {
            guard end - offset >= Option.headerLength else { return d.markTruncated() }
            let option = Option(try bytes.from(offset))
            let type = try option.type
            let size = try option.length
            guard end - offset >= size + Option.headerLength else { return d.markTruncated() }
            d.put(" (")
            d.put(DHCPv6.optionName(type), or: "opt_", type)
            let value = try option.value
            try d.descend()
            if type == 21 || type == 24 {
                // Names that end with their option and are not whole: nothing behind them is read.
                if try !DHCPv6.names(&d, value) { return d.markTruncated() }
            } else if try !DHCPv6.value(&d, type, value) {
                d.put(" ?")
            }
            d.depth -= 1
            d.put(")")
            offset += Option.headerLength + size
        }
    }

    static func optionName(_ type: UInt16) -> StaticString? {
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
