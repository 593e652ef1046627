import Packets

/// The exterior gateway protocol (RFC 904).
///
///     | version | type | code | status | checksum: 2 | system: 2 | sequence: 2 | by type: 2 | network: 4 | ...
enum EGP {
    struct Header: ~Escapable {
        static let size = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var code: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var status: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var system: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        /// Seconds.
        var hello: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        /// Seconds.
        var poll: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        var reason: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        /// Gateways of the own system, and of others.
        var interior: UInt8 { get throws(Truncation) { try bytes.u8(10) } }
        var exterior: UInt8 { get throws(Truncation) { try bytes.u8(11) } }
        var network: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        func octet(_ offset: Int) throws(Truncation) -> UInt8 { try bytes.u8(offset) }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "egp"
        try bytes.require(Header.size, at: 0)
        let header = Header(bytes)
        let (version, type) = (try header.version, try header.type)
        if !d.verbose {
            d.put("EGPv", version, ", AS ")
            d.put("", try header.system, ", seq ")
            d.put(try header.sequence)
            return d.put(", length ", length)
        }
        d.put("EGPv", version, ", length ")
        d.put(length)
        if version != 2 { return d.put("[version ", version, "]") }
        switch type {
        case 1: try update(&d, header)
        case 2:
            d.put(" poll")
            state(&d, try header.status)
            d.put(" net:", host: try header.network)
        case 3: try acquire(&d, header)
        case 5:
            let code = try header.code
            if code > 1 { return d.put("[reach code ", code, "]") }
            d.put(code == 0 ? " hello" : " i-h-u")
            state(&d, try header.status)
        case 8:
            d.put(" error")
            state(&d, try header.status)
            let reason = try header.reason
            d.put(" ")
            d.put(reasonName(reason), or: "[reason ", reason, "]")
        default: d.put("[type ", type, "]")
        }
    }

    private static func state(_ d: inout Dissector, _ status: UInt8) {
        switch status {
        case 0: d.put(" state:indeterminate")
        case 1: d.put(" state:up")
        case 2: d.put(" state:down")
        default: d.put(" [status ", status, "]")
        }
    }

    private static func acquire(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        d.put(" acquire")
        let (code, status) = (try header.code, try header.status)
        switch code {
        case 0, 1:
            d.put(code == 0 ? " request " : " confirm ")
            d.put(status < 3 ? statusName(status) : nil, or: "[status ", status, "]")
            d.put(" hello:", try header.hello, " poll:")
            d.put(try header.poll)
        case 2, 3, 4:
            d.put(code == 2 ? " refuse" : code == 3 ? " cease" : " cease_ack")
            if let name = status == 0 || status > 2 ? statusName(status) : nil {
                d.put(" ")
                d.put(name)
            } else {
                d.put("[status ", status, "]")
            }
        default: d.put("[code ", code, "]")
        }
    }

    private static func update(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        d.put(" update")
        let status = try header.status
        if status & 0x80 != 0 { d.put(" unsolicited") }
        state(&d, status & 0x7F)
        let (interior, exterior) = (try header.interior, try header.exterior)
        d.put(" ", host: try header.network, " int ")
        d.put("", interior, " ext ")
        d.put(exterior)
        var offset = Header.size
        for index in 0..<Int(interior) + Int(exterior) {
            // The class is taken from the network's last octet, and addresses are printed last octet first.
            let network = UInt32(truncatingIfNeeded: try header.network.low).byteSwapped
            let count = network < 0x8000_0000 ? 3 : network < 0xC000_0000 ? 2 : 1
            let host = try number(header, &offset, count)
            let gateway = network & UInt32.max << UInt32(8 * count) | host
            d.put(index < Int(interior) ? " int " : " ext ")
            reversed(&d, gateway)
            d.put(" (")
            try distances(&d, header, &offset)
            d.put(")")
        }
    }

    private static func distances(
        _ d: inout Dissector, _ header: borrowing Header, _ offset: inout Int
    ) throws(Truncation) {
        let count = try header.octet(offset)
        offset += 1
        for index in 0..<count {
            let distance = try header.octet(offset)
            d.put(index > 0 ? ", d" : "d", distance, ":")
            let networks = try header.octet(offset + 1)
            offset += 2
            for _ in 0..<networks {
                let first = try header.octet(offset)
                let size = first < 128 ? 1 : first < 192 ? 2 : 3
                let network = try number(header, &offset, size) << UInt32(8 * (4 - size))
                d.put(" ")
                reversed(&d, network)
            }
        }
    }

    private static func number(
        _ header: borrowing Header, _ offset: inout Int, _ count: Int
    ) throws(Truncation) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            value = value << 8 | UInt32(try header.octet(offset))
            offset += 1
        }
        return value
    }

    private static func reversed(_ d: inout Dissector, _ address: UInt32) {
        d.put(host: HostAddress(ipv4: address.byteSwapped))
    }

    private static func statusName(_ status: UInt8) -> StaticString? {
        switch status {
        case 0: "unspecified"
        case 1: "active_mode"
        case 2: "passive_mode"
        case 3: "insufficient_resources"
        case 4: "administratively_prohibited"
        case 5: "going_down"
        case 6: "parameter_violation"
        case 7: "protocol_violation"
        default: nil
        }
    }

    private static func reasonName(_ reason: UInt16) -> StaticString? {
        switch reason {
        case 0: "unspecified"
        case 1: "bad_EGP_header_format"
        case 2: "bad_EGP_data_field_format"
        case 3: "reachability_info_unavailable"
        case 4: "excessive_polling_rate"
        case 5: "no_response"
        case 6: "unsupported_version"
        default: nil
        }
    }
}
