import Packets

/// Wireless LAN frames (IEEE 802.11-2016 clause 9). All fields are little-endian.
///
///      0       2          4           10          16          22         24
///     +-------+----------+-----------+-----------+-----------+----------+-- - -
///     | frame | duration | address 1 | address 2 | address 3 | sequence | (address 4, QoS) body
///     | ctrl  | or AID   |           |           |           | control  |
///     +-------+----------+-----------+-----------+-----------+----------+-- - -
enum WiFi {
    /// The two octets that every frame begins with (9.2.4.1).
    struct FrameControl {
        /// As read, little-endian.
        let value: UInt16

        var type: UInt8 { UInt8(truncatingIfNeeded: value >> 2 & 3) }
        var subtype: UInt8 { UInt8(truncatingIfNeeded: value >> 4 & 0xF) }
        var toDistribution: Bool { value & 0x0100 != 0 }
        var fromDistribution: Bool { value & 0x0200 != 0 }
        var moreFragments: Bool { value & 0x0400 != 0 }
        var retry: Bool { value & 0x0800 != 0 }
        var powerManagement: Bool { value & 0x1000 != 0 }
        var moreData: Bool { value & 0x2000 != 0 }
        var isProtected: Bool { value & 0x4000 != 0 }
        var order: Bool { value & 0x8000 != 0 }

        /// Subtypes of data frames are bits.
        var acknowledges: Bool { subtype & 1 != 0 }
        var polls: Bool { subtype & 2 != 0 }
        var isNull: Bool { subtype & 4 != 0 }
        var hasQoS: Bool { subtype & 8 != 0 }

        /// Octets of the header; 0 for a type that is not known.
        var headerLength: Int {
            switch type {
            case FrameType.management: return 24
            case FrameType.data:
                return (toDistribution && fromDistribution ? 30 : 24) + (hasQoS ? 2 : 0)
            case FrameType.control:
                switch subtype {
                case Control.blockRequest: return 20
                case Control.wrapper, Control.powerSavePoll, Control.requestToSend, Control.end,
                    Control.endAcknowledged:
                    return 16
                case Control.block, Control.clearToSend, Control.acknowledgement: return 10
                default: return 0
                }
            default: return 0
            }
        }
    }

    enum FrameType {
        static var management: UInt8 { 0 }
        static var control: UInt8 { 1 }
        static var data: UInt8 { 2 }
    }

