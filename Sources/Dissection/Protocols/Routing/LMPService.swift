import Packets

/// What a network offers its users through link management (OIF UNI 1.0 signalling).
enum LMPService {
    /// Values of service discovery that are flags (OIF UNI 1.0).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var signalling: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of the user's network interface.
        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var transparency: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Of tandem connections.
        var monitoring: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        var diversity: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    /// The link's kind and what it can concatenate.
    struct Attributes: ~Escapable {
        static let size = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var linkType: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var signalType: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var transparency: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var concatenation: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var minimumContiguous: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var maximumContiguous: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var minimumVirtual: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        var maximumVirtual: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        static let interface = 12
    }

    static func print(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) -> LMPObject.Outcome {
        switch type {
        case 1:
            if value.byteCount != 4 { return .misfit }
            d.put("\n\t Flags: ")
            d.put(flags: UInt32(try Value(value).signalling), [(0x01, "RSVP Supported"), (0x02, "LDP Supported")])
            d.put("\n\t  UNI Version: ", try Value(value).version)
        case 2:
            if value.byteCount != Attributes.size { return .misfit }
            try attributes(&d, Attributes(value))
            try LMPObject.address(&d, "Local Interface ID", value.from(Attributes.interface))
        case 3:
            if value.byteCount != 8 { return .misfit }
            d.put("\n\t Transparency Flags: ")
            d.put(
                flags: try Value(value).transparency,
                [
                    (0x01, "Standard SOH/RSOH Transparency Supported"),
                    (0x02, "Standard LOH/MSOH Transparency Supported"),
                ])
            d.put("\n\t TCM Monitoring Flags: ")
            d.put(
                flags: UInt32(try Value(value).monitoring),
                [(0x01, "Transparent Tandem Connection Monitoring Supported")])
        case 4:
            if value.byteCount != 4 { return .misfit }
            d.put("\n\t Diversity: Flags: ")
            d.put(
                flags: UInt32(try Value(value).diversity),
                [
                    (0x01, "Node Diversity Supported"), (0x02, "Link Diversity Supported"),
                    (0x04, "SRLG Diversity Supported"),
                ])
        default: return .unknown
        }
        return .told
    }

    private static func attributes(_ d: inout Dissector, _ attributes: Attributes) throws(Truncation) {
        let link = try attributes.linkType
        d.put("\n\t Link Type: ")
        d.put(link == 5 ? "SDH ITU-T G.707" : link == 6 ? "SONET ANSI T1.105" : "Unknown")
        d.put(" (", link, ")")
        if link == 5 || link == 6 {
            let signal = try attributes.signalType
            d.put("\n\t Signal Type: ")
            d.put((link == 5 ? hierarchyName(signal) : opticalName(signal)) ?? "Unknown")
            d.put(" (", signal, ")")
        }
        d.put("\n\t Transparency: ")
        d.put(
            flags: UInt32(try attributes.transparency),
            [
                (0x01, "Path/VC Overhead Transparency Supported"), (0x02, "Line/MS Overhead Transparency Supported"),
                (0x04, "Section/RS Overhead Transparency Supported"),
            ])
        d.put("\n\t Contiguous Concatenation Types: ")
        d.put(flags: UInt32(try attributes.concatenation), [(0x01, "Contiguous Concatenation Types Supported")])
        d.put("\n\t Minimum NCC: ", try attributes.minimumContiguous)
        d.put("\n\t Maximum NCC: ", try attributes.maximumContiguous)
        d.put("\n\t Minimum NVC:", try attributes.minimumVirtual)
        d.put("\n\t Maximum NVC:", try attributes.maximumVirtual)
    }

    private static func hierarchyName(_ type: UInt8) -> StaticString? {
        switch type {
        case 5: "VC-3"
        case 6: "VC-4"
        case 7: "STM-0"
        case 8: "STM-1"
        case 9: "STM-4"
        case 10: "STM-16"
        case 11: "STM-64"
        case 12: "STM-256"
        default: nil
        }
    }

    private static func opticalName(_ type: UInt8) -> StaticString? {
        switch type {
        case 5: "STS-1 SPE"
        case 6: "STS-3c SPE"
        case 7: "STS-1"
        case 8: "STM-3"
        case 9: "STM-12"
        case 10: "STM-48"
        case 11: "STM-192"
        case 12: "STM-768"
        default: nil
        }
    }
}
