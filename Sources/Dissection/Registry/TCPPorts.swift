import Packets

/// What runs over TCP, in order of preference: when both ports mean something, the earlier one decides.
enum TCPService: UInt8 {
    case telnet, smtp, whois, bgp, pptp, resp, ssh, beep, openFlow, ftp, http, rtsp, domain, msdp, rpki, ldp
    /// Nothing that is decoded here.
    case none

    @inline(__always)
    init(port: UInt16) {
        self =
            switch port {
            case 21: .ftp
            case 22: .ssh
            case 23: .telnet
            case 25: .smtp
            case 43: .whois
            case 53: .domain
            case 80, 8080: .http
            case 179: .bgp
            case 323: .rpki
            case 554, 8554: .rtsp
            case 639: .msdp
            case 646: .ldp
            case 1723: .pptp
            case 6379: .resp
            case 6633, 6653: .openFlow
            case 10288: .beep
            default: .none
            }
    }
}

extension Registry {
    /// The payload of a TCP segment by its ports. False when neither means anything here.
    @inline(__always)
    static func tcpPort(
        _ source: UInt16, _ destination: UInt16, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        let from = TCPService(port: source)
        let to = TCPService(port: destination)
        if from == .none && to == .none { return false }
        return try tcp(from.rawValue < to.rawValue ? from : to, &d, bytes, length)
    }

    /// An Ethernet frame within a message.
    static func frame(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        try Ethernet.print(&d, bytes, length)
    }

    static func tcp(
        _ service: TCPService, _ d: inout Dissector, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        switch service {
        case .telnet: try Telnet.print(&d, bytes, length)
        case .smtp: try SMTP.print(&d, bytes, length)
        case .whois: try WHOIS.print(&d, bytes, length)
        case .bgp: try BGP.print(&d, bytes, length)
        case .pptp: try PPTP.print(&d, bytes)
        case .ssh: try SSH.print(&d, bytes, length)
        case .ftp: try FTP.print(&d, bytes, length)
        case .http: try HTTP.print(&d, bytes, length)
        case .rtsp: try RTSP.print(&d, bytes, length)
        case .domain: try DNS.overTCP(&d, bytes, length)
        case .msdp: try MSDP.print(&d, bytes, length)
        case .rpki: try RPKI.print(&d, bytes, length)
        case .ldp: try LDP.print(&d, bytes, length)
        case .resp: try RESP.print(&d, bytes, length)
        case .beep: try BEEP.print(&d, bytes, length)
        case .openFlow: try OpenFlow.print(&d, bytes, length)
        case .none: return false
        }
        return true
    }
}
