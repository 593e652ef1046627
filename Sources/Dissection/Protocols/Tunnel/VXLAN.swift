import Packets
import Wire

/// Virtual extensible LAN (RFC 7348): flags, a network number of 24 bits, then an Ethernet frame.
enum VXLAN {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "vxlan"
        d.put("VXLAN")
        if length < VXLANHeader.length { return d.markInvalid() }
        let header = VXLANHeader(bytes)
        let flags = try header.flags
        d.put(", flags [")
        d.put(flags & 0x08 != 0 ? "I" : "invalid")
        d.put("] (0x", hex: flags, 2, "), ")
        d.put("vni ", try header.network, "\n")
        try bytes.require(VXLANHeader.length, at: 0)
        try Ethernet.print(&d, bytes.from(VXLANHeader.length), length - VXLANHeader.length)
    }
}
