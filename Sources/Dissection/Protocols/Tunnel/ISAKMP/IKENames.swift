import Packets

/// Names of numbers in IKE, of IANA's registries for both versions, as far as they are named.
extension ISAKMP {
    static func exchangeName(_ exchange: UInt8) -> StaticString? {
        switch exchange {
        case 0: "none"
        case 1: "base"
        case 2: "ident"
        case 3: "auth"
        case 4: "agg"
        case 5: "inf"
        case 32: "oakley-quick"
        case 33: "oakley-newgroup"
        case 34: "ikev2_init"
        case 35: "ikev2_auth"
        case 36: "child_sa"
        case 37: "inf2"
        default: nil
        }
    }

    static func payloadName(_ payload: UInt8) -> StaticString? {
        switch payload {
        case 0: "none"
        case 1: "sa"
        case 2: "p"
        case 3: "t"
        case 4: "ke"
        case 5: "id"
        case 6: "cert"
        case 7: "cr"
        case 8: "hash"
        case 9: "sig"
        case 10: "nonce"
        case 11: "n"
        case 12: "d"
        case 13: "vid"
        case 14...32: numberedName(payload)
        case 33: "v2sa"
        case 34: "v2ke"
        case 35: "v2IDi"
        case 36: "v2IDr"
        case 37: "v2cert"
        case 38: "v2cr"
        case 39: "v2auth"
        case 40: "v2nonce"
        case 41: "v2n"
        case 42: "v2d"
        case 43: "v2vid"
        case 44: "v2TSi"
        case 45: "v2TSr"
        case 46: "v2e"
        case 47: "v2cp"
        case 48: "v2eap"
        default: nil
        }
    }

    /// Between the two versions' payloads.
    private static func numberedName(_ payload: UInt8) -> StaticString? {
        switch payload {
        case 14: "pay14"
        case 15: "pay15"
        case 16: "pay16"
        case 17: "pay17"
        case 18: "pay18"
        case 19: "pay19"
        case 20: "pay20"
        case 21: "pay21"
        case 22: "pay22"
        case 23: "pay23"
        case 24: "pay24"
        case 25: "pay25"
        case 26: "pay26"
        case 27: "pay27"
        case 28: "pay28"
        case 29: "pay29"
        case 30: "pay30"
        case 31: "pay31"
        case 32: "pay32"
        default: nil
        }
    }

    static func protocolName(_ proto: UInt8) -> StaticString? {
        switch proto {
        case 1: "isakmp"
        case 2: "ipsec-ah"
        case 3: "ipsec-esp"
        case 4: "ipcomp"
        default: nil
        }
    }

    static func authenticationName(_ identifier: UInt8) -> StaticString? {
        switch identifier {
        case 1: "(reserved)"
        case 2: "md5"
        case 3: "sha"
        case 4: "1des"
        case 5: "sha2-256"
        case 6: "sha2-384"
        case 7: "sha2-512"
        default: nil
        }
    }

    static func encryptionName(_ identifier: UInt16) -> StaticString? {
        switch identifier {
        case 1: "1des-iv64"
        case 2: "1des"
        case 3: "3des"
        case 4: "rc5"
        case 5: "idea"
        case 6: "cast"
        case 7: "blowfish"
        case 8: "3idea"
        case 9: "1des-iv32"
        case 10: "rc4"
        case 11: "null"
        case 12: "aes"
        default: nil
        }
    }

    static func compressionName(_ identifier: UInt8) -> StaticString? {
        switch identifier {
        case 1: "oui"
        case 2: "deflate"
        case 3: "lzs"
        default: nil
        }
    }

    static func certificateName(_ encoding: UInt8) -> StaticString? {
        switch encoding {
        case 0: "none"
        case 1: "pkcs7"
        case 2: "pgp"
        case 3: "dns"
        case 4: "x509sign"
        case 5: "x509ke"
        case 6: "kerberos"
        case 7: "crl"
        case 8: "arl"
        case 9: "spki"
        case 10: "x509attr"
        default: nil
        }
    }

    static func identityName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "IPv4"
        case 2: "FQDN"
        case 3: "user FQDN"
        case 4: "IPv4net"
        case 5: "IPv6"
        case 6: "IPv6net"
        case 7: "IPv4range"
        case 8: "IPv6range"
        case 9: "ASN1 DN"
        case 10: "ASN1 GN"
        case 11: "keyid"
        default: nil
        }
    }

    /// Types without a name count from the beginning of their range.
    static func putNotificationName(_ d: inout Dissector, _ type: UInt16, _ isIPsec: Bool) {
        switch type {
        case 0..<8_192: d.put(errorName(type), or: "#", type)
        case 8_192..<16_384 where isIPsec: d.put(type == 8_192 ? "RESERVED" : nil, or: "#", type - 8_192)
        case 16_384..<24_576: d.put(type == 16_384 ? "CONNECTED" : nil, or: "#", type - 16_384)
        case 24_576 where isIPsec: d.put("RESPONDER-LIFETIME")
        case 24_577 where isIPsec: d.put("REPLAY-STATUS")
        case 24_578 where isIPsec: d.put("INITIAL-CONTACT")
        case 24_576..<32_768 where isIPsec: d.put("#", type - 24_576)
        default: d.put("#", type)
        }
    }

    private static func errorName(_ type: UInt16) -> StaticString? {
        switch type {
        case 1: "INVALID-PAYLOAD-TYPE"
        case 2: "DOI-NOT-SUPPORTED"
        case 3: "SITUATION-NOT-SUPPORTED"
        case 4: "INVALID-COOKIE"
        case 5: "INVALID-MAJOR-VERSION"
        case 6: "INVALID-MINOR-VERSION"
        case 7: "INVALID-EXCHANGE-TYPE"
        case 8: "INVALID-FLAGS"
        case 9: "INVALID-MESSAGE-ID"
        case 10: "INVALID-PROTOCOL-ID"
        case 11: "INVALID-SPI"
        case 12: "INVALID-TRANSFORM-ID"
        case 13: "ATTRIBUTES-NOT-SUPPORTED"
        case 14: "NO-PROPOSAL-CHOSEN"
        case 15: "BAD-PROPOSAL-SYNTAX"
        case 16: "PAYLOAD-MALFORMED"
        case 17: "INVALID-KEY-INFORMATION"
        case 18: "INVALID-ID-INFORMATION"
        case 19: "INVALID-CERT-ENCODING"
        case 20: "INVALID-CERTIFICATE"
        case 21: "CERT-TYPE-UNSUPPORTED"
        case 22: "INVALID-CERT-AUTHORITY"
        case 23: "INVALID-HASH-INFORMATION"
        case 24: "AUTHENTICATION-FAILED"
        case 25: "INVALID-SIGNATURE"
        case 26: "ADDRESS-NOTIFICATION"
        case 27: "NOTIFY-SA-LIFETIME"
        case 28: "CERTIFICATE-UNAVAILABLE"
        case 29: "UNSUPPORTED-EXCHANGE-TYPE"
        case 30: "UNEQUAL-PAYLOAD-LENGTHS"
        default: nil
        }
    }
}
