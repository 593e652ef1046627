import Packets

/// How the records of a file follow each other: what is needed to find the last whole one after a write fell short.
enum RecordLayout: Sendable {
    case classic
    case pcapng

    /// How much of `chunk`, of which only the first `count` bytes are on the disk, is whole.
    ///
    /// - Parameter first: the chunk begins the file, with its header.
    func whole(_ chunk: RawSpan, count: Int, first: Bool) -> (bytes: Int, packets: UInt64) {
        var end = 0
        var packets: UInt64 = 0
        if first && self == .classic {
            if count < ClassicFormat.fileHeaderLength { return (0, 0) }
            end = ClassicFormat.fileHeaderLength
        }
        while let length = recordLength(chunk, at: end), length > 0, count - end >= length {
            if isPacket(chunk, at: end) { packets += 1 }
            end += length
        }
        return (end, packets)
    }

    private func recordLength(_ chunk: RawSpan, at offset: Int) -> Int? {
        switch self {
        case .classic:
            guard let captured = try? chunk.u32(offset + 8) else { return nil }
            return 16 + Int(UInt32(bigEndian: captured))
        case .pcapng:
            guard let length = try? chunk.u32(offset + 4) else { return nil }
            return Int(UInt32(bigEndian: length))
        }
    }

    private func isPacket(_ chunk: RawSpan, at offset: Int) -> Bool {
        if self == .classic { return true }
        guard let type = try? chunk.u32(offset) else { return false }
        return UInt32(bigEndian: type) == PcapngFormat.enhancedPacket
    }
}
