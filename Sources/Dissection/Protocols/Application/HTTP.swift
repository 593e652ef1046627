import Packets

/// HTTP/1 messages (RFC 9112), WebDAV's methods too (RFC 4918).
enum HTTP {
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "http"
        d.put(": ")
        let methods: StaticString = """
            GET PUT COPY HEAD LOCK MOVE POLL POST BCOPY BMOVE MKCOL TRACE LABEL MERGE DELETE SEARCH \
            UNLOCK REPORT UPDATE NOTIFY BDELETE CONNECT OPTIONS CHECKIN PROPFIND CHECKOUT CCM_POST \
            SUBSCRIBE PROPPATCH BPROPFIND BPROPPATCH UNCHECKOUT MKACTIVITY MKWORKSPACE UNSUBSCRIBE \
            RPC_CONNECT VERSION-CONTROL BASELINE-CONTROL
            """
        try d.textProtocol("HTTP", bytes, length, commands: methods, status: .second)
    }
}
