import Packets

/// The fields of IS-IS by name: the fixed parts behind the header that all have in common, then what elements hold.
extension ISIS {
    /// A system's six octets (ISO/IEC 10589 9.8), and what may stand behind them.
    struct System: ~Escapable {
        static let length = 6
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var circuit: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        /// Of a link state.
        var fragment: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
    }

    /// A hello (ISO/IEC 10589 9.5 to 9.7), the common header first.
    struct Hello: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1 level 1, 2 level 2, 3 both.
        var circuitType: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        var source: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(9, 6) } }
        /// Seconds.
        var holdingTime: UInt16 { get throws(Truncation) { try bytes.u16(15) } }
        /// Octets of the unit.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(17) } }
        /// Between two systems only: the circuit's number.
        var circuit: UInt8 { get throws(Truncation) { try bytes.u8(19) } }
        /// On a network only: 7 bits of priority.
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(19) } }
        /// On a network only: its designated system.
        var network: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(20, 7) } }
    }

    /// A link state unit (ISO/IEC 10589 9.8), the common header first.
    struct LinkState: ~Escapable {
        /// What the checksum is over begins with the identifier.
        static let identifierOffset = 12
        static let checksumOffset = 24
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the unit.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        /// Seconds.
        var lifetime: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
        var identifier: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(12, 8) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(24) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(26) } }
    }

    /// A list of link states (ISO/IEC 10589 9.10, 9.11), the common header first.
    struct SequenceNumbers: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the unit.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
        var source: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(10, 7) } }
        /// Complete lists only.
        var start: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(17, 8) } }
        /// Complete lists only.
        var end: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(25, 8) } }
    }

    /// An element, or an element within one (ISO/IEC 10589 9.5, RFC 5305 3).
    struct Element: ~Escapable {
        static let headerLength = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets of the value.
        var length: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
    }

    /// Values of elements that are one field.
    struct ElementValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets (ISO/IEC 10589 9.8).
        var bufferSize: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// RFC 5305 4.3.
        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        /// RFC 8202 2.
        var instance: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// The organisation whose element it is.
        var vendor: UInt32 { get throws(Truncation) { try bytes.u24(0) } }
        /// ISO/IEC 10589 9.8, of neighbours.
        var isVirtual: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
    }

    /// A router's capabilities (RFC 7981 2).
    struct Capability: ~Escapable {
        static let headerLength = 5
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var router: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var elements: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(5) } }
    }

    /// Metrics of the first version (ISO/IEC 10589 9.8): 6 bits each below flags, then a neighbour.
    struct Metrics: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var standard: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var delay: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var expense: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var error: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        var neighbour: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(4, 7) } }
        var endSystem: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(4, 6) } }
    }

    /// A route of IPv4 (RFC 1195 5.3.1); metrics stand before it.
    struct Route: ~Escapable {
        /// Octets, the metrics' four with them.
        static let length = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var mask: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var maskAddress: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
    }

    /// An entry of a list of link states (ISO/IEC 10589 9.10).
    struct Entry: ~Escapable {
        static let length = 16
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds.
        var lifetime: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var identifier: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(2, 8) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(10) } }
        var checksum: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
    }

    /// ISO/IEC 10589 9.5, RFC 5304, RFC 5310.
    struct Authentication: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(1) } }
        /// Generic authentication only.
        var key: UInt16 { get throws(Truncation) { try bytes.u16(1) } }
    }

    /// RFC 8706 3.
    struct Restart: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Seconds.
        var remaining: UInt16 { get throws(Truncation) { try bytes.u16(1) } }
        var neighbour: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(3, 6) } }
    }

    /// The state of two systems (RFC 5303 3.2).
    struct Adjacency: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var state: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var circuit: UInt32 { get throws(Truncation) { try bytes.u32(1) } }
        var neighbour: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(5, 6) } }
        var neighbourCircuit: UInt32 { get throws(Truncation) { try bytes.u32(11) } }
    }

    /// Values of elements within a neighbour (RFC 5305 3, RFC 5307 1.1).
    struct LinkValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var groups: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var local: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var remote: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        /// Octets in a second.
        var bandwidth: Float { get throws(Truncation) { Float(bitPattern: try bytes.u32(0)) } }
        var metric: UInt32 { get throws(Truncation) { try bytes.u24(0) } }
    }

    /// A route with a wide metric (RFC 5305 4, RFC 5308 2).
    struct WideRoute: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var metric: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// IPv6 only; of IPv4 the flags have them.
        var bits: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
    }
}
