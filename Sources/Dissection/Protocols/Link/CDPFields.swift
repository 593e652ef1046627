import Packets

/// The fields of the Cisco discovery protocol.
extension CDP {
    /// What a message begins with.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets.
        static var length: Int { 4 }
        /// 1 or 2.
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Seconds.
        var lifetime: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// As the Internet checksum (RFC 1071), but for an odd last octet.
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// An element at `offset`; its value follows.
    struct Element: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets of type and length.
        static var headerLength: Int { 4 }
        /// Which element.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(offset) } }
        /// Octets with type and length.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(offset + 2) } }
    }

    /// Values of fixed form.
    struct Value: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the text of a location begins.
        static var place: Int { 1 }
        /// What the device is, bits.
        var capabilities: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// The untagged VLAN.
        var nativeVLAN: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Not 0 for full duplex.
        var duplex: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Telephony: which application.
        var application: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Telephony: its VLAN.
        var telephonyVLAN: UInt16 { get throws(Truncation) { try bytes.u16(1) } }
        /// Telephony: two octets that are not known.
        var unknownVLAN: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets.
        var mtu: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Trust, and the class of service of ports without it; bits.
        var trust: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Location: which kind.
        var location: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Addresses: how many.
        var count: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    /// A prefix of on-demand routing at `offset`.
    struct Prefix: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var size: Int { 5 }
        /// The prefix.
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(offset) } }
        /// Its bits.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 4) } }
    }

    /// A protocol of an address at `offset`.
    struct ProtocolType: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// 1 a network layer protocol identifier, 2 LLC.
        var kind: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Octets of the protocol.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
    }
}
