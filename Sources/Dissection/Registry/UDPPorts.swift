import Packets

/// What runs over UDP, in order of preference: when both ports mean something, the earlier one decides.
enum UDPService: UInt8 {
    case domain, multicastDomain, timed, tftp, bootp, rip, aodv, isakmp, encapsulatedIKE, snmp, ntp, kerberos, l2tp
    case vat, zephyr, afs, ripng, dhcpv6, ahcp, babel, hncp, whiteboard, autoRP, radius, hsrp, lwres, ldp, olsr
    case lspPing, lawfulIntercept, lmp, bfd, bfdEcho, bfdMultihop, bfdLag, vqp, sflow, lwappControl, lwappData, sip
    case syslog, otv, vxlan, geneve, lisp, vxlanGPE, zep, mpls, ptp, someip
    /// Nothing that is decoded here.
    case none

    @inline(__always)
    init(port: UInt16) {
        self =
            switch port {
            case 53: .domain
            case 67, 68: .bootp
            case 69: .tftp
            case 123: .ntp
            case 88, 750: .kerberos
            case 161, 162: .snmp
            case 319, 320: .ptp
            case 496: .autoRP
            case 500: .isakmp
            case 514: .syslog
            case 520: .rip
            case 521: .ripng
            case 525: .timed
            case 546, 547: .dhcpv6
            case 646: .ldp
            case 654: .aodv
            case 698: .olsr
            case 701: .lmp
            case 921: .lwres
            case 1589: .vqp
            case 1645, 1646, 1812, 1813, 3799: .radius
            case 1701: .l2tp
            case 1985: .hsrp
            case 2103, 2104: .zephyr
            case 3503: .lspPing
            case 3784: .bfd
            case 3785: .bfdEcho
            case 4500: .encapsulatedIKE
            case 3456: .vat
            case 4342: .lisp
            case 4567: .whiteboard
            case 4784: .bfdMultihop
            case 4789: .vxlan
            case 4790: .vxlanGPE
            case 5060: .sip
            case 5359: .ahcp
            case 5353: .multicastDomain
            case 6081: .geneve
            case 6343: .sflow
            case 6635: .mpls
            case 6696, 6697: .babel
            case 6784: .bfdLag
            case 7000...7009: .afs
            case 8231: .hncp
            case 8472: .otv
            case 12222: .lwappData
            case 12223: .lwappControl
            case 17754: .zep
            case 30490: .someip
            case 49152: .lawfulIntercept
            default: .none
            }
    }

    /// The port means something as a destination only.
    @inline(__always)
    var isDestinationOnly: Bool {
        switch self {
        case .vat, .whiteboard, .hsrp, .bfd, .bfdEcho, .bfdMultihop, .bfdLag: true
        default: false
        }
    }
}

extension Registry {
    /// The payload of a UDP datagram by its ports. False when neither means anything here.
    @inline(__always)
    static func udpPort(
        _ source: UInt16, _ destination: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int,
        _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        // The first in order of preference, and what most datagrams with a service carry.
        if source == 53 || destination == 53 {
            try DNS.print(&d, bytes, length, multicast: false)
            return true
        }
        return try otherPort(source, destination, &d, bytes, length, ends)
    }

    private static func otherPort(
        _ source: UInt16, _ destination: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int,
        _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        var from = UDPService(port: source)
        if from.isDestinationOnly { from = .none }
        var to = UDPService(port: destination)
        if to == .lawfulIntercept { to = .none }
        if from == .none && to == .none { return false }
        let service = from.rawValue < to.rawValue ? from : to
        if service == .lwappControl {
            // Towards the controller another field stands in front.
            try LWAPP.control(&d, bytes, length, toController: to == .lwappControl)
            return true
        }
        return try udp(service, (source, destination), &d, bytes, length, ends)
    }

