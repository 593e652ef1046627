import Packets

/// The control connection of the point-to-point tunnelling protocol (RFC 2637 2): messages of fixed fields.
///
///      0         2         4               8         10        12
///     +---------+---------+---------------+---------+---------+------- - -
///     | length  | type    | magic cookie  | message | reserved| fields
///     +---------+---------+---------------+---------+---------+------- - -
enum PPTP {
    struct Header: ~Escapable {
        static var length: Int { 12 }
        static var magic: UInt32 { 0x1A2B_3C4D }
        let bytes: RawSpan

        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Bytes of the whole message.
        var messageLength: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Control or management.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var cookie: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var message: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        d.layer = "pptp"
        d.put(": pptp")
        let header = Header(bytes)
        if d.verbose {
            d.put(" Length=", try header.messageLength)
            switch try header.type {
            case 1: d.put(" CTRL-MSG")
            case 2: d.put(" MGMT-MSG")
            default: d.put(" UNKNOWN-MSG-TYPE")
            }
        }
        let cookie = try header.cookie
        if cookie != Header.magic { d.put(" UNEXPECTED Magic-Cookie!!(", hex: cookie, 8, ")") }
        if d.verbose || cookie != Header.magic { d.put(" Magic-Cookie=", hex: cookie, 8) }
        let message = try header.message
        if let name = name(message) {
            d.put(" CTRL_MSGTYPE=")
            d.put(name)
        } else {
            d.put(" UNKNOWN_CTRL_MSGTYPE(", message, ")")
        }
        let reserved = try header.reserved
        mustBeZero(&d, UInt32(reserved))
        try printFields(&d, message, bytes.from(Header.length))
    }

    private static func mustBeZero(_ d: inout Dissector, _ value: UInt32) {
        if value != 0 { d.put(" [ERROR: reserved=", value, " must be zero]") }
    }

    /// The fields of each message, in the order of the wire; offsets count from the header's end.
    private static func printFields(_ d: inout Dissector, _ message: UInt16, _ body: RawSpan) throws(Truncation) {
        switch message {
        case 1: try printStart(&d, body, isReply: false)
        case 2: try printStart(&d, body, isReply: true)
        case 3:
            try printReason(&d, body)
            try reserved8(&d, Stop(body).firstReserved)
            try reserved16(&d, Stop(body).reserved)
        case 4:
            try printResult(&d, Stop(body).result, message)
            try printError(&d, Stop(body).error)
            try reserved16(&d, Stop(body).reserved)
        case 5: d.put(" ID(", try Echo(body).identifier, ")")
        case 6:
            d.put(" ID(", try Echo(body).identifier, ")")
            try printResult(&d, Echo(body).result, message)
            try printError(&d, Echo(body).error)
            try reserved16(&d, Echo(body).reserved)
        case 7: try printOutgoingRequest(&d, body)
        case 8: try printOutgoingReply(&d, body)
        case 9: try printIncomingRequest(&d, body)
        case 10:
            try number(&d, IncomingReply(body).call, " CALL_ID(")
            try number(&d, IncomingReply(body).peer, " PEER_CALL_ID(")
            try printResult(&d, IncomingReply(body).result, message)
            try printError(&d, IncomingReply(body).error)
            try number(&d, IncomingReply(body).window, " RECV_WIN(")
            try number(&d, IncomingReply(body).delay, " PROC_DELAY(")
            try reserved16(&d, IncomingReply(body).reserved)
        case 11:
            try number(&d, Connected(body).peer, " PEER_CALL_ID(")
            try reserved16(&d, Connected(body).reserved)
            d.put(" CONN_SPEED(", try Connected(body).speed, ")")
            try number(&d, Connected(body).window, " RECV_WIN(")
            try number(&d, Connected(body).delay, " PROC_DELAY(")
            try printFraming(&d, Connected(body).framing)
        case 12:
            try number(&d, Clear(body).call, " CALL_ID(")
            try reserved16(&d, Clear(body).reserved)
        case 13:
            try number(&d, Disconnected(body).call, " CALL_ID(")
            try printResult(&d, Disconnected(body).result, message)
            try printError(&d, Disconnected(body).error)
            try number(&d, Disconnected(body).cause, " CAUSE_CODE(")
            try reserved16(&d, Disconnected(body).reserved)
            try text(&d, body, Disconnected.statistics, Disconnected.textLength, " CALL_STATS(")
        case 14: try printWANErrors(&d, body)
        case 15:
            try number(&d, LinkInformation(body).peer, " PEER_CALL_ID(")
            try reserved16(&d, LinkInformation(body).reserved)
            d.put(" SEND_ACCM(0x", hex: try LinkInformation(body).sendMap, 8, ")")
            d.put(" RECV_ACCM(0x", hex: try LinkInformation(body).receiveMap, 8, ")")
        default: break
        }
    }

