import Packets

/// Walking a pcapng file block by block. Memory: the window, which holds one whole block, and the interfaces'
/// descriptions.
extension SavefileReader {
    /// Reads the first section's header and goes on to the first interface, which gives the file its link type.
    mutating func openPcapng() throws(SavefileError) {
        try window.fill(PcapngBlockHeader.lengthWithMagic)
        // What begins like a section header and then is none may be a text file with odd line ends.
        guard window.available >= PcapngBlockHeader.lengthWithMagic,
            let section = PcapngSection(start: window.bytes, uniform: uniform),
            let length = try? PcapngBlockHeader(window.bytes, section.order).blockLength
        else { throw .unknownFormat }
        if length < PcapngFormat.minimumSectionHeader || length > PcapngFormat.maximumSectionHeader {
            throw .pcapng(.sectionLength(length))
        }
        if length % 4 != 0 { throw .pcapng(.blockNotAligned(length)) }
        try window.fill(Int(length))
        if window.available < Int(length) {
            let before = PcapngBlockHeader.lengthWithMagic
            throw .pcapng(.truncated(need: Int(length) - before, have: window.available - before))
        }
        let body = window.start + PcapngBlockHeader.length
        let bodyLength = Int(length) - PcapngBlockHeader.overhead
        try section.checkSection(window.slice(body, bodyLength))
        keepComments(PcapngFormat.sectionHeader, body, bodyLength, section)
        keepAnnotations(PcapngFormat.sectionHeader, body, bodyLength, section)
        window.start += Int(length)
        pcapng = section
        isPcapng = true
        while pcapng.first == nil {
            guard try nextBlock() else { throw .pcapng(.noInterface) }
            try takeBlock()
        }
        if let first = pcapng.first {
            linkType = first.linkType
            snapshotLength = first.snapshotLength
        }
    }

    /// Goes to the next packet of a pcapng file.
    mutating func advanceInPcapng() throws(SavefileError) -> Bool {
        if takeOrdinaryBlock() { return true }
        while try nextBlock() {
            if try takeBlock() { return true }
        }
        return false
    }

    /// The fast path of nearly every packet: an enhanced packet block in this machine's byte order, whole in the
    /// window, from the interface that the packet before came from. Everything else, and what is wrong in any way,
    /// takes the slow path, which also says what is wrong.
    private mutating func takeOrdinaryBlock() -> Bool {
        typealias Field = PcapngFormat.Enhanced
        let have = window.end &- window.start
        guard have >= Field.emptyLength, !pcapng.order.isSwapped, !keepsOptions else { return false }
        let block = unsafe UnsafeRawPointer(window.base + window.start)
        let size = unsafe block.loadUnaligned(fromByteOffset: Field.length, as: UInt32.self)
        let length = Int(size)
        guard unsafe block.loadUnaligned(fromByteOffset: Field.type, as: UInt32.self) == PcapngFormat.enhancedPacket,
            length >= Field.emptyLength, length & 3 == 0, length <= have, length <= pcapng.maximumBlock,
            unsafe block.loadUnaligned(fromByteOffset: length &- Field.trailerLength, as: UInt32.self) == size,
            Int(unsafe block.loadUnaligned(fromByteOffset: Field.interface, as: UInt32.self)) == pcapng.latestIndex
        else { return false }
        let captured = Int(unsafe block.loadUnaligned(fromByteOffset: Field.capturedLength, as: UInt32.self))
        guard captured <= pcapng.latest.snapshotLength, captured <= length &- Field.emptyLength else { return false }
        let high = unsafe block.loadUnaligned(fromByteOffset: Field.stampHigh, as: UInt32.self)
        let low = unsafe block.loadUnaligned(fromByteOffset: Field.stampLow, as: UInt32.self)
        record.timestamp = pcapng.latest.timestamp(UInt64(high) << 32 | UInt64(low))
        if precision == .microsecond {
            record.timestamp.nanoseconds = record.timestamp.nanoseconds / 1000 &* 1000
        }
        record.offset = window.start &+ Field.bytes
        record.length = captured
        record.originalLength = Int(unsafe block.loadUnaligned(fromByteOffset: Field.originalLength, as: UInt32.self))
        record.linkType = pcapng.latest.linkType
        record.interface = pcapng.latestIndex
        window.start &+= length
        return true
    }

