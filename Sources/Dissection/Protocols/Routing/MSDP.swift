import Packets

/// The multicast source discovery protocol (RFC 3618) over TCP: messages of type, length and value.
enum MSDP {
    /// A message at `offset`.
    struct Message: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of type and length.
        static var headerLength: Int { 3 }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets with type and length.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(offset + 1) } }
        /// Of active sources: how many.
        var count: UInt8 { get throws(Truncation) { try bytes.u8(offset + 3) } }
        /// Of a request: the group.
        var group: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "msdp"
        d.put(": msdp")
        var offset = 0
        while offset < length {
            if length - offset < Message.headerLength { return d.markTruncated() }
            let message = Message(bytes, at: offset)
            let (type, size) = (try message.type, Int(try message.length))
            // What does not begin as one is not read.
            if offset == 0, size > 1500 || size < Message.headerLength || type == 0 || type > 7 {
                return d.markTruncated()
            }
            d.put(" ")
            if d.verbose || size > 1500 { d.put("[len ", size, "] ") }
            if size < Message.headerLength || size > length - offset {
                return d.put("[|msdp]")
            }
            try value(&d, message, type, size)
            if d.verbosity > 1, type == 1 || type == 3 { try data(&d, message, size) }
            offset += size
        }
    }

    /// A packet of the source, behind the entries.
    private static func data(_ d: inout Dissector, _ message: Message, _ size: Int) throws(Truncation) {
        let start = 8 + 12 * Int(try message.count)
        if start >= size { return }
        d.put(" ")
        // What is cut off from here on is said to be of the packet.
        d.layer = "ip"
        _ = try Registry.ipVersion(4, &d, message.bytes.from(message.offset + start), size - start)
        d.layer = "ip"
    }

    private static func value(
        _ d: inout Dissector, _ message: Message, _ type: UInt8, _ size: Int
    ) throws(Truncation) {
        switch type {
        case 1, 3:
            d.put(type == 1 ? "SA" : "SA-Response")
            if size < 4 { throw Truncation(offset: message.offset, need: 4, have: size) }
            let count = Int(try message.count)
            d.put(" ", count, " entries")
            if 8 + 12 * count < size { d.put(" [w/data]") }
        case 2:
            d.put("SA-Request")
            if size < 8 { throw Truncation(offset: message.offset, need: 8, have: size) }
            d.put(" for ", host: HostAddress(ipv4: try message.group))
        case 4:
            d.put("Keepalive")
            if size != Message.headerLength { d.put("[len=", size, "] ") }
        case 5: d.put("Notification")
        default:
            d.put("[type=", type, " len=")
            d.put("", size, "]")
        }
    }
}
