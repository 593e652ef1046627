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
            if count < ClassicFormat.FileHeader.length { return (0, 0) }
            end = ClassicFormat.FileHeader.length
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
            typealias Field = ClassicFormat.Record
            guard let captured = try? chunk.native(offset + Field.capturedLength, as: UInt32.self) else { return nil }
            return Field.headerLength + Int(captured)
        case .pcapng:
            return (try? chunk.native(offset + PcapngFormat.Enhanced.length, as: UInt32.self)).map { Int($0) }
        }
    }

    private func isPacket(_ chunk: RawSpan, at offset: Int) -> Bool {
        if self == .classic { return true }
        let type = try? chunk.native(offset + PcapngFormat.Enhanced.type, as: UInt32.self)
        return type == PcapngFormat.enhancedPacket
    }
}
