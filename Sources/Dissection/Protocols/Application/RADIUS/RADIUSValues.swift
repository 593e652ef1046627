/// What the numbers of enumerated RADIUS attributes are called.
extension RADIUSShape {
    static func value(_ type: UInt8, _ value: UInt32) -> StaticString? {
        switch type {
        case 6: value6(value)
        case 7: value7(value)
        case 10: value10(value)
        case 13: value13(value)
        case 15: value15(value)
        case 29: value29(value)
        case 40: value40(value)
        case 45: value45(value)
        case 49: value49(value)
        case 57: value57(value)
        case 61: value61(value)
        case 64: value64(value)
        case 65: value65(value)
        case 72: value72(value)
        case 76: value76(value)
        default: nil
        }
    }

    /// True for attributes whose numbers have names.
    static func isEnumerated(_ type: UInt8) -> Bool {
        switch type {
        case 6, 7, 10, 13, 15, 29, 40, 45, 49, 57, 61, 64, 65, 72, 76: true
        default: false
        }
    }

    private static func value6(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "Login"
        case 2: "Framed"
        case 3: "Callback Login"
        case 4: "Callback Framed"
        case 5: "Outbound"
        case 6: "Administrative"
        case 7: "NAS Prompt"
        case 8: "Authenticate Only"
        case 9: "Callback NAS Prompt"
        case 10: "Call Check"
        case 11: "Callback Administrative"
        case 12: "Voice"
        case 13: "Fax"
        case 14: "Modem Relay"
        case 15: "IAPP-Register"
        case 16: "IAPP-AP-Check"
        case 17: "Authorize Only"
        case 18: "Framed-Management"
        case 19: "Additional-Authorization"
        default: nil
        }
    }

    private static func value7(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "PPP"
        case 2: "SLIP"
        case 3: "ARAP"
        case 4: "Gandalf proprietary"
        case 5: "Xylogics IPX/SLIP"
        case 6: "X.75 Synchronous"
        case 7: "GPRS PDP Context"
        default: nil
        }
    }

    private static func value10(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "None"
        case 1: "Send"
        case 2: "Listen"
        case 3: "Send&Listen"
        default: nil
        }
    }

    private static func value13(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "None"
        case 1: "VJ TCP/IP"
        case 2: "IPX"
        case 3: "Stac-LZS"
        default: nil
        }
    }

    private static func value15(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "Telnet"
        case 1: "Rlogin"
        case 2: "TCP Clear"
        case 3: "PortMaster(proprietary)"
        case 4: "LAT"
        case 5: "X.25-PAD"
        case 6: "X.25-T3POS"
        case 7: "Unassigned"
        case 8: "TCP Clear Quiet"
        default: nil
        }
    }

    private static func value29(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "Default"
        case 1: "RADIUS-Request"
        default: nil
        }
    }

    private static func value40(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "Start"
        case 2: "Stop"
        case 3: "Interim-Update"
        case 4: "Unassigned"
        case 5: "Unassigned"
        case 6: "Unassigned"
        case 7: "Accounting-On"
        case 8: "Accounting-Off"
        case 9: "Tunnel-Start"
        case 10: "Tunnel-Stop"
        case 11: "Tunnel-Reject"
        case 12: "Tunnel-Link-Start"
        case 13: "Tunnel-Link-Stop"
        case 14: "Tunnel-Link-Reject"
        case 15: "Failed"
        default: nil
        }
    }

    private static func value45(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "RADIUS"
        case 2: "Local"
        case 3: "Remote"
        case 4: "Diameter"
        default: nil
        }
    }

    private static func value49(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "User Request"
        case 2: "Lost Carrier"
        case 3: "Lost Service"
        case 4: "Idle Timeout"
        case 5: "Session Timeout"
        case 6: "Admin Reset"
        case 7: "Admin Reboot"
        case 8: "Port Error"
        case 9: "NAS Error"
        case 10: "NAS Request"
        case 11: "NAS Reboot"
        case 12: "Port Unneeded"
        case 13: "Port Preempted"
        case 14: "Port Suspended"
        case 15: "Service Unavailable"
        case 16: "Callback"
        case 17: "User Error"
        case 18: "Host Request"
        case 19: "Supplicant Restart"
        case 20: "Reauthentication Failure"
        case 21: "Port Reinitialized"
        case 22: "Port Administratively Disabled"
        case 23: "Lost Power"
        default: nil
        }
    }

    private static func value57(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "Enabled"
        case 2: "Disabled"
        default: nil
        }
    }

    private static func value61(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "Async"
        case 1: "Sync"
        case 2: "ISDN Sync"
        case 3: "ISDN Async V.120"
        case 4: "ISDN Async V.110"
        case 5: "Virtual"
        case 6: "PIAFS"
        case 7: "HDLC Clear Channel"
        case 8: "X.25"
        case 9: "X.75"
        case 10: "G.3 Fax"
        case 11: "SDSL"
        case 12: "ADSL-CAP"
        case 13: "ADSL-DMT"
        case 14: "ISDN-DSL"
        case 15: "Ethernet"
        case 16: "xDSL"
        case 17: "Cable"
        case 18: "Wireless - Other"
        case 19: "Wireless - IEEE 802.11"
        case 20: "Token-Ring"
        case 21: "FDDI"
        case 22: "Wireless - CDMA200"
        case 23: "Wireless - UMTS"
        case 24: "Wireless - 1X-EV"
        case 25: "IAPP"
        case 26: "FTTP"
        case 27: "Wireless - IEEE 802.16"
        case 28: "Wireless - IEEE 802.20"
        case 29: "Wireless - IEEE 802.22"
        case 30: "PPPoA"
        case 31: "PPPoEoA"
        case 32: "PPPoEoE"
        case 33: "PPPoEoVLAN"
        case 34: "PPPoEoQinQ"
        case 35: "xPON"
        case 36: "Wireless - XGP"
        case 37: "WiMAX Pre-Release 8 IWK Function"
        case 38: "WIMAX-WIFI-IWK"
        case 39: "WIMAX-SFF"
        case 40: "WIMAX-HA-LMA"
        case 41: "WIMAX-DHCP"
        case 42: "WIMAX-LBS"
        case 43: "WIMAX-WVS"
        default: nil
        }
    }

    private static func value64(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "PPTP"
        case 2: "L2F"
        case 3: "L2TP"
        case 4: "ATMP"
        case 5: "VTP"
        case 6: "AH"
        case 7: "IP-IP"
        case 8: "MIN-IP-IP"
        case 9: "ESP"
        case 10: "GRE"
        case 11: "DVS"
        case 12: "IP-in-IP Tunneling"
        case 13: "VLAN"
        default: nil
        }
    }

    private static func value65(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "IPv4"
        case 2: "IPv6"
        case 3: "NSAP"
        case 4: "HDLC"
        case 5: "BBN 1822"
        case 6: "802"
        case 7: "E.163"
        case 8: "E.164"
        case 9: "F.69"
        case 10: "X.121"
        case 11: "IPX"
        case 12: "Appletalk"
        case 13: "Decnet IV"
        case 14: "Banyan Vines"
        case 15: "E.164 with NSAP subaddress"
        default: nil
        }
    }

    private static func value72(_ value: UInt32) -> StaticString? {
        switch value {
        case 1: "Only access to dfl zone"
        case 2: "Use zone filter inc."
        case 3: "Not used"
        case 4: "Use zone filter exc."
        default: nil
        }
    }

    private static func value76(_ value: UInt32) -> StaticString? {
        switch value {
        case 0: "No Echo"
        case 1: "Echo"
        default: nil
        }
    }
}