    static func udp(
        _ service: UDPService, _ ports: (source: UInt16, destination: UInt16), _ d: inout Dissector, _ bytes: RawSpan,
        _ length: Int, _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        switch service {
        case .domain: try DNS.print(&d, bytes, length, multicast: false)
        case .multicastDomain: try DNS.print(&d, bytes, length, multicast: true)
        case .bootp: try BOOTP.print(&d, bytes, length)
        case .dhcpv6: try DHCPv6.print(&d, bytes, length)
        case .geneve: try Geneve.print(&d, bytes, length)
        case .mpls: try MPLS.print(&d, bytes, length)
        case .snmp: try SNMP.print(&d, bytes, length)
        case .rip: try RIP.print(&d, bytes, length)
        case .radius: try RADIUS.print(&d, bytes, length)
        case .sflow: try SFlow.print(&d, bytes, length)
        case .l2tp: try L2TP.print(&d, bytes, length)
        case .encapsulatedIKE: try ISAKMP.encapsulated(&d, bytes, length, ends)
        case .isakmp: try ISAKMP.print(&d, bytes, length, ends)
        case .otv: try OTV.print(&d, bytes, length)
        case .tftp: try TFTP.print(&d, bytes, length)
        case .syslog: try Syslog.print(&d, bytes, length)
        case .vxlan: try VXLAN.print(&d, bytes, length)
        case .ntp: try NTP.print(&d, bytes, length)
        case .sip: try SIP.print(&d, bytes, length)
        case .ptp: try PTP.print(&d, bytes, length)
        case .hsrp: try HSRP.print(&d, bytes, length)
        case .bfd: try BFD.print(&d, "Control", bytes, length)
        case .bfdEcho: try BFD.echo(&d, bytes, length)
        case .bfdMultihop: try BFD.print(&d, "Multihop", bytes, length)
        case .bfdLag: try BFD.print(&d, "Lag", bytes, length)
        case .ldp: try LDP.print(&d, bytes, length)
        case .lspPing: try LSPPing.print(&d, bytes, length)
        case .lmp: try LMP.print(&d, bytes, length)
        case .timed: try Timed.print(&d, bytes, length)
        case .aodv: try AODV.print(&d, bytes, length, isIPv6: ends.isIPv6)
        case .olsr: try OLSR.print(&d, bytes, length, isIPv6: ends.isIPv6)
        case .babel: try Babel.print(&d, bytes, length)
        case .ahcp: try AHCP.print(&d, bytes, length)
        case .lisp: try LISP.print(&d, bytes, length)
        case .vxlanGPE: try VXLANGPE.print(&d, bytes, length)
        case .vat: try VAT.print(&d, bytes, length)
        case .vqp: try VQP.print(&d, bytes, length)
        case .someip: try SOMEIP.print(&d, bytes, length)
        case .lawfulIntercept: try LawfulIntercept.print(&d, bytes, length)
        case .lwappControl: try LWAPP.control(&d, bytes, length, toController: false)
        case .lwappData: try LWAPP.data(&d, bytes, length)
        case .ripng: try RIPng.print(&d, bytes, length)
        case .zep: try ZEP.print(&d, bytes, length)
        case .hncp: HNCP.print(&d, bytes, length)
        case .lwres: try LWRES.print(&d, bytes, length)
        case .whiteboard: try Whiteboard.print(&d, bytes, length)
        case .zephyr: try Zephyr.print(&d, bytes, length)
        case .afs: try AFS.print(&d, bytes, length, ports, ends)
        case .kerberos: try KerberosIV.print(&d, bytes, length)
        case .autoRP: try AutoRP.print(&d, bytes, length)
        case .none: return false
        }
        return true
    }

    /// A datagram whose type `-T` has fixed.
    static func forced(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) -> Bool {
        switch d.forcedType {
        case .aodv: try AODV.print(&d, bytes, length, isIPv6: ends.isIPv6)
        case .cnfp: try NetFlow.print(&d, bytes, length)
        case .domain: try DNS.print(&d, bytes, length, multicast: false)
        case .lmp: try LMP.print(&d, bytes, length)
        case .pgm, .pgmZMTP: try PGM.print(&d, bytes, length, ends)
        case .ptp: try PTP.print(&d, bytes, length)
        case .radius: try RADIUS.print(&d, bytes, length)
        case .rtcp: try RTCP.print(&d, bytes, length)
        case .rtp: try RTP.print(&d, bytes, length)
        case .snmp: try SNMP.print(&d, bytes, length)
        case .someip: try SOMEIP.print(&d, bytes, length)
        case .tftp: try TFTP.print(&d, bytes, length)
        case .vat: try VAT.print(&d, bytes, length)
        case .vxlan: try VXLAN.print(&d, bytes, length)
        case .whiteboard: try Whiteboard.print(&d, bytes, length)
        default: return false
        }
        return true
    }
}
