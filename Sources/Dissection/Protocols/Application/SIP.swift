import Packets

/// SIP messages (RFC 3261).
enum SIP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "sip"
        let methods: StaticString = """
            ACK BYE CANCEL DO INFO INVITE MESSAGE NOTIFY OPTIONS PRACK PUBLISH QAUTH REFER REGISTER \
            SPRACK SUBSCRIBE UPDATE
            """
        try d.textProtocol("SIP", bytes, length, commands: methods, status: .second)
    }
}
