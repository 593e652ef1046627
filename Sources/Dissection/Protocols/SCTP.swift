import Packets

/// The stream control transmission protocol (RFC 9260): ports, tag, checksum, then chunks of type, flags and length.
extension Dissector {
    mutating func sctp(_ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        layer = "sctp"
        if length < 12 {
            put("[length ", length, " < 12]")
            return markInvalid()
        }
        guard bytes.has(12, at: 0) else { return markTruncated() }
        let source = try bytes.u16(0)
        let destination = try bytes.u16(2)
        if ends.headerProtocol == 132 {
            put(host: ends.source)
            put(".", source, " > ")
            put(host: ends.destination)
            put(".", destination, ": sctp")
        } else {
            put("", source, " > ")
            put("", destination, ": sctp")
        }
        var offset = 12
        var number = 1
        while offset < length {
            if length - offset < 4 {
                put("[chunk length ", length - offset, " < 4]")
                return markInvalid()
            }
            guard bytes.has(4, at: offset) else { return markTruncated() }
            let kind = try bytes.u8(offset)
            let flags = try bytes.u8(offset + 1)
            let size = Int(try bytes.u16(offset + 2))
            if size >= 4, size <= length - offset, !bytes.has(size, at: offset) { return markTruncated() }
            put(verbosity >= 2 ? "\n\t" : " (", number, ") ")
            put("[")
            put(Dissector.chunkName(kind), or: "Unknown chunk type: 0x", hex: kind, 1)
            put("]")
            if size < 4 {
                put("[Bad chunk length ", size, ", < size of chunk header]")
                return markInvalid()
            }
            if size > length - offset {
                put("[Bad chunk length ", size, ", > remaining data in packet]")
                return markInvalid()
            }
            try bytes.require(size, at: offset)
            try sctpChunk(kind, flags, bytes.slice(offset, size))
            offset += (size + 3) & ~3
            number += 1
        }
    }

    private static func chunkName(_ kind: UInt8) -> StaticString? {
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
        case 13: "CWR"
        case 14: "SHUTDOWN COMPLETE"
        default: nil
        }
    }

    private mutating func sctpChunk(_ kind: UInt8, _ flags: UInt8, _ chunk: RawSpan) throws(Truncation) {
        switch kind {
        case 0:
            put(" (")
            if flags & 0x04 != 0 { put("U") }
            if flags & 0x02 != 0 { put("B") }
            if flags & 0x01 != 0 { put("E") }
            put(") [TSN: ", try chunk.u32(4), "]")
            put(" [SID: ", try chunk.u16(8), "]")
            put(" [SSEQ ", try chunk.u16(10), "]")
            put(" [PPID 0x", hex: try chunk.u32(12), 1, "]")
            if verbosity >= 2 {
                put(" [Payload")
                if !suppressDefaultDump {
                    put(":")
                    let payload = try chunk.from(16)
                    try dumpHexAndASCII(payload, payload.byteCount)
                }
                put("]")
            }
        case 1, 2:
            put(" [init tag: ", try chunk.u32(4), "]")
            put(" [rwnd: ", try chunk.u32(8), "]")
            put(" [OS: ", try chunk.u16(12), "]")
            put(" [MIS: ", try chunk.u16(14), "]")
            put(" [init TSN: ", try chunk.u32(16), "] ")
        case 3:
            put(" [cum ack ", try chunk.u32(4), "]")
            put(" [a_rwnd ", try chunk.u32(8), "]")
            put(" [#gap acks ", try chunk.u16(12), "]")
            put(" [#dup tsns ", try chunk.u16(14), "] ")
        case 7: put(" [cum ack ", try chunk.u32(4), "]")
        default: break
        }
    }
}
