import Packets

/// RTSP messages (RFC 2326).
extension Dissector {
    mutating func rtsp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "rtsp"
        put(": ")
        let methods: StaticString = """
            OPTIONS DESCRIBE ANNOUNCE SETUP PLAY PAUSE TEARDOWN GET_PARAMETER SET_PARAMETER REDIRECT \
            RECORD
            """
        try textProtocol("RTSP", bytes, length, commands: methods, status: .second)
    }
}
