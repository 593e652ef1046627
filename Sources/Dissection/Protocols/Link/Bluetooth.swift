import Packets

/// Bluetooth's host controller interface, as Linux captures it with the direction in front; the packet is not decoded.
enum Bluetooth {
    /// What the kernel puts in front (LINKTYPE_BLUETOOTH_HCI_H4_WITH_PHDR).
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The lowest bit: 0 to the controller, 1 from it.
        var direction: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "bluetooth"
        let size = 4
        d.put("bluetooth")
        try bytes.require(size, at: 0)
        d.linkHeaderLength = size
        let payload = try bytes.from(size)
        if d.linkHeader {
            d.put(", hci length ", length - size, ", direction ")
            // The lowest bit of a big-endian word: from the controller.
            d.put(try Header(bytes).direction & 1 == 0 ? "out" : "in")
        }
        try d.dumpUnknown(payload, payload.byteCount)
    }
}
