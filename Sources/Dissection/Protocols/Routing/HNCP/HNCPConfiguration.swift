import Packets

/// Options of DHCP that a home network's exchange carries (RFC 7788 10.2.2, 10.2.3).
enum HNCPConfiguration {
    struct Option4: ~Escapable {
        static let size = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var code: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var length: Int { get throws(Truncation) { Int(try bytes.u8(1)) } }
        func address(_ offset: Int) throws(Truncation) -> HostAddress { try bytes.ipv4(Option4.size + offset) }
    }

    struct Option6: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var code: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        func address(_ offset: Int) throws(Truncation) -> HostAddress { try bytes.ipv6(Option6.size + offset) }
    }

    static func version4(_ d: inout Dissector, _ place: borrowing HNCPElement.Place) throws(Truncation) -> Bool {
        var offset = 0
        while offset < place.size {
            if offset + Option4.size > place.size { return false }
            let option = Option4(try place.outer.from(place.offset + offset))
            let (code, size) = try (option.code, option.length)
            HNCP.indent(&d, place.depth + 1)
            d.put(code == 6 ? "DNS-server" : code == 42 ? "NTP-server" : code == 119 ? "DNS-search" : "Unknown")
            d.put(" (", Option4.size + size, ")")
            offset += Option4.size
            if offset + size > place.size { return false }
            if code == 6 || code == 42 {
                if size < 4 || size % 4 != 0 { return false }
                for index in 0..<size / 4 { d.put(" ", host: try option.address(4 * index)) }
            } else if code == 119 {
                if try !domains(&d, place, offset, size) { return false }
            }
            offset += size
        }
        return true
    }

    static func version6(_ d: inout Dissector, _ place: borrowing HNCPElement.Place) throws(Truncation) -> Bool {
        var offset = 0
        while offset < place.size {
            if offset + Option6.size > place.size { return false }
            let option = Option6(try place.outer.from(place.offset + offset))
            let (code, size) = try (option.code, option.length)
            HNCP.indent(&d, place.depth + 1)
            d.put(code == 23 ? "DNS-server" : code == 24 ? "DNS-search-list" : code == 31 ? "SNTP-servers" : "Unknown")
            d.put(" (", Option6.size + size, ")")
            offset += Option6.size
            if offset + size > place.size { return false }
            if code == 23 || code == 31 {
                if size == 0 || size % 16 != 0 {
                    d.markInvalid()
                    return false
                }
                for index in 0..<size / 16 { d.put(" ", host: try option.address(16 * index)) }
            } else if code == 24 {
                if try !domains(&d, place, offset, size) { return false }
            }
            offset += size
        }
        return true
    }

    /// Names; the last one may go on behind its option.
    private static func domains(
        _ d: inout Dissector, _ place: borrowing HNCPElement.Place, _ start: Int, _ size: Int
    ) throws(Truncation) -> Bool {
        var offset = place.offset + start
        while offset < place.offset + start + size {
            d.put(" ")
            guard let next = try DNS.name(&d, place.outer, offset), next > offset else { return false }
            offset = next
        }
        return true
    }
}
