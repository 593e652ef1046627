import Packets

/// The fields of the bodies of version 3's link states by name.
extension OSPFv3LinkState {
    /// A router or a network (RFC 5340 A.4.3, A.4.4).
    struct Router: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var options: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
    }

    /// An area's route or an external one (RFC 5340 A.4.5, A.4.7): flags above, 24 bits of metric below.
    struct Metric: ~Escapable {
        static let size = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var word: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var prefix: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(4) } }
    }

    /// RFC 5340 A.4.9.
    struct Link: ~Escapable {
        static let size = 24
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var priority: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var options: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv6(4) } }
        /// Of prefixes.
        var count: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
    }

    /// RFC 5340 A.4.10.
    struct IntraArea: ~Escapable {
        static let size = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Of prefixes.
        var count: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Of the link state that it belongs to, like the identifier.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var identifier: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
    }
}
