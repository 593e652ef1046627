import Packets

/// The multipoint MAC control protocol of passive optical networks (IEEE 802.3 clause 64), and the pause that shares
/// its ether type.
///
///     | operation: 2 | time: 4 | by operation |
enum MultipointControl {
    /// What each unit begins with.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 6 }
        var operation: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// In units of 16 ns.
        var time: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
    }

    /// A request to register, behind the header.
    struct RegisterRequest: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1 register, 3 de-register.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var pendingGrants: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// The answer to it.
    struct Register: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 6 }
        var assignedPort: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// In units of 16 ns.
        var syncTime: UInt16 { get throws(Truncation) { try bytes.u16(3) } }
        /// Echoed.
        var pendingGrants: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
    }

    /// What closes the exchange.
    struct Acknowledgement: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 5 }
        /// Bit 0: accepted.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Echoed.
        var assignedPort: UInt16 { get throws(Truncation) { try bytes.u16(1) } }
        /// Echoed, in units of 16 ns.
        var syncTime: UInt16 { get throws(Truncation) { try bytes.u16(3) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "mpcp"
        if length < Header.length { return d.markTruncated() }
        try bytes.require(Header.length, at: 0)
        let header = Header(bytes)
        let operation = try header.operation
        d.put("MPCP, Opcode ")
        d.put(name(operation), or: "Unknown (", operation, name(operation) == nil ? ")" : "")
        if operation != 1 { d.put(", Timestamp ", try header.time, " ticks") }
        d.put(", length ", length)
        guard d.verbose else { return }
        let rest = try bytes.from(Header.length)
        switch operation {
        case 1: break
        case 2: try gate(&d, rest)
        case 3: try report(&d, rest)
        case 4:
            let request = RegisterRequest(rest)
            let (flags, grants) = (try request.flags, try request.pendingGrants)
            d.put("\n\tFlags [ ")
            d.put(flags: UInt32(flags), [(1, "Register"), (3, "De-Register")], none: "Reserved")
            d.put(" ], Pending-Grants ", grants)
        case 5: try register(&d, rest)
        case 6:
            try rest.require(Acknowledgement.length, at: 0)
            let unit = Acknowledgement(rest)
            d.put("\n\tEchoed-Assigned-Port ", try unit.assignedPort, ", Flags [ ")
            d.put(try unit.flags & 1 != 0 ? "ACK" : "Reserved")
            d.put(" ]\n\tEchoed-Sync-Time ", try unit.syncTime, " ticks")
        default: try d.dumpValue(bytes, 0, length, lead: "\n\t")
        }
    }

    private static func name(_ operation: UInt16) -> StaticString? {
        switch operation {
        case 1: "Pause"
        case 2: "Gate"
        case 3: "Report"
        case 4: "Register Request"
        case 5: "Register"
        case 6: "Register ACK"
        default: nil
        }
    }

    /// How many parts follow.
    struct Counts: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Of grants, 3 bits, with flags in the other ones.
        var grants: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Of a report.
        var sets: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    /// When a unit may send: a count with flags, so many grants, the time to synchronise.
    private static func gate(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let first = try Counts(bytes).grants
        let count = Int(first & 7)
        d.put("\n\tGrant Numbers ", count, ", Flags [ ")
        d.put(
            flags: UInt32(first & ~7),
            [
                (0x08, "Discovery"), (0x10, "Force Grant #1"), (0x20, "Force Grant #2"), (0x40, "Force Grant #3"),
                (0x80, "Force Grant #4"),
            ], none: "?")
        d.put(" ]")
        var offset = 1
        var grant = 1
        while grant <= count {
            try bytes.require(6, at: offset)
            d.put("\n\tGrant #", grant, ", Start-Time ")
            d.put("", try bytes.u32(offset), " ticks, duration ")
            d.put("", try bytes.u16(offset + 4), " ticks")
            offset += 6
            grant += 1
        }
        d.put("\n\tSync-Time ", try bytes.u16(offset), " ticks")
    }

    /// What waits in a unit's queues: sets, each a bitmap and a length for each of its bits.
    private static func report(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let sets = try Counts(bytes).sets
        d.put("\n\tTotal Queue-Sets ", sets)
        var offset = 1
        var left = sets
        // tcpdump leaves out the last set, and gives all of them the number of sets.
        while left > 1 {
            let bitmap = try bytes.u8(offset)
            d.put("\n\t  Queue-Set #", sets, ", Report-Bitmap [ ")
            d.put(
                flags: UInt32(bitmap),
                [
                    (0x01, "Q0"), (0x02, "Q1"), (0x04, "Q2"), (0x08, "Q3"), (0x10, "Q4"), (0x20, "Q5"), (0x40, "Q6"),
                    (0x80, "Q7"),
                ], none: "Unknown")
            d.put(" ]")
            offset += 1
            for queue in 1...8 where bitmap >> UInt8(queue - 1) & 1 != 0 {
                let duration = try bytes.u16(offset)
                d.put("\n\t    Q", queue, " Report, Duration ")
                d.put("", duration, " ticks")
                offset += 2
            }
            left -= 1
        }
    }

    private static func register(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        try bytes.require(Register.length, at: 0)
        let unit = Register(bytes)
        d.put("\n\tAssigned-Port ", try unit.assignedPort, ", Flags [ ")
        d.put(
            flags: UInt32(try unit.flags), [(1, "Re-Register"), (2, "De-Register"), (3, "ACK"), (4, "NACK")],
            none: "Reserved")
        d.put(" ]\n\tSync-Time ", try unit.syncTime, " ticks, Echoed-Pending-Grants ")
        d.put(try unit.pendingGrants)
    }
}
