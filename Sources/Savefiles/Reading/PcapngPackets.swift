import Packets

// The three blocks that carry packets.
//
//    enhanced (6)   interface:4  stamp high:4  stamp low:4  captured:4  original:4  bytes, padded  options
//    simple (3)     original:4  bytes, padded                         no interface, no stamp, cut at its snapshot length
//    obsolete (2)   interface:2  drops:2  stamp high:4  stamp low:4  captured:4  original:4  bytes, padded  options
extension PcapngFormat {
    /// The packet of a block; nil for blocks that carry none.
    @inline(__always)
    func packet(type: UInt32, body: RawSpan) throws(SavefileError) -> PcapngPacket? {
        switch type {
        case Self.enhancedPacket: try stamped(body, type, fields: 20)
        case Self.obsoletePacket: try stamped(body, type, fields: 20)
        case Self.simplePacket: try simple(body)
        default: nil
        }
    }

    /// Enhanced and obsolete packets differ only in how wide the interface's number is.
    @inline(__always)
    private func stamped(_ body: RawSpan, _ type: UInt32, fields: Int) throws(SavefileError) -> PcapngPacket {
        let index: UInt32, units: UInt64, captured: UInt32, original: UInt32
        do throws(Truncation) {
            index = try type == Self.obsoletePacket ? UInt32(native(body.u16(0))) : native(body.u32(0))
            units = try UInt64(native(body.u32(4))) << 32 | UInt64(native(body.u32(8)))
            captured = try native(body.u32(12))
            original = try native(body.u32(16))
        } catch {
            throw .pcapng(.blockTooShort(type: type))
        }
        let interface = try known(index)
        if Int(captured) > interface.snapshotLength {
            throw .lengthAboveSnapshot(captured, snapshot: interface.snapshotLength)
        }
        if Int(captured) > body.byteCount - fields { throw .pcapng(.blockTooShort(type: type)) }
        return PcapngPacket(
            offset: fields, length: Int(captured), originalLength: Int(original), timestamp: interface.timestamp(units),
            linkType: interface.linkType, interface: Int(index))
    }

    private func simple(_ body: RawSpan) throws(SavefileError) -> PcapngPacket {
        guard let field = try? body.u32(0) else { throw .pcapng(.blockTooShort(type: Self.simplePacket)) }
        let interface = try known(0)
        let original = native(field)
        let captured = Swift.min(Int(original), interface.snapshotLength)
        if captured > body.byteCount - 4 { throw .pcapng(.blockTooShort(type: Self.simplePacket)) }
        return PcapngPacket(
            offset: 4, length: captured, originalLength: Int(original),
            timestamp: interface.timestamp(0), linkType: interface.linkType, interface: 0)
    }

    @inline(__always)
    private func known(_ index: UInt32) throws(SavefileError) -> PcapngInterface {
        if Int(index) < interfaces.count { return interfaces[Int(index)] }
        if first == nil { throw .pcapng(.packetBeforeInterface) }
        throw .pcapng(.unknownInterface(index))
    }
}
