import Packets

/// Radiotap (radiotap.org): what the radio measured, before an 802.11 frame. Fields are little-endian, each aligned to
/// its size from the start of the header; a word of bits says which are there, its highest bit that another follows.
///
///     | version 1 | padding 1 | length 2 | present 4 | (more words) | fields ... |
enum Radiotap {
    /// Announces fields of a vendor, at `offset`.
    struct VendorNamespace: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of the vendor's fields.
        var skip: UInt16 { get throws(Truncation) { try bytes.le16(offset + 4) } }
    }

    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 8 }
        /// Octets of the whole header.
        var size: UInt16 { get throws(Truncation) { try bytes.le16(2) } }
        func present(_ index: Int) throws(Truncation) -> UInt32 { try bytes.le32(4 + 4 * index) }
    }

    private enum Present {
        static var channelFromMCS: UInt32 { 1 << 19 }
        static var radiotapNamespace: UInt32 { 1 << 29 }
        static var vendorNamespace: UInt32 { 1 << 30 }
        static var extended: UInt32 { 1 << 31 }
    }

    private enum Flags {
        static var check: UInt8 { 0x10 }
        static var padded: UInt8 { 0x20 }
    }

    /// Takes fields one after the other, each at its alignment.
    struct Fields: ~Escapable {
        let bytes: RawSpan
        var offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, _ offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        mutating func skip(_ size: Int, align: Int) -> Int? {
            let start = (offset + align - 1) & ~(align - 1)
            guard bytes.has(size, at: start) else { return nil }
            offset = start + size
            return start
        }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "802.11_radio"
        let header = Header(bytes)
        guard bytes.byteCount >= Header.length else { return giveUp(&d, bytes) }
        let size = Int(try header.size)
        // Without all of the radio header there is no frame.
        guard size >= Header.length, bytes.byteCount >= size else { return giveUp(&d, bytes) }
        var words = 1
        var fits = true
        while try header.present(words - 1) & Present.extended != 0 {
            // The last word that fits may still announce another.
            guard 4 + 4 * (words + 1) <= size else {
                fits = false
                break
            }
            words += 1
        }
        guard fits else { return giveUp(&d, bytes) }
        let flags = try fields(&d, header, Fields(bytes.upTo(size), 4 + 4 * words), words)
        let rest = try bytes.from(size)
        d.linkHeaderLength =
            size
            + (try WiFi.print(
                &d, rest, length - size, padded: flags & Flags.padded != 0,
                checkLength: flags & Flags.check != 0 ? 4 : 0))
    }

    private static func giveUp(_ d: inout Dissector, _ bytes: RawSpan) {
        d.markTruncated()
        d.linkHeaderLength = bytes.byteCount
    }

    /// Prints the fields; the flags that say how the frame looks.
    private static func fields(
        _ d: inout Dissector, _ header: borrowing Header, _ start: consuming Fields, _ words: Int
    ) throws(Truncation) -> UInt8 {
        var fields = start
        var flags: UInt8 = 0
        var base = 0
        var inRadiotap = true
        var vendorSkip = 0
        for index in 0..<words {
            let present = try header.present(index)
            if inRadiotap {
                var rest = present & ~(Present.radiotapNamespace | Present.vendorNamespace | Present.extended)
                while rest != 0 {
                    let bit = rest.trailingZeroBitCount
                    rest &= rest - 1
                    guard try RadiotapField.print(&d, &fields, base + bit, present, &flags) else { return flags }
                }
            } else {
                guard fields.skip(vendorSkip, align: 1) != nil else { return flags }
            }
            switch present & (Present.radiotapNamespace | Present.vendorNamespace) {
            case 0: base += 32
            case Present.radiotapNamespace:
                base = 0
                inRadiotap = true
                vendorSkip = 0
            case Present.vendorNamespace:
                base = 0
                inRadiotap = false
                // The vendor's organisation, which of its lists, and how much to skip.
                guard let at = fields.skip(6, align: 2) else {
                    d.markTruncated()
                    return flags
                }
                vendorSkip = Int(try VendorNamespace(fields.bytes, at: at).skip)
            default: break
            }
        }
        return flags
    }
}
