import Packets

/// What the attributes of L2TP hold (RFC 2661 section 4.4).
extension L2TP {
    /// Two numbers of 16 bits at `offset`: tunnel and session, or sent and received.
    struct Numbers: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// The tunnel, or the number of this packet.
        var first: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// The session, or the number that is expected next.
        var second: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    /// Values of attributes (RFC 2661 section 4.4).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the text of a cause begins.
        static var causeText: Int { 3 }
        /// A number of 16 bits: message type, version and revision, window and so on.
        var number: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// A number of 32 bits: capabilities, speeds, channels.
        var word: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Cause: of Q.931.
        var cause: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Cause: of Q.931, the message.
        var causeMessage: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Character map for sending.
        var sendMap: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
        /// Character map for receiving.
        var receiveMap: UInt32 { get throws(Truncation) { try bytes.u32(6) } }
    }

    /// A result (RFC 2661 section 4.4.2).
    struct Result: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the text begins.
        static var text: Int { 4 }
        /// The result.
        var code: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// The error.
        var error: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// Counts of errors since a call began (RFC 2661 section 4.4.6).
    struct CallErrors: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Frames with a wrong checksum.
        var checksum: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
        /// Frames that are no frames.
        var framing: UInt32 { get throws(Truncation) { try bytes.u32(6) } }
        /// Overruns of the device.
        var hardware: UInt32 { get throws(Truncation) { try bytes.u32(10) } }
        /// Overruns of the buffer.
        var buffer: UInt32 { get throws(Truncation) { try bytes.u32(14) } }
        /// Timeouts.
        var timeouts: UInt32 { get throws(Truncation) { try bytes.u32(18) } }
        /// Frames of broken octets.
        var alignment: UInt32 { get throws(Truncation) { try bytes.u32(22) } }
    }

    /// Why PPP was ended (RFC 3145 section 2).
    struct Disconnection: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the text begins.
        static var text: Int { 5 }
        /// The reason.
        var code: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// The protocol that ended it.
        var control: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Which end: 0 unknown, 1 the peer, 2 this one.
        var direction: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
    }
}
