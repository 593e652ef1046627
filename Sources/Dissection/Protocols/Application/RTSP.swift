import Packets

/// RTSP messages (RFC 2326).
enum RTSP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "rtsp"
        d.put(": ")
        let methods: StaticString = """
            OPTIONS DESCRIBE ANNOUNCE SETUP PLAY PAUSE TEARDOWN GET_PARAMETER SET_PARAMETER REDIRECT \
            RECORD
            """
        try d.textProtocol("RTSP", bytes, length, commands: methods, status: .second)
    }
}
