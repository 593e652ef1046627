import Packets

/// File handles: opaque to clients, but servers of old have habits by which a handle's file system and file number can
/// be told. tcpdump guesses by a few bytes; this guesses by the same.
struct FileHandle: ~Escapable {
    let bytes: RawSpan

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// A file: the device's numbers, or a file system's name, and the file's number.
    enum Guess {
        case device(major: UInt32, minor: UInt32, file: UInt32)
        /// By the name at the handle's second byte (VMS with UCX).
        case named(file: UInt32)
        case unknown
    }

    /// In words: a handle's last bytes do not count when they make up none.
    private var words: Int { bytes.byteCount / 4 }

    /// The file's number of most systems.
    private var file: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    /// SunOS 5 on small devices: what stands before the number, 8, and the number.
    private var shortZero: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
    private var shortLength: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
    private var shortFile: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    /// Two octets that are the length of what follows, in the one order or the other.
    private var length: (UInt8, UInt8) { get throws(Truncation) { try (bytes.u8(8), bytes.u8(9)) } }
    /// A device of one octet and three, as OSF/1 and SunOS have it.
    private var minor: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
    /// SunOS 5: 14 bits of major number.
    private var packedMajor: UInt16 { get throws(Truncation) { try bytes.u16(0) >> 2 } }
    /// VMS: the lower half of the file's number, little-endian.
    private var namedFile: UInt16 { get throws(Truncation) { try bytes.u16(22).byteSwapped } }

    private func byte(_ index: Int) throws(Truncation) -> UInt32 { try UInt32(bytes.u8(index)) }
    private func isZero(_ first: Int, _ second: Int) throws(Truncation) -> Bool {
        try (bytes.u8(first), bytes.u8(second)) == (0, 0)
    }
    private func little(_ index: Int) throws(Truncation) -> UInt32 { try bytes.u32(index).byteSwapped }

    func guess() throws(Truncation) -> Guess {
        if words < 4 { return .unknown }
        return try isZero(0, 1) ? shortDevice() : longDevice()
    }

    /// The device begins with zeros.
    private func shortDevice() throws(Truncation) -> Guess {
        // IRIX 5: the device's second half.
        if try isZero(2, 3) { return try .device(major: byte(6), minor: byte(7), file: file) }
        let (major, minor) = try (byte(2), byte(3))
        if try shortZero == 0 {
            // SunOS 5 on small devices: a type of two bytes stands before the number.
            if try shortLength == 8, try isZero(6, 7) {
                return try .device(major: major, minor: minor, file: shortFile)
            }
        } else if try (shortLength, length.0, length.1) == (0, 12, 0) {
            return try digital()
        }
        // SunOS 4 and BSD.
        return try .device(major: major, minor: minor, file: file)
    }

    private func longDevice() throws(Truncation) -> Guess {
        if try isZero(2, 3) {
            // Little-endian: Ultrix, then Auspex.
            if try isZero(6, 7) { return try .device(major: byte(1), minor: byte(0), file: little(12)) }
            if words > 5, try isZero(21, 23) {
                return try .device(major: byte(1), minor: byte(0), file: little(4))
            }
            return try length.1 == 10 ? packed() : .unknown
        }
        if try length == (12, 0) { return try digital() }
        if try length == (0, 10) {
            if try isZero(4, 5), try isZero(6, 7) {
                return try .device(major: byte(0), minor: minor, file: file)
            }
            return try packed()
        }
        guard words > 6, try isNamed() else { return .unknown }
        return try .named(file: byte(26) << 24 | byte(27) << 16 | UInt32(namedFile))
    }

    /// OSF/1: little-endian, 20 bits of minor number.
    private func digital() throws(Truncation) -> Guess {
        let device = try little(0)
        return try .device(major: device >> 20, minor: device & 0xFFFFF, file: little(12))
    }

    /// SunOS 5: 14 bits of major number, 18 of minor number.
    private func packed() throws(Truncation) -> Guess {
        try .device(major: UInt32(packedMajor), minor: minor & 0x3FFFF, file: file)
    }

    /// Thirteen bytes of printable text and zeros behind it.
    private func isNamed() throws(Truncation) -> Bool {
        var ended = false
        for index in 1...13 {
            let byte = try bytes.u8(index)
            if byte > 0x7E { return false }
            if byte > 0x1F {
                if ended { return false }
            } else {
                if byte != 0 { return false }
                ended = true
            }
        }
        return true
    }

    /// ` fh ` and what is told of it, or its words with `-u`.
    func put(_ d: inout Dissector) throws(Truncation) {
        if d.options.undecodedNFSHandles { return try putWords(&d) }
        switch try guess() {
        case .device(let major, let minor, let file):
            d.put(" fh ", major, ",")
            d.put(minor)
            d.put(byte: 0x2F)
            // A minor number that tcpdump has another meaning for: it goes on with a text that was never set.
            if minor != FileHandle.unknownDevice { d.put(file) }
        case .named(let file):
            d.put(" fh ")
            try putName()
            d.put("/", file)
        case .unknown:
            d.put(" fh ")
            // tcpdump cuts the name to as many letters as the handle has words.

            d.put("Unknown", first: words)
            d.put(byte: 0x2F)
            for index in 0..<Swift.min(32, words * 4) { d.put(upperHex: try bytes.u8(index)) }
        }

        func putName() throws(Truncation) {
            // As long as the handle has words, to the first blank: beyond the thirteen letters, too.
            for index in 1...Swift.min(words, 64) {
                let byte = try bytes.u8(index)
                if byte == 0 || byte == 0x20 { return }
                d.put(byte: byte)
            }
        }
    }

    private static var unknownDevice: UInt32 { 0x101 }

    private func putWords(_ d: inout Dissector) throws(Truncation) {
        d.put(" fh[")
        for index in 0..<words {
            if index > 0 { d.put(byte: 0x3A) }
            d.put(hex: try bytes.u32(index * 4))
        }
        d.put("]")
    }
}
