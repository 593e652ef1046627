import Packets

/// The MTP3 user adaptation layer (RFC 4666 3): signalling messages over SCTP.
///
///      0         1      2       3      4               8
///     +---------+------+-------+------+---------------+--------- - -
///     | version | res. | class | type | length        | parameters: tag, length, value, padding
///     +---------+------+-------+------+---------------+--------- - -
enum M3UA {
    struct Header: ~Escapable {
        static var length: Int { 8 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var messageClass: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Bytes of the whole message.
        var messageLength: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    struct Parameter: ~Escapable {
        static var headerLength: Int { 4 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var tag: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Bytes, the header included, the padding to a multiple of four not.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
        /// Tag and length as one word.
        var header: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    private static var version1: UInt8 { 1 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.layer = "m3ua"
        let length = bytes.byteCount
        if length < Header.length { return d.markInvalid() }
        let header = Header(bytes)
        if try header.version != version1 { return }
        let messageClass = try header.messageClass
        let type = try header.type
        d.put("\n\t\t")
        if let name = className(messageClass) {
            d.put(name)
            d.put(" ")
            if let name = messageName(messageClass, type) {
                d.put(name)
            } else {
                d.put("Unknown (0x", hex: type, 2, ")")
            }
            d.put(" Message")
        } else {
            d.put("Unknown message class ", messageClass)
        }
        let claimed = try header.messageLength
        if claimed != UInt32(truncatingIfNeeded: length) {
            d.put("\n\t\t\t@@@@@@ Corrupted length ", claimed, " of message @@@@@@")
            return
        }
        try printParameters(&d, bytes.from(Header.length))
    }

    private static func printParameters(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        var offset = 0
        while offset < bytes.byteCount {
            guard bytes.has(Parameter.headerLength, at: offset) else { return d.markInvalid() }
            let parameter = Parameter(try bytes.from(offset))
            let tag = try parameter.tag
            d.put("\n\t\t\t")
            if let name = parameterName(tag) { d.put(name) } else { d.put("Unknown Parameter (0x", hex: tag, 4, ")") }
            d.put(": ")
            let size = try parameter.length
            if size < Parameter.headerLength { return d.markInvalid() }
            let padded = (size + 3) & ~3
            try bytes.require(padded, at: offset)
            switch tag {
            // Of these the parameter's own header is shown, not the value.
            case 0x0006, 0x0013, 0x0200: d.put("0x", hex: try parameter.header, 8)
            default: d.put("(length ", size, ")")
            }
            offset += padded
        }
    }

    private static func className(_ messageClass: UInt8) -> StaticString? {
        switch messageClass {
        case 0: "Management"
        case 1: "Transfer"
        case 2: "SS7"
        case 3, 4: "ASP"
        case 9: "Routing Key Management"
        default: nil
        }
    }

    private static func messageName(_ messageClass: UInt8, _ type: UInt8) -> StaticString? {
        switch (messageClass, type) {
        case (0, 0): "Error"
        case (0, 1): "Notify"
        case (1, 1): "Data"
        case (2, 1): "Destination Unavailable"
        case (2, 2): "Destination Available"
        case (2, 3): "Destination State Audit"
        case (2, 4): "Signalling Congestion"
        case (2, 5): "Destination User Part Unavailable"
        case (2, 6): "Destination Restricted"
        case (3, 1): "Up"
        case (3, 2): "Down"
        case (3, 3): "Heartbeat"
        case (3, 4): "Up Acknowledgement"
        case (3, 5): "Down Acknowledgement"
        case (3, 6): "Heartbeat Acknowledgement"
        case (4, 1): "Active"
        case (4, 2): "Inactive"
        case (4, 3): "Active Acknowledgement"
        case (4, 4): "Inactive Acknowledgement"
        case (9, 1): "Registration Request"
        case (9, 2): "Registration Response"
        case (9, 3): "Deregistration Request"
        case (9, 4): "Deregistration Response"
        default: nil
        }
    }

    private static func parameterName(_ tag: UInt16) -> StaticString? {
        switch tag {
        case 0x0004: "INFO String"
        case 0x0006: "Routing Context"
        case 0x0007: "Diagnostic Info"
        case 0x0009: "Heartbeat Data"
        case 0x000B: "Traffic Mode Type"
        case 0x000C: "Error Code"
        case 0x000D: "Status"
        case 0x0011: "ASP Identifier"
        case 0x0012: "Affected Point Code"
        case 0x0013: "Correlation ID"
        case 0x0200: "Network Appearance"
        case 0x0204: "User/Cause"
        case 0x0205: "Congestion Indications"
        case 0x0206: "Concerned Destination"
        case 0x0207: "Routing Key"
        case 0x0208: "Registration Result"
        case 0x0209: "Deregistration Result"
        case 0x020A: "Local Routing Key Identifier"
        case 0x020B: "Destination Point Code"
        case 0x020C: "Service Indicators"
        case 0x020E: "Originating Point Code List"
        case 0x0210: "Protocol Data"
        case 0x0212: "Registration Status"
        case 0x0213: "Deregistration Status"
        default: nil
        }
    }
}
