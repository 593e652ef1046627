import Packets

// What a pcapng file says beside its packets: for a caller that copies the file.

/// Comments of the first section, and statistics of interfaces as they are come upon. Memory: 1 MiB and 4,096 comments
/// of each, and 1 MiB of statistics that no caller has taken; what goes beyond is left out.
///
/// A class, so that a caller that only borrows the reader can take them.
final class PcapngAnnotations {
    private static let limit = 1 << 20

    private(set) var comments: [String] = []
    private(set) var statistics: [SavefileReader.Statistics] = []
    private var size = 0
    private static let room = CommentRoom(octets: limit, comments: 4096)
    private var sectionRoom = room
    private var statisticsRoom = room

    func takeSection(_ body: RawSpan, _ format: PcapngFormat) {
        var at = 16
        while let option = format.option(body, &at) {
            if option.code == 1, let text = sectionRoom.text(option, of: body) { comments.append(text) }
        }
    }

    func takeStatistics(_ body: RawSpan, _ format: PcapngFormat) {
        guard size + body.byteCount <= Self.limit, let index = try? format.native(body.u32(0)) else { return }
        guard format.interfaces.indices.contains(Int(index)) else { return }
        let interface = format.interfaces[Int(index)]
        guard let time = body.stamp(4, interface, format) else { return }
        // What the values take in memory beside the bytes of the file.
        size += body.byteCount + 256
        var found = PcapngStatistics(interface: Int(index), time: time)
        var at = 12
        while let option = format.option(body, &at) {
            switch (option.code, option.length) {
            case (1, _): if let text = statisticsRoom.text(option, of: body) { found.comments.append(text) }
            case (2, 8): found.started = body.stamp(option.start, interface, format)
            case (3, 8): found.ended = body.stamp(option.start, interface, format)
            case (4...8, 8): found[option: option.code] = (try? body.u64(option.start)).map(format.native)
            default: break
            }
        }
        statistics.append(SavefileReader.Statistics(section: format.section, values: found))
    }

    func handOut() -> [SavefileReader.Statistics] {
        if statistics.isEmpty { return [] }
        defer {
            statistics = []
            size = 0
            statisticsRoom = Self.room
        }
        return statistics
    }
}

extension SavefileReader {
    /// What a file says of one of its interfaces (an interface statistics block).
    public struct Statistics: Sendable, Equatable {
        /// Sections of the file before the one that the interface belongs to.
        public var section: Int
        public var values: PcapngStatistics
    }

    /// Comments of a pcapng file's first section; only with `annotations`.
    public var sectionComments: [String] { annotations?.comments ?? [] }

    /// Statistics come upon since the last call, which `interfaceChanges` tells of; only with `annotations`.
    public func takeStatistics() -> [Statistics] {
        annotations?.handOut() ?? []
    }

    /// The current packet has options: a comment, flags. `interfaceChanges` tells of each such packet. Only with
    /// `annotations`.
    @inlinable @inline(__always)
    public var hasPacketOptions: Bool { optionLength > 0 }

    /// The current packet's options as they stand in the file, and whether in the other byte order.
    public var packetOptions: RawSpan {
        @_lifetime(borrow self)
        get { unsafe _overrideLifetime(window.slice(optionStart, optionLength), borrowing: self) }
    }

    public var hasSwappedOptions: Bool { pcapng.swapped }

    /// Where the options of the packet in a block lie, if it has any.
    mutating func findOptions(_ packet: PcapngPacket, _ body: Int) {
        let start = packet.offset + (packet.length + 3) & ~3
        optionStart = body + start
        // An option that only ends them is none.
        let length = block.length - 12 - start
        optionLength = length >= 8 && block.type != PcapngFormat.simplePacket ? length : 0
        if optionLength > 0 { changes &+= 1 }
    }

    mutating func keepAnnotations(_ type: UInt32, _ body: Int, _ length: Int, _ format: PcapngFormat) {
        guard let annotations else { return }
        if type == PcapngFormat.sectionHeader {
            if format.section == 0 { annotations.takeSection(window.slice(body, length), format) }
        } else {
            annotations.takeStatistics(window.slice(body, length), format)
            changes &+= 1
        }
    }
}

extension RawSpan {
    /// An option's value as text.
    func text(_ option: PcapngOption) -> String {
        guard let value = try? slice(option.start, option.length) else { return "" }
        return unsafe value.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
    }

    /// Two halves, the upper one first, whatever the byte order.
    fileprivate func stamp(_ offset: Int, _ interface: PcapngInterface, _ format: PcapngFormat) -> Timestamp? {
        guard let high = try? u32(offset), let low = try? u32(offset + 4) else { return nil }
        return interface.timestamp(UInt64(format.native(high)) << 32 | UInt64(format.native(low)))
    }
}

extension PcapngStatistics {
    fileprivate subscript(option code: UInt16) -> UInt64? {
        get { nil }
        set {
            switch code {
            case 4: received = newValue
            case 5: droppedByInterface = newValue
            case 6: acceptedByFilter = newValue
            case 7: droppedByKernel = newValue
            default: delivered = newValue
            }
        }
    }
}
