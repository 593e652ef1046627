import Packets

/// Cisco's NetFlow, versions 1, 5 and 6 (NetFlow Export Datagram Formats), which `-T cnfp` makes of a datagram.
enum NetFlow {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// tcpdump reads four octets, of which the count of records is the first half.
        var count: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
        /// Milliseconds.
        var uptime: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var seconds: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var nanoseconds: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        static func size(_ version: UInt16) -> Int { version == 1 ? 16 : 24 }
    }

    struct Record: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets; tcpdump takes those of version 5 for as long as those of version 6.
        static func size(_ version: UInt16) -> Int { version == 1 ? 48 : 52 }
        var source: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var destination: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var nextHop: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var packets: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var octets: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        /// Milliseconds.
        var started: UInt32 { get throws(Truncation) { try bytes.u32(24) } }
        /// Milliseconds.
        var last: UInt32 { get throws(Truncation) { try bytes.u32(28) } }
        var sourcePort: UInt16 { get throws(Truncation) { try bytes.u16(32) } }
        var destinationPort: UInt16 { get throws(Truncation) { try bytes.u16(34) } }
        /// Behind the ports version 1 has another order.
        func ipProtocol(_ version: UInt16) throws(Truncation) -> UInt8 { try bytes.u8(38) }
        func service(_ version: UInt16) throws(Truncation) -> UInt8 { try bytes.u8(39) }
        func flags(_ version: UInt16) throws(Truncation) -> UInt8 { try bytes.u8(version == 1 ? 40 : 37) }
        var sourceSystem: UInt16 { get throws(Truncation) { try bytes.u16(40) } }
        var destinationSystem: UInt16 { get throws(Truncation) { try bytes.u16(42) } }
        var sourceBits: UInt8 { get throws(Truncation) { try bytes.u8(44) } }
        var destinationBits: UInt8 { get throws(Truncation) { try bytes.u8(45) } }
        var encapsulations: UInt16 { get throws(Truncation) { try bytes.u16(46) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "cnfp"
        let header = Header(bytes)
        let version = try header.version
        guard version == 1 || version == 5 || version == 6 else { return d.put("NetFlow v", hex: version) }
        try bytes.require(Header.size(version), at: 0)
        d.put("NetFlow v", version)
        let (count, uptime) = (try header.count, try header.uptime)
        d.put(", ", uptime / 1000, ".")
        d.put(zeroed: uptime % 1000, width: 3)
        d.put(" uptime, ", try header.seconds, ".")
        d.put(zeroed: try header.nanoseconds, width: 9)
        d.put(", ")
        if version != 1 { d.put("#", try header.sequence, ", ") }
        d.put("", count, " recs")
        var offset = Header.size(version)
        var left = count
        while left > 0 {
            try bytes.require(Record.size(version), at: offset)
            try record(&d, Record(bytes.from(offset)), version)
            offset += Record.size(version)
            left -= 1
        }
    }

    private static func record(
        _ d: inout Dissector, _ record: borrowing Record, _ version: UInt16
    ) throws(Truncation) {
        let (started, last) = (try record.started, try record.last)
        d.put("\n  started ", started / 1000, ".")
        d.put(zeroed: started % 1000, width: 3)
        d.put(", last ", last / 1000, ".")
        d.put(zeroed: last % 1000, width: 3)
        d.put("\n    ", host: try record.source)
        if version != 1 {
            d.put("/", try record.sourceBits, ":")
            d.put(try record.sourceSystem)
        }
        d.put(":", try record.sourcePort, " > ")
        d.put(host: try record.destination)
        if version != 1 {
            d.put("/", try record.destinationBits, ":")
            d.put(try record.destinationSystem)
        }
        d.put(":", try record.destinationPort, " >> ")
        d.put(host: try record.nextHop)
        d.put("\n    ")
        let proto = try record.ipProtocol(version)
        if !d.numeric, let name = Names.protocolName(proto) {
            d.put(name)
            d.put(" ")
        } else {
            d.put("", proto, " ")
        }
        if proto == 6 {
            let flags = try record.flags(version)
            let letters: InlineArray<6, (UInt8, StaticString)> = [
                (0x01, "F"), (0x02, "S"), (0x04, "R"), (0x08, "P"), (0x10, "A"), (0x20, "U"),
            ]
            for index in letters.indices where flags & letters[index].0 != 0 { d.put(letters[index].1) }
            if flags != 0 { d.put(" ") }
        }
        d.put("tos ", try record.service(version), ", ")
        d.put("", try record.packets, " (")
        d.put("", try record.octets, " octets) ")
        if version == 6 {
            let encapsulations = try record.encapsulations
            d.put("(", encapsulations >> 8, "<>")
            d.put("", encapsulations & 0xFF, " encaps)")
        }
    }
}
