import Packets

/// The fields of LLDP's elements.
extension LLDP {
    /// An element of an organisation (IEEE 802.1AB 8.6): its 24 bits, a subtype, what the subtype says.
    struct Organised: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the VLAN's name begins.
        static var name: Int { 7 }
        /// Where the protocol's identity begins.
        static var identity: Int { 5 }
        /// Enhanced transmission selection: where the classes of the priorities begin, half an octet each.
        static var assignments: Int { 5 }
        /// Enhanced transmission selection: where the bandwidths of the classes begin, an octet each.
        static var bandwidths: Int { 9 }
        /// Enhanced transmission selection: where the algorithms of the classes begin, an octet each.
        static var algorithms: Int { 17 }
        /// Where text begins that fills the rest.
        static var text: Int { 4 }
        /// Who gives out the subtypes.
        var organisation: UInt32 { get throws(Truncation) { try bytes.u24(0) } }
        /// Which element of the organisation it is.
        var subtype: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// A VLAN, octets of the largest frame (802.1, 802.3).
        var number: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// Supported and enabled, or what the subtype says; bits.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// VLAN name: its octets.
        var nameLength: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        /// Protocol identity: its octets.
        var identityLength: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Port and protocol VLAN.
        var protocolVLAN: UInt16 { get throws(Truncation) { try bytes.u16(5) } }
        /// Congestion notification: priorities, bits (802.1Qau).
        var notification: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Congestion notification: priorities that are ready, bits.
        var ready: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// Priority flow control: willing, bypass and how many (802.1Qbb).
        var control: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        /// Priority flow control: priorities, bits.
        var enabled: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// Link aggregation: the port.
        var aggregationPort: UInt32 { get throws(Truncation) { try bytes.u32(5) } }
        /// Auto-negotiation: what is advertised, bits.
        var advertised: UInt16 { get throws(Truncation) { try bytes.u16(5) } }
        /// Auto-negotiation: the kind of medium access unit.
        var medium: UInt16 { get throws(Truncation) { try bytes.u16(7) } }
        /// Power: over which pair.
        var powerPair: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// Power: the class.
        var powerClass: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
    }

    /// The interface of a management address, at `offset` (IEEE 802.1AB 8.5.9).
    struct InterfaceNumber: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 5 }
        /// 2 interface index, 3 port number.
        var numbering: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// The number.
        var number: UInt32 { get throws(Truncation) { try bytes.u32(offset + 1) } }
    }

    /// The object identifier of a management address, at `offset` (IEEE 802.1AB 8.5.9).
    struct ObjectIdentifier: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets in front of it.
        static var headerLength: Int { 1 }
        /// Octets of it.
        var length: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
    }

    /// The priority of an application, at `offset` (IEEE 802.1Q D.2.11).
    struct Application: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 3 }
        /// Priority, 3 bits, reserved, 2 bits, what the protocol is a number of, 3 bits.
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// The protocol.
        var proto: UInt16 { get throws(Truncation) { try bytes.u16(offset + 1) } }
    }
}
