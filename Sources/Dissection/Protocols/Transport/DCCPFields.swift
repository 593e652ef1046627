import Packets

/// The fields of DCCP behind its header (RFC 4340 section 5).
extension DCCP {
    /// What a type adds behind the fields of all, at `offset` (RFC 4340 section 5).
    struct Specific: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Request: the service.
        var service: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Response, behind an acknowledgement: the service.
        var answeredService: UInt32 { get throws(Truncation) { try bytes.u32(offset + 8) } }
        /// Reset, behind an acknowledgement: why.
        var resetCode: UInt8 { get throws(Truncation) { try bytes.u8(offset + 8) } }
    }

    /// An option (RFC 4340 section 5.8); its value follows.
    struct Option: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of kind and length.
        static var headerLength: Int { 2 }
        /// Which option.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets with these two; options below 32 have none.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// Values of options (RFC 4340 section 5.8.2).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// A time, a number or a rate, of 32 bits.
        var word: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// The same of 16 bits.
        var half: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Which feature is negotiated.
        var feature: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Time stamp echo: tens of microseconds until it was sent.
        var elapsed: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// The same of 32 bits.
        var longElapsed: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }
}
