import Packets

/// LLDP's elements for edge virtual bridging (IEEE 802.1Qbg): modes of a bridge and a station, and S-channels.
extension LLDP {
    struct EdgeBridging: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets with organisation and subtype.
        static var length: Int { 9 }
        var bridge: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var station: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        /// Retries 3 bits, exponent 5 bits.
        var retransmission: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        /// Mode 2 bits, remote or local 1, wait delay 5.
        var mode: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
        /// Spare 2 bits, remote or local 1, keep alive 5.
        var keepAlive: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
    }

    static func edgeBridging(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        if value.byteCount < EdgeBridging.length { return }
        let element = EdgeBridging(value)
        let (bridge, station) = (try element.bridge, try element.station)
        d.put("\n\t    EVB Bridge Status")
        d.put("\n\t      RES: ", bridge >> 3, ", BGID: ")
        d.put("", bridge >> 2 & 1, ", RRCAP: ")
        d.put("", bridge >> 1 & 1, ", RRCTR: ")
        d.put(bridge & 1)
        d.put("\n\t    EVB Station Status")
        d.put("\n\t      RES: ", station >> 4, ", SGID: ")
        d.put("", station >> 3 & 1, ", RRREQ: ")
        d.put("", station >> 2 & 1, ",RRSTAT: ")
        d.put(station & 3)
        let (retransmission, mode, keepAlive) = (
            try element.retransmission, try element.mode, try element.keepAlive
        )
        d.put("\n\t    R: ", retransmission >> 5, ", RTE: ")
        d.put("", retransmission & 0x1F, ", EVB Mode: ")
        let names: InlineArray<4, StaticString> = [
            "Not Supported", "EVB Bridge", "EVB Station", "Reserved for future Standardization",
        ]
        d.put(names[Int(mode >> 6)])
        d.put(" [", mode >> 6, "]")
        d.put("\n\t    ROL: ", mode >> 5 & 1, ", RWD: ")
        d.put("", mode & 0x1F, ", RES: ")
        d.put("", keepAlive >> 6, ", ROL: ")
        d.put("", keepAlive >> 5 & 1, ", RKA: ")
        d.put(keepAlive & 0x1F)
    }

    struct Channels: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 8 }
        static var pairLength: Int { 3 }
        var role: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var capacity: UInt16 { get throws(Truncation) { try bytes.u16(6) & 0x0FFF } }
        /// Channel 12 bits, VLAN 12 bits.
        func pair(_ index: Int) throws(Truncation) -> UInt32 {
            try bytes.u24(Channels.length + index * Channels.pairLength)
        }
    }

    static func channels(_ d: inout Dissector, _ value: RawSpan) throws(Truncation) {
        if value.byteCount < Channels.length { return }
        let element = Channels(value)
        let role = try element.role
        d.put("\n\t    Role: ", role >> 7, ", RES: ")
        d.put("", role >> 4 & 7, ", Scomp: ")
        d.put("", role >> 3 & 1, " ChnCap: ")
        d.put(try element.capacity)
        let rest = value.byteCount - Channels.length
        if rest % Channels.pairLength != 0 { return }
        for index in 0..<rest / Channels.pairLength {
            let pair = try element.pair(index)
            d.put("\n\t    SCID: ", pair >> 12, ", SVID: ")
            d.put(pair & 0x0FFF)
        }
    }
}
