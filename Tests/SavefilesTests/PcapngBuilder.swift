/// Builds pcapng blocks, correct ones and others.
struct PcapngBuilder {
    var bytes: [UInt8] = []
    var big = false

    /// A block with its two lengths, which may be wrong.
    mutating func block(_ type: UInt32, _ body: [UInt8], length: UInt32? = nil, trailer: UInt32? = nil) {
        let padded = body + [UInt8](repeating: 0, count: -body.count & 3)
        var out = Bytes(big: big)
        out.put(type)
        out.put(length ?? UInt32(padded.count + 12))
        out.array += padded
        out.put(trailer ?? UInt32(padded.count + 12))
        bytes += out.array
    }

    mutating func section(
        major: UInt16 = 1, minor: UInt16 = 0, magic: UInt32 = 0x1A2B_3C4D, length: UInt32? = nil
    ) {
        var out = Bytes(big: big)
        out.put(magic)
        out.put(major)
        out.put(minor)
        out.put(Int64(-1))
        block(0x0A0D_0D0A, out.array, length: length)
    }

    mutating func interface(
        link: UInt16 = 1, snapshot: UInt32 = 262_144, options: [[UInt8]] = [], trailer: UInt32? = nil
    ) {
        var out = Bytes(big: big)
        out.put(link)
        out.put(UInt16(0))
        out.put(snapshot)
        block(1, out.array + options.joined(), trailer: trailer)
    }

    func option(_ code: UInt16, _ value: [UInt8], length: UInt16? = nil) -> [UInt8] {
        var out = Bytes(big: big)
        out.put(code)
        out.put(length ?? UInt16(value.count))
        return out.array + value + [UInt8](repeating: 0, count: -value.count & 3)
    }

    mutating func enhanced(
        _ data: [UInt8], interface: UInt32 = 0, units: UInt64 = 1_700_000_000_123_456, captured: UInt32? = nil,
        original: UInt32? = nil, length: UInt32? = nil, trailer: UInt32? = nil, options: [UInt8] = []
    ) {
        var out = Bytes(big: big)
        out.put(interface)
        out.put(UInt32(units >> 32))
        out.put(UInt32(truncatingIfNeeded: units))
        out.put(captured ?? UInt32(data.count))
        out.put(original ?? UInt32(data.count))
        block(6, out.array + data + options, length: length, trailer: trailer)
    }

    mutating func obsolete(_ data: [UInt8], interface: UInt16 = 0, units: UInt64 = 1_700_000_000_123_456) {
        var out = Bytes(big: big)
        out.put(interface)
        out.put(UInt16(5))
        out.put(UInt32(units >> 32))
        out.put(UInt32(truncatingIfNeeded: units))
        out.put(UInt32(data.count))
        out.put(UInt32(data.count))
        block(2, out.array + data)
    }

    mutating func simple(_ data: [UInt8], original: UInt32? = nil) {
        var out = Bytes(big: big)
        out.put(original ?? UInt32(data.count))
        block(3, out.array + data)
    }
}

func pcapng(big: Bool = false, _ build: (inout PcapngBuilder) -> Void) -> [UInt8] {
    var builder = PcapngBuilder(big: big)
    build(&builder)
    return builder.bytes
}
