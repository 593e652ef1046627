import Packets

@testable import Dissection

/// The registry's keys, found by asking it for each value there is: nothing lists them a second time.
enum Keys {
    /// True when the registry claims the key, asked with a packet of no bytes.
    private static func claims(_ ask: (inout Dissector) throws(Truncation) -> Bool) -> Bool {
        var scratch = Dissector(options: PrintOptions())
        do throws(Truncation) { return try ask(&scratch) } catch { return true }
    }

    static let ends = Endpoints(
        source: HostAddress(ipv4: 0xC000_0201), destination: HostAddress(ipv4: 0xC633_6407), headerProtocol: 17,
        hops: 64)

    static let links: [Int32] = (0..<400).filter { Dissector.supports(LinkType(rawValue: $0)) }
    static let etherTypes: [UInt16] = (1501...65535).filter { type in
        claims { d throws(Truncation) in try Registry.etherType(type, &d, RawSpan(), 0, nil) }
    }
    static let protocols: [UInt8] = (0...255).filter { proto in
        claims { d throws(Truncation) in try Registry.ipProtocol(proto, &d, RawSpan(), 0, ends) }
    }
    static let tcpPorts: [UInt16] = (0...65535).filter { TCPService(port: $0) != .none }
    static let udpPorts: [UInt16] = (0...65535).filter { UDPService(port: $0) != .none }
    static let networkLayers: [UInt8] = (0...255).filter { identifier in
        claims { d throws(Truncation) in try Registry.networkLayer(identifier, &d, RawSpan(), 0) }
    }
}

extension Seeds {
    /// Bytes that grow, so that lengths, kinds and flags all occur; hostile-input tests change them.
    private static let ramp: [UInt8] = (0..<96).map { UInt8(truncatingIfNeeded: $0 &* 7) }

    private static func tcpSegment(_ port: UInt16) -> [UInt8] {
        [0x9C, 0x40, UInt8(port >> 8), UInt8(port & 0xFF), 0, 0, 0, 1, 0, 0, 0, 1, 0x50, 0x18, 1, 0, 0, 0, 0, 0] + ramp
    }

    /// One packet for each key of the registry, made from the key: a new key has its seed by being there.
    static let byKey: [Seed] =
        Keys.links.map { Seed("link type \($0)", link: LinkType(rawValue: $0), bytes: ramp) }
        + Keys.etherTypes.map { Seed("ether type \($0)", link: .ethernet, bytes: ethernetFrame($0, ramp)) }
        + Keys.protocols.map { Seed("protocol \($0)", link: .raw, bytes: ipv4Packet($0, ramp)) }
        + Keys.protocols.map { Seed("protocol \($0) in IPv6", link: .raw, bytes: ipv6Packet($0, ramp)) }
        + Keys.tcpPorts.map { Seed("TCP port \($0)", link: .raw, bytes: ipv4Packet(6, tcpSegment($0))) }
        + Keys.udpPorts.map { Seed("UDP port \($0)", link: .raw, bytes: ipv4Packet(17, udpDatagram(40_000, $0, ramp))) }
        + Keys.networkLayers.map { Seed("network layer \($0)", link: .ethernet, bytes: osiFrame($0)) }

    /// An LLC frame of OSI's network layer.
    private static func osiFrame(_ identifier: UInt8) -> [UInt8] {
        ethernetFrame(UInt16(ramp.count + 4), [0xFE, 0xFE, 3, identifier] + ramp)
    }
}
