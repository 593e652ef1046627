import Packets

/// The precision time protocol (IEEE 1588), version 2: a header of 34 bytes, then times by the kind of message.
///
///     | sdo, kind | version | length: 2 | domain | minor | flags: 2 | correction: 8 | reserved: 4 |
///     | clock: 8, port: 2 | sequence: 2 | control | interval |
extension Dissector {
    mutating func ptp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "ptp"
        if length < 34 {
            put(" [length ", length, " < 34]")
            return markInvalid()
        }
        let version = try bytes.u8(1)
        put("PTPv", version)
        if version == 1 { return put(" (not implemented)") }
        if version != 2 { return }
        try ptpHeader(bytes)
        try ptpBody(try bytes.u8(0) & 0x0F, bytes)
    }

    private mutating func ptpHeader(_ bytes: RawSpan) throws(Truncation) {
        let first = try bytes.u8(0)
        put(", v1 compat : ")
        put(first >> 4 == 1 ? "yes" : "no")
        put(", msg type : ")
        put(Dissector.ptpKind(first & 0x0F))
        put(" msg")
        put(", length : ", try bytes.u16(2))
        put(", domain : ", try bytes.u8(4))
        put(", reserved1 : ", try bytes.u8(5))
        try ptpFlags(bytes.u16(6))
        put(", NS correction : ", try bytes.u48(8))
        put(", sub NS correction : ", try bytes.u16(14))
        put(", reserved2 : ", try bytes.u32(16))
        put(", clock identity : 0x", hex: try bytes.u64(20))
        put(", port id : ", try bytes.u16(28))
        put(", seq id : ", try bytes.u16(30))
        let control = try bytes.u8(32)
        put(", control : ", control, " (")
        put(Dissector.ptpControl(control))
        put(")")
        put(", log message interval : ", try bytes.u8(33))
    }

    private mutating func ptpFlags(_ flags: UInt16) {
        put(", Flags [")
        put(
            flags: UInt32(flags),
            [
                (0x0001, "l1 61"), (0x0002, "l1 59"), (0x0004, "utc reasonable"), (0x0008, "timescale"),
                (0x0010, "time tracable"), (0x0020, "frequency tracable"), (0x0100, "alternate master"),
                (0x0200, "two step"), (0x0400, "unicast"), (0x1000, "profile specific 1"),
                (0x2000, "profile specific 2"), (0x4000, "security mask"), (0x88C0, "unknown"),
            ])
        put("]")
    }

    private mutating func ptpBody(_ kind: UInt8, _ bytes: RawSpan) throws(Truncation) {
        switch kind {
        case 0, 1: try ptpTime("originTimeStamp", bytes)
        case 8: try ptpTime("preciseOriginTimeStamp", bytes)
        case 2, 10:
            try ptpTime("preciseOriginTimeStamp", bytes)
            try ptpPort(bytes, 44)
        case 3, 9:
            try ptpTime("receiveTimeStamp", bytes)
            try ptpPort(bytes, 44)
        case 11: try ptpAnnounce(bytes)
        case 12: try ptpPort(bytes, 34)
        case 13:
            try ptpPort(bytes, 34)
            let hops = try bytes.u16(44)
            put(", start boundary hops : ", hops >> 8)
            put(", boundary hops : ", hops & 0xFF)
            let rest = try bytes.u16(46)
            put(", flags : 0x", hex: rest >> 8)
            put(", reserved : 0x", hex: rest & 0xFF)
        default: break
        }
    }

    /// Six bytes of seconds, four of nanoseconds.
    private mutating func ptpTime(_ title: StaticString, _ bytes: RawSpan) throws(Truncation) {
        put(", ")
        put(title)
        put(" :")
        put(" ", try bytes.u48(34), " seconds,")
        put(" ", try bytes.u32(40))
        put(" nanoseconds")
    }

    private mutating func ptpPort(_ bytes: RawSpan, _ offset: Int) throws(Truncation) {
        put(", port identity : 0x", hex: try bytes.u64(offset))
        put(", port id : ", try bytes.u16(offset + 8))
    }

    private mutating func ptpAnnounce(_ bytes: RawSpan) throws(Truncation) {
        put(", originTimeStamp : ", try bytes.u48(34), " seconds")
        put(" ", try bytes.u32(40), " nanoseconds")
        put(", origin cur utc :", try bytes.u16(44))
        put(", rsvd : ", try bytes.u8(46))
        put(", gm priority_1 : ", try bytes.u8(47))
        put(", gm clock class : ", try bytes.u8(48))
        put(", gm clock accuracy : ", try bytes.u8(49))
        put(", gm clock variance : ", try bytes.u16(50))
        put(", gm priority_2 : ", try bytes.u8(52))
        put(", gm clock id : 0x", hex: try bytes.u64(53))
        put(", steps removed : ", try bytes.u16(61))
        put(", time source : 0x", hex: try bytes.u8(63), 2)
    }

    private static func ptpKind(_ kind: UInt8) -> StaticString {
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

    private static func ptpControl(_ control: UInt8) -> StaticString {
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
