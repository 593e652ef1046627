import Packets
import Wire

/// Linux cooked captures (`LINUX_SLL`, `LINUX_SLL2`): what the kernel tells where there is no common link header.
///
///     SLL:  | type 2 | ARPHRD 2 | address length 2 | address 8 | protocol 2 |
///     SLL2: | protocol 2 | reserved 2 | interface 4 | ARPHRD 2 | type 1 | address length 1 | address 8 |
enum LinuxCooked {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "sll"
        let size = 16
        guard bytes.byteCount >= size else { return d.markTruncated() }
        d.linkHeaderLength = size
        let type = try LinuxCookedHeader(bytes).type
        if d.linkHeader { try header(&d, bytes, length) }
        if try !LinuxCooked.payload(&d, type, bytes, size, length) {
            if !d.linkHeader { try header(&d, bytes, length - (d.linkHeaderLength - size)) }
            let payload = try bytes.from(d.linkHeaderLength)
            try d.dumpUnknown(payload, payload.byteCount)
        }
    }

    private static func header(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header = LinuxCookedHeader(bytes)
        packetType(&d, UInt32(try header.packetType), leading: true)
        d.put(" ")
        if try header.addressLength == 6 {
            d.put(linkAddress: try header.linkAddress)
            d.put(" ")
        }
        if !d.quick { protocolType(&d, try header.type, length) }
    }

    static func printVersion2(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "sll2"
        let size = 20
        guard bytes.byteCount >= size else { return d.markTruncated() }
        d.linkHeaderLength = size
        let header = LinuxCooked2Header(bytes)
        let type = try header.type
        let interface = try header.interface
        d.names.putInterface(interface, to: &d.out)
        d.put(" ")
        packetType(&d, UInt32(try header.packetType), leading: false)
        d.put(" ")
        if d.linkHeader { try header2(&d, bytes, length) }
        if try !LinuxCooked.payload(&d, type, bytes, size, length) {
            if !d.linkHeader { try header2(&d, bytes, length - (d.linkHeaderLength - size)) }
            let payload = try bytes.from(d.linkHeaderLength)
            try d.dumpUnknown(payload, payload.byteCount)
        }
    }

    private static func header2(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header = LinuxCooked2Header(bytes)
        d.put("ifindex ", try header.interface, " ")
        if try header.addressLength == 6 {
            d.put(linkAddress: try header.linkAddress)
            d.put(" ")
        }
        if !d.quick { protocolType(&d, try header.type, length) }
    }

    /// Three wide, blanks in front or behind.
    private static func packetType(_ d: inout Dissector, _ type: UInt32, leading: Bool) {
        let name: StaticString =
            switch type {
            case 0: "In"
            case 1: "B"
            case 2: "M"
            case 3: "P"
            case 4: "Out"
            default: "?"
            }
        let fill = 3 - name.utf8CodeUnitCount
        if leading { for _ in 0..<fill { d.put(" ") } }
        d.put(name)
        if !leading { for _ in 0..<fill { d.put(" ") } }
    }

    private static func protocolType(_ d: inout Dissector, _ type: UInt16, _ length: Int) {
        if type == 4 {
            d.put("802.2")
        } else if type == 1 {
            d.put("802.3")
        } else {
            d.put("ethertype ")
            d.put(Names.etherTypeName(type) ?? "Unknown")
            d.put(" (0x", hex: type, 4, ")")
        }
        d.put(", length ", length, ": ")
    }

    /// The kernel's number for frames with an LLC header (linux/if_ether.h, ETH_P_802_2).
    private static var logicalLink: UInt16 { 4 }

    /// The payload by its type; false when it is unknown.
    private static func payload(
        _ d: inout Dissector, _ firstType: UInt16, _ bytes: RawSpan, _ header: Int, _ length: Int
    ) throws(Truncation) -> Bool {
        var type = firstType
        var offset = header
        while VLANTag.isAnnounced(by: type) {
            d.layer = "vlan"
            guard bytes.has(4, at: offset) else {
                d.linkHeaderLength = bytes.byteCount
                d.markTruncated()
                return true
            }
            let tagged = VLANTag(try bytes.from(offset))
            let tag = try tagged.control
            type = try tagged.type
            // A length in the place of a type: what follows is LLC's.
            if type <= EthernetHeader.maximumLength { type = LinuxCooked.logicalLink }
            offset += 4
            if d.linkHeader {
                Ethernet.vlanTag(&d, tag)
                d.put(", ")
            }
            if !d.quick {
                d.put("ethertype ")
                d.put(Names.etherTypeName(type) ?? "Unknown")
                d.put(", ")
            }
        }
        let payload = try bytes.from(offset)
        let rest = length - offset
        d.linkHeaderLength = offset
        // Numbers that could be a length are the kernel's own.
        if type <= EthernetHeader.maximumLength {
            if type == 1 {
                try IPX.print(&d, payload, rest)
                return true
            }
            guard type == logicalLink else {
                try d.dumpUnknown(payload, payload.byteCount)
                return true
            }
            let header = try LLC.print(&d, payload, rest, nil)
            if !header.known { try d.dumpUnknown(payload, payload.byteCount) }
            d.linkHeaderLength = offset + header.length
            return true
        }
        return try Registry.etherType(type, &d, payload, rest, nil)
    }
}