    /// RFC 2637 2.1 and 2.2.
    private static func printStart(_ d: inout Dissector, _ body: RawSpan, isReply: Bool) throws(Truncation) {
        let version = try Start(body).version
        d.put(" PROTO_VER(", version >> 8, ".")
        d.put("", version & 0xFF, ")")
        if isReply {
            try printResult(&d, Start(body).result, 2)
            try printError(&d, Start(body).error)
        } else {
            try reserved16(&d, Start(body).reserved)
        }
        d.put(" FRAME_CAP(")
        let framing = try Start(body).framing
        if framing & 1 != 0 { d.put("A") }
        if framing & 2 != 0 { d.put("S") }
        d.put(")")
        let bearer = try Start(body).bearer
        d.put(" BEARER_CAP(")
        if bearer & 2 != 0 { d.put("D") }
        if bearer & 1 != 0 { d.put("A") }
        d.put(")")
        try number(&d, Start(body).channels, " MAX_CHAN(")
        try number(&d, Start(body).firmware, " FIRM_REV(")
        try text(&d, body, Start.host, Start.textLength, " HOSTNAME(")
        try text(&d, body, Start.vendor, Start.textLength, " VENDOR(")
    }

    /// RFC 2637 2.7.
    private static func printOutgoingRequest(_ d: inout Dissector, _ body: RawSpan) throws(Truncation) {
        try number(&d, Outgoing(body).call, " CALL_ID(")
        try number(&d, Outgoing(body).serial, " CALL_SER_NUM(")
        d.put(" MIN_BPS(", try Outgoing(body).minimumSpeed, ")")
        d.put(" MAX_BPS(", try Outgoing(body).maximumSpeed, ")")
        try printBearer(&d, Outgoing(body).bearer)
        try printFraming(&d, Outgoing(body).framing)
        try number(&d, Outgoing(body).window, " RECV_WIN(")
        try number(&d, Outgoing(body).delay, " PROC_DELAY(")
        try number(&d, Outgoing(body).numberLength, " PHONE_NO_LEN(")
        try reserved16(&d, Outgoing(body).reserved)
        try text(
            &d, body, Outgoing.number, Swift.min(Outgoing.textLength, Int(Outgoing(body).numberLength)), " PHONE_NO(")
        try text(&d, body, Outgoing.subaddress, Outgoing.textLength, " SUB_ADDR(")
    }

    /// RFC 2637 2.8.
    private static func printOutgoingReply(_ d: inout Dissector, _ body: RawSpan) throws(Truncation) {
        try number(&d, OutgoingReply(body).call, " CALL_ID(")
        try number(&d, OutgoingReply(body).peer, " PEER_CALL_ID(")
        try printResult(&d, OutgoingReply(body).result, 8)
        try printError(&d, OutgoingReply(body).error)
        try number(&d, OutgoingReply(body).cause, " CAUSE_CODE(")
        d.put(" CONN_SPEED(", try OutgoingReply(body).speed, ")")
        try number(&d, OutgoingReply(body).window, " RECV_WIN(")
        try number(&d, OutgoingReply(body).delay, " PROC_DELAY(")
        d.put(" PHY_CHAN_ID(", try OutgoingReply(body).channel, ")")
    }

    /// RFC 2637 2.9.
    private static func printIncomingRequest(_ d: inout Dissector, _ body: RawSpan) throws(Truncation) {
        try number(&d, Incoming(body).call, " CALL_ID(")
        try number(&d, Incoming(body).serial, " CALL_SER_NUM(")
        try printBearer(&d, Incoming(body).bearer)
        d.put(" PHY_CHAN_ID(", try Incoming(body).channel, ")")
        try number(&d, Incoming(body).dialedLength, " DIALED_NO_LEN(")
        try number(&d, Incoming(body).dialingLength, " DIALING_NO_LEN(")
        try text(&d, body, Incoming.dialed, Incoming.textLength, " DIALED_NO(")
        try text(&d, body, Incoming.dialing, Incoming.textLength, " DIALING_NO(")
        try text(&d, body, Incoming.subaddress, Incoming.textLength, " SUB_ADDR(")
    }

