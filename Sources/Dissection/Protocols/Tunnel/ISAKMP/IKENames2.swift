import Packets

/// Names of version 2 alone (RFC 7296 3.3.2, 3.10.1).
extension ISAKMP {
    static func transformName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "encr"
        case 2: "prf"
        case 3: "integ"
        case 4: "dh"
        case 5: "esn"
        default: nil
        }
    }

    /// Pseudo-random functions.
    static func randomName(_ identifier: UInt16) -> StaticString? {
        switch identifier {
        case 1: "hmac-md5"
        case 2: "hmac-sha"
        case 3: "hmac-tiger"
        case 4: "aes128_xcbc"
        default: nil
        }
    }

    static func integrityName(_ identifier: UInt16) -> StaticString? {
        switch identifier {
        case 1: "hmac-md5"
        case 2: "hmac-sha"
        case 3: "dec-mac"
        case 4: "kpdk-md5"
        case 5: "aes-xcbc"
        default: nil
        }
    }

    static func notification2Name(_ type: UInt16) -> StaticString {
        switch type {
        case 1: "unsupported_critical_payload"
        case 4: "invalid_ike_spi"
        case 5: "invalid_major_version"
        case 7: "invalid_syntax"
        case 9: "invalid_message_id"
        case 11: "invalid_spi"
        case 14: "no_protocol_chosen"
        case 17: "invalid_ke_payload"
        case 24: "authentication_failed"
        case 34: "single_pair_required"
        case 35: "no_additional_sas"
        case 36: "internal_address_failure"
        case 37: "failed:cp_required"
        case 39: "invalid_selectors"
        case 0..<8_192: "error"
        case 8_192..<16_384: "private-error"
        case 16_384: "initial_contact"
        case 16_385: "set_window_size"
        case 16_386: "additional_ts_possible"
        case 16_387: "ipcomp_supported"
        case 16_388: "nat_detection_source_ip"
        case 16_389: "nat_detection_destination_ip"
        case 16_390: "cookie"
        case 16_391: "use_transport_mode"
        case 16_392: "http_cert_lookup_supported"
        case 16_393: "rekey_sa"
        case 16_394: "tfc_padding_not_supported"
        case 16_395: "non_first_fragment_also"
        case 0..<40_960: "status"
        default: "private-status"
        }
    }
}
