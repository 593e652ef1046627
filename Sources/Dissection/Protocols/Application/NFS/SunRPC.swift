import Packets

/// Remote procedure calls (RFC 5531).
///
///      0        4           8             12        16        20          24
///     +--------+-----------+-------------+---------+---------+-----------+------------+----------+-----------
///     | xid    | call (0)  | RPC version | program | version | procedure | credential | verifier | arguments
///     | xid    | reply (1) | accepted(0) | verifier: flavor, length, data | status     | results
///     | xid    | reply (1) | denied (1)  | reason  | ...
enum SunRPC {
    struct Header: ~Escapable {
        static var size: Int { 8 }
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }
        /// The transaction: a reply has that of its call.
        var transaction: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Call or reply.
        var direction: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    struct CallHeader: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }
        /// Octets up to the credential.
        static var length: Int { 32 }
        var transaction: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Of RPC: 2.
        var rpcVersion: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var program: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// Of the program, not of RPC.
        var version: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var procedure: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        /// Bytes of the credential; the verifier follows it.
        var credentialLength: UInt32 { get throws(Truncation) { try bytes.u32(28) } }
        static var credential: Int { 32 }

        /// Flavor and length in front of the verifier's data.
        private static var verifierHeader: Int { 8 }
        private func verifierLength(_ verifier: Int) throws(Truncation) -> UInt32 { try bytes.u32(verifier + 4) }

        /// Where the arguments begin, behind credential and verifier, filled up to words together.
        var arguments: RawSpan {
            @_lifetime(copy self)
            get throws(Truncation) {
                let credential = try (SunRPC.length(credentialLength) + 3) & ~3
                let verifier = CallHeader.credential + credential
                let length = try (SunRPC.length(verifierLength(verifier)) + 3) & ~3
                return try bytes.from(verifier + CallHeader.verifierHeader + length)
            }
        }
    }

    struct ReplyHeader: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }
        var transaction: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Accepted or denied.
        var status: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Of a reply that was denied.
        var rejection: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var lowestVersion: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var highestVersion: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        var authenticationStatus: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        /// Bytes of the verifier of an accepted one.
        var verifierLength: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        static var verifier: Int { 20 }
    }

    /// The port of what maps programs to ports (RFC 1833).
    private static var port: UInt32 { 111 }
    private static var version: UInt32 { 2 }

    /// A datagram that `-T rpc` makes a call to the port mapper of, or a reply of a file server: in the place of ports there
    /// are the transaction and one of these two.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ends: Endpoints) throws(Truncation) {
        let header = Header(bytes)
        guard try header.direction == call else {
            try d.needsOrder()
            d.put(host: ends.source)
            d.put(d.numeric ? "." : ".nfs > ")
            if d.numeric { d.put("", NFS.port, " > ") }
            d.put(host: ends.destination)
            d.put(".", try header.transaction, ": ")
            return try NFS.reply(&d, bytes, length, ends)
        }
        d.layer = "sunrpc"
        try bytes.require(CallHeader.length, at: 0)
        let message = CallHeader(bytes)
        d.put(host: ends.source)
        d.put(".0x", hex: try message.transaction, 1, " > ")
        d.put(host: ends.destination)
        if d.numeric { d.put(".0x", hex: port) } else { d.put(".sunrpc") }
        d.put(": ", length, " ")
        let procedure = try message.procedure
        d.put(procedureName(procedure), or: " proc #", procedure)
        if try message.rpcVersion != version { d.put(" [rpcver ", try message.rpcVersion, "]") }
        switch procedure {
        // The program of the call itself; tcpdump does not look into the arguments.
        case 1...3, 5:
            d.put(d.numeric ? " " : " #")
            d.put(try message.program)
            d.put(".", try message.version)
        default: break
        }
    }

    /// Procedures of the port mapper (RFC 1833 section 3.2).
    private static func procedureName(_ procedure: UInt32) -> StaticString? {
        switch procedure {
        case 0: "null"
        case 1: "set"
        case 2: "unset"
        case 3: "getport"
        case 4: "dump"
        case 5: "call"
        default: nil
        }
    }

    static var call: UInt32 { 0 }
    static var reply: UInt32 { 1 }
    static var accepted: UInt32 { 0 }
    static var denied: UInt32 { 1 }
    static var versionMismatch: UInt32 { 0 }
    static var authenticationError: UInt32 { 1 }

    /// A length from outside; one that no packet can have ends the packet.
    static func length(_ value: UInt32) throws(Truncation) -> Int {
        let length = Int(value)
        if length > 1 << 24 { throw Truncation(offset: 0, need: length, have: 0) }
        return length
    }

    /// Why an accepted call was not carried out.
    static func acceptStatus(_ status: UInt32) -> StaticString? {
        switch status {
        case 1: "PROG_UNAVAIL"
        case 2: "PROG_MISMATCH"
        case 3: "PROC_UNAVAIL"
        case 4: "GARBAGE_ARGS"
        case 5: "SYSTEM_ERR"
        default: nil
        }
    }

    static func authenticationStatus(_ status: UInt32) -> StaticString? {
        switch status {
        case 0: "OK"
        case 1: "Bogus Credentials (seal broken)"
        case 2: "Rejected Credentials (client should begin new session)"
        case 3: "Bogus Verifier (seal broken)"
        case 4: "Verifier expired or was replayed"
        case 5: "Credentials are too weak"
        case 6: "Bogus response verifier"
        case 7: "Unknown failure"
        default: nil
        }
    }
}
