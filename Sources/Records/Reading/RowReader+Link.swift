import Packets
import Wire

// The link layers, and what stands between them and the network layer.
extension RowReader {
    mutating func frame(_ bytes: RawSpan, _ type: LinkType) throws(Truncation) {
        switch type {
        case .ethernet: try ethernet(bytes)
        case .linuxSLL2: try linuxCooked2(bytes)
        case .linuxSLL: try linuxCooked(bytes)
        case .raw, .ipv4, .ipv6: try internet(bytes)
        case .null, .loop: try loopback(bytes)
        case .ppp: try ppp(bytes)
        default: break
        }
    }

    @inline(__always)
    mutating func ethernet(_ bytes: RawSpan) throws(Truncation) {
        layer = .ethernet
        let header = EthernetHeader(bytes)
        let destination = try header.destination
        row.set(.destinationMAC, destination)
        let source = try header.source
        row.set(.sourceMAC, source)
        compare(destination, source)
        let type = try header.type
        let rest = try bytes.from(EthernetHeader.length)
        if type == EtherType.ipv4 {
            row.set(.etherType, type)
            return try ipv4(rest)
        }
        try tagged(type, rest)
    }

    private mutating func tagged(_ first: UInt16, _ bytes: RawSpan) throws(Truncation) {
        var type = first
        var rest = try bytes.from(0)
        var tags = 0
        while VLANTag.isAnnounced(by: type) {
            layer = .vlan
            let tag = VLANTag(rest)
            if depth == 0 && tags < 2 { row.set(tags == 0 ? .vlan : .innerVLAN, try tag.identifier) }
            tags &+= 1
            type = try tag.type
            rest = try rest.from(VLANTag.length)
        }
        if type <= EthernetHeader.maximumLength {
            layer = .llc
            let header = LLCHeader(rest)
            guard try header.destination == 0xAA, try header.source == 0xAA, try header.control == 3 else { return }
            let snap = SNAPHeader(try rest.from(LLCHeader.minimumLength))
            guard try snap.organisation == 0 else { return }
            type = try snap.type
            rest = try rest.from(LLCHeader.minimumLength + SNAPHeader.length)
        }
        row.set(.etherType, type)
        try network(type, rest)
    }

    /// What an ether type announces.
    mutating func network(_ type: UInt16, _ bytes: RawSpan) throws(Truncation) {
        switch type {
        case EtherType.ipv4: try ipv4(bytes)
        case EtherType.ipv6: try ipv6(bytes)
        case EtherType.arp, EtherType.rarp: try arp(bytes)
        case EtherType.mpls, EtherType.mplsMulticast: try mpls(bytes)
        case EtherType.pppoeSession:
            layer = .pppoe
            try pppPayload(bytes.from(PPPoEHeader.length))
        case EtherType.bridging: try ethernet(bytes)
        default: break
        }
    }

    private mutating func linuxCooked(_ bytes: RawSpan) throws(Truncation) {
        layer = .linuxCooked
        let header = LinuxCookedHeader(bytes)
        row.set(.networkDirection, try header.packetType == 4 ? Word.egress : Word.ingress)
        if try header.addressLength == 6 { row.set(.sourceMAC, try header.linkAddress) }
        let type = try header.type
        try tagged(type, bytes.from(LinuxCookedHeader.length))
    }

    private mutating func linuxCooked2(_ bytes: RawSpan) throws(Truncation) {
        layer = .linuxCooked
        let header = LinuxCooked2Header(bytes)
        let type = try header.type
        row.set(.networkDirection, try header.packetType == 4 ? Word.egress : Word.ingress)
        if try header.addressLength == 6 { row.set(.sourceMAC, try header.linkAddress) }
        try tagged(type, bytes.from(LinuxCooked2Header.length))
    }

    /// The version is in the first four bits.
    private mutating func internet(_ bytes: RawSpan) throws(Truncation) {
        layer = .ip
        switch try IPv4Header(bytes).version {
        case 4: try ipv4(bytes)
        case 6: try ipv6(bytes)
        default: malformed()
        }
    }

    /// An address family, in the byte order of the machine that captured; IPv6's differs between systems.
    private mutating func loopback(_ bytes: RawSpan) throws(Truncation) {
        layer = .ethernet
        let word = try LoopbackHeader(bytes).family
        let family = word > 0xFFFF ? word.byteSwapped : word
        let rest = try bytes.from(LoopbackHeader.length)
        switch family {
        case 2: try ipv4(rest)
        case 10, 24, 28, 30: try ipv6(rest)
        default: break
        }
    }

    /// Frames may have HDLC's address and control octets (RFC 1662).
    private mutating func ppp(_ bytes: RawSpan) throws(Truncation) {
        layer = .ppp
        try pppPayload(try PPPProtocol(bytes).hasFraming ? bytes.from(PPPProtocol.framingLength) : bytes)
    }

    /// A protocol of one octet or two (RFC 1661 section 2), and its packet.
    private mutating func pppPayload(_ bytes: RawSpan) throws(Truncation) {
        let field = PPPProtocol(bytes)
        let rest = try bytes.from(field.length)
        switch try field.number {
        case 0x21: try ipv4(rest)
        case 0x57: try ipv6(rest)
        case 0x281: try mpls(rest)
        default: break
        }
    }

    /// What the labels carry is not announced: the first four bits tell IP (RFC 4928).
    private mutating func mpls(_ bytes: RawSpan) throws(Truncation) {
        layer = .mpls
        var rest = try bytes.from(0)
        while true {
            let isBottom = try MPLSEntry(rest).isBottom
            rest = try rest.from(MPLSEntry.length)
            if isBottom { break }
        }
        switch try IPv4Header(rest).version {
        case 4: try ipv4(rest)
        case 6: try ipv6(rest)
        default: break
        }
    }

    private mutating func arp(_ bytes: RawSpan) throws(Truncation) {
        layer = .arp
        let header = ARPHeader(bytes)
        row.set(.arpOperation, try header.operation)
        let hasMAC = try header.hardwareLength == 6
        let (length, type) = (try header.protocolLength, try header.type)
        let hasIP = length == 4 && type == EtherType.ipv4
        if hasMAC { row.set(.arpSenderMAC, try header.senderMAC) }
        if hasIP { row.set(.arpSenderIP, ipv4: try header.senderIP) }
        if hasMAC { row.set(.arpTargetMAC, try header.targetMAC) }
        if hasIP { row.set(.arpTargetIP, ipv4: try header.targetIP) }
    }
}

/// Ether types that lead on (IEEE's registry).
enum EtherType {
    static let ipv4: UInt16 = 0x0800
    static let arp: UInt16 = 0x0806
    static let bridging: UInt16 = 0x6558
    static let rarp: UInt16 = 0x8035
    static let ipv6: UInt16 = 0x86DD
    static let mpls: UInt16 = 0x8847
    static let mplsMulticast: UInt16 = 0x8848
    static let pppoeSession: UInt16 = 0x8864
}
