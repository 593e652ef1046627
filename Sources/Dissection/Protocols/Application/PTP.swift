import Packets

/// The precision time protocol (IEEE 1588), version 2: a header of 34 bytes, then times by the kind of message.
///
///     | sdo, kind | version | length: 2 | domain | minor | flags: 2 | correction: 8 | reserved: 4 |
///     | clock: 8, port: 2 | sequence: 2 | control | interval |
enum PTP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ptp"
        if length < 34 {
            d.put(" [length ", length, " < 34]")
            return d.markInvalid()
        }
        let version = try bytes.u8(1)
        d.put("PTPv", version)
        if version == 1 { return d.put(" (not implemented)") }
        if version != 2 { return }
        try header(&d, bytes)
        try body(&d, try bytes.u8(0) & 0x0F, bytes)
    }

    private static func header(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let first = try bytes.u8(0)
        d.put(", v1 compat : ")
        d.put(first >> 4 == 1 ? "yes" : "no")
        d.put(", msg type : ")
        d.put(PTP.kindName(first & 0x0F))
        d.put(" msg")
        d.put(", length : ", try bytes.u16(2))
        d.put(", domain : ", try bytes.u8(4))
        d.put(", reserved1 : ", try bytes.u8(5))
        try flags(&d, bytes.u16(6))
        d.put(", NS correction : ", try bytes.u48(8))
        d.put(", sub NS correction : ", try bytes.u16(14))
        d.put(", reserved2 : ", try bytes.u32(16))
        d.put(", clock identity : 0x", hex: try bytes.u64(20))
        d.put(", port id : ", try bytes.u16(28))
        d.put(", seq id : ", try bytes.u16(30))
        let control = try bytes.u8(32)
        d.put(", control : ", control, " (")
        d.put(PTP.control(control))
        d.put(")")
        d.put(", log message interval : ", try bytes.u8(33))
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
            try port(&d, bytes, 44)
        case 3, 9:
            try time(&d, "receiveTimeStamp", bytes)
            try port(&d, bytes, 44)
        case 11: try announce(&d, bytes)
        case 12: try port(&d, bytes, 34)
        case 13:
            try port(&d, bytes, 34)
            let hops = try bytes.u16(44)
            d.put(", start boundary hops : ", hops >> 8)
            d.put(", boundary hops : ", hops & 0xFF)
            let rest = try bytes.u16(46)
            d.put(", flags : 0x", hex: rest >> 8)
            d.put(", reserved : 0x", hex: rest & 0xFF)
        default: break
        }
    }

    /// Six bytes of seconds, four of nanoseconds.
    private static func time(_ d: inout Dissector, _ title: StaticString, _ bytes: RawSpan) throws(Truncation) {
        d.put(", ")
        d.put(title)
        d.put(" :")
        d.put(" ", try bytes.u48(34), " seconds,")
        d.put(" ", try bytes.u32(40))
        d.put(" nanoseconds")
    }

    private static func port(_ d: inout Dissector, _ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        d.put(", port identity : 0x", hex: try bytes.u64(offset))
        d.put(", port id : ", try bytes.u16(offset + 8))
    }

    private static func announce(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.put(", originTimeStamp : ", try bytes.u48(34), " seconds")
        d.put(" ", try bytes.u32(40), " nanoseconds")
        d.put(", origin cur utc :", try bytes.u16(44))
        d.put(", rsvd : ", try bytes.u8(46))
        d.put(", gm priority_1 : ", try bytes.u8(47))
        d.put(", gm clock class : ", try bytes.u8(48))
        d.put(", gm clock accuracy : ", try bytes.u8(49))
        d.put(", gm clock variance : ", try bytes.u16(50))
        d.put(", gm priority_2 : ", try bytes.u8(52))
        d.put(", gm clock id : 0x", hex: try bytes.u64(53))
        d.put(", steps removed : ", try bytes.u16(61))
        d.put(", time source : 0x", hex: try bytes.u8(63), 2)
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
