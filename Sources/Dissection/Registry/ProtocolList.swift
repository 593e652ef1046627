import Packets

/// One key that the registry claims.
public struct ProtocolKey: Equatable, Sendable {
    /// What kind of number it is: `link type`, `UDP port`.
    public var kind: String
    /// As it is usually written: decimal, hexadecimal for ether types and such.
    public var key: String
    /// The key's name in its own list; empty where it has none.
    public var name: String
    /// Which dissector takes it, by the name that its mark of truncation carries (`[|ospf2]`); empty for a packet that is
    /// said in a word.
    public var dissector: String
}

/// All that the registry claims, made by asking it for each number that there is: nothing lists the keys a second time.
///
/// Takes some milliseconds; nothing of it is made before it is asked for.
public struct ProtocolList: ~Copyable {
    /// The words of `-T`, which fixes what a datagram is taken for.
    public static let packetTypes = [
        "aodv", "carp", "cnfp", "domain", "lmp", "pgm", "pgm_zmtp1", "ptp", "radius", "resp", "rpc", "rtcp", "rtp",
        "snmp", "someip", "tftp", "vat", "vxlan", "wb", "zmtp1",
    ]

    /// In the order of the layers, each kind by number.
    public private(set) var keys: [ProtocolKey] = []
    private var scratch = Dissector(options: PrintOptions())

    public init() {
        addLinks()
        addSNAPTypes()
        addLineTypes()
        addNetworkLayers()
        addProtocols()
        addPorts()
        addForcedTypes()
    }

    private typealias Question = (inout Dissector, RawSpan) throws(Truncation) -> Bool

    /// What asking for a key gives: nil when it is not claimed, else the name of the dissector that was entered first.
    private mutating func dissector(_ ask: Question) -> String? {
        // Most name themselves before they read; those behind an octet of their own, and those that look first, want bytes.
        for count in [0, 1, 64] {
            let bytes = [UInt8](repeating: 0, count: count)
            scratch.begin()
            scratch.out.removeAll()
            do throws(Truncation) {
                if try !ask(&scratch, unsafe bytes.span.bytes) { return nil }
            } catch {}
            let name = scratch.layer.description
            if !name.isEmpty { return name }
            // "[ICMP requires IPv4]" is said of a key that is not decoded here.
            if let first = try? scratch.out.bytes.u8(0), first == 0x5B { return nil }
        }
        return ""
    }

    /// Asks for each key of `range`. `digits` is 0 for keys that are written in decimal; `outer` is the dissector that
    /// asks, where its name stays.
    private mutating func add<T: FixedWidthInteger>(
        _ kind: String, _ range: ClosedRange<T>, digits: Int = 0, within outer: String = "",
        name: (T) -> (any CustomStringConvertible)?,
        _ ask: (T, inout Dissector, RawSpan) throws(Truncation) -> Bool
    ) {
        for key in range {
            let found = dissector { (d, bytes) throws(Truncation) in try ask(key, &d, bytes) }
            guard let found else { continue }
            var text = String(key, radix: digits == 0 ? 10 : 16)
            if digits > 0 { text = "0x" + String(repeating: "0", count: Swift.max(0, digits - text.count)) + text }
            let title = name(key)?.description ?? ""
            keys.append(
                ProtocolKey(kind: kind, key: text, name: title, dissector: found.isEmpty ? outer : found))
        }
    }
}

// MARK: - Kinds

extension ProtocolList {
    /// What lengths are asked with: more than any header.
    private static let length = 64
    private static let anyWord: ClosedRange<UInt16> = 0...0xFFFF
    private static let anyOctet: ClosedRange<UInt8> = 0...0xFF
    private static let ends4 = Endpoints(
        source: HostAddress(ipv4: 0xC000_0201), destination: HostAddress(ipv4: 0xC633_6407), headerProtocol: 17,
        hops: 64)
    private static let ends6 = Endpoints(
        source: HostAddress(ipv6: 0x2001_0DB8_0000_0000, 1), destination: HostAddress(ipv6: 0x2001_0DB8_0000_0000, 2),
        headerProtocol: 17, hops: 64)

    private static func nameless<T>(_ key: T) -> (any CustomStringConvertible)? { nil }

    private mutating func addLinks() {
        add("link type", 0...400, name: { Names.linkTypeName(UInt32($0)) }) {
            (type: Int32, d, bytes) throws(Truncation) in
            try Registry.link(LinkType(rawValue: type), &d, bytes, Self.length)
        }
        // Below 1501 the field is a length.
        add("ether type", 0x05DD...0xFFFF, digits: 4, name: Names.etherTypeName) {
            (type: UInt16, d, bytes) throws(Truncation) in
            try Registry.etherType(type, &d, bytes, Self.length, nil)
        }
        add("LLC access point", Self.anyOctet, digits: 2, name: Names.sapName) {
            (sap, d, bytes) throws(Truncation) in
            try Registry.serviceAccessPoint(sap, &d, bytes, Self.length)
        }
    }

