import Packets

/// The objects of reservation messages (RFC 2205 3.1.2); values by their kind are in files of their own.
enum RSVPObject {
    struct Header: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets, with this header.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(0)) } }
        var objectClass: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// The kind within the class.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    /// What became of an object's value.
    enum Outcome {
        /// It was printed.
        case told
        /// It is to be dumped.
        case unknown
        case short
        case invalid
        /// What is wrong was said: nothing behind it is read.
        case ended
    }

    /// Where a value is: what its lines begin with, and the message around it.
    struct Place: ~Escapable {
        let lead: StaticString
        let message: RawSpan
        /// Octets of the message by its own header.
        let claimed: Int
        let offset: Int

        @_lifetime(copy message)
        init(_ lead: StaticString, _ message: RawSpan, _ claimed: Int, _ offset: Int) {
            self.lead = lead
            self.message = message
            self.claimed = claimed
            self.offset = offset
        }
    }

    /// The objects of a message of `claimed` octets. False when nothing behind it is to be read.
    static func list(
        _ d: inout Dissector, _ message: RawSpan, _ claimed: Int, _ lead: StaticString
    ) throws(Truncation) -> Bool {
        var offset = RSVP.Header.length
        while claimed - offset >= Header.size {
            try message.require(Header.size, at: offset)
            let header = Header(try message.from(offset))
            let (size, kind, type) = try (header.length, header.objectClass, header.type)
            if size % 4 != 0 {
                d.put(lead)
                d.put("ERROR: object header size ", size, " not a multiple of 4")
                return false
            }
            if size < Header.size {
                d.put(lead)
                d.put("ERROR: object header too short ", size, " < 4")
                return false
            }
            title(&d, kind, type, lead)
            d.put(size)
            if claimed - offset < size {
                d.put(lead)
                d.put("ERROR: object goes past end of objects TLV")
                return false
            }
            let value = try message.slice(offset + Header.size, size - Header.size)
            let place = Place(lead, message, claimed, offset + Header.size)
            let outcome = try RSVPValue.print(&d, kind, type, value, place)
            switch outcome {
            case .told, .unknown:
                if d.verbosity > 1 || outcome == .unknown { try d.dumpHex(value, value.byteCount, lead: "\n\t    ") }
            case .short:
                d.put(lead)
                d.put("ERROR: object is too short")
                return false
            case .invalid:
                d.markInvalid()
                return false
            case .ended: return false
            }
            offset += size
        }
        return true
    }

    private static func title(_ d: inout Dissector, _ kind: UInt8, _ type: UInt8, _ lead: StaticString) {
        d.put(lead)
        d.put(className(kind) ?? "Unknown")
        d.put(" Object (", kind, ") Flags: [")
        d.put(kind < 128 ? "reject" : kind < 192 ? "ignore silently" : "ignore and forward")
        d.put(" if unknown], Class-Type: ")
        d.put(typeName(kind, type) ?? "Unknown")
        d.put(" (", type, "), length: ")
    }

    private static func className(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "Session"
        case 3: "RSVP Hop"
        case 4: "Integrity"
        case 5: "Time Values"
        case 6: "Error Spec"
        case 7: "Scope"
        case 8: "Style"
        case 9: "Flowspec"
        case 10: "FilterSpec"
        case 11: "Sender Template"
        case 12: "Sender TSpec"
        case 13: "Adspec"
        case 14: "Policy Data"
        case 15: "Confirm"
        case 16: "Label"
        case 19: "Label Request"
        case 20: "ERO"
        case 21: "RRO"
        case 22: "Hello"
        case 23: "Message ID"
        case 24: "Message ID Ack"
        case 25: "Message ID List"
        case 34: "Recovery Label"
        case 35: "Upstream Label"
        case 36: "Label Set"
        case 37: "Protection"
        case 50: "Sub-LSP to LSP"
        case 63: "Detour"
        case 66: "Class Type"
        case 125: "Class Type (old)"
        case 129: "Suggested Label"
        case 130: "Acceptable Label Set"
        case 131: "Restart Capability"
        case 134: "Capability"
        case 195: "Notify Request"
        case 196: "Administrative Status"
        case 204: "Properties"
        case 205: "Fast Re-Route"
        case 207: "Session Attribute"
        case 229: "Generalized UNI"
        case 230: "Call-ID"
        case 236: "Call Capability"
        default: nil
        }
    }

    static func typeName(_ kind: UInt8, _ type: UInt8) -> StaticString? {
        switch (kind, type) {
        case (1, 1), (3, 1), (6, 1), (10, 1), (11, 1), (15, 1), (20, 1), (21, 1), (131, 1), (195, 1): "IPv4"
        case (1, 2), (3, 2), (6, 2), (10, 2), (11, 2), (15, 2), (195, 2): "IPv6"
        case (1, 7), (10, 7), (11, 7), (63, 7), (205, 7), (207, 7): "Tunnel IPv4"
        case (1, 11): "UNI IPv4"
        case (1, 13), (10, 12), (11, 12): "IPv4 P2MP LSP Tunnel"
        case (1, 14), (10, 13), (11, 13): "IPv6 P2MP LSP Tunnel"
        case (3, 3), (6, 3): "IPv4 plus opt. TLVs"
        case (3, 4), (6, 4): "IPv6 plus opt. TLVs"
        case (9, 1): "obsolete"
        case (9, 2), (12, 2), (13, 2): "IntServ"
        case (10, 3): "IPv6 Flow-label"
        case (16, 1), (34, 1), (35, 1), (129, 1): "Label"
        case (16, 2), (34, 2), (35, 2), (129, 2), (19, 4): "Generalized Label"
        case (16, 3), (34, 3), (35, 3), (129, 3): "Waveband Switching"
        case (19, 1): "without label range"
        case (19, 2): "with ATM label range"
        case (19, 3): "with FR label range"
        case (22, 1): "Hello Request"
        case (22, 2): "Hello Ack"
        case (24, 1): "Message id ack"
        case (24, 2): "Message id nack"
        case (50, 1): "IPv4 sub-LSP"
        case (50, 2): "IPv6 sub-LSP"
        case (5, 1), (8, 1), (23, 1), (25, 1), (36, 1), (66, 1), (125, 1), (134, 1), (196, 1), (204, 1), (205, 1),
            (229, 1):
            "1"
        default: nil
        }
    }
}