    /// RFC 2637 2.14.
    private static func printWANErrors(_ d: inout Dissector, _ body: RawSpan) throws(Truncation) {
        try number(&d, CallErrors(body).peer, " PEER_CALL_ID(")
        try reserved16(&d, CallErrors(body).reserved)
        d.put(" CRC_ERR(", try CallErrors(body).checksum, ")")
        d.put(" FRAMING_ERR(", try CallErrors(body).framing, ")")
        d.put(" HARDWARE_OVERRUN(", try CallErrors(body).hardware, ")")
        d.put(" BUFFER_OVERRUN(", try CallErrors(body).buffer, ")")
        d.put(" TIMEOUT_ERR(", try CallErrors(body).timeouts, ")")
        d.put(" ALIGN_ERR(", try CallErrors(body).alignment, ")")
    }

    private static func name(_ message: UInt16) -> StaticString? {
        switch message {
        case 0: "NOT_DEFINED"
        case 1: "SCCRQ"
        case 2: "SCCRP"
        case 3: "StopCCRQ"
        case 4: "StopCCRP"
        case 5: "ECHORQ"
        case 6: "ECHORP"
        case 7: "OCRQ"
        case 8: "OCRP"
        case 9: "ICRQ"
        case 10: "ICRP"
        case 11: "ICCN"
        case 12: "CCRQ"
        case 13: "CDN"
        case 14: "WEN"
        case 15: "SLI"
        default: nil
        }
    }
}

// MARK: - Fields

extension PPTP {
    private static func number(
        _ d: inout Dissector, _ value: UInt16, _ name: StaticString
    ) {
        d.put(name, value, ")")
    }

    private static func text(
        _ d: inout Dissector, _ body: RawSpan, _ offset: Int, _ count: Int, _ name: StaticString
    ) throws(Truncation) {
        d.put(name)
        try d.put(text: body, at: offset, count, terminated: true)
        d.put(")")
    }

    private static func reserved8(_ d: inout Dissector, _ value: UInt8) {
        mustBeZero(&d, UInt32(value))
    }

    private static func reserved16(_ d: inout Dissector, _ value: UInt16) {
        mustBeZero(&d, UInt32(value))
    }

    private static func printBearer(_ d: inout Dissector, _ value: UInt32) {
        d.put(" BEARER_TYPE(")
        switch value {
        case 1: d.put("A")
        case 2: d.put("D")
        case 3: d.put("Any")
        default: d.put("?")
        }
        d.put(")")
    }

    private static func printFraming(_ d: inout Dissector, _ value: UInt32) {
        d.put(" FRAME_TYPE(")
        switch value {
        case 1: d.put("A")
        case 2: d.put("S")
        case 3: d.put("E")
        default: d.put("?")
        }
        d.put(")")
    }

    private static func printReason(_ d: inout Dissector, _ body: RawSpan) throws(Truncation) {
        let reason = try Stop(body).reason
        d.put(" REASON(", reason)
        if d.verbose {
            switch reason {
            case 1: d.put(":None")
            case 2: d.put(":Stop-Protocol")
            case 3: d.put(":Stop-Local-Shutdown")
            default: d.put(":?")
            }
        }
        d.put(")")
    }

    private static func printError(_ d: inout Dissector, _ code: UInt8) {
        d.put(" ERR_CODE(", code)
        if d.verbose {
            d.put(":")
            switch code {
            case 0: d.put("None")
            case 1: d.put("Not-Connected")
            case 2: d.put("Bad-Format")
            case 3: d.put("Bad-Value")
            case 4: d.put("No-Resource")
            case 5: d.put("Bad-Call-ID")
            case 6: d.put("PAC-Error")
            default: d.put("?")
            }
        }
        d.put(")")
    }

    private static func printResult(
        _ d: inout Dissector, _ code: UInt8, _ message: UInt16
    ) {
        d.put(" RESULT_CODE(", code)
        if d.verbose {
            d.put(":")
            d.put(resultName(message, code) ?? "?")
        }
        d.put(")")
    }

    private static func resultName(_ message: UInt16, _ code: UInt8) -> StaticString? {
        switch (message, code) {
        case (2, 1): "Successful channel establishment"
        case (2, 2): "General error"
        case (2, 3): "Command channel already exists"
        case (2, 4): "Requester is not authorized to establish a command channel"
        case (2, 5): "The protocol version of the requester is not supported"
        case (4, 1), (6, 1): "OK"
        case (4, 2), (6, 2): "General Error"
        case (8, 1): "Connected"
        case (8, 2): "General Error"
        case (8, 3): "No Carrier"
        case (8, 4): "Busy"
        case (8, 5): "No Dial Tone"
        case (8, 6): "Time-out"
        case (8, 7): "Do Not Accept"
        case (10, 1): "Connect"
        case (10, 2): "General Error"
        case (10, 3): "Do Not Accept"
        case (13, 1): "Lost Carrier"
        case (13, 2): "General Error"
        case (13, 3): "Admin Shutdown"
        case (13, 4): "Request"
        default: nil
        }
    }
}
