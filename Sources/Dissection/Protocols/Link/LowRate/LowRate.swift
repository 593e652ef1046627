import Packets

/// Low-rate wireless networks (IEEE 802.15.4 clause 7): frame control, ends, security, information elements, payload,
/// and a check sequence that may have been left out. All numbers are little-endian.
enum LowRate {
    /// The frame control field (7.2.2), and that of multipurpose frames (7.3.5), which has one octet or two.
    struct Control: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Type in bits 0 to 2; of multipurpose frames bit 3 says that there is a second octet.
        var short: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var long: UInt16 { get throws(Truncation) { try bytes.le16(0) } }
    }

    /// What a frame control field says.
    struct Traits {
        var security = false
        var pending = false
        var acknowledge = false
        /// Compressed, or present in multipurpose frames.
        var network = false
        var suppressed = false
        var elements = false
        var destination: UInt16 = 0
        var source: UInt16 = 0
        var version: UInt16 = 0
    }

    /// A part that is not there ends the frame; what was printed says so.
    @discardableResult
    static func failed(_ d: inout Dissector, _ text: StaticString) -> Bool {
        d.put("[ERROR: ")
        d.put(text)
        d.put("]")
        return false
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        // A dump begins behind one octet: tcpdump takes what says that all went well for a length.
        if try print(&d, bytes, bytes.byteCount) { d.linkHeaderLength = 1 }
    }

    /// A frame of `size` octets, of which some may be missing. False when it could not be read to its end.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ size: Int) throws(Truncation) -> Bool {
        d.layer = "802.15.4"
        if size < 2 { throw Truncation(offset: 0, need: 2, have: size) }
        let type = UInt8(truncatingIfNeeded: try Control(bytes).long & 7)
        d.put("IEEE 802.15.4 ")
        d.put(typeName(type))
        d.put(" packet ")
        switch type {
        case 5:
            var frame = try Frame(bytes, size)
            return try multipurpose(&d, &frame)
        case 0, 1, 2, 3:
            var frame = try Frame(bytes, size)
            return try standard(&d, &frame, type)
        // Fragments and what is not assigned are only named.
        default: return false
        }
    }

    private static func typeName(_ type: UInt8) -> StaticString {
        switch type {
        case 0: "Beacon"
        case 1: "Data"
        case 2: "ACK"
        case 3: "Command"
        case 5: "Multipurpose"
        case 6: "Fragment"
        case 7: "Extended"
        default: "Reserved"
        }
    }

    /// A frame that is read from both sides: ahead from its begin, and back from its end.
    struct Frame: ~Escapable {
        let bytes: RawSpan
        var offset = 0
        var end: Int
        /// The last two octets, what they should be, and whether they are it.
        private(set) var stored: UInt16 = 0
        private(set) var computed: UInt16 = 0
        var isChecked: Bool { stored == computed }
        var left: Int { end - offset }

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, _ size: Int) throws(Truncation) {
            self.bytes = bytes
            end = size
            // Shorter ones have no room for it.
            if size <= 3 { return }
            try bytes.require(size, at: 0)
            stored = try bytes.le16(end - 2)
            computed = Frame.check(bytes, end - 2)
            if isChecked { end -= 2 }
        }

        /// ITU-T's cyclic redundancy check of 16 bits, from zero (7.2.10).
        private static func check(_ bytes: RawSpan, _ count: Int) -> UInt16 {
            var sum: UInt16 = 0
            for index in 0..<count {
                guard let byte = try? bytes.u8(index) else { break }
                sum ^= UInt16(byte)
                for _ in 0..<8 { sum = sum & 1 != 0 ? sum >> 1 ^ 0x8408 : sum >> 1 }
            }
            return sum
        }
    }

    private static func standard(
        _ d: inout Dissector, _ frame: inout Frame, _ type: UInt8
    ) throws(Truncation) -> Bool {
        let control = try Control(frame.bytes).long
        frame.offset = 2
        let traits = Traits(
            security: control & 0x08 != 0, pending: control & 0x10 != 0, acknowledge: control & 0x20 != 0,
            network: control & 0x40 != 0, suppressed: control & 0x100 != 0, elements: control & 0x200 != 0,
            destination: control >> 10 & 3, source: control >> 14, version: control >> 12 & 3)
        d.put("v", traits.version, " ")
        flags(&d, traits, "PAN ID Compression, ")
        if traits.suppressed {
            if traits.version < 2 { failed(&d, "Sequence number suppressed on frames where version < 2") }
            if d.verbose { d.put("seq suppressed ") }
        } else {
            try sequence(&d, &frame)
        }
        let (destination, source) = networks(traits)
        if traits.source == 1 { return failed(&d, "Invalid src address mode") }
        if traits.destination == 1 { return failed(&d, "Invalid dst address mode") }
        if traits.network, traits.version < 2, traits.destination == 0 || traits.source == 0 {
            failed(&d, "PAN ID Compression != 0, and only one address with frame version < 2")
        }
        guard try address(&d, &frame, destination, traits.destination) else { return false }
        d.put(" < ")
        guard try address(&d, &frame, source, traits.source) else { return false }
        d.put(" ")
        guard try extensions(&d, &frame, traits) else { return false }
        switch type {
        case 0 where traits.version < 2:
            guard try beacon(&d, &frame) else { return false }
        case 3:
            guard try command(&d, &frame) else { return false }
        default: break
        }
        try payload(&d, frame)
        return true
    }

    private static func multipurpose(_ d: inout Dissector, _ frame: inout Frame) throws(Truncation) -> Bool {
        let header = Control(frame.bytes)
        let first = try header.short
        var traits = Traits()
        traits.destination = UInt16(first >> 4 & 3)
        traits.source = UInt16(first >> 6)
        frame.offset = 1
        if first & 0x08 != 0 {
            let control = try header.long
            frame.offset = 2
            traits.network = control & 0x100 != 0
            traits.security = control & 0x200 != 0
            traits.suppressed = control & 0x400 != 0
            traits.pending = control & 0x800 != 0
            traits.version = control >> 12 & 3
            traits.acknowledge = control & 0x4000 != 0
            traits.elements = control & 0x8000 != 0
            d.put("v", traits.version, " ")
        }
        flags(&d, traits, "PAN ID Present, ")
        if !traits.suppressed { try sequence(&d, &frame) }
        if traits.source == 1 { return failed(&d, "Invalid src address mode") }
        if traits.destination == 1 { return failed(&d, "Invalid dst address mode") }
        guard try address(&d, &frame, traits.network, traits.destination) else { return false }
        d.put(" <  ")
        guard try address(&d, &frame, false, traits.source) else { return false }
        d.put(" ")
        guard try extensions(&d, &frame, traits) else { return false }
        try payload(&d, frame)
        return true
    }

    private static func flags(_ d: inout Dissector, _ traits: Traits, _ network: StaticString) {
        guard d.verbosity > 2 else { return }
        if traits.security { d.put("Security Enabled, ") }
        if traits.pending { d.put("Frame Pending, ") }
        if traits.acknowledge { d.put("AR, ") }
        if traits.network { d.put(network) }
        if traits.suppressed { d.put("Sequence Number Suppression, ") }
        if traits.elements { d.put("IE present, ") }
    }

    private static func sequence(_ d: inout Dissector, _ frame: inout Frame) throws(Truncation) {
        let number = try frame.bytes.u8(frame.offset)
        frame.offset += 1
        if d.verbose { d.put("seq ", hex: number, 2, " ") }
        if frame.left < 0 { throw Truncation(offset: frame.offset, need: 1, have: 0) }
    }

    /// Which of the two network identifiers are there (table 7-2); tcpdump has it so.
    private static func networks(_ traits: Traits) -> (destination: Bool, source: Bool) {
        let (to, from) = (traits.destination != 0, traits.source != 0)
        if traits.version < 2 { return (to, from && !traits.network) }
        switch (to, from) {
        case (false, false): return (traits.network, false)
        case (true, false): return (!traits.network, false)
        case (false, true): return (false, !traits.network)
        case (true, true):
            if traits.source != 3 { return (true, !traits.network) }
            return (traits.destination == 2 || !traits.network, false)
        }
    }

    private static func address(
        _ d: inout Dissector, _ frame: inout Frame, _ hasNetwork: Bool, _ mode: UInt16
    ) throws(Truncation) -> Bool {
        if hasNetwork {
            if frame.left < 2 {
                return failed(&d, "Truncated before dst_pan")
            }
            d.put(hex: try frame.bytes.le16(frame.offset), 4)
            d.put(":")
            frame.offset += 2
        } else {
            d.put("-:")
        }
        switch mode {
        case 2:
            if frame.left < 2 {
                return failed(&d, "Truncated before dst_addr")
            }
            d.put(hex: try frame.bytes.le16(frame.offset), 4)
            frame.offset += 2
        case 3:
            if frame.left < 8 {
                return failed(&d, "Truncated before dst_addr")
            }
            try longAddress(&d, frame.bytes, frame.offset)
            frame.offset += 8
        default: d.put("none")
        }
        return true
    }

    /// Eight octets, the last one first.
    static func longAddress(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        let address = try bytes.le64(offset)
        for index in 0..<8 {
            if index > 0 { d.put(":") }
            d.put(hex: UInt8(truncatingIfNeeded: address >> UInt64(56 - 8 * index)), 2)
        }
    }

    /// What the end of the frame says, and the rest of it.
    private static func payload(_ d: inout Dissector, _ frame: borrowing Frame) throws(Truncation) {
        if frame.left > 0 {
            let rest = try frame.bytes.slice(frame.offset, frame.left)
            try d.dumpUnknown(rest, rest.byteCount)
        }
    }
}
