import Packets

extension Registry {
    /// A packet by its link type.
    static func link(
        _ type: LinkType, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch type {
        case .ethernet: try Ethernet.frame(&d, bytes, length)
        case .null: try Loopback.print(&d, bytes, length, networkOrder: false)
        case .loop: try Loopback.print(&d, bytes, length, networkOrder: true)
        case .raw, .ipv4, .ipv6, LinkType(rawValue: 14), LinkType(rawValue: 101): try Loopback.raw(&d, bytes, length)
        case .ppp, LinkType(rawValue: 50): try PPP.print(&d, bytes, length)
        case .linuxSLL: try LinuxCooked.print(&d, bytes, length)
        case .linuxSLL2: try LinuxCooked.printVersion2(&d, bytes, length)
        default: return false
        }
        return true
    }

    /// True when packets of this link type are decoded. The switch above is asked itself, with a packet of no bytes:
    /// what it decodes ends in a truncation, or well.
    static func supports(_ type: LinkType) -> Bool {
        var scratch = Dissector(options: PrintOptions())
        do throws(Truncation) { return try link(type, &scratch, RawSpan(), 0) } catch { return true }
    }
}
