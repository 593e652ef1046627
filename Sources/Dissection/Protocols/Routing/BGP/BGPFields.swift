import Packets

/// The fields of BGP's messages and of what they hold, by name.
extension BGP {
    /// The sixteen octets that begin a message (RFC 4271 4.1).
    struct Marker: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// All bits are ones.
        var isComplete: Bool { get throws(Truncation) { try bytes.u64(0) & bytes.u64(8) == .max } }
    }

    /// An open message (RFC 4271 4.2), its header first.
    struct Open: ~Escapable {
        /// Octets in front of the optional parameters.
        static let length = 29
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var version: UInt8 { get throws(Truncation) { try bytes.u8(19) } }
        /// The sender's autonomous system; 23456 when it needs four octets (RFC 6793).
        var system: UInt16 { get throws(Truncation) { try bytes.u16(20) } }
        /// Seconds.
        var holdTime: UInt16 { get throws(Truncation) { try bytes.u16(22) } }
        var identifier: HostAddress { get throws(Truncation) { try bytes.ipv4(24) } }
        /// Octets of optional parameters.
        var parametersLength: Int { get throws(Truncation) { try Int(bytes.u8(28)) } }
    }

    /// An optional parameter of an open message (RFC 4271 4.2), a capability (RFC 5492 4), a multicast route (RFC 6514
    /// 4).
    struct Parameter: ~Escapable {
        static let headerLength = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Octets of the value.
        var length: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
        var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(2, length) } }
    }

    /// An entry of a capability: family, subsequent family, and an octet that means what the capability says.
    struct FamilyEntry: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Graceful restart (RFC 4724 3).
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Labels in a route (RFC 8277 2.1).
        var labelCount: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// 1 receives, 2 sends paths (RFC 7911 4).
        var direction: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    /// Values of capabilities.
    struct CapabilityValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Flags, 4 bits, and seconds, 12 bits (RFC 4724 3).
        var restart: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// A number of four octets (RFC 6793 3).
        var system: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    /// An update message (RFC 4271 4.3), its header first.
    struct Update: ~Escapable {
        /// Octets in front of the withdrawn routes.
        static let length = 21
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of withdrawn routes.
        var withdrawnLength: Int { get throws(Truncation) { try Int(bytes.u16(19)) } }
    }

    /// A notification (RFC 4271 4.5), its header first; data of a cease (RFC 4486, RFC 9003).
    struct Notification: ~Escapable {
        /// Octets in front of the data.
        static let length = 21
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var code: UInt8 { get throws(Truncation) { try bytes.u8(19) } }
        var subcode: UInt8 { get throws(Truncation) { try bytes.u8(20) } }
        var maximumPrefixes: UInt32 { get throws(Truncation) { try bytes.u32(24) } }
        /// Octets of the words why a session was shut down.
        var reasonLength: Int { get throws(Truncation) { try Int(bytes.u8(21)) } }
        var reason: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(22, reasonLength) } }
    }

    /// A path attribute (RFC 4271 4.3): its length is of two octets when a flag says so.
    struct Attribute: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var length: Int { get throws(Truncation) { try Int(bytes.u8(2)) } }
        var extendedLength: Int { get throws(Truncation) { try Int(bytes.u16(2)) } }
    }

    /// Values of path attributes that are one field (RFC 4271 5.1).
    struct AttributeValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 0 IGP, 1 EGP, 2 incomplete.
        var origin: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// A next hop, or who brought a reflected route in (RFC 4456).
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        /// Of a route, locally or between exits.
        var preference: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    /// A segment of a path of systems (RFC 4271 4.3), in front of its numbers.
    struct Segment: ~Escapable {
        static let headerLength = 2
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// 1 set, 2 sequence, 3 and 4 the same within a confederation (RFC 5065).
        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Systems.
        var count: Int { get throws(Truncation) { try Int(bytes.u8(1)) } }
    }

    /// Who aggregated (RFC 4271 5.1.7), with a number of two octets or of four (RFC 6793).
    struct Aggregator: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var system2: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var system4: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
    }

    /// A large community (RFC 8092 3).
    struct LargeCommunity: ~Escapable {
        static let length = 12
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var administrator: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var first: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var second: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// An extended community (RFC 4360 2).
    struct ExtendedCommunity: ~Escapable {
        static let length = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// With its subtype.
        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var value: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.slice(2, 6) } }
    }

    /// Values of extended communities (RFC 4360 3, RFC 5668 2, RFC 8955 7, RFC 4577 4.2.6, RFC 4761 3.2.4).
    struct ExtendedValue: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var system2: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var system4: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(0) } }
        /// What the administrator assigned, behind four octets.
        var assigned2: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// What the administrator assigned, behind two octets.
        var assigned4: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
        var assignedAddress: HostAddress { get throws(Truncation) { try bytes.ipv4(2) } }
        var routeType: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// The lowest bit: the metric's type.
        var routeOptions: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var encapsulation: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// Megabits per second as tcpdump has them.
        var bandwidth: Float { get throws(Truncation) { Float(bitPattern: try bytes.u32(2)) } }
        /// The encapsulation of a layer 2 circuit.
        var layer2: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var layer2Flags: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var layer2MTU: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// A multicast tunnel (RFC 6514 5).
    struct Tunnel: ~Escapable {
        static let headerLength = 5
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// 20 bits of label above 4 others.
        var label: UInt32 { get throws(Truncation) { try bytes.u24(2) } }
        /// Or sender, endpoint, extended identifier.
        var root: HostAddress { get throws(Truncation) { try bytes.ipv4(5) } }
        var group: HostAddress { get throws(Truncation) { try bytes.ipv4(9) } }
        var identifier: UInt32 { get throws(Truncation) { try bytes.u32(9) } }
        var rest: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(5) } }
    }

    /// An element of the accumulated metric (RFC 7311 3).
    struct AccumulatedMetric: ~Escapable {
        static let headerLength = 3
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// With type and length.
        var length: Int { get throws(Truncation) { try Int(bytes.u16(1)) } }
        var metric: UInt64 { get throws(Truncation) { try bytes.u64(3) } }
    }

    /// A set of attributes (RFC 6368 5).
    struct AttributeSet: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var system: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        var attributes: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(4) } }
    }

    /// What a multi-protocol attribute is about (RFC 4760 3 and 4).
    struct Family: ~Escapable {
        static let length = 3
        /// Octets in front of the next hop.
        static let nextHop = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// IANA's address family.
        var address: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var subsequent: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        /// Reachable routes only: octets.
        var nextHopLength: Int { get throws(Truncation) { try Int(bytes.u8(3)) } }
        /// Unreachable routes only.
        var withdrawn: RawSpan { @_lifetime(copy self) get throws(Truncation) { try bytes.from(3) } }
    }

    /// A prefix behind a label (RFC 8277 2.2).
    struct LabelledPrefix: ~Escapable {
        /// Octets in front of the distinguisher or the prefix.
        static let headerLength = 4
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Of label, distinguisher and prefix.
        var bits: Int { get throws(Truncation) { try Int(bytes.u8(0)) } }
        /// 20 bits of label, 3 of class, the bottom of the stack.
        var label: UInt32 { get throws(Truncation) { try bytes.u24(1) } }
    }

    /// A route distinguisher (RFC 4364 4.2).
    struct Distinguisher: ~Escapable {
        static let length = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var system2: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var system4: UInt32 { get throws(Truncation) { try bytes.u32(2) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(2) } }
        /// What the administrator assigned, behind four octets.
        var assigned2: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        /// What the administrator assigned, behind two octets.
        var assigned4: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var assignedAddress: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
    }

    /// A route target (RFC 4684 4).
    struct RouteTarget: ~Escapable {
        /// Octets in front of the target.
        static let headerLength = 5
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var bits: Int { get throws(Truncation) { try Int(bytes.u8(0)) } }
        var system: UInt32 { get throws(Truncation) { try bytes.u32(1) } }
    }

    /// A route of multicast virtual networks (RFC 6514 4.1 to 4.6), behind its type and length.
    struct MulticastRoute: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var originator: HostAddress { get throws(Truncation) { try bytes.ipv4(8) } }
        var originator6: HostAddress { get throws(Truncation) { try bytes.ipv6(8) } }
        var sourceSystem: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
    }

    /// An address behind its length in bits (RFC 6514 4.3).
    struct SizedAddress: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var bits: Int { get throws(Truncation) { try Int(bytes.u8(0)) } }
        var ipv4: HostAddress { get throws(Truncation) { try bytes.ipv4(1) } }
        var ipv6: HostAddress { get throws(Truncation) { try bytes.ipv6(1) } }
    }
}
