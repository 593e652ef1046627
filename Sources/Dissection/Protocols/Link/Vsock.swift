import Packets

/// Virtual sockets between a machine and its guests (`VSOCK`): the monitor's header, then the transport's.
///
///     | source CID 8 | destination CID 8 | ports 4 + 4 | operation 2 | transport 2 | transport's length 2 | 2 spare |
///     virtio: | CIDs 8 + 8 | ports 4 + 4 | length 4 | type 2 | operation 2 | flags 4 | space 4 | forwarded 4 |
enum Vsock {
    /// Fields are little-endian.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 32 }
        /// The operation that carries data.
        static var payload: UInt16 { 4 }
        var source: UInt64 { get throws(Truncation) { try bytes.le64(0) } }
        var destination: UInt64 { get throws(Truncation) { try bytes.le64(8) } }
        var sourcePort: UInt32 { get throws(Truncation) { try bytes.le32(16) } }
        var destinationPort: UInt32 { get throws(Truncation) { try bytes.le32(20) } }
        var operation: UInt16 { get throws(Truncation) { try bytes.le16(24) } }
        var transport: UInt16 { get throws(Truncation) { try bytes.le16(26) } }
        /// Octets of the transport's header.
        var transportLength: UInt16 { get throws(Truncation) { try bytes.le16(28) } }
    }

    struct Virtio: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 44 }
        var size: UInt32 { get throws(Truncation) { try bytes.le32(24) } }
        var type: UInt16 { get throws(Truncation) { try bytes.le16(28) } }
        var operation: UInt16 { get throws(Truncation) { try bytes.le16(30) } }
        var flags: UInt32 { get throws(Truncation) { try bytes.le32(32) } }
        var space: UInt32 { get throws(Truncation) { try bytes.le32(36) } }
        var forwarded: UInt32 { get throws(Truncation) { try bytes.le32(40) } }
    }

    static func printLink(_ d: inout Dissector, _ bytes: RawSpan, _: Int) throws(Truncation) {
        d.layer = "vsock"
        // What was captured counts, not what there was.
        let length = bytes.byteCount
        guard bytes.byteCount >= Header.length else {
            d.linkHeaderLength = bytes.byteCount
            return d.markTruncated()
        }
        d.linkHeaderLength = Header.length
        let header = Header(bytes)
        let transport = try header.transport
        let size = Int(try header.transportLength)
        let known: StaticString? = transport == 1 ? "NO_INFO" : transport == 2 ? "VIRTIO" : nil
        if let known { d.put(known) } else { d.put("Invalid transport (", transport, ")") }
        if d.verbose {
            if transport == 2 {
                // The transport's header has to be whole, and of the length that is known.
                if size == Virtio.length, bytes.has(size, at: Header.length), length >= Header.length + size {
                    try printVirtio(&d, Virtio(bytes.from(Header.length)))
                    d.put("\n\t")
                } else {
                    try ends(&d, header, length)
                    return d.markTruncated()
                }
            } else {
                d.put("\n\t")
            }
        } else {
            d.put(" ")
        }
        try ends(&d, header, length)
        let data = Header.length + size
        guard d.verbosity > 1, try header.operation == Header.payload, bytes.byteCount > data else { return }
        try d.dumpValue(bytes, data, length - data, lead: "\n\t")
    }

    private static func printVirtio(_ d: inout Dissector, _ header: borrowing Virtio) throws(Truncation) {
        let (type, operation) = (try header.type, try header.operation)
        d.put(" (len ", try header.size, ", type ")
        d.put(type == 1 ? "STREAM" : nil, or: "Invalid type (", type, ")")
        d.put(", op ")
        d.put(operationName(operation), or: "Invalid op (", operation, ")")
        d.put(", flags ", hex: try header.flags, 1, ", buf_alloc ")
        d.put(try header.space)
        d.put(", fwd_cnt ", try header.forwarded, ")")
    }

    private static func ends(_ d: inout Dissector, _ header: borrowing Header, _ length: Int) throws(Truncation) {
        d.put("", try header.source, ".")
        d.put("", try header.sourcePort, " > ")
        d.put("", try header.destination, ".")
        d.put("", try header.destinationPort, " ")
        let operation = try header.operation
        let name: StaticString? =
            switch operation {
            case 0: "UNKNOWN"
            case 1: "CONNECT"
            case 2: "DISCONNECT"
            case 3: "CONTROL"
            case 4: "PAYLOAD"
            default: nil
            }
        d.put(name, or: " invalid op (", operation, ")")
        d.put(", length ", length)
    }

    private static func operationName(_ operation: UInt16) -> StaticString? {
        switch operation {
        case 0: "INVALID"
        case 1: "REQUEST"
        case 2: "RESPONSE"
        case 3: "RST"
        case 4: "SHUTDOWN"
        case 5: "RW"
        case 6: "CREDIT UPDATE"
        case 7: "CREDIT REQUEST"
        default: nil
        }
    }
}
