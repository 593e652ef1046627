import Packets

/// The enhanced interior gateway routing protocol (RFC 7868): a header and elements.
enum EIGRP {
    ///      0     1     2         4       8       12      16       18      20
    ///     +-----+-----+---------+-------+-------+-------+--------+-------+
    ///     | ver | op  | checksum| flags | seq   | ack   | VRID   | AS    |
    ///     +-----+-----+---------+-------+-------+-------+--------+-------+
    struct Header: ~Escapable {
        static let size = 20
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var operation: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var flags: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var acknowledgment: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var virtualRouter: UInt16 { get throws(Truncation) { try bytes.u16(16) } }
        var autonomousSystem: UInt16 { get throws(Truncation) { try bytes.u16(18) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "eigrp"
        do throws(Truncation) {
            try whole(&d, bytes, length)
        } catch {
            d.markTruncated()
        }
    }

    private static func whole(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header = Header(bytes)
        try bytes.require(Header.size, at: 0)
        let version = try header.version
        if version != 2 { return d.put("EIGRP version ", version, " packet not supported") }
        let operation = try header.operation
        if !d.verbose {
            d.put("EIGRP ")
            d.put(operationName(operation), or: "unknown (", operation, ")")
            return d.put(", length: ", length)
        }
        if length < Header.size {
            d.put("EIGRP ")
            d.put(operationName(operation), or: "unknown, type: ", operation)
            d.put(", length: ", length, " (too short, < ")
            return d.put("", Header.size, ")")
        }
        let left = length - Header.size
        d.put("\n\tEIGRP v", version, ", opcode: ")
        d.put(operationName(operation), or: "unknown, type: ", operation)
        d.put(" (", operation, "), chksum: 0x")
        d.put(hex: try header.checksum, 4)
        d.put(", Flags: [")
        d.put(
            flags: try header.flags,
            [(0x01, "Init"), (0x02, "Conditionally Received"), (0x04, "Restart"), (0x08, "End-of-Table")])
        d.put("]\n\tseq: 0x", hex: try header.sequence, 8, ", ack: 0x")
        d.put(hex: try header.acknowledgment, 8)
        d.put(", VRID: ", try header.virtualRouter, ", AS: ")
        d.put(try header.autonomousSystem)
        d.put(", length: ", left)
        try EIGRPElement.list(&d, bytes.from(Header.size), left)
    }

    private static func operationName(_ operation: UInt8) -> StaticString? {
        switch operation {
        case 1: "Update"
        case 3: "Query"
        case 4: "Reply"
        case 5: "Hello"
        case 6: "IPX SAP"
        case 7: "Probe"
        default: nil
        }
    }
}
