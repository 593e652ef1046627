import Packets

/// Extensions of vendors to OpenFlow 1.0: those of Big Switch Networks are known.
enum OpenFlowVendor {
    struct Fields: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var vendor: UInt32 { get throws(Truncation) { try bytes.u32(0) } }
        /// Of a message or an action.
        var subtype: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var index: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        var mask: HostAddress { get throws(Truncation) { try bytes.ipv4(12) } }
        var isReported: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        var number: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        static let text = 8
        static let command = 12
        /// Of the action that copies packets.
        var vlanTag: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var stage: UInt8 { get throws(Truncation) { try bytes.u8(16) } }
    }

    private static let bigSwitch: UInt32 = 0x5C16C7

    static func message(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        let vendor = try Fields(body.bytes).vendor
        OpenFlow.vendor(&d, ", vendor 0x", vendor)
        if vendor == bigSwitch { return try known(&d, body) }
        try OpenFlow.data(&d, body.from(4))
        return true
    }

    static func statistics(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        if body.length < 4 { return false }
        OpenFlow.vendor(&d, ", vendor 0x", try Fields(body.bytes).vendor)
        try OpenFlow.data(&d, body.from(4))
        return true
    }

    static func action(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        let fields = Fields(body.bytes)
        let vendor = try fields.vendor
        OpenFlow.vendor(&d, ", vendor 0x", vendor)
        guard vendor == bigSwitch else {
            try OpenFlow.data(&d, body.from(4))
            return true
        }
        if body.length < 8 { return false }
        let subtype = try fields.subtype
        d.put("\n\t  subtype ")
        d.put(actionName(subtype), or: "unknown (0x", hex: subtype, 8, ")")
        guard subtype == 1 else { return true }
        if body.length != 20 { return false }
        d.put(", dest_port ", try fields.number)
        let tag = try fields.vlanTag
        switch tag >> 16 {
        case 0: d.put(", vlan_tag none")
        case 0x8100:
            d.put(", vlan_tag 802.1Q (")
            Ethernet.vlanTag(&d, UInt16(truncatingIfNeeded: tag))
            d.put(")")
        default: d.put(", vlan_tag unknown (0x", hex: tag >> 16, 4, ")")
        }
        let stage = try fields.stage
        d.put(", copy_stage ")
        d.put(stage == 0 ? "INGRESS" : stage == 1 ? "EGRESS" : nil, or: "unknown (", stage, ")")
        return true
    }

    private static func known(_ d: inout Dissector, _ body: borrowing OpenFlow.Body) throws(Truncation) -> Bool {
        if body.length < 8 { return false }
        let fields = Fields(body.bytes)
        let subtype = try fields.subtype
        let length = body.length - 8
        d.put("\n\t subtype ")
        d.put(messageName(subtype), or: "unknown (0x", hex: subtype, 8, ")")
        switch subtype {
        case 0, 1, 2:
            if length != 8 { return false }
            d.put(", index ", try fields.index)
            if subtype != 1 { d.put(", mask ", host: try fields.mask) }
        case 3, 4, 5:
            if length != 4 { return false }
            let value = try fields.isReported
            d.put(", report_mirror_ports ")
            d.put(value == 0 ? "OFF" : value == 1 ? "ON" : nil, or: "bogus (", value, ")")
        case 6:
            if length < 4 { return false }
            d.put(", service ", try fields.number)
            try text(&d, body, Fields.command)
        case 7: try text(&d, body, Fields.text)
        case 8:
            if length != 4 { return false }
            d.put(", status 0x", hex: try fields.number, 8)
        case 9, 13, 19, 21, 27: return length == 0
        case 17:
            if length != 4 { return false }
            d.put(", vport_no ", try fields.number)
        default: break
        }
        return true
    }

    private static func text(
        _ d: inout Dissector, _ body: borrowing OpenFlow.Body, _ offset: Int
    ) throws(Truncation) {
        d.put(", data '")
        try d.put(text: body.bytes, at: offset, body.length - offset)
        d.put("'")
    }

    private static func actionName(_ subtype: UInt32) -> StaticString? {
        switch subtype {
        case 1: "MIRROR"
        case 2: "SET_TUNNEL_DST"
        case 4: "CHECKSUM"
        default: nil
        }
    }

    private static func messageName(_ subtype: UInt32) -> StaticString? {
        switch subtype {
        case 0: "SET_IP_MASK"
        case 1: "GET_IP_MASK_REQUEST"
        case 2: "GET_IP_MASK_REPLY"
        case 3: "SET_MIRRORING"
        case 4: "GET_MIRRORING_REQUEST"
        case 5: "GET_MIRRORING_REPLY"
        case 6: "SHELL_COMMAND"
        case 7: "SHELL_OUTPUT"
        case 8: "SHELL_STATUS"
        case 9: "GET_INTERFACES_REQUEST"
        case 10: "GET_INTERFACES_REPLY"
        case 11: "SET_PKTIN_SUPPRESSION_REQUEST"
        case 12: "SET_L2_TABLE_REQUEST"
        case 13: "GET_L2_TABLE_REQUEST"
        case 14: "GET_L2_TABLE_REPLY"
        case 15: "VIRTUAL_PORT_CREATE_REQUEST"
        case 16: "VIRTUAL_PORT_CREATE_REPLY"
        case 17: "VIRTUAL_PORT_REMOVE_REQUEST"
        case 18: "BW_ENABLE_SET_REQUEST"
        case 19: "BW_ENABLE_GET_REQUEST"
        case 20: "BW_ENABLE_GET_REPLY"
        case 21: "BW_CLEAR_DATA_REQUEST"
        case 22: "BW_CLEAR_DATA_REPLY"
        case 23: "BW_ENABLE_SET_REPLY"
        case 24: "SET_L2_TABLE_REPLY"
        case 25: "SET_PKTIN_SUPPRESSION_REPLY"
        case 26: "VIRTUAL_PORT_REMOVE_REPLY"
        case 27: "HYBRID_GET_REQUEST"
        case 28: "HYBRID_GET_REPLY"
        case 31: "PDU_TX_REQUEST"
        case 32: "PDU_TX_REPLY"
        case 33: "PDU_RX_REQUEST"
        case 34: "PDU_RX_REPLY"
        case 35: "PDU_RX_TIMEOUT"
        default: nil
        }
    }
}
