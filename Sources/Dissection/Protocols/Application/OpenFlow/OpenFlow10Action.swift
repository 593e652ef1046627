import Packets

/// What is done with packets (OpenFlow Switch Specification 1.0.0 5.2.4).
enum OpenFlow10Action {
    struct Action: ~Escapable {
        static let size = 8
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// Octets, with these four.
        var length: Int { get throws(Truncation) { Int(try bytes.u16(2)) } }
        var port: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        /// Octets that the controller is sent.
        var maximum: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var vlan: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var priority: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var linkAddress: UInt64 { get throws(Truncation) { try bytes.u48(4) } }
        var address: HostAddress { get throws(Truncation) { try bytes.ipv4(4) } }
        var service: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var queue: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
    }

    /// False when one cannot be.
    static func list(
        _ d: inout Dissector, _ body: borrowing OpenFlow.Body, _ lead: StaticString
    ) throws(Truncation) -> Bool {
        var offset = 0
        while offset < body.length {
            let left = body.length - offset
            if left < Action.size { return false }
            let action = Action(try body.bytes.from(offset))
            let type = try action.type
            d.put(lead)
            OpenFlow.put(&d, "action type ", name(type), type)
            let size = try action.length
            d.put(", len ", size)
            if size < Action.size || size > left { return false }
            if isBogus(type, size) {
                d.put(" (bogus)")
            } else if type == 0xFFFF {
                let vendor = OpenFlow.Body(try action.bytes.from(4).upTo(size - 4), size - 4)
                if try !OpenFlowVendor.action(&d, vendor) { return false }
            } else {
                try value(&d, type, action)
            }
            try action.bytes.require(size, at: 0)
            offset += size
        }
        return true
    }

    /// True when an action of this type has another length.
    private static func isBogus(_ type: UInt16, _ size: Int) -> Bool {
        switch type {
        case 0...3, 6...10: size != 8
        case 4, 5, 11: size != 16
        case 0xFFFF: size % 8 != 0
        default: false
        }
    }

    private static func value(
        _ d: inout Dissector, _ type: UInt16, _ action: borrowing Action
    ) throws(Truncation) {
        switch type {
        case 0:
            let port = try action.port
            d.put(", port ")
            OpenFlow10.portNumber(&d, port)
            if port == 0xFFFD { d.put(", max_len ", try action.maximum) }
        case 1:
            let number = try action.vlan
            d.put(", vlan_vid ")
            vlan(&d, number)
        case 2:
            let number = try action.priority
            d.put(", vlan_pcp ")
            priority(&d, number)
        case 4, 5:
            let address = try action.linkAddress
            d.put(", dl_addr ")
            d.put(linkAddress: address)
        case 6, 7: d.put(", nw_addr ", host: try action.address)
        case 8: d.put(", nw_tos 0x", hex: try action.service, 2)
        case 9, 10: d.put(", tp_port ", try action.port)
        case 11:
            let port = try action.port
            d.put(", port ")
            OpenFlow10.portNumber(&d, port)
            let queue = try action.queue
            d.put(", queue_id ")
            d.put(queue == .max ? "ALL" : nil, or: "", queue)
        default: break
        }
    }

    static func vlan(_ d: inout Dissector, _ number: UInt16) {
        if number == 0xFFFF { return d.put("NONE") }
        d.put("", number, number > 0 && number < 0xFFF ? "" : " (bogus)")
    }

    static func priority(_ d: inout Dissector, _ number: UInt8) {
        d.put("", number, number > 7 ? " (bogus)" : "")
    }

    private static func name(_ type: UInt16) -> StaticString? {
        switch type {
        case 0: "OUTPUT"
        case 1: "SET_VLAN_VID"
        case 2: "SET_VLAN_PCP"
        case 3: "STRIP_VLAN"
        case 4: "SET_DL_SRC"
        case 5: "SET_DL_DST"
        case 6: "SET_NW_SRC"
        case 7: "SET_NW_DST"
        case 8: "SET_NW_TOS"
        case 9: "SET_TP_SRC"
        case 10: "SET_TP_DST"
        case 11: "ENQUEUE"
        case 0xFFFF: "VENDOR"
        default: nil
        }
    }
}
