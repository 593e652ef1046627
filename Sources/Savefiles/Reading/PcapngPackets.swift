import Packets

// The three blocks that carry packets (see `PcapngPacketBlock`).
extension PcapngSection {
    /// The packet of a block; nil for blocks that carry none.
    @inline(__always)
    func packet(type: UInt32, body: RawSpan) throws(SavefileError) -> PcapngPacket? {
        switch type {
        case PcapngFormat.enhancedPacket, PcapngFormat.obsoletePacket: try stamped(body, type)
        case PcapngFormat.simplePacket: try simple(body)
        default: nil
        }
    }

    /// Enhanced and obsolete packets.
    @inline(__always)
    private func stamped(_ body: RawSpan, _ type: UInt32) throws(SavefileError) -> PcapngPacket {
        let index: UInt32, units: UInt64, captured: UInt32, original: UInt32
        do throws(Truncation) {
            let block = PcapngPacketBlock(body, order)
            index = try type == PcapngFormat.obsoletePacket ? UInt32(block.obsoleteInterface) : block.interface
            units = try block.stamp
            captured = try block.capturedLength
            original = try block.originalLength
        } catch {
            throw .pcapng(.blockTooShort(type: type))
        }
        let interface = try known(index)
        if Int(captured) > interface.snapshotLength {
            throw .lengthAboveSnapshot(captured, snapshot: interface.snapshotLength)
        }
        if Int(captured) > body.byteCount - PcapngPacketBlock.bytes { throw .pcapng(.blockTooShort(type: type)) }
        return PcapngPacket(
            offset: PcapngPacketBlock.bytes, length: Int(captured), originalLength: Int(original),
            timestamp: interface.timestamp(units), linkType: interface.linkType, interface: Int(index))
    }

    private func simple(_ body: RawSpan) throws(SavefileError) -> PcapngPacket {
        guard let original = try? PcapngPacketBlock(body, order).simpleOriginalLength else {
            throw .pcapng(.blockTooShort(type: PcapngFormat.simplePacket))
        }
        let interface = try known(0)
        let captured = Swift.min(Int(original), interface.snapshotLength)
        if captured > body.byteCount - PcapngPacketBlock.simpleBytes {
            throw .pcapng(.blockTooShort(type: PcapngFormat.simplePacket))
        }
        return PcapngPacket(
            offset: PcapngPacketBlock.simpleBytes, length: captured, originalLength: Int(original),
            timestamp: interface.timestamp(0), linkType: interface.linkType, interface: 0)
    }

    @inline(__always)
    private func known(_ index: UInt32) throws(SavefileError) -> PcapngInterface {
        if Int(index) < interfaces.count { return interfaces[Int(index)] }
        if first == nil { throw .pcapng(.packetBeforeInterface) }
        throw .pcapng(.unknownInterface(index))
    }
}
