import Packets

/// What the messages of PPTP hold behind their header (RFC 2637 section 2).
extension PPTP {
    /// Start of a control connection and its reply (RFC 2637 sections 2.1 and 2.2), behind the header.
    struct Start: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the host's name is.
        static var host: Int { 16 }
        /// Where the vendor's name is.
        static var vendor: Int { 80 }
        /// Octets of a name.
        static var textLength: Int { 64 }
        /// Version and revision.
        var version: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Reply: the result.
        var result: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Reply: the error.
        var error: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Request: 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Framing that the sender can do, bits.
        var framing: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Bearers that the sender can do, bits.
        var bearer: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Sessions at a time, at most.
        var channels: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        /// Revision of the firmware.
        var firmware: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
    }

    /// End of a control connection and its reply (RFC 2637 sections 2.3 and 2.4), behind the header.
    struct Stop: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Request: why.
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Request: 0.
        var firstReserved: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Reply: the result.
        var result: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Reply: the error.
        var error: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// Echo and its reply (RFC 2637 sections 2.5 and 2.6), behind the header.
    struct Echo: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Which request.
        var identifier: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Reply: the result.
        var result: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Reply: the error.
        var error: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// Reply: 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    /// An outgoing call (RFC 2637 section 2.7), behind the header.
    struct Outgoing: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the telephone number is.
        static var number: Int { 28 }
        /// Where the subaddress is.
        static var subaddress: Int { 92 }
        /// Octets of each.
        static var textLength: Int { 64 }
        /// The call.
        var call: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Its serial number.
        var serial: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Bits a second at least.
        var minimumSpeed: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Bits a second at most.
        var maximumSpeed: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// The bearer.
        var bearer: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// The framing.
        var framing: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        /// Packets on the way at a time.
        var window: UInt16 { get throws(Truncation) { try bytes.u16(20) } }
        /// Processing of a packet, tenths of a second.
        var delay: UInt16 { get throws(Truncation) { try bytes.u16(22) } }
        /// Octets of the telephone number.
        var numberLength: UInt16 { get throws(Truncation) { try bytes.u16(24) } }
        /// 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(26) } }
    }

    /// The reply to an outgoing call (RFC 2637 section 2.8), behind the header.
    struct OutgoingReply: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The call.
        var call: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// The call, as the other side counts.
        var peer: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// The result.
        var result: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// The error.
        var error: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// The cause.
        var cause: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// Bits a second.
        var speed: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Packets on the way at a time.
        var window: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        /// Processing of a packet, tenths of a second.
        var delay: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
        /// The physical channel.
        var channel: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
    }

    /// An incoming call (RFC 2637 section 2.9), behind the header.
    struct Incoming: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the number that was dialed is.
        static var dialed: Int { 16 }
        /// Where the number that dials is.
        static var dialing: Int { 80 }
        /// Where the subaddress is.
        static var subaddress: Int { 144 }
        /// Octets of each.
        static var textLength: Int { 64 }
        /// The call.
        var call: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Its serial number.
        var serial: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// The bearer.
        var bearer: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// The physical channel.
        var channel: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Octets of the number that was dialed.
        var dialedLength: UInt16 { get throws(Truncation) { try bytes.u16(12) } }
        /// Octets of the number that dials.
        var dialingLength: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
    }

    /// The reply to an incoming call (RFC 2637 section 2.10), behind the header.
    struct IncomingReply: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The call.
        var call: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// The call, as the other side counts.
        var peer: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// The result.
        var result: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// The error.
        var error: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// Packets on the way at a time.
        var window: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// Processing of a packet, tenths of a second.
        var delay: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        /// 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
    }

    /// An incoming call is connected (RFC 2637 section 2.11), behind the header.
    struct Connected: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The call, as the other side counts.
        var peer: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Bits a second.
        var speed: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Packets on the way at a time.
        var window: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        /// Processing of a packet, tenths of a second.
        var delay: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        /// The framing.
        var framing: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    }

    /// A call is to end (RFC 2637 section 2.12), behind the header.
    struct Clear: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The call.
        var call: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// A call has ended (RFC 2637 section 2.13), behind the header.
    struct Disconnected: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the statistics are.
        static var statistics: Int { 8 }
        /// Octets of them.
        static var textLength: Int { 128 }
        /// The call.
        var call: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// The result.
        var result: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// The error.
        var error: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// The cause.
        var cause: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    /// Counts of errors since a call began (RFC 2637 section 2.14), behind the header.
    struct CallErrors: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The call, as the other side counts.
        var peer: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Frames with a wrong checksum.
        var checksum: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Frames that are no frames.
        var framing: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// Overruns of the device.
        var hardware: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        /// Overruns of the buffer.
        var buffer: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        /// Timeouts.
        var timeouts: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        /// Frames of broken octets.
        var alignment: UInt32 { get throws(Truncation) { try bytes.u32(24) } }
    }

    /// Character maps of a call (RFC 2637 section 2.15), behind the header.
    struct LinkInformation: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// The call, as the other side counts.
        var peer: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// 0.
        var reserved: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// For sending.
        var sendMap: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// For receiving.
        var receiveMap: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }
}
