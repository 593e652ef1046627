import Packets

/// Pragmatic general multicast (RFC 3208 8): one header for all packets, then fields by type, options and data.
///
///      0         2         4    5    6         8                       14       16
///     +---------+---------+----+----+---------+-----------------------+--------+----- - -
///     | source  | dest.   |type|opts| checksum| global source id      | length | by type
///     +---------+---------+----+----+---------+-----------------------+--------+----- - -
enum PGM {
    /// What most types begin with, at `offset` (RFC 3208 section 8).
    struct Sequenced: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// The number of the packet, or of what it is about.
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Data and path: the lower edge of the window.
        var trailing: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
        /// Path: the upper edge of the window.
        var leading: UInt32 { get throws(Truncation) { try bytes.u32(offset + 8) } }
        /// Path: the family of its address (IANA's address family numbers).
        var pathFamily: UInt16 { get throws(Truncation) { try bytes.u16(offset + 12) } }
        /// Poll and answer: which round.
        var round: UInt16 { get throws(Truncation) { try bytes.u16(offset + 4) } }
        /// Poll: the family of the path's address.
        var pollFamily: UInt16 { get throws(Truncation) { try bytes.u16(offset + 8) } }
        /// Negative: the family of the source's address.
        var sourceFamily: UInt16 { get throws(Truncation) { try bytes.u16(offset + 4) } }
    }

    /// What follows the address of a poll, at `offset`.
    struct PollEnd: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 12 }
        /// Microseconds in which to answer.
        var interval: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Which receivers answer, with the mask.
        var random: UInt32 { get throws(Truncation) { try bytes.u32(offset + 4) } }
        /// Which bits of both are compared.
        var mask: UInt32 { get throws(Truncation) { try bytes.u32(offset + 8) } }
    }

    /// The group of a negative acknowledgement, at `offset`.
    struct Group: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// The family of its address.
        var family: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
    }

    struct Header: ~Escapable {
        static var length: Int { 16 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var source: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var destination: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var hasOptions: Bool { get throws(Truncation) { try bytes.u8(5) & 0x01 != 0 } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// Six bytes: with the source port they name a transport session.
        var globalSource: RawSpan {
            @_lifetime(copy self)
            get throws(Truncation) { try bytes.slice(8, 6) }
        }
        /// Bytes of data behind header and options.
        var dataLength: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
    }

    enum Kind {
        static var sourcePath: UInt8 { 0x00 }
        static var poll: UInt8 { 0x01 }
        static var pollResponse: UInt8 { 0x02 }
        static var originalData: UInt8 { 0x04 }
        static var repairData: UInt8 { 0x05 }
        static var negative: UInt8 { 0x08 }
        static var nullNegative: UInt8 { 0x09 }
        static var confirmation: UInt8 { 0x0A }
        static var sourcePathRequest: UInt8 { 0x0C }
        static var acknowledgement: UInt8 { 0x0B }
    }

    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "pgm"
        guard bytes.has(4, at: 0) else {
            d.put(hosts: ends)
            d.put(":")
            return d.markTruncated()
        }
        let header = Header(bytes)
        try printEnds(&d, header, ends)
        guard bytes.has(Header.length, at: 0) else { return d.markTruncated() }
        d.put("PGM, length ", try header.dataLength)
        if !d.verbose { return }
        d.put(" 0x")
        try d.hexBytes(header.globalSource, 0, 6)
        d.put(" ")
        let kind = try header.type
        guard var offset = try printType(&d, kind, bytes, Header.length) else { return d.markTruncated() }
        if try header.hasOptions {
            guard bytes.has(4, at: offset) else { return d.markTruncated() }
            switch try printOptions(&d, bytes, offset) {
            case .bad: return
            case .cut: return d.markTruncated()
            case .good(let end): offset = end
            }
        }
        d.put(" [", length, "]")
        let isData = kind == Kind.originalData || kind == Kind.repairData
        if d.forcedType == .pgmZMTP, isData {
            try ZMTP.printDatagram(&d, bytes.from(offset), Int(header.dataLength))
        }
    }

    private static func printEnds(
        _ d: inout Dissector, _ header: borrowing Header, _ ends: Endpoints
    ) throws(Truncation) {
        let source = try header.source
        let destination = try header.destination
        if ends.headerProtocol == 113 {
            d.put(host: ends.source)
            d.put(".")
            d.put(tcpPort: source)
            d.put(" > ")
            d.put(host: ends.destination)
            d.put(".")
        } else {
            d.put(tcpPort: source)
            d.put(" > ")
        }
        d.put(tcpPort: destination)
        d.put(": ")
    }

    /// The fields of the packet's type. Gives where they end; nil when they are cut off.
    private static func printType(
        _ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan, _ start: Int
    ) throws(Truncation) -> Int? {
        switch kind {
        case Kind.sourcePath: return try printSourcePath(&d, bytes, start)
        case Kind.poll: return try printPoll(&d, bytes, start)
        case Kind.pollResponse:
            guard bytes.has(8, at: start) else { return nil }
            d.put("POLR seq ", try Sequenced(bytes, at: start).sequence, " round ")
            d.put(try Sequenced(bytes, at: start).round)
            return start + 8
        case Kind.originalData, Kind.repairData:
            guard bytes.has(8, at: start) else { return nil }
            d.put(kind == Kind.originalData ? "ODATA" : "RDATA")
            d.put(" trail ", try Sequenced(bytes, at: start).trailing, " seq ")
            d.put(try Sequenced(bytes, at: start).sequence)
            return start + 8
        case Kind.negative, Kind.nullNegative, Kind.confirmation:
            return try printNegative(&d, kind, bytes, start)
        case Kind.acknowledgement:
            guard bytes.has(8, at: start) else { return nil }
            d.put("ACK seq ", try Sequenced(bytes, at: start).sequence)
            return start + 8
        case Kind.sourcePathRequest:
            d.put("SPMR")
        default:
            d.put("UNKNOWN type 0x", hex: kind, 2)
        }
        // Options of these are looked for at the header's start.
        return 0
    }

    /// Source path message: sequence, trailing and leading edge, the path's address.
    private static func printSourcePath(
        _ d: inout Dissector, _ bytes: RawSpan, _ start: Int
    ) throws(Truncation) -> Int? {
        guard bytes.has(16, at: start) else { return nil }
        guard let (address, end) = address(bytes, family: try Sequenced(bytes, at: start).pathFamily, start + 16) else {
            return nil
        }
        d.put("SPM seq ", try Sequenced(bytes, at: start).sequence, " trail ")
        d.put("", try Sequenced(bytes, at: start).trailing, " lead ")
        d.put("", try Sequenced(bytes, at: start).leading, " nla ")
        d.put(numericHost: address)
        return end
    }

    /// Poll: sequence, round, the path's address, interval, random string and mask.
    private static func printPoll(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int) throws(Truncation) -> Int? {
        guard bytes.has(12, at: start) else { return nil }
        guard let (address, end) = address(bytes, family: try Sequenced(bytes, at: start).pollFamily, start + 12) else {
            return nil
        }
        let interval = try PollEnd(bytes, at: end).interval
        let random = try PollEnd(bytes, at: end).random
        let mask = try PollEnd(bytes, at: end).mask
        d.put("POLL seq ", try Sequenced(bytes, at: start).sequence, " round ")
        d.put("", try Sequenced(bytes, at: start).round, " nla ")
        d.put(numericHost: address)
        d.put(" ivl ", interval, " rnd 0x")
        d.put(hex: random, 8)
        d.put(" mask 0x", hex: mask, 8)
        return end + PollEnd.length
    }

    /// NAK, NNAK and NCF: source and group that miss a sequence number.
    private static func printNegative(
        _ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan, _ start: Int
    ) throws(Truncation) -> Int? {
        guard bytes.has(8, at: start),
            let (source, end) = address(bytes, family: try Sequenced(bytes, at: start).sourceFamily, start + 8)
        else { return nil }
        // The group's family is looked for where its address stands.
        let group = end + 4
        guard let (destination, after) = address(bytes, family: try Group(bytes, at: group).family, group) else {
            return nil
        }
        switch kind {
        case Kind.negative: d.put("NAK ")
        case Kind.nullNegative: d.put("NNAK ")
        default: d.put("NCF ")
        }
        d.put("(")
        d.put(numericHost: source)
        d.put(" -> ")
        d.put(numericHost: destination)
        d.put("), seq ", try Sequenced(bytes, at: start).sequence)
        return after
    }

    /// An address of IANA's family at `offset`, and where it ends; nil when it is cut off or of no family of IP.
    static func address(_ bytes: RawSpan, family: UInt16, _ offset: Int) -> (HostAddress, Int)? {
        switch family {
        case 1:
            guard let address = try? bytes.ipv4(offset) else { return nil }
            return (address, offset + 4)
        case 2:
            guard let address = try? bytes.ipv6(offset) else { return nil }
            return (address, offset + 16)
        default: return nil
        }
    }
}
