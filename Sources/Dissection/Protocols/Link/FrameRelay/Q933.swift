import Packets

/// Q.933: frame relay's local management and signalling, messages of information elements.
///
///     | call reference length 1 | reference | message 1 | (locking shift 0x95: ANSI) | element: type 1, length 1, value
enum Q933 {
    /// What a message begins with, behind the protocol discriminator.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the call reference, 4 bits.
        var reference: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    /// An element at `offset`.
    struct Element: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Which element.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets of the value.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }

    /// Values of fixed form (Q.933 annex A).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Report type: 0 full, 1 link integrity, 2 asynchronous.
        var report: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Link integrity: the sender's number.
        var sent: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Link integrity: the number that was received last.
        var received: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// The address in an element of a circuit's status.
    struct Circuit: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Its upper six bits.
        var first: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// The next four.
        var second: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Bits of longer addresses.
        var third: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Bits of the longest.
        var fourth: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    /// Which set of elements comes next (Q.931 4.5.2): a shift that locks changes it for good, any other for one.
    struct Codeset {
        private var locked: UInt8 = 0
        private(set) var next: UInt8 = 0

        static func isShift(_ octet: UInt8) -> Bool { octet & 0xF0 == 0x90 }

        mutating func shift(_ octet: UInt8) {
            next = octet & 7
            if octet & 0x08 == 0 { locked = next }
        }

        mutating func take() { next = locked }
    }

    private static var ansiShift: UInt8 { 0x95 }
    private static var reportType: UInt8 { 1 }
    /// Elements that a local management message always has, in this order.
    private static var elementHeader: Int { 2 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "q.933"
        if !d.linkHeader { d.put("Q.933, ") }
        if length == 0 || !bytes.has(1, at: 0) {
            d.put("length ", length)
            return d.markTruncated()
        }
        let referenceLength = Int(try Header(bytes).reference & 0x0F)
        var offset = 1
        var reference = (0, 0)
        if referenceLength > 0 { reference = (offset, referenceLength) }
        offset += referenceLength
        guard length > offset, bytes.has(1, at: offset) else { return short(&d, length) }
        let message = try bytes.u8(offset)
        offset += 1
        guard length > offset, bytes.has(1, at: offset) else { return short(&d, length) }
        var codeset = Codeset()
        let first = try bytes.u8(offset)
        if Codeset.isShift(first) {
            codeset.shift(first)
            offset += 1
        }
        d.put(first == ansiShift ? "ANSI, codeset " : "CCITT, codeset ", codeset.next)
        // A reference of one octet is a dummy when zero; tcpdump looks at the octet that comes next instead.
        let isNamed: Bool
        if referenceLength == 1 { isNamed = try bytes.u8(offset) != 0 } else { isNamed = referenceLength > 1 }
        if isNamed {
            d.put(", Call Ref: 0x")
            for index in 0..<reference.1 { d.put(hex: try bytes.u8(reference.0 + index), 2) }
        }
        d.put(", ")
        try title(&d, message, length)
        switch try elements(&d, bytes, offset, length, codeset) {
        case .whole: if !d.verbose { d.put(", length ", length) }
        case .cut:
            if !d.verbose { d.put(", length ", length) }
            d.markTruncated()
        case .empty: break
        }
    }

    private static func short(_ d: inout Dissector, _ length: Int) {
        d.put("length ", length)
        d.markTruncated()
    }

    private static func title(_ d: inout Dissector, _ message: UInt8, _ length: Int) throws(Truncation) {
        if d.verbose {
            d.put(messageName(message) ?? "unknown message")
            d.put(" (0x", hex: message, 2, "), length ")
            d.put(length)
        } else {
            d.put(messageName(message), or: "unknown message 0x", hex: message, 2)
        }
    }

    /// How the elements end: an empty one ends all that is said.
    private enum End { case whole, cut, empty }

    private static func elements(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int, _ length: Int, _ first: Codeset
    ) throws(Truncation) -> End {
        var offset = start
        var codeset = first
        while offset < length {
            guard bytes.has(1, at: offset) else { return .cut }
            let type = try bytes.u8(offset)
            // An element of a single octet.
            if type & 0x80 != 0 {
                if Codeset.isShift(type) { codeset.shift(type) }
                offset += 1
                continue
            }
            // Only two sets are known.
            let isKnown = codeset.next == 0 || codeset.next == 5
            codeset.take()
            guard length - offset >= elementHeader, bytes.has(elementHeader, at: offset) else { return .cut }
            let size = Int(try Element(bytes, at: offset).length)
            let isWhole = length - offset >= elementHeader + size && bytes.has(elementHeader + size, at: offset)
            if d.verbose {
                d.put("\n\t")
                d.put((isKnown ? elementName(type) : nil) ?? "unknown")
                d.put(" IE (0x", hex: type, 2, "), length ")
                d.put("", size, ": ")
            }
            if size == 0 { return .empty }
            if !isWhole { return .cut }
            try element(&d, isKnown ? type : 0, bytes.slice(offset + elementHeader, size))
            offset += elementHeader + size
        }
        return .whole
    }

    private static func element(_ d: inout Dissector, _ type: UInt8, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        switch type {
        case 0x01, 0x51:
            if size < 1 {
                d.put("Invalid REPORT TYPE IE")
            } else if d.verbose {
                let report = try Value(value).report
                d.put(reportName(report) ?? "unknown")
                d.put(" (", report, ")")
            }
        case 0x03, 0x19, 0x53:
            if !d.verbose { d.put(", ") }
            if size < 2 {
                d.put("Invalid LINK VERIFY IE")
            } else {
                d.put("TX Seq: ")
                d.put(try Value(value).sent, width: 3)
                d.put(", RX Seq: ")
                d.put(try Value(value).received, width: 3)
            }
        case 0x07, 0x57:
            if !d.verbose { d.put(", ") }
            try circuit(&d, value)
        default:
            if d.verbosity == 1 { try d.dumpHex(value, size, lead: "\n\t") }
        }
        if d.verbosity > 1 { try d.dumpHex(value, size, lead: "\n\t  ") }
    }

    /// A permanent circuit: its number in two to four octets, then its state.
    private static func circuit(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        let size = value.byteCount
        // The highest bit ends the number, and stands in the state as well.
        var isValid = size >= 3 && size <= 5
        if isValid {
            for index in 0..<size {
                let isEnd = try value.u8(index) & 0x80 != 0
                if isEnd != (index >= size - 2) { isValid = false }
            }
        }
        if !isValid { return d.put("Invalid DLCI in PVC STATUS IE") }
        let circuit = Circuit(value)
        var link = UInt32(try circuit.first & 0x3F) << 4 | UInt32(try circuit.second & 0x78) >> 3
        if size == 4 {
            link = link << 6 | UInt32(try circuit.third & 0x7E) >> 1
        } else if size == 5 {
            // The middle bits are not moved up: this number is never what the switch means.
            link = link << 13 | UInt32(try circuit.third & 0x7F) | UInt32(try circuit.fourth & 0x7E) >> 1
        }
        let state = try value.u8(size - 1)
        d.put("DLCI ", link, ": status ")
        if state & 0x08 != 0 { d.put("New, ") }
        d.put(state & 0x02 != 0 ? "Active" : "Inactive")
    }

    private static func reportName(_ report: UInt8) -> StaticString? {
        switch report {
        case 0: "Full Status"
        case 1: "Link verify"
        case 2: "Async PVC Status"
        default: nil
        }
    }

    private static func elementName(_ type: UInt8) -> StaticString? {
        switch type {
        case 0x01: "ANSI Report Type"
        case 0x03, 0x19: "ANSI Link Verify"
        case 0x07: "ANSI PVC Status"
        case 0x51: "CCITT Report Type"
        case 0x53: "CCITT Link Verify"
        case 0x57: "CCITT PVC Status"
        default: nil
        }
    }

    private static func messageName(_ message: UInt8) -> StaticString? {
        switch message {
        case 0x00: "ESC to National"
        case 0x01: "Alert"
        case 0x02: "Call proceeding"
        case 0x03: "Progress"
        case 0x05: "Setup"
        case 0x07: "Connect"
        case 0x0F: "Connect ACK"
        case 0x45: "Disconnect"
        case 0x46: "Restart"
        case 0x4D: "Release"
        case 0x4E: "Restart ACK"
        case 0x5A: "Release Complete"
        case 0x75: "Status Enquiry"
        case 0x7D: "Status Reply"
        default: nil
        }
    }
}