    /// Organisations that have types of their own; those of Ethernet are ether types.
    private mutating func addSNAPTypes() {
        let organisations: [(UInt32, String)] = [(0x00000C, "Cisco"), (0x0080C2, "802.1"), (0x080007, "Apple")]
        for (number, owner) in organisations {
            add("SNAP type, \(owner)", Self.anyWord, digits: 4, name: { Names.snapTypeName(number, $0) }) {
                (type, d, bytes) throws(Truncation) in
                try Registry.snapType(number, type, &d, bytes, Self.length, nil, bridgePadding: 0)
            }
        }
    }

    private mutating func addLineTypes() {
        add("PPP protocol", Self.anyWord, digits: 4, within: "ppp", name: PPP.name) {
            (type, d, bytes) throws(Truncation) in
            try Registry.pppProtocol(type, &d, bytes, 0, Self.length)
        }
        add("HDLC type", Self.anyWord, digits: 4, name: Names.etherTypeName) {
            (type, d, bytes) throws(Truncation) in
            try Registry.hdlcType(type, &d, bytes, Self.length)
        }
        add("ARCNET type", Self.anyOctet, name: Self.nameless) { (type, d, bytes) throws(Truncation) in
            try Registry.arcnetType(type, &d, bytes, Self.length)
        }
    }

    private mutating func addNetworkLayers() {
        add("NLPID", Self.anyOctet, digits: 2, name: Names.nlpidName) { (number, d, bytes) throws(Truncation) in
            try Registry.networkLayer(number, &d, bytes, Self.length)
        }
        add("NLPID, Frame Relay", Self.anyOctet, digits: 2, name: Names.nlpidName) {
            (number, d, bytes) throws(Truncation) in
            try Registry.frameRelayProtocol(number, &d, bytes, Self.length)
        }
        add("address family", 0...0xFF, name: Self.nameless) { (family: UInt32, d, bytes) throws(Truncation) in
            try Registry.addressFamily(family, &d, bytes, Self.length)
        }
    }

    private mutating func addProtocols() {
        func name(_ proto: UInt8) -> (any CustomStringConvertible)? {
            Names.protocolName(proto) ?? Names.protocolTitle(proto)
        }
        add("IPv4 protocol", Self.anyOctet, name: name) { (proto, d, bytes) throws(Truncation) in
            try Registry.ipProtocol(proto, &d, bytes, Self.length, Self.ends4)
        }
        add("IPv6 protocol", Self.anyOctet, name: name) { (proto, d, bytes) throws(Truncation) in
            try Registry.ipProtocol(proto, &d, bytes, Self.length, Self.ends6)
        }
        add("SCTP payload", 0...0xFF, name: Self.nameless) { (number: UInt32, d, bytes) throws(Truncation) in
            try Registry.sctpPayload(number, &d, bytes)
        }
    }

    private mutating func addPorts() {
        add("TCP port", Self.anyWord, name: { "\(TCPService(port: $0))" }) { (port, d, bytes) throws(Truncation) in
            let service = TCPService(port: port)
            return service == .none ? false : try Registry.tcp(service, &d, bytes, Self.length)
        }
        // What is told by its first words, at one port.
        keys.append(ProtocolKey(kind: "TCP port", key: "\(NFS.port)", name: "nfs", dissector: "nfs"))
        add("UDP port", Self.anyWord, name: { "\(UDPService(port: $0))" }) { (port, d, bytes) throws(Truncation) in
            let service = UDPService(port: port)
            return service == .none
                ? false : try Registry.udp(service, (port, port), &d, bytes, Self.length, Self.ends4)
        }
        keys.append(ProtocolKey(kind: "UDP port", key: "\(NFS.port)", name: "nfs", dissector: "nfs"))
    }

    /// The types of `-T` that make of any datagram what they say.
    private mutating func addForcedTypes() {
        for name in Self.packetTypes {
            var options = PrintOptions()
            options.packetType = name
            scratch = Dissector(options: options)
            let found = dissector { (d, bytes) throws(Truncation) in
                try Registry.forced(&d, bytes, Self.length, Self.ends4)
            }
            if let found { keys.append(ProtocolKey(kind: "type of -T", key: name, name: "", dissector: found)) }
        }
    }
}
