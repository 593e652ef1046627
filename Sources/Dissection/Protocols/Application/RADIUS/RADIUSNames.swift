/// Names and shapes of RADIUS attributes (RFC 2865 to RFC 2869 and IANA's registry).
enum RADIUSShape {
    case unknown, nothing, text, taggedText, password, vlanName, eap
    case number, taggedNumber, vlan, duration, framedNetwork, appleTalkLink, appleTalkNetwork
    case address, assignedAddress, address6, prefix6, homePrefix, date, vendor
    case dialPassword, dialFeatures, dialResponse, errorCause, mobilityFeatures
    case operatorName, locationInformation, locationData, locationRules
}

extension RADIUSShape {
    static func of(_ type: UInt8) -> RADIUSShape {
        switch type {
        case 1, 11, 18, 19, 20, 22, 24, 25, 30, 31, 32, 33, 34, 35, 36, 39, 44, 50, 60, 63, 68, 73,
            74, 77, 78, 80, 87, 88, 89, 92, 99, 100, 103, 104, 105, 106, 107, 108, 109, 110, 111,
            112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122:
            .text
        case 5, 6, 7, 10, 12, 13, 15, 16, 29, 40, 42, 43, 45, 47, 48, 49, 51, 52, 53, 57, 61, 62,
            72, 75, 76, 86:
            .number
        case 2, 3, 17, 21, 54, 59, 93, 94, 96, 102: .nothing
        case 4, 9: .address
        case 8, 14: .assignedAddress
        case 23: .framedNetwork
        case 26: .vendor
        case 27, 28, 41, 46, 85: .duration
        case 37: .appleTalkLink
        case 38: .appleTalkNetwork
        case 55: .date
        case 56: .vlan
        case 58: .vlanName
        case 64, 65, 83: .taggedNumber
        case 66, 67, 81, 82, 90, 91: .taggedText
        case 69: .password
        case 70: .dialPassword
        case 71: .dialFeatures
        case 79: .eap
        case 84: .dialResponse
        case 95, 98: .address6
        case 97, 123: .prefix6
        case 101: .errorCause
        case 124: .mobilityFeatures
        case 125: .homePrefix
        case 126: .operatorName
        case 127: .locationInformation
        case 128: .locationData
        case 129: .locationRules
        default: .unknown
        }
    }

