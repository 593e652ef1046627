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

    func takeSection(_ body: RawSpan, _ section: PcapngSection) {
        var options = PcapngOptions(body, from: PcapngSectionHeader.options, section.order)
        while let option = options.next() {
            if option.code == PcapngOption.comment, let text = sectionRoom.text(option, of: body) {
                comments.append(text)
            }
        }
    }

    func takeStatistics(_ body: RawSpan, _ section: PcapngSection) {
        guard size + body.byteCount <= Self.limit,
            let index = try? PcapngStatisticsBlock(body, section.order).interface,
            section.interfaces.indices.contains(Int(index))
        else { return }
        let interface = section.interfaces[Int(index)]
        guard let time = body.stamp(PcapngStatisticsBlock.stamp, interface, section.order) else { return }
        // What the values take in memory beside the bytes of the file.
        size += body.byteCount + 256
        var found = PcapngStatistics(interface: Int(index), time: time)
        var options = PcapngOptions(body, from: PcapngStatisticsBlock.options, section.order)
        while let option = options.next() {
            switch (option.code, option.length) {
            case (PcapngOption.comment, _):
                if let text = statisticsRoom.text(option, of: body) { found.comments.append(text) }
            case (PcapngOption.Statistics.started, 8):
                found.started = body.stamp(option.start, interface, section.order)
            case (PcapngOption.Statistics.ended, 8):
                found.ended = body.stamp(option.start, interface, section.order)
            case (_, 8):
                found.take(option.code, (try? body.u64(option.start)).map(section.order.native))
            default: break
            }
        }
        statistics.append(SavefileReader.Statistics(section: section.number, values: found))
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
        /// As the block has them; the interface is the number within its section.
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

    /// Which way the current packet went, where its options say (epb_flags, draft-ietf-opsawg-pcapng section 4.3.1): true for one
    /// that was sent.
    public var packetIsOutbound: Bool? {
        guard hasPacketOptions else { return nil }
        let block = packetOptions
        var options = PcapngOptions(block, from: 0, pcapng.order)
        while let option = options.next() {
            guard option.code == PcapngOption.Packet.flags, option.length == 4,
                let flags = try? pcapng.order.native(block.u32(option.start))
            else { continue }
            switch flags & PcapngOption.Packet.direction {
            case PcapngOption.Packet.inbound: return false
            case PcapngOption.Packet.outbound: return true
            default: return nil
            }
        }
        return nil
    }

    /// They stand in the other byte order than this machine's.
    public var hasSwappedOptions: Bool { pcapng.order.isSwapped }

    /// Where the options of the packet in a block lie, if it has any.
    mutating func findOptions(_ packet: PcapngPacket, _ body: Int) {
        let start = packet.offset + PcapngFormat.padded(packet.length)
        optionStart = body + start
        // An option that only ends them is none.
        let length = block.length - PcapngBlockHeader.overhead - start
        optionLength = length >= 2 * PcapngOptionHeader.length && block.type != PcapngFormat.simplePacket ? length : 0
        if optionLength > 0 { changes &+= 1 }
    }

    mutating func keepAnnotations(_ type: UInt32, _ body: Int, _ length: Int, _ section: PcapngSection) {
        guard let annotations else { return }
        if type == PcapngFormat.sectionHeader {
            if section.number == 0 { annotations.takeSection(window.slice(body, length), section) }
        } else {
            annotations.takeStatistics(window.slice(body, length), section)
            changes &+= 1
        }
    }
}

extension RawSpan {
    fileprivate func stamp(_ offset: Int, _ interface: PcapngInterface, _ order: ByteOrder) -> Timestamp? {
        (try? pcapngStamp(offset, order)).map(interface.timestamp)
    }
}

extension PcapngStatistics {
    /// A counter; other options of that length are left out.
    fileprivate mutating func take(_ code: UInt16, _ value: UInt64?) {
        switch code {
        case PcapngOption.Statistics.received: received = value
        case PcapngOption.Statistics.droppedByInterface: droppedByInterface = value
        case PcapngOption.Statistics.acceptedByFilter: acceptedByFilter = value
        case PcapngOption.Statistics.droppedByKernel: droppedByKernel = value
        case PcapngOption.Statistics.delivered: delivered = value
        default: break
        }
    }
}
