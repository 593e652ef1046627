/// Packets of routers and switches, and what -v says of them: the lines are tcpdump's for the same bytes.
struct NetworkSeed: Sendable, CustomStringConvertible {
    let name: String
    let frame: [UInt8]
    /// The text behind the lines of the headers around it.
    let text: String
    var description: String { name }

    init(_ name: String, _ frame: [UInt8], _ text: String) {
        self.name = name
        self.frame = frame
        self.text = text
    }

    init(_ name: String, udp port: UInt16, _ data: String, _ text: String) {
        self.init(name, ethernetFrame(0x0800, ipv4Packet(17, udpDatagram(port, port, bytes(data)))), text)
    }

    init(_ name: String, ip proto: UInt8, _ data: String, _ text: String) {
        self.init(name, ethernetFrame(0x0800, ipv4Packet(proto, bytes(data))), text)
    }

    init(_ name: String, snap type: String, _ data: String, _ text: String) {
        let payload = bytes("aaaa03" + type + data)
        self.init(name, ethernetFrame(UInt16(payload.count), payload), text)
    }

    init(_ name: String, osi data: String, _ text: String) {
        let payload = bytes("fefe03" + data)
        self.init(name, ethernetFrame(UInt16(payload.count), payload), text)
    }

    init(_ name: String, tcp port: String, _ data: [UInt8], _ text: String) {
        let segment = bytes("9c40" + port + "00000001 00000001 5018 0064 0000 0000") + data
        self.init(name, ethernetFrame(0x0800, ipv4Packet(6, segment)), text)
    }
}

extension NetworkSeed {
    static let more: [NetworkSeed] = reservation + hosts + openFlow + notices
}
