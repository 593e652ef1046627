import Packets

/// Bluetooth's host controller interface, as Linux captures it with the direction in front; the packet is not decoded.
enum Bluetooth {
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
            d.put(try bytes.u32(0) & 1 == 0 ? "out" : "in")
        }
        try d.dumpUnknown(payload, payload.byteCount)
    }
}
