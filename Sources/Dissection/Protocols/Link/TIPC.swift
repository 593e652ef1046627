import Packets

/// Transparent inter-process communication (the TIPC specification, version 2), as words.
///
///     0: version 3 bits, user 4, header's words 4, ..., size 17    1: type 3, ...    2: link's numbers
///     3: previous node    4 and 5: ports or packet numbers    6 and 7: nodes    8 and 9: link protocol's
enum TIPC {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        private func word(_ index: Int) throws(Truncation) -> UInt32 { try bytes.u32(4 * index) }
        private func half(_ index: Int) throws(Truncation) -> UInt16 { try bytes.u16(2 * index) }

        var version: UInt32 { get throws(Truncation) { try word(0) >> 29 } }
        var user: UInt32 { get throws(Truncation) { try word(0) >> 25 & 0xF } }
        /// Octets of the header.
        var headerLength: UInt32 { get throws(Truncation) { try (word(0) >> 21 & 0xF) * 4 } }
        /// Octets of the whole message.
        var size: UInt32 { get throws(Truncation) { try word(0) & 0x1FFFF } }
        var second: UInt32 { get throws(Truncation) { try word(1) } }
        var type: UInt32 { get throws(Truncation) { try second >> 29 } }
        var broadcastAcknowledged: UInt16 { get throws(Truncation) { try half(3) } }
        var sequenceGap: UInt16 { get throws(Truncation) { try half(2) & 0x1FFF } }
        var linkAcknowledged: UInt16 { get throws(Truncation) { try half(4) } }
        var linkSequence: UInt16 { get throws(Truncation) { try half(5) } }
        /// Neighbour detection has the destination's domain here.
        var domain: UInt32 { get throws(Truncation) { try word(2) } }
        var previous: UInt32 { get throws(Truncation) { try word(3) } }
        var sourcePort: UInt32 { get throws(Truncation) { try word(4) } }
        var lastSent: UInt16 { get throws(Truncation) { try half(8) } }
        var nextSent: UInt16 { get throws(Truncation) { try half(9) } }
        var destinationPort: UInt32 { get throws(Truncation) { try word(5) } }
        var session: UInt16 { get throws(Truncation) { try half(10) } }
        var medium: UInt8 { get throws(Truncation) { try bytes.u8(23) } }
        var source: UInt32 { get throws(Truncation) { try word(6) } }
        var destination: UInt32 { get throws(Truncation) { try word(7) } }
        var transportSequence: UInt32 { get throws(Truncation) { try word(8) } }
        var messageCount: UInt16 { get throws(Truncation) { try half(18) } }
        var tolerance: UInt16 { get throws(Truncation) { try half(19) } }
    }

    /// Headers up to this many octets name ports only.
    private static var shortHeader: UInt32 { 24 }
    private static var neighbourDetection: UInt32 { 13 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.layer = "tipc"
        let header = Header(bytes)
        switch try header.user {
        case 0...3, 8, 11: try data(&d, header)
        case 5, 6, 7, 10, 12: try internalMessage(&d, header)
        case neighbourDetection: try neighbour(&d, header)
        default: break
        }
    }

    /// `1.1.2`: zone, cluster, node.
    private static func node(_ d: inout Dissector, _ node: UInt32) {
        d.put("", node >> 24, ".")
        d.put("", node >> 12 & 0xFFF, ".")
        d.put(node & 0xFFF)
    }

    private static func title(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        d.put("TIPC v", try header.version, ".0 ")
    }

    private static func lengths(
        _ d: inout Dissector, _ header: borrowing Header, _ type: StaticString?
    ) throws(Truncation) {
        d.put(", headerlength ", try header.headerLength, " bytes, MessageSize ")
        d.put("", try header.size, " bytes, ")
        d.put(userName(try header.user) ?? "unknown")
        d.put(", messageType ")
        d.put(type ?? "Unknown")
    }

    private static func data(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        let isShort = try header.headerLength <= shortHeader
        let source = isShort ? try header.previous : try header.source
        let (sourcePort, destinationPort) = (try header.sourcePort, try header.destinationPort)
        let destination = isShort ? 0 : try header.destination
        try title(&d, header)
        node(&d, source)
        d.put(":", sourcePort, " > ")
        if !isShort {
            node(&d, destination)
            d.put(":")
        }
        d.put(destinationPort)
        try lengths(&d, header, typeName(try header.type))
        guard d.verbose, !isShort else { return }
        d.put("\n\tPrevious Node ")
        node(&d, try header.previous)
        d.put(", Broadcast Ack ", try header.broadcastAcknowledged)
        d.put(", Link Ack ", try header.linkAcknowledged)
        d.put(", Link Sequence ", try header.linkSequence)
    }

    private static func internalMessage(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        let (source, destination) = (try header.source, try header.destination)
        try title(&d, header)
        node(&d, source)
        d.put(" > ")
        node(&d, destination)
        try lengths(&d, header, typeName(try header.type))
        d.put(" (0x", hex: try header.second, 8, ")")
        guard d.verbose else { return }
        let (sequence, count, tolerance) = (
            try header.transportSequence, try header.messageCount, try header.tolerance
        )
        d.put("\n\tPrevious Node ")
        node(&d, try header.previous)
        d.put(", Session No. ", try header.session)
        d.put(", Broadcast Ack ", try header.broadcastAcknowledged)
        d.put(", Sequence Gap ", try header.sequenceGap)
        d.put(",  Broadcast Gap After ", try header.linkAcknowledged)
        d.put(", Broadcast Gap To ", try header.linkSequence)
        d.put(", Last Sent Packet No. ", try header.lastSent)
        d.put(", Next sent Packet No. ", try header.nextSent)
        d.put(", Transport Sequence ", sequence)
        d.put(", msg_count ", count)
        d.put(", Link Tolerance ", tolerance)
    }

    private static func neighbour(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        let (source, domain) = (try header.previous, try header.domain)
        try title(&d, header)
        node(&d, source)
        d.put(" > ")
        node(&d, domain)
        let type = try header.type
        try lengths(&d, header, type == 0 ? "Link request" : type == 1 ? "Link response" : nil)
        guard d.verbose else { return }
        let (network, medium) = (try header.sourcePort, try header.medium)
        d.put("\n\tNodeSignature ", try header.broadcastAcknowledged, ", network_id ")
        d.put(network)
        d.put(", media_id ", medium)
    }

    private static func typeName(_ type: UInt32) -> StaticString? {
        switch type {
        case 0: "CONN_MSG"
        case 1: "MCAST_MSG"
        case 2: "NAMED_MSG"
        case 3: "DIRECT_MSG"
        default: nil
        }
    }

    private static func userName(_ user: UInt32) -> StaticString? {
        switch user {
        case 0: "Low Importance Data payload"
        case 1: "Medium Importance Data payload"
        case 2: "High Importance Data payload"
        case 3: "Critical Importance Data payload"
        case 5: "Broadcast Link Protocol internal"
        case 6: "Message Bundler Protocol internal"
        case 7: "Link State Protocol internal"
        case 8: "Connection Manager internal"
        case 10: "Link Changeover Protocol internal"
        case 11: "Name Table Update Protocol internal"
        case 12: "Message Fragmentation Protocol internal"
        case 13: "Neighbor Detection Protocol internal"
        default: nil
        }
    }
}
