import Packets

/// The classes that a ping is for (RFC 4379 3.2); each type has one length.
enum LSPPingClass {
    /// A session of resource reservation, version 4; version 6 has the same order with addresses of 16 octets.
    struct Session: ~Escapable {
        static let size = 20
        static let sizeIPv6 = 56
        let bytes: RawSpan
        let isIPv6: Bool
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) {
            self.bytes = bytes
            isIPv6 = bytes.byteCount == Session.sizeIPv6
        }

        private var width: Int { isIPv6 ? 16 : 4 }
        private func address(_ offset: Int) throws(Truncation) -> HostAddress {
            isIPv6 ? try bytes.ipv6(offset) : try bytes.ipv4(offset)
        }
        var endpoint: HostAddress { get throws(Truncation) { try address(0) } }
        var tunnel: UInt16 { get throws(Truncation) { try bytes.u16(width + 2) } }
        var extendedTunnel: HostAddress { get throws(Truncation) { try address(width + 4) } }
        var sender: HostAddress { get throws(Truncation) { try address(2 * width + 4) } }
        var path: UInt16 { get throws(Truncation) { try bytes.u16(3 * width + 6) } }
    }

    /// A prefix, whose bits stand behind the address; private networks have a distinguisher before it.
    struct Reachable: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static let distinguisher = 8
        var ipv4: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var ipv6: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
        /// Behind a distinguisher.
        var privateIPv4: HostAddress { get throws(Truncation) { try bytes.ipv4(Reachable.distinguisher) } }
        var privateIPv6: HostAddress { get throws(Truncation) { try bytes.ipv6(Reachable.distinguisher) } }
        var bits: UInt8 { get throws(Truncation) { try bytes.u8(bytes.byteCount - 1) } }
    }

    struct Endpoint: ~Escapable {
        static let size = 14
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var sender: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        var receiver: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        var encapsulation: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
    }

    /// A pseudowire: its ends (the older form has one), its number, its type.
    struct Pseudowire: ~Escapable {
        static let oldSize = 10
        static let size = 14
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        private var ends: Int { bytes.byteCount - 6 }
        var sender: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var remote: HostAddress { get throws(Truncation) { try bytes.ipv4(ends - 4) } }
        var identifier: UInt32 { get throws(Truncation) { try bytes.u32(ends) } }
        var type: UInt16 { get throws(Truncation) { try bytes.u16(ends + 4) } }
    }

    /// True when the elements are to be dumped too: they do not fit.
    static func list(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) -> Bool {
        typealias Header = LSPPingElement.Header
        var offset = 0
        var left = bytes.byteCount
        while left > 0 {
            let header = Header(try bytes.from(offset))
            guard left >= Header.size, try left >= Header.size + header.length else {
                d.put("\n\t      TLV is too short")
                return true
            }
            let type = try header.type
            let size = try header.length
            d.put("\n\t    ")
            d.put(name(type) ?? "Unknown")
            d.put(" subTLV (", type, "), length: ")
            d.put(size)
            let value = try bytes.slice(offset + Header.size, size)
            if try text(&d, type, value) || d.verbosity > 1 { try d.dumpValue(value, 0, size, lead: "\n\t      ") }
            // tcpdump goes on behind as many octets as the value has, which leaves out the header.
            offset += Header.aligned(size)
            left -= Header.size + Header.aligned(size)
        }
        return false
    }

    /// True when the value is to be dumped.
    private static func text(_ d: inout Dissector, _ type: UInt16, _ value: RawSpan) throws(Truncation) -> Bool {
        if let need = size(type), value.byteCount != need {
            d.put("\n\t      invalid subTLV length, should be ", need)
            return true
        }
        let reachable = Reachable(value)
        switch type {
        case 1, 12: try prefix(&d, "\n\t      ", reachable.ipv4, reachable.bits)
        case 2, 13: try prefix(&d, "\n\t      ", reachable.ipv6, reachable.bits)
        case 3, 4: try session(&d, Session(value))
        case 6:
            d.put("\n\t      RD: ")
            try d.put(distinguisher: value)
            try prefix(&d, ", ", reachable.privateIPv4, reachable.bits)
        case 7:
            d.put("\n\t      RD: ")
            try d.put(distinguisher: value)
            try prefix(&d, ", ", reachable.privateIPv6, reachable.bits)
        case 8: try endpoint(&d, value)
        case 9, 10: try pseudowire(&d, Pseudowire(value), isOld: type == 9)
        default: return d.verbosity <= 1
        }
        return false
    }

    private static func prefix(
        _ d: inout Dissector, _ lead: StaticString, _ address: HostAddress, _ bits: UInt8
    ) throws(Truncation) {
        d.put(lead, host: address, "/")
        d.put(bits)
    }

    private static func session(_ d: inout Dissector, _ session: Session) throws(Truncation) {
        d.put("\n\t      tunnel end-point ", host: try session.endpoint)
        d.put(", tunnel sender ", host: try session.sender)
        d.put(", lsp-id 0x", hex: try session.path, 4)
        d.put("\n\t      tunnel-id 0x", hex: try session.tunnel, 4)
        d.put(", extended tunnel-id ", host: try session.extendedTunnel)
    }

    private static func endpoint(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let endpoint = Endpoint(value)
        d.put("\n\t      RD: ")
        try d.put(distinguisher: value)
        d.put(", Sender VE ID: ", try endpoint.sender, ", Receiver VE ID: ")
        d.put(try endpoint.receiver)
        let type = try endpoint.encapsulation
        d.put("\n\t      Encapsulation Type: ")
        d.put(MPLSNames.pseudowire(type) ?? "unknown")
        d.put(" (", type, ")")
    }

    private static func pseudowire(_ d: inout Dissector, _ wire: Pseudowire, isOld: Bool) throws(Truncation) {
        if isOld {
            d.put("\n\t      Remote PE: ", host: try wire.remote)
        } else {
            d.put("\n\t      Sender PE: ", host: try wire.sender)
            d.put(", Remote PE: ", host: try wire.remote)
        }
        let type = try wire.type
        d.put("\n\t      PW ID: 0x", hex: try wire.identifier, 8, ", PW Type: ")
        d.put(MPLSNames.pseudowire(type) ?? "unknown")
        d.put(" (", type, ")")
    }

    private static func size(_ type: UInt16) -> Int? {
        switch type {
        case 1, 12: 5
        case 2, 13: 17
        case 3: Session.size
        case 4: Session.sizeIPv6
        case 6: 13
        case 7: 25
        case 8: Endpoint.size
        case 9: Pseudowire.oldSize
        case 10: Pseudowire.size
        default: nil
        }
    }

    private static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "LDP IPv4 prefix"
        case 2: "LDP IPv6 prefix"
        case 3: "RSVP IPv4 Session Query"
        case 4: "RSVP IPv6 Session Query"
        case 5: "Reserved"
        case 6: "VPN IPv4 prefix"
        case 7: "VPN IPv6 prefix"
        case 8: "L2 VPN endpoint"
        case 9: "FEC 128 pseudowire (old)"
        case 10: "FEC 128 pseudowire"
        case 12: "BGP labeled IPv4 prefix"
        case 13: "BGP labeled IPv6 prefix"
        default: nil
        }
    }
}
