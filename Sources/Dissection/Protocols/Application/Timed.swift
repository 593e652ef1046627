import Packets

/// The time synchronisation protocol of BSD's timed.
enum Timed {
    ///      0      1     2         4             8              12
    ///     +------+-----+---------+-------------+--------------+----------------+
    ///     | type | ver | seq     | seconds     | microseconds | name, 64 bytes |
    ///     +------+-----+---------+-------------+--------------+----------------+
    struct Header: ~Escapable {
        static let name = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// In the place of the time, in messages of a loop.
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var seconds: Int32 { get throws(Truncation) { Int32(bitPattern: try bytes.u32(4)) } }
        var microseconds: Int32 { get throws(Truncation) { Int32(bitPattern: try bytes.u32(8)) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "timed"
        let header = Header(bytes)
        let type = try header.type
        d.put(name(type), or: "(tsp_type 0x", hex: type, 1, ")")
        d.put(" vers ", try header.version)
        d.put(" seq ", try header.sequence)
        switch type {
        case 24: d.put(" hopcnt ", try header.hops)
        case 1, 5, 22, 23: try time(&d, header)
        default: break
        }
        d.put(" name ")
        let rest = try bytes.from(Header.name)
        if !d.put(text: rest, terminated: true) {
            throw Truncation(offset: Header.name, need: rest.byteCount + 1, have: rest.byteCount)
        }
    }

    /// Seconds and microseconds have signs of their own; together they are one number.
    private static func time(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        var seconds = try header.seconds
        var rest = try header.microseconds
        d.put(" time ")
        if rest < 0 {
            seconds &+= 1
            rest = 0 &- rest
        }
        if seconds < 0 && rest > 0 {
            seconds &+= 1
            rest = 1_000_000 &- rest
            if seconds == 0 { d.put("-") }
        }
        d.put(Int(seconds))
        d.put(".")
        if rest < 0 {
            d.put(Int(rest))
        } else {
            d.put(zeroed: UInt32(rest), width: 6)
        }
    }

    private static func name(_ type: UInt8) -> StaticString? {
        switch type {
        case 0: "TSP_ANY"
        case 1: "TSP_ADJTIME"
        case 2: "TSP_ACK"
        case 3: "TSP_MASTERREQ"
        case 4: "TSP_MASTERACK"
        case 5: "TSP_SETTIME"
        case 6: "TSP_MASTERUP"
        case 7: "TSP_SLAVEUP"
        case 8: "TSP_ELECTION"
        case 9: "TSP_ACCEPT"
        case 10: "TSP_REFUSE"
        case 11: "TSP_CONFLICT"
        case 12: "TSP_RESOLVE"
        case 13: "TSP_QUIT"
        case 14: "TSP_DATE"
        case 15: "TSP_DATEREQ"
        case 16: "TSP_DATEACK"
        case 17: "TSP_TRACEON"
        case 18: "TSP_TRACEOFF"
        case 19: "TSP_MSITE"
        case 20: "TSP_MSITEREQ"
        case 21: "TSP_TEST"
        case 22: "TSP_SETDATE"
        case 23: "TSP_SETDATEREQ"
        case 24: "TSP_LOOP"
        default: nil
        }
    }
}