    enum Control {
        static var wrapper: UInt8 { 7 }
        static var blockRequest: UInt8 { 8 }
        static var block: UInt8 { 9 }
        static var powerSavePoll: UInt8 { 10 }
        static var requestToSend: UInt8 { 11 }
        static var clearToSend: UInt8 { 12 }
        static var acknowledgement: UInt8 { 13 }
        static var end: UInt8 { 14 }
        static var endAcknowledged: UInt8 { 15 }
    }

    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var control: FrameControl { get throws(Truncation) { FrameControl(value: try bytes.le16(0)) } }
        /// Microseconds, or the association's number in a power save poll.
        var duration: UInt16 { get throws(Truncation) { try bytes.le16(2) } }
        var address1: UInt64 { get throws(Truncation) { try bytes.u48(4) } }
        var address2: UInt64 { get throws(Truncation) { try bytes.u48(10) } }
        var address3: UInt64 { get throws(Truncation) { try bytes.u48(16) } }
        var address4: UInt64 { get throws(Truncation) { try bytes.u48(24) } }
        /// Of a block acknowledgement request.
        var blockControl: UInt16 { get throws(Truncation) { try bytes.le16(16) } }
        var blockSequence: UInt16 { get throws(Truncation) { try bytes.le16(18) } }
    }

    /// The mesh control field before the body of a QoS data frame (9.2.4.7.3); read only with `-H`.
    struct MeshControl: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var lifetime: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.le32(2) } }
        /// One of up to three further addresses.
        func address(_ index: Int) throws(Truncation) -> UInt64 { try bytes.u48(6 + 6 * index) }
    }

    /// A captured packet without any radio header.
    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.linkHeaderLength = try print(&d, bytes, length)
    }

    /// How many bytes of headers were read. `padded`: the header is filled to words; `checkLength`: octets of the frame
    /// check sequence behind the body.
    static func print(
        _ d: inout Dissector, _ whole: RawSpan, _ wholeLength: Int, padded: Bool = false, checkLength: Int = 0
    ) throws(Truncation) -> Int {
        d.layer = "802.11"
        if wholeLength < checkLength {
            d.markTruncated()
            return whole.byteCount
        }
        let length = wholeLength - checkLength
        let bytes = whole.upTo(length)
        if bytes.byteCount < 2 {
            d.markTruncated()
            return whole.byteCount
        }
        let header = Header(bytes)
        let control = try header.control
        var size = control.headerLength
        if size == 0 {
            if control.type == FrameType.control {
                d.put("unknown 802.11 ctrl frame subtype (", control.subtype, ")")
            } else {
                d.put("unknown 802.11 frame type (", control.type, ")")
            }
            return 0
        }
        if padded { size = (size + 3) & ~3 }
        var meshSize = 0
        if d.options.meshHeaders && control.type == FrameType.data && control.hasQoS {
            guard bytes.has(1, at: size) else {
                d.markTruncated()
                return size
            }
            let flags = try MeshControl(bytes.from(size)).flags
            meshSize = flags & ~3 != 0 ? 0 : 6 * (1 + Int(flags & 3))
            size += meshSize
        }
        if bytes.byteCount < size {
            d.markTruncated()
            return size
        }
        if d.linkHeader {
            try printHeader(&d, header, control)
            if meshSize != 0 { try printMesh(&d, MeshControl(bytes.from(size - meshSize))) }
            try printAddresses(&d, header, control)
        }
        return size + (try printBody(&d, header, control, bytes.from(size), length - size))
    }

    /// What follows the header; how much of it was a header again.
    private static func printBody(
        _ d: inout Dissector, _ header: borrowing Header, _ control: FrameControl, _ body: RawSpan, _ length: Int
    ) throws(Truncation) -> Int {
        switch control.type {
        case FrameType.management:
            if try !WiFiManagement.print(&d, control, try header.address2, body, length) { d.markTruncated() }
        case FrameType.control: try printControl(&d, header, control)
        default:
            if control.isNull { return 0 }
            if control.isProtected {
                d.put("Data")
                if try !printEncrypted(&d, body) { d.markTruncated() }
                return 0
            }
            let result = try LLC.print(&d, body, length, dataEnds(header, control))
            if !result.known { try d.dumpUnknown(body, body.byteCount) }
            return result.length
        }
        return 0
    }

    /// Initialization vector, padding and key of an encrypted body. False when it is cut off.
    static func printEncrypted(_ d: inout Dissector, _ body: RawSpan) throws(Truncation) -> Bool {
        guard body.has(4, at: 0) else { return false }
        let vector = try EncryptedBody(body).vector
        d.put(" IV:")
        let value = vector & 0xFF_FFFF
        var width = value < 0x10 ? 1 : value < 0x100 ? 2 : 3
        while width < 3 {
            d.put(" ")
            width += 1
        }
        d.put(hex: value)
        d.put(" Pad ", hex: vector >> 24 & 0x3F, 1, " KeyID ")
        d.put(hex: vector >> 30)
        return true
    }

    private static func dataEnds(
        _ header: borrowing Header, _ control: FrameControl
    ) throws(Truncation) -> LinkEnds {
        switch (control.toDistribution, control.fromDistribution) {
        case (false, false): LinkEnds(source: try header.address2, destination: try header.address1)
        case (false, true): LinkEnds(source: try header.address3, destination: try header.address1)
        case (true, false): LinkEnds(source: try header.address2, destination: try header.address3)
        case (true, true): LinkEnds(source: try header.address4, destination: try header.address3)
        }
    }
}

// MARK: - Header

extension WiFi {
    private static func printHeader(
        _ d: inout Dissector, _ header: borrowing Header, _ control: FrameControl
    ) throws(Truncation) {
        guard d.verbose else { return }
        if control.moreData { d.put("More Data ") }
        if control.moreFragments { d.put("More Fragments ") }
        if control.powerManagement { d.put("Pwr Mgmt ") }
        if control.retry { d.put("Retry ") }
        if control.order { d.put("Strictly Ordered ") }
        if control.isProtected { d.put("Protected ") }
        // The field is no time in a power save poll.
        if control.type != FrameType.control || control.subtype != Control.powerSavePoll {
            d.put("", try header.duration, "us ")
        }
    }

    private static func printMesh(_ d: inout Dissector, _ mesh: borrowing MeshControl) throws(Truncation) {
        let count = Int(try mesh.flags & 3)
        d.put("MeshData (AE ", count, " TTL ")
        d.put(try mesh.lifetime)
        d.put(" seq ", try mesh.sequence)
        let names: InlineArray<3, StaticString> = [" A4:", " A5:", " A6:"]
        for index in 0..<count { address(&d, names[index], try mesh.address(index)) }
        d.put(") ")
    }

