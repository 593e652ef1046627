import Packets

/// Walking a pcapng file block by block. Memory: the window, which holds one whole block, and the interfaces'
/// descriptions.
extension SavefileReader {
    /// Reads the first section's header and goes on to the first interface, which gives the file its link type.
    mutating func openPcapng() throws(SavefileError) {
        try window.fill(12)
        // What begins like a section header and then is none may be a text file with odd line ends.
        guard window.available >= 12, let format = PcapngFormat(start: window.bytes, uniform: uniform) else {
            throw .unknownFormat
        }
        guard let field = try? window.bytes.u32(4) else { throw .unknownFormat }
        let length = format.native(field)
        if length < 28 || length > PcapngFormat.maximumSectionHeader { throw .pcapng(.sectionLength(length)) }
        if length % 4 != 0 { throw .pcapng(.blockNotAligned(length)) }
        try window.fill(Int(length))
        if window.available < Int(length) {
            throw .pcapng(.truncated(need: Int(length) - 12, have: window.available - 12))
        }
        try format.checkSection(window.slice(window.start + 8, Int(length) - 12))
        keepComments(PcapngFormat.sectionHeader, window.start + 8, Int(length) - 12, format)
        keepAnnotations(PcapngFormat.sectionHeader, window.start + 8, Int(length) - 12, format)
        window.start += Int(length)
        pcapng = format
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
        let have = window.end &- window.start
        guard have >= 32, !pcapng.swapped, !keepsOptions else { return false }
        let block = unsafe UnsafeRawPointer(window.base + window.start)
        let size = unsafe block.loadUnaligned(fromByteOffset: 4, as: UInt32.self)
        let length = Int(size)
        guard unsafe block.loadUnaligned(as: UInt32.self) == PcapngFormat.enhancedPacket,
            length >= 32, length & 3 == 0, length <= have, length <= pcapng.maximumBlock,
            unsafe block.loadUnaligned(fromByteOffset: length &- 4, as: UInt32.self) == size,
            Int(unsafe block.loadUnaligned(fromByteOffset: 8, as: UInt32.self)) == pcapng.latestIndex
        else { return false }
        let captured = Int(unsafe block.loadUnaligned(fromByteOffset: 20, as: UInt32.self))
        guard captured <= pcapng.latest.snapshotLength, captured <= length &- 32 else { return false }
        let high = unsafe block.loadUnaligned(fromByteOffset: 12, as: UInt32.self)
        let low = unsafe block.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
        record.timestamp = pcapng.latest.timestamp(UInt64(high) << 32 | UInt64(low))
        if precision == .microsecond {
            record.timestamp.nanoseconds = record.timestamp.nanoseconds / 1000 &* 1000
        }
        record.offset = window.start &+ 28
        record.length = captured
        record.originalLength = Int(unsafe block.loadUnaligned(fromByteOffset: 24, as: UInt32.self))
        record.linkType = pcapng.latest.linkType
        record.interface = pcapng.latestIndex
        window.start &+= length
        return true
    }

    /// Brings the next block whole into the window; false at the end of the input.
    private mutating func nextBlock() throws(SavefileError) -> Bool {
        try window.fill(8)
        if window.available == 0 { return false }
        guard window.available >= 8, let type = try? window.bytes.u32(0), let field = try? window.bytes.u32(4) else {
            throw .pcapng(.truncated(need: 8, have: window.available))
        }
        if !uniform && type == PcapngFormat.sectionHeader { try adoptByteOrder() }
        let length = pcapng.native(field)
        if length < 12 { throw .pcapng(.blockTooSmall(length)) }
        if length % 4 != 0 { throw .pcapng(.blockNotAligned(length)) }
        if Int(length) > pcapng.maximumBlock { throw .pcapng(.blockTooLarge(length, maximum: pcapng.maximumBlock)) }
        try window.fill(Int(length))
        if window.available < Int(length) {
            throw .pcapng(.truncated(need: Int(length) - 8, have: window.available - 8))
        }
        guard let trailer = try? window.bytes.u32(Int(length) - 4), trailer == field else {
            throw .pcapng(.lengthsDiffer)
        }
        block = (pcapng.native(type), Int(length))
        return true
    }

    /// A section may be in the other byte order than the one before: its own magic number says.
    private mutating func adoptByteOrder() throws(SavefileError) {
        try window.fill(12)
        guard let next = PcapngFormat(start: window.bytes, uniform: uniform) else {
            throw .pcapng(.byteOrderMagic)
        }
        pcapng.swapped = next.swapped
    }

    /// Takes the block in the window; true when it was a packet.
    @discardableResult
    private mutating func takeBlock() throws(SavefileError) -> Bool {
        let body = window.start + 8
        let length = block.length - 12
        window.start += block.length
        switch block.type {
        case PcapngFormat.sectionHeader:
            try pcapng.checkSection(window.slice(body, length))
            pcapng.beginSection()
            changes &+= 1
            keepComments(block.type, body, length, pcapng)
        case PcapngFormat.interfaceDescription:
            let interface = try pcapng.interface(window.slice(body, length))
            if !uniform && length > 8 { pcapng.keep(PcapngTexts(window.slice(body, length), pcapng)) }
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

    private mutating func keepComments(_ type: UInt32, _ body: Int, _ length: Int, _ format: PcapngFormat) {
        guard var kept = comments.take() else { return }
        // Byte order magic, version and length; or the interface and a time stamp.
        let offset = type == PcapngFormat.sectionHeader ? 16 : 12
        kept.take(type, window.slice(body, length), optionsAt: offset, format)
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
        if pcapng.swapped { swapPseudoHeaders() }
    }
}