    // A table: as long as what it lists.
    static func name(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "User-Name"
        case 2: "User-Password"
        case 3: "CHAP-Password"
        case 4: "NAS-IP-Address"
        case 5: "NAS-Port"
        case 6: "Service-Type"
        case 7: "Framed-Protocol"
        case 8: "Framed-IP-Address"
        case 9: "Framed-IP-Netmask"
        case 10: "Framed-Routing"
        case 11: "Filter-Id"
        case 12: "Framed-MTU"
        case 13: "Framed-Compression"
        case 14: "Login-IP-Host"
        case 15: "Login-Service"
        case 16: "Login-TCP-Port"
        case 17: "Unassigned"
        case 18: "Reply-Message"
        case 19: "Callback-Number"
        case 20: "Callback-Id"
        case 21: "Unassigned"
        case 22: "Framed-Route"
        case 23: "Framed-IPX-Network"
        case 24: "State"
        case 25: "Class"
        case 26: "Vendor-Specific"
        case 27: "Session-Timeout"
        case 28: "Idle-Timeout"
        case 29: "Termination-Action"
        case 30: "Called-Station-Id"
        case 31: "Calling-Station-Id"
        case 32: "NAS-Identifier"
        case 33: "Proxy-State"
        case 34: "Login-LAT-Service"
        case 35: "Login-LAT-Node"
        case 36: "Login-LAT-Group"
        case 37: "Framed-AppleTalk-Link"
        case 38: "Framed-AppleTalk-Network"
        case 39: "Framed-AppleTalk-Zone"
        case 40: "Acct-Status-Type"
        case 41: "Acct-Delay-Time"
        case 42: "Acct-Input-Octets"
        case 43: "Acct-Output-Octets"
        case 44: "Acct-Session-Id"
        case 45: "Acct-Authentic"
        case 46: "Acct-Session-Time"
        case 47: "Acct-Input-Packets"
        case 48: "Acct-Output-Packets"
        case 49: "Acct-Terminate-Cause"
        case 50: "Acct-Multi-Session-Id"
        case 51: "Acct-Link-Count"
        case 52: "Acct-Input-Gigawords"
        case 53: "Acct-Output-Gigawords"
        case 54: "Unassigned"
        case 55: "Event-Timestamp"
        case 56: "Egress-VLANID"
        case 57: "Ingress-Filters"
        case 58: "Egress-VLAN-Name"
        case 59: "User-Priority-Table"
        case 60: "CHAP-Challenge"
        case 61: "NAS-Port-Type"
        case 62: "Port-Limit"
        case 63: "Login-LAT-Port"
        case 64: "Tunnel-Type"
        case 65: "Tunnel-Medium-Type"
        case 66: "Tunnel-Client-Endpoint"
        case 67: "Tunnel-Server-Endpoint"
        case 68: "Acct-Tunnel-Connection"
        case 69: "Tunnel-Password"
        case 70: "ARAP-Password"
        case 71: "ARAP-Features"
        case 72: "ARAP-Zone-Access"
        case 73: "ARAP-Security"
        case 74: "ARAP-Security-Data"
        case 75: "Password-Retry"
        case 76: "Prompt"
        case 77: "Connect-Info"
        case 78: "Configuration-Token"
        case 79: "EAP-Message"
        case 80: "Message-Authenticator"
        case 81: "Tunnel-Private-Group-ID"
        case 82: "Tunnel-Assignment-ID"
        case 83: "Tunnel-Preference"
        case 84: "ARAP-Challenge-Response"
        case 85: "Acct-Interim-Interval"
        case 86: "Acct-Tunnel-Packets-Lost"
        case 87: "NAS-Port-Id"
        case 88: "Framed-Pool"
        case 89: "CUI"
        case 90: "Tunnel-Client-Auth-ID"
        case 91: "Tunnel-Server-Auth-ID"
        case 92: "NAS-Filter-Rule"
        case 93: "Unassigned"
        case 94: "Originating-Line-Info"
        case 95: "NAS-IPv6-Address"
        case 96: "Framed-Interface-ID"
        case 97: "Framed-IPv6-Prefix"
        case 98: "Login-IPv6-Host"
        case 99: "Framed-IPv6-Route"
        case 100: "Framed-IPv6-Pool"
        case 101: "Error-Cause"
        case 102: "EAP-Key-Name"
        case 103: "Digest-Response"
        case 104: "Digest-Realm"
        case 105: "Digest-Nonce"
        case 106: "Digest-Response-Auth"
        case 107: "Digest-Nextnonce"
        case 108: "Digest-Method"
        case 109: "Digest-URI"
        case 110: "Digest-Qop"
        case 111: "Digest-Algorithm"
        case 112: "Digest-Entity-Body-Hash"
        case 113: "Digest-CNonce"
        case 114: "Digest-Nonce-Count"
        case 115: "Digest-Username"
        case 116: "Digest-Opaque"
        case 117: "Digest-Auth-Param"
        case 118: "Digest-AKA-Auts"
        case 119: "Digest-Domain"
        case 120: "Digest-Stale"
        case 121: "Digest-HA1"
        case 122: "SIP-AOR"
        case 123: "Delegated-IPv6-Prefix"
        case 124: "MIP6-Feature-Vector"
        case 125: "MIP6-Home-Link-Prefix"
        case 126: "Operator-Name"
        case 127: "Location-Information"
        case 128: "Location-Data"
        case 129: "Basic-Location-Policy-Rules"
        default: nil
        }
    }
}