    private static func printAddresses(
        _ d: inout Dissector, _ header: borrowing Header, _ control: FrameControl
    ) throws(Truncation) {
        switch control.type {
        case FrameType.management:
            address(&d, "BSSID:", try header.address3)
            address(&d, " DA:", try header.address1)
            address(&d, " SA:", try header.address2)
            d.put(" ")
        case FrameType.control: try controlAddresses(&d, header, control)
        default: try dataAddresses(&d, header, control)
        }
    }

    private static func address(_ d: inout Dissector, _ name: StaticString, _ address: UInt64) {
        d.put(name)
        d.put(linkAddress: address)
    }

    private static func dataAddresses(
        _ d: inout Dissector, _ header: borrowing Header, _ control: FrameControl
    ) throws(Truncation) {
        if control.acknowledges || control.polls || control.hasQoS {
            d.put("CF ")
            if control.acknowledges {
                d.put(control.polls ? "Ack/Poll" : "Ack")
            } else if control.polls {
                d.put("Poll")
            }

            if control.hasQoS { d.put("+QoS") }
            d.put(" ")
        }
        let names: (StaticString, StaticString, StaticString) =
            switch (control.toDistribution, control.fromDistribution) {
            case (false, false): ("DA:", " SA:", " BSSID:")
            case (false, true): ("DA:", " BSSID:", " SA:")
            case (true, false): ("BSSID:", " SA:", " DA:")
            case (true, true): ("RA:", " TA:", " DA:")
            }
        address(&d, names.0, try header.address1)
        address(&d, names.1, try header.address2)
        address(&d, names.2, try header.address3)
        if control.toDistribution && control.fromDistribution { address(&d, " SA:", try header.address4) }
        d.put(" ")
    }

    private static func controlAddresses(
        _ d: inout Dissector, _ header: borrowing Header, _ control: FrameControl
    ) throws(Truncation) {
        switch control.subtype {
        case Control.blockRequest: return try blockRequest(&d, header)
        case Control.block, Control.clearToSend, Control.acknowledgement: address(&d, "RA:", try header.address1)
        case Control.requestToSend:
            address(&d, "RA:", try header.address1)
            address(&d, " TA:", try header.address2)
        case Control.powerSavePoll:
            address(&d, "BSSID:", try header.address1)
            address(&d, " TA:", try header.address2)
        case Control.end, Control.endAcknowledged:
            address(&d, "RA:", try header.address1)
            address(&d, " BSSID:", try header.address2)
        default: return
        }
        d.put(" ")
    }

    private static func blockRequest(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        address(&d, " RA:", try header.address1)
        address(&d, " TA:", try header.address2)
        d.put(" CTL(", hex: try header.blockControl, 1, ") SEQ(")
        d.put(try header.blockSequence)
        d.put(") ")
    }

    /// A control frame has no body: what it is, and its addresses where the link header does not show them.
    private static func printControl(
        _ d: inout Dissector, _ header: borrowing Header, _ control: FrameControl
    ) throws(Truncation) {
        d.put(controlName(control.subtype) ?? "Unknown Ctrl Subtype")
        if control.subtype == Control.powerSavePoll {
            return d.put(" AID(", hex: try header.duration, 1, ")")
        }
        if d.linkHeader { return }
        switch control.subtype {
        case Control.blockRequest: try blockRequest(&d, header)
        case Control.requestToSend:
            address(&d, " TA:", try header.address2)
            d.put(" ")
        case Control.block, Control.clearToSend, Control.acknowledgement, Control.end, Control.endAcknowledged:
            address(&d, " RA:", try header.address1)
            d.put(" ")
        default: break
        }
    }

    static func controlName(_ subtype: UInt8) -> StaticString? {
        switch subtype {
        case Control.wrapper: "Control Wrapper"
        case Control.blockRequest: "BAR"
        case Control.block: "BA"
        case Control.powerSavePoll: "Power Save-Poll"
        case Control.requestToSend: "Request-To-Send"
        case Control.clearToSend: "Clear-To-Send"
        case Control.acknowledgement: "Acknowledgment"
        case Control.end: "CF-End"
        case Control.endAcknowledged: "CF-End+CF-Ack"
        default: nil
        }
    }
}
