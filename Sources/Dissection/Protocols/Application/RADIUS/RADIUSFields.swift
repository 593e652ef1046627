import Packets

/// The fields of RADIUS's attributes by name.
extension RADIUS {
    /// An attribute (RFC 2865 5).
    struct Attribute: ~Escapable {
        static let headerLength = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// With type and length.
        var length: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
        var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(2) } }
    }

    /// Values of attributes that are one field, or a tag or flag and another one (RFC 2865 5, RFC 2868 3, RFC 4675 2).
    struct Value: ~Escapable {
        /// Octets of a vendor's number.
        static let vendorLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var number: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        /// RFC 3162 2.1.
        var address6: HostAddress { get throws(Truncation) { try bytes.ipv6(0) } }
        var tag: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var taggedNumber: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
        var taggedText: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(1) } }
        /// Of a password with a tag (RFC 2868 3.5).
        var salt: UInt16 { get throws(Truncation) { try bytes.u16(1) } }
        var password: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(3) } }
        /// Octets of an EAP message (RFC 3748 4).
        var messageLength: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
        /// Bits (RFC 3162 2.3).
        var prefixLength: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
    }

    /// What a password may do with AppleTalk's dial-in (RFC 2869 5.5).
    struct DialFeatures: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Whether the user may change it.
        var canChange: Bool { get throws(Truncation) { try bytes.u8(0) != 0 } }
        var minimumLength: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// Values of later RFCs that are one field.
    struct ExtendedValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// RFC 5176 3.5.
        var cause: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// RFC 5447 4.2.5.
        var features: UInt64 { get throws(Truncation) { try bytes.u64(0) } }
    }

    /// RFC 5447 4.2.2.
    struct HomePrefix: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var bits: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var prefix: HostAddress { get throws(Truncation) { try bytes.ipv6(1) } }
    }

    /// RFC 5580 4.1.
    struct OperatorName: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// In which the name is unique.
        var space: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var name: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(1) } }
    }

    /// RFC 5580 4.2.
    struct LocationInformation: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var index: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// 0 civic, 1 geospatial.
        var code: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// 0 user, 1 client.
        var entity: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Since 1900, with 32 bits of fraction.
        var sighting: UInt64 { get throws(Truncation) { try bytes.u64(4) } }
        /// Since 1900, with 32 bits of fraction.
        var lifetime: UInt64 { get throws(Truncation) { try bytes.u64(12) } }
        var method: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(20) } }
    }

    /// RFC 5580 4.3.
    struct LocationData: ~Escapable {
        static let headerLength = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var index: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var location: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(2) } }
    }

    /// RFC 5580 4.4.
    struct LocationRules: ~Escapable {
        static let headerLength = 10
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Since 1900, with 32 bits of fraction.
        var retention: UInt64 { get throws(Truncation) { try bytes.u64(2) } }
        var note: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(10) } }
    }
}
