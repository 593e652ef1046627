import Packets

/// The fields of PIM's messages by name: version 2 behind its header, then version 1 with its header.
extension PIM {
    /// In front of an address (RFC 7761 4.9.1).
    struct EncodedAddress: ~Escapable {
        static let headerLength = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1 IPv4, 2 IPv6.
        var family: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// 0.
        var encoding: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Unicast.
        var ipv4: HostAddress { get throws(Truncation) { try bytes.ipv4(2) } }
        /// Unicast.
        var ipv6: HostAddress { get throws(Truncation) { try bytes.ipv6(2) } }
    }

    /// What stands in front of a group or a source, behind family and encoding (RFC 7761 4.9.1).
    struct Group: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Bits.
        var maskLength: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
    }

    /// A packet on its way to the rendezvous point (RFC 7761 4.9.3).
    struct Register: ~Escapable {
        static let headerLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var packet: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(4) } }
    }

    /// Behind the neighbour of a join (RFC 7761 4.9.5).
    struct Joins: ~Escapable {
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var groups: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// How many sources a group has (RFC 7761 4.9.5).
    struct JoinedGroup: ~Escapable {
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var joined: Int { get throws(Truncation) { try Int(bytes.u16(0)) } }
        var pruned: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    }

    /// RFC 5059 4.1.
    struct Bootstrap: ~Escapable {
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var tag: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Bits.
        var hashLength: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    /// How many rendezvous points a group has (RFC 5059 4.1).
    struct BootstrapGroup: ~Escapable {
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var points: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// In this fragment.
        var here: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
    }

    /// Behind a rendezvous point (RFC 5059 4.1).
    struct BootstrapPoint: ~Escapable {
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
    }

    /// Behind the addresses of an assertion (RFC 7761 4.9.6) and of an election (RFC 5015 3.7).
    struct Preference: ~Escapable {
        static let length = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Its highest bit: of the rendezvous point's tree.
        var preference: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var metric: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        /// Milliseconds, of an election only.
        var interval: UInt16 { get throws(Truncation) { try bytes.u16(8) } }
    }

    /// A candidate for a rendezvous point (RFC 5059 4.2).
    struct Candidate: ~Escapable {
        static let length = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var prefixes: Int { get throws(Truncation) { try Int(bytes.u8(0)) } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// An option of a hello (RFC 7761 4.9.2).
    struct HelloOption: ~Escapable {
        static let headerLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets of the value.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
        var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(4, length) } }
    }

    /// Values of a hello's options (RFC 7761 4.9.2, RFC 3973 4.7.5).
    struct HelloValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// The lowest 15 bits: milliseconds.
        var delay: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Milliseconds.
        var overrideInterval: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var priority: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var generation: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var refreshVersion: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Seconds.
        var refreshInterval: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var refreshReserved: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// What all messages of version 1 begin with.
    struct Version1: ~Escapable {
        static let length = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(4) >> 4 } }
        var body: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(8) } }
    }

    /// Who is there; the header first.
    struct Version1Query: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 0 dense, 1 sparse.
        var mode: UInt8 { get throws(Truncation) { try bytes.u8(8) >> 4 } }
        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(10) } }
    }

    /// The end of a register; the header first.
    struct Version1Stop: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var source: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var group: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
    }

    /// The rendezvous point is there; the header first.
    struct Version1Reachable: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var group: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var mask: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        var point: HostAddress { get throws(Truncation) { try bytes.ipv4(16) } }
        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(22) } }
    }

    /// Who forwards; the header first.
    struct Version1Assert: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var group: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var mask: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        var source: HostAddress { get throws(Truncation) { try bytes.ipv4(16) } }
        /// The highest bit: of the rendezvous point's tree.
        var preference: UInt32 { get throws(Truncation) { try bytes.u32(20) } }
        var metric: UInt32 { get throws(Truncation) { try bytes.u32(24) } }
    }

    /// Joins and grafts; the header first.
    struct Version1Joins: ~Escapable {
        static let length = 20
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var neighbour: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(14) } }
        var maskLength: UInt8 { get throws(Truncation) { try bytes.u8(16) } }
        /// Bits.
        var addressLength: UInt8 { get throws(Truncation) { try bytes.u8(17) } }
        var groups: Int { get throws(Truncation) { try Int(bytes.u8(19)) } }
    }

    /// A group of a join.
    struct Version1Group: ~Escapable {
        static let length = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var group: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        var mask: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var joined: Int { get throws(Truncation) { try Int(bytes.u16(8)) } }
        var pruned: Int { get throws(Truncation) { try Int(bytes.u16(10)) } }
    }

    /// A source of a join.
    struct Version1Source: ~Escapable {
        static let length = 6
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var maskLength: UInt8 { get throws(Truncation) { try bytes.u8(1) & 0x3F } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(2) } }
    }
}