    /// Brings the next block whole into the window; false at the end of the input.
    private mutating func nextBlock() throws(SavefileError) -> Bool {
        let before = PcapngBlockHeader.length
        try window.fill(before)
        if window.available == 0 { return false }
        guard window.available >= before, let type = try? PcapngBlockHeader(window.bytes, pcapng.order).type else {
            throw .pcapng(.truncated(need: before, have: window.available))
        }
        // A section header's type is the same in both byte orders.
        if !uniform && type == PcapngFormat.sectionHeader { try adoptByteOrder() }
        let length = (try? PcapngBlockHeader(window.bytes, pcapng.order).blockLength) ?? 0
        if length < PcapngBlockHeader.overhead { throw .pcapng(.blockTooSmall(length)) }
        if length % 4 != 0 { throw .pcapng(.blockNotAligned(length)) }
        if Int(length) > pcapng.maximumBlock { throw .pcapng(.blockTooLarge(length, maximum: pcapng.maximumBlock)) }
        try window.fill(Int(length))
        if window.available < Int(length) {
            throw .pcapng(.truncated(need: Int(length) - before, have: window.available - before))
        }
        let trailer = try? PcapngBlockHeader(window.bytes, pcapng.order).trailer(Int(length))
        if trailer != length { throw .pcapng(.lengthsDiffer) }
        block = (type, Int(length))
        return true
    }

    /// A section may be in the other byte order than the one before: its own magic number says.
    private mutating func adoptByteOrder() throws(SavefileError) {
        try window.fill(PcapngBlockHeader.lengthWithMagic)
        guard let order = ByteOrder(pcapng: window.bytes) else { throw .pcapng(.byteOrderMagic) }
        pcapng.order = order
    }

    /// Takes the block in the window; true when it was a packet.
    @discardableResult
    private mutating func takeBlock() throws(SavefileError) -> Bool {
        let body = window.start + PcapngBlockHeader.length
        let length = block.length - PcapngBlockHeader.overhead
        window.start += block.length
        switch block.type {
        case PcapngFormat.sectionHeader:
            try pcapng.checkSection(window.slice(body, length))
            pcapng.beginSection()
            changes &+= 1
            keepComments(block.type, body, length, pcapng)
        case PcapngFormat.interfaceDescription:
            let interface = try pcapng.interface(window.slice(body, length))
            if (!uniform || keepsOptions) && length > PcapngInterfaceBlock.options {
                pcapng.keep(PcapngTexts(window.slice(body, length), pcapng.order))
            }
            pcapng.add(interface)
            changes &+= 1
        case PcapngFormat.interfaceStatistics:
            keepComments(block.type, body, length, pcapng)
            keepAnnotations(block.type, body, length, pcapng)
        default:
            guard let packet = try pcapng.packet(type: block.type, body: window.slice(body, length)) else {
                return false
            }
            take(packet, body)
            if keepsOptions { findOptions(packet, body) }
            return true
        }
        return false
    }

    private mutating func keepComments(_ type: UInt32, _ body: Int, _ length: Int, _ section: PcapngSection) {
        guard var kept = comments.take() else { return }
        let isHeader = type == PcapngFormat.sectionHeader
        let offset = isHeader ? PcapngSectionHeader.options : PcapngStatisticsBlock.options
        kept.take(type, window.slice(body, length), optionsAt: offset, section.order)
        comments = kept
    }

    private mutating func take(_ packet: PcapngPacket, _ body: Int) {
        record.offset = body + packet.offset
        record.length = packet.length
        record.originalLength = packet.originalLength
        record.timestamp = packet.timestamp
        if precision == .microsecond {
            record.timestamp.nanoseconds = packet.timestamp.nanoseconds / 1000 * 1000
        }
        record.linkType = packet.linkType
        record.interface = packet.interface
        pcapng.remember(packet.interface)
        if pcapng.order.isSwapped { swapPseudoHeaders() }
    }
}
