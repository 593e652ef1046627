import Packets

/// Novell's internetwork packet exchange: checksum, length, hops, type, then two addresses of network, node and socket.
enum IPX {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ipx"
        if !d.linkHeader { d.put("IPX ") }
        let source = try address(bytes, 18)
        let destination = try address(bytes, 6)
        try bytes.require(30, at: 0)
        d.put(ipx: source)
        d.put(" > ")
        d.put(ipx: destination)
        d.put(": ")
        let claimed = Int(try bytes.u16(2))
        if claimed < 30 {
            d.put("[length ", claimed, " < 30]")
            return d.markInvalid()
        }
        if claimed > length {
            d.put("[length ", claimed, " > ")
            d.put(length)
            d.put("]")
            return d.markInvalid()
        }
        d.put("ipx-#", hex: source.socket, 1, " ")
        d.put(claimed - 30)
    }

    fileprivate struct Address {
        let network: UInt32
        let node: UInt64
        let socket: UInt16
    }

    private static func address(_ bytes: RawSpan, _ offset: Int) throws(Truncation)
        -> Address
    {
        Address(network: try bytes.u32(offset), node: try bytes.u48(offset + 4), socket: try bytes.u16(offset + 10))
    }
}

extension Dissector {
    fileprivate mutating func put(ipx address: IPX.Address) {
        put(hex: address.network, 8)
        put(".")
        out.append(mac: address.node)
        put(".", hex: address.socket, 4)
    }
}
