import Packets

/// The fields of DHCPv6's options by name.
extension DHCPv6 {
    /// RFC 8415 21.1.
    struct Option: ~Escapable {
        static let headerLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets of the value.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
        var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(4, length) } }
    }

    /// A label of a name (RFC 6334 3).
    struct Label: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the text; 0 ends the name.
        var length: Int { get throws(Truncation) { try Int(bytes.u8(0)) } }
        var text: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(1, length) } }
    }

    /// Values of options that are one field (RFC 8415 21).
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var preference: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Hundredths of a second.
        var elapsed: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var status: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// The message that a reconfiguration asks for.
        var reconfigure: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Seconds (RFC 8415 21.23, RFC 5007 4.1.2.3).
        var lifetime: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Of a relay's remote identifier (RFC 4649 3).
        var enterprise: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    /// A lease query (RFC 5007 4.1.2.1).
    struct Query: ~Escapable {
        static let length = 17
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1 by address, 2 by client.
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var link: HostAddress { get throws(Truncation) { try bytes.ipv6(1) } }
        var options: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(17) } }
    }

    /// What a relay sent (RFC 5007 4.1.2.4).
    struct RelayData: ~Escapable {
        static let length = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var peer: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
    }

    /// A unique identifier (RFC 8415 11).
    struct UniqueIdentifier: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1 address and time, 2 vendor, 3 address.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var hardware: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Seconds since 2000.
        var time: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    /// An association of addresses or prefixes (RFC 8415 21.4, 21.5, 21.21).
    struct Association: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var identifier: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// T1, seconds.
        var renewal: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// T2, seconds.
        var rebinding: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// An address of an association (RFC 8415 21.6).
    struct Address: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var address: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
        /// Seconds.
        var preferred: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        /// Seconds.
        var valid: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
    }

    /// A prefix of an association (RFC 8415 21.22).
    struct DelegatedPrefix: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds.
        var preferred: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Seconds.
        var valid: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var bits: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        var prefix: HostAddress { get throws(Truncation) { try bytes.ipv6(9) } }
    }

    /// An element of the time servers (RFC 5908 4).
    struct TimeServer: ~Escapable {
        static let headerLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets of the value.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    }

    /// RFC 8415 21.11.
    struct Authentication: ~Escapable {
        static let replay = 3
        static let length = 11
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var proto: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var algorithm: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var method: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Of a reconfiguration's key (RFC 8415 20.4).
        var keyType: UInt8 { get throws(Truncation) { try bytes.u8(11) } }
    }
}
