import Packets

/// The precision time protocol (IEEE 1588), version 2: a header of 34 bytes, then times by the kind of message.
///
///     | sdo, kind | version | length: 2 | domain | minor | flags: 2 | correction: 8 | reserved: 4 |
///     | clock: 8, port: 2 | sequence: 2 | control | interval |
enum PTP {
    /// The header of all messages (IEEE 1588-2008 13.3); the origin's time or the first port follows it.
    struct Header: ~Escapable {
        static let length = 34
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Which message, 4 bits.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0x0F } }
        /// 1: as version 1 over Ethernet, too.
        var transport: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Octets.
        var messageLength: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var domain: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Reserved when this version was made.
        var minor: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var flags: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// Nanoseconds.
        var correction: UInt64 { get throws(Truncation) { try bytes.u48(8) } }
        /// 65536ths of a nanosecond.
        var subCorrection: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
        var reserved: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        /// Who sends.
        var clock: UInt64 { get throws(Truncation) { try bytes.u64(20) } }
        var port: UInt16 { get throws(Truncation) { try bytes.u16(28) } }
        var sequence: UInt16 { get throws(Truncation) { try bytes.u16(30) } }
        var control: UInt8 { get throws(Truncation) { try bytes.u8(32) } }
        /// Between messages: a power of two, seconds.
        var interval: UInt8 { get throws(Truncation) { try bytes.u8(33) } }
    }

    /// Messages that say a time (IEEE 1588-2008 13.6 to 13.10), their header first.
    struct Timed: ~Escapable {
        /// Where the port begins whose message is answered.
        static let port = 44
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var seconds: UInt64 { get throws(Truncation) { try bytes.u48(34) } }
        var nanoseconds: UInt32 { get throws(Truncation) { try bytes.u32(40) } }
    }

    /// A clock and one of its ports (IEEE 1588-2008 5.3.5).
    struct PortIdentity: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var clock: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
        var port: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
    }

    /// What a clock says of itself (IEEE 1588-2008 13.5), the header first.
    struct Announce: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var seconds: UInt64 { get throws(Truncation) { try bytes.u48(34) } }
        var nanoseconds: UInt32 { get throws(Truncation) { try bytes.u32(40) } }
        /// Seconds.
        var utcOffset: UInt16 { get throws(Truncation) { try bytes.u16(44) } }
        var reserved: UInt8 { get throws(Truncation) { try bytes.u8(46) } }
        var priority1: UInt8 { get throws(Truncation) { try bytes.u8(47) } }
        var clockClass: UInt8 { get throws(Truncation) { try bytes.u8(48) } }
        var accuracy: UInt8 { get throws(Truncation) { try bytes.u8(49) } }
        var variance: UInt16 { get throws(Truncation) { try bytes.u16(50) } }
        var priority2: UInt8 { get throws(Truncation) { try bytes.u8(52) } }
        var grandmaster: UInt64 { get throws(Truncation) { try bytes.u64(53) } }
        var stepsRemoved: UInt16 { get throws(Truncation) { try bytes.u16(61) } }
        /// Of the time.
        var source: UInt8 { get throws(Truncation) { try bytes.u8(63) } }
    }

    /// Management (IEEE 1588-2008 15.4.1), the header first.
    struct Management: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Boundaries that it may pass: at the start above, left below, 8 bits each.
        var hops: UInt16 { get throws(Truncation) { try bytes.u16(44) } }
        /// Which action above, reserved below, 8 bits each.
        var action: UInt16 { get throws(Truncation) { try bytes.u16(46) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ptp"
        if length < Header.length {
            d.put(" [length ", length, " < 34]")
            return d.markInvalid()
        }
        let message = Header(bytes)
        let version = try message.version
        d.put("PTPv", version)
        if version == 1 { return d.put(" (not implemented)") }
        if version != 2 { return }
        try header(&d, message)
        try body(&d, try message.type, bytes)
    }

    private static func header(_ d: inout Dissector, _ header: Header) throws(Truncation) {
        let (transport, type) = try (header.transport, header.type)
        d.put(", v1 compat : ")
        d.put(transport == 1 ? "yes" : "no")
        d.put(", msg type : ")
        d.put(PTP.kindName(type))
        d.put(" msg")
        d.put(", length : ", try header.messageLength)
        let (domain, minor) = (try header.domain, try header.minor)
        d.put(", domain : ", domain)
        d.put(", reserved1 : ", minor)
        try flags(&d, header.flags)
        d.put(", NS correction : ", try header.correction)
        d.put(", sub NS correction : ", try header.subCorrection)
        d.put(", reserved2 : ", try header.reserved)
        d.put(", clock identity : 0x", hex: try header.clock)
        d.put(", port id : ", try header.port)
        d.put(", seq id : ", try header.sequence)
        let control = try header.control
        d.put(", control : ", control, " (")
        d.put(PTP.control(control))
        d.put(")")
        d.put(", log message interval : ", try header.interval)
    }

    private static func flags(_ d: inout Dissector, _ flags: UInt16) {
        d.put(", Flags [")
        d.put(
            flags: UInt32(flags),
            [
                (0x0001, "l1 61"), (0x0002, "l1 59"), (0x0004, "utc reasonable"), (0x0008, "timescale"),
                (0x0010, "time tracable"), (0x0020, "frequency tracable"), (0x0100, "alternate master"),
                (0x0200, "two step"), (0x0400, "unicast"), (0x1000, "profile specific 1"),
                (0x2000, "profile specific 2"), (0x4000, "security mask"), (0x88C0, "unknown"),
            ])
        d.put("]")
    }

    private static func body(_ d: inout Dissector, _ kind: UInt8, _ bytes: RawSpan) throws(Truncation) {
        switch kind {
        case 0, 1: try time(&d, "originTimeStamp", bytes)
        case 8: try time(&d, "preciseOriginTimeStamp", bytes)
        case 2, 10:
            try time(&d, "preciseOriginTimeStamp", bytes)
            try port(&d, bytes, Timed.port)
        case 3, 9:
            try time(&d, "receiveTimeStamp", bytes)
            try port(&d, bytes, Timed.port)
        case 11: try announce(&d, bytes)
        case 12: try port(&d, bytes, Header.length)
        case 13:
            try port(&d, bytes, Header.length)
            let management = Management(bytes)
            let hops = try management.hops
            d.put(", start boundary hops : ", hops >> 8)
            d.put(", boundary hops : ", hops & 0xFF)
            let action = try management.action
            d.put(", flags : 0x", hex: action >> 8)
            d.put(", reserved : 0x", hex: action & 0xFF)
        default: break
        }
    }

    /// Six bytes of seconds, four of nanoseconds.
    private static func time(_ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan) throws(Truncation) {
        d.put(", ")
        d.put(title)
        d.put(" :")
        d.put(" ", try Timed(bytes).seconds, " seconds,")
        d.put(" ", try Timed(bytes).nanoseconds)
        d.put(" nanoseconds")
    }

    private static func port(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        let identity = PortIdentity(try bytes.from(offset))
        d.put(", port identity : 0x", hex: try identity.clock)
        d.put(", port id : ", try identity.port)
    }

    private static func announce(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let announce = Announce(bytes)
        d.put(", originTimeStamp : ", try announce.seconds, " seconds")
        d.put(" ", try announce.nanoseconds, " nanoseconds")
        d.put(", origin cur utc :", try announce.utcOffset)
        d.put(", rsvd : ", try announce.reserved)
        d.put(", gm priority_1 : ", try announce.priority1)
        d.put(", gm clock class : ", try announce.clockClass)
        d.put(", gm clock accuracy : ", try announce.accuracy)
        d.put(", gm clock variance : ", try announce.variance)
        d.put(", gm priority_2 : ", try announce.priority2)
        d.put(", gm clock id : 0x", hex: try announce.grandmaster)
        d.put(", steps removed : ", try announce.stepsRemoved)
        d.put(", time source : 0x", hex: try announce.source)
    }

    private static func kindName(_ kind: UInt8) -> StaticString {
        switch kind {
        case 0: "sync"
        case 1: "delay req"
        case 2: "peer delay req"
        case 3: "peer delay resp"
        case 8: "follow up"
        case 9: "delay resp"
        case 10: "pdelay resp fup"
        case 11: "announce"
        case 12: "signalling"
        case 13: "management"
        default: "Reserved"
        }
    }

    private static func control(_ control: UInt8) -> StaticString {
        switch control {
        case 0: "Sync"
        case 1: "Delay_Req"
        case 2: "Follow_Up"
        case 3: "Delay_Resp"
        case 4: "Management"
        case 5: "Other"
        default: "Reserved"
        }
    }
}
