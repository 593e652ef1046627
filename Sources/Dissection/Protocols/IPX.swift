import Packets

/// Novell's internetwork packet exchange: checksum, length, hops, type, then two addresses of network, node and socket.
extension Dissector {
    mutating func ipx(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "ipx"
        if !linkHeader { put("IPX ") }
        let source = try ipxAddress(bytes, 18)
        let destination = try ipxAddress(bytes, 6)
        try bytes.require(30, at: 0)
        put(ipx: source)
        put(" > ")
        put(ipx: destination)
        put(": ")
        let claimed = Int(try bytes.u16(2))
        if claimed < 30 {
            put("[length ", claimed, " < 30]")
            return markInvalid()
        }
        if claimed > length {
            put("[length ", claimed, " > ")
            put(length)
            put("]")
            return markInvalid()
        }
        put("ipx-#", hex: source.socket, 1, " ")
        put(claimed - 30)
    }

    private struct IPXAddress {
        let network: UInt32
        let node: UInt64
        let socket: UInt16
    }

    private func ipxAddress(_ bytes: RawSpan, _ offset: Int) throws(Truncation) -> IPXAddress {
        IPXAddress(network: try bytes.u32(offset), node: try bytes.u48(offset + 4), socket: try bytes.u16(offset + 10))
    }

    private mutating func put(ipx address: IPXAddress) {
        put(hex: address.network, 8)
        put(".")
        out.append(mac: address.node)
        put(".", hex: address.socket, 4)
    }
}
