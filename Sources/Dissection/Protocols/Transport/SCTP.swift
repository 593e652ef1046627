import Packets

/// The stream control transmission protocol (RFC 9260): ports, tag, checksum, then chunks of type, flags and length.
enum SCTP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        d.layer = "sctp"
        if length < 12 {
            d.put("[length ", length, " < 12]")
            return d.markInvalid()
        }
        guard bytes.has(12, at: 0) else { return d.markTruncated() }
        let source = try bytes.u16(0)
        let destination = try bytes.u16(2)
        if ends.headerProtocol == 132 {
            d.put(host: ends.source)
            d.put(".", source, " > ")
            d.put(host: ends.destination)
            d.put(".", destination, ": sctp")
        } else {
            d.put("", source, " > ")
            d.put("", destination, ": sctp")
        }
        var offset = 12
        var number = 1
        while offset < length {
            if length - offset < 4 {
                d.put("[chunk length ", length - offset, " < 4]")
                return d.markInvalid()
            }
            guard bytes.has(4, at: offset) else { return d.markTruncated() }
            let kind = try bytes.u8(offset)
            let flags = try bytes.u8(offset + 1)
            let size = Int(try bytes.u16(offset + 2))
            if size >= 4, size <= length - offset, !bytes.has(size, at: offset) { return d.markTruncated() }
            d.put(d.verbosity >= 2 ? "\n\t" : " (", number, ") ")
            d.put("[")
            d.put(SCTP.chunkName(kind), or: "Unknown chunk type: 0x", hex: kind, 1)
            d.put("]")
            if size < 4 {
                d.put("[Bad chunk length ", size, ", < size of chunk header]")
                return d.markInvalid()
            }
            if size > length - offset {
                d.put("[Bad chunk length ", size, ", > remaining data in packet]")
                return d.markInvalid()
            }
            try bytes.require(size, at: offset)
            try chunk(&d, kind, flags, bytes.slice(offset, size))
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

    private static func chunk(_ d: inout Dissector, _ kind: UInt8, _ flags: UInt8, _ chunk: RawSpan) throws(Truncation)
    {
        switch kind {
        case 0:
            d.put(" (")
            if flags & 0x04 != 0 { d.put("U") }
            if flags & 0x02 != 0 { d.put("B") }
            if flags & 0x01 != 0 { d.put("E") }
            d.put(") [TSN: ", try chunk.u32(4), "]")
            d.put(" [SID: ", try chunk.u16(8), "]")
            d.put(" [SSEQ ", try chunk.u16(10), "]")
            d.put(" [PPID 0x", hex: try chunk.u32(12), 1, "]")
            if d.verbosity >= 2 {
                d.put(" [Payload")
                if !d.suppressDefaultDump {
                    d.put(":")
                    let payload = try chunk.from(16)
                    try d.dumpHexAndASCII(payload, payload.byteCount)
                }
                d.put("]")
            }
        case 1, 2:
            d.put(" [init tag: ", try chunk.u32(4), "]")
            d.put(" [rwnd: ", try chunk.u32(8), "]")
            d.put(" [OS: ", try chunk.u16(12), "]")
            d.put(" [MIS: ", try chunk.u16(14), "]")
            d.put(" [init TSN: ", try chunk.u32(16), "] ")
        case 3:
            d.put(" [cum ack ", try chunk.u32(4), "]")
            d.put(" [a_rwnd ", try chunk.u32(8), "]")
            d.put(" [#gap acks ", try chunk.u16(12), "]")
            d.put(" [#dup tsns ", try chunk.u16(14), "] ")
        case 7: d.put(" [cum ack ", try chunk.u32(4), "]")
        default: break
        }
    }
}
