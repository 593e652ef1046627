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
        var transaction: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
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
