import Packets

/// SIP messages (RFC 3261).
extension Dissector {
    mutating func sip(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "sip"
        let methods: StaticString = """
            ACK BYE CANCEL DO INFO INVITE MESSAGE NOTIFY OPTIONS PRACK PUBLISH QAUTH REFER REGISTER \
            SPRACK SUBSCRIBE UPDATE
            """
        try textProtocol("SIP", bytes, length, commands: methods, status: .second)
    }
}
