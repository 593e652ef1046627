import Packets

/// The stream control transmission protocol (RFC 9260 3): ports, tag, checksum, then chunks.
///
///      0         2         4               8               12     13      14
///     +---------+---------+---------------+---------------+------+-------+---------+------- - -
///     | source  | dest.   | tag           | checksum      | type | flags | length  | value     (more chunks)
///     +---------+---------+---------------+---------------+------+-------+---------+------- - -
enum SCTP {
    /// A gap block at `offset` (RFC 9260 section 3.3.4), counted from the cumulative acknowledgement.
    struct GapBlock: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 4 }
        /// The first number that came.
        var start: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// The last number that came.
        var end: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    struct Header: ~Escapable {
        static var length: Int { 12 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var source: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var destination: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var tag: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// CRC32c.
        var checksum: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    struct Chunk: ~Escapable {
        static var headerLength: Int { 4 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Bytes, the header's four included, the padding to a multiple of four not.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    }

    /// RFC 9260 3.3.1, behind the chunk's header.
    struct Data: ~Escapable {
        static var length: Int { 12 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var transmission: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var stream: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var payloadProtocol: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// RFC 9260 3.3.2.
    struct Initiation: ~Escapable {
        static var length: Int { 16 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var tag: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Bytes.
        var window: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var outboundStreams: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        var inboundStreams: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        var transmission: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    }

    /// RFC 9260 3.3.4: gap blocks of two half-words and duplicates of a word follow.
    struct Acknowledgement: ~Escapable {
        static var length: Int { 12 }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var cumulative: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var window: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var gaps: Int { get throws(Truncation) { try Int(bytes.u16(8)) } }
        var duplicates: Int { get throws(Truncation) { try Int(bytes.u16(10)) } }
    }

    private enum Kind {
        static var data: UInt8 { 0 }
        static var initiation: UInt8 { 1 }
        static var initiationAcknowledgement: UInt8 { 2 }
        static var selectiveAcknowledgement: UInt8 { 3 }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "sctp"
        if length < Header.length {
            return d.put("truncated-sctp - ", Header.length - length, " bytes missing!")
        }
        guard bytes.has(Header.length, at: 0) else { return d.markTruncated() }
        let header = Header(bytes)
        d.put(host: ends.source)
        d.put(".", try header.source, " > ")
        d.put(host: ends.destination)
        d.put(".", try header.destination, ": sctp")
        let (from, to) = (try header.source, try header.destination)
        let channel = ForCES.channel(from) ?? ForCES.channel(to)
        if let channel {
            d.put("[")
            d.put(channel)
            d.put("]")
        }
        try printChunks(&d, bytes, length, isForCES: channel != nil)
    }

    private static func printChunks(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, isForCES: Bool
    ) throws(Truncation) {
        var offset = Header.length
        var number = 1
        while offset < length {
            if length - offset < Chunk.headerLength {
                startChunk(&d, number)
                return d.put("[chunk descriptor cut off at end of packet]")
            }
            guard bytes.has(Chunk.headerLength, at: offset) else { return d.markTruncated() }
            let chunk = Chunk(try bytes.from(offset))
            let size = try chunk.length
            if size < Chunk.headerLength {
                startChunk(&d, number)
                return d.put("[Bad chunk length ", size, ", < size of chunk descriptor]")
            }
            guard bytes.has(size, at: offset) else { return d.markTruncated() }
            startChunk(&d, number)
            let kind = try chunk.kind
            d.put("[")
            d.put(name(kind), or: "Unknown chunk type: 0x", hex: kind)
            d.put("] ")
            let value = try bytes.slice(offset + Chunk.headerLength, size - Chunk.headerLength)
            guard try printChunk(&d, chunk, value, isForCES) else {
                return d.put("bogus chunk length ", size, "]")
            }
            offset += size
            // The last chunk's padding may be missing, but not be cut off.
            let padding = Swift.min(-size & 3, Swift.max(0, length - offset))
            guard bytes.has(padding, at: offset) else { return d.markTruncated() }
            offset += padding
            number += 1
        }
    }

    private static func startChunk(_ d: inout Dissector, _ number: Int) {
        d.put(d.verbosity >= 2 ? "\n\t" : number == 1 ? " (" : ", (", number, ") ")
    }

    /// False when the chunk is shorter than its kind.
    private static func printChunk(
        _ d: inout Dissector, _ chunk: borrowing Chunk, _ value: RawSpan, _ isForCES: Bool
    ) throws(Truncation) -> Bool {
        switch try chunk.kind {
        case Kind.data: return try printData(&d, try chunk.flags, value, isForCES)
        case Kind.initiation, Kind.initiationAcknowledgement:
            guard value.byteCount >= Initiation.length else { return false }
            let initiation = Initiation(value)
            d.put("[init tag: ", try initiation.tag, "] [rwnd: ")
            d.put("", try initiation.window, "] [OS: ")
            d.put("", try initiation.outboundStreams, "] [MIS: ")
            d.put("", try initiation.inboundStreams, "] [init TSN: ")
            d.put("", try initiation.transmission, "] ")
        case Kind.selectiveAcknowledgement:
            guard value.byteCount >= Acknowledgement.length else { return false }
            try printAcknowledgement(&d, Acknowledgement(value), value)
        default: break
        }
        return true
    }

    private static func printData(
        _ d: inout Dissector, _ flags: UInt8, _ value: RawSpan, _ isForCES: Bool
    ) throws(Truncation) -> Bool {
        if flags & 0x04 != 0 { d.put("(U)") }
        if flags & 0x02 != 0 { d.put("(B)") }
        if flags & 0x01 != 0 { d.put("(E)") }
        if flags & 0x07 != 0 { d.put(" ") }
        guard value.byteCount >= Data.length else { return false }
        let data = Data(value)
        let payloadProtocol = try data.payloadProtocol
        d.put("[TSN: ", try data.transmission, "] [SID: ")
        d.put("", try data.stream, "] [SSEQ ")
        d.put("", try data.sequence, "] [PPID ")
        if let name = payloadName(payloadProtocol) { d.put(name) } else { d.put("0x", hex: payloadProtocol) }
        d.put("] ")
        let payload = try value.from(Data.length)
        guard payload.byteCount > 0 else { return false }
        if isForCES || (21...23).contains(payloadProtocol) {
            try ForCES.print(&d, payload)
            return true
        }
        if d.verbosity < 2 { return true }
        if try Registry.sctpPayload(payloadProtocol, &d, payload) { return true }
        d.put("[Payload")
        if !d.suppressDefaultDump {
            d.put(":")
            try d.dumpHexAndASCII(payload, payload.byteCount)
        }
        d.put("]")
        return true
    }

    /// Gap blocks count from the cumulative acknowledgement.
    private static func printAcknowledgement(
        _ d: inout Dissector, _ acknowledgement: borrowing Acknowledgement, _ value: RawSpan
    ) throws(Truncation) {
        let cumulative = try acknowledgement.cumulative
        let (gaps, duplicates) = (try acknowledgement.gaps, try acknowledgement.duplicates)
        d.put("[cum ack ", cumulative, "] [a_rwnd ")
        d.put("", try acknowledgement.window, "] [#gap acks ")
        d.put("", gaps, "] [#dup tsns ")
        d.put("", duplicates, "] ")
        var offset = Acknowledgement.length
        var number = 0
        while offset < value.byteCount && number < gaps {
            guard value.has(4, at: offset) else { return d.put("bogus chunk length ", value.byteCount + 4, "]") }
            number += 1
            d.put("\n\t\t[gap ack block #", number, ": start = ")
            let gap = GapBlock(value, at: offset)
            d.put("", cumulative &+ UInt32(try gap.start), ", end = ")
            d.put("", cumulative &+ UInt32(try gap.end), "] ")
            offset += GapBlock.length
        }
        number = 0
        while offset < value.byteCount && number < duplicates {
            guard value.has(4, at: offset) else { return d.put("bogus chunk length ", value.byteCount + 4, "]") }
            number += 1
            d.put("\n\t\t[dup TSN #", number, ": ")
            d.put("", try value.u32(offset), "] ")
            offset += 4
        }
    }

    private static func name(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 0: "DATA"
        case 1: "INIT"
        case 2: "INIT ACK"
        case 3: "SACK"
        case 4: "HB REQ"
        case 5: "HB ACK"
        case 6: "ABORT"
        case 7: "SHUTDOWN"
        case 8: "SHUTDOWN ACK"
        case 9: "OP ERR"
        case 10: "COOKIE ECHO"
        case 11: "COOKIE ACK"
        case 12: "ECN ECHO"
        case 13: "ECN CWR"
        case 14: "SHUTDOWN COMPLETE"
        case 0xA2: "AUTH"
        case 0xC0: "FOR CUM TSN"
        case 0xC1: "REL CTRL"
        case 0xC2: "REL CTRL ACK"
        default: nil
        }
    }

    /// IANA's payload protocol identifiers.
    private static func payloadName(_ number: UInt32) -> StaticString? {
        switch number {
        case 1: "ISDN Q.921"
        case 2: "M2UA"
        case 3: "M3UA"
        case 4: "SUA"
        case 5: "M2PA"
        case 6: "V5.2"
        case 7: "H.248"
        case 8: "BICC"
        case 9: "TALI"
        case 10: "DUA"
        case 11: "ASAP"
        case 12: "ENRP"
        case 13: "H.323"
        case 14: "Q.IPC"
        case 15: "SIMCO"
        case 16: "DDPSC"
        case 17: "DDPSSC"
        case 18: "S1AP"
        case 19: "RUA"
        case 20: "HNBAP"
        case 21: "ForCES HP"
        case 22: "ForCES MP"
        case 23: "ForCES LP"
        case 24: "SBc-AP"
        case 25: "NBAP"
        case 27: "X2AP"
        default: nil
        }
    }
}
