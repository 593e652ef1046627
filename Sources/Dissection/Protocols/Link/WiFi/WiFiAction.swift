import Packets

/// 802.11 action frames (IEEE 802.11-2016 9.6): a category and an action within it.
enum WiFiAction {
    /// False when the body is cut off.
    static func print(
        _ d: inout Dissector, _ source: UInt64, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) -> Bool {
        guard bytes.has(2, at: 0), length >= 2 else { return false }
        let body = WiFiManagement.Body(bytes)
        if d.linkHeader {
            d.put(": ")
        } else {
            d.put(" (")
            d.put(linkAddress: source)
            d.put("): ")
        }
        let category = try body.category
        let action = try body.action
        if let title = title(category) { d.put(title) } else { d.put("Reserved(", category, ") ") }
        d.put(name(category, action), or: "Act#", action)
        return true
    }

    private static func title(_ category: UInt8) -> StaticString? {
        switch category {
        case 0: "Spectrum Management "
        case 1: "QoS "
        case 2: "DLS "
        case 3: "BA "
        case 7: "HT "
        case 13: "MeshAction "
        case 14: "MultiohopAction "
        case 15: "SelfprotectAction "
        case 127: "Vendor "
        default: nil
        }
    }

    private static func name(_ category: UInt8, _ action: UInt8) -> StaticString? {
        switch (category, action) {
        case (3, 0): "ADDBA Request"
        case (3, 1): "ADDBA Response"
        case (3, 2): "DELBA"
        case (7, 0): "TxChWidth"
        case (7, 1): "MIMOPwrSave"
        case (13, 0): "MeshLink"
        case (13, 1): "HWMP"
        case (13, 2): "Gate Announcement"
        case (13, 3): "Congestion Control"
        case (13, 4): "MCCA Setup Request"
        case (13, 5): "MCCA Setup Reply"
        case (13, 6): "MCCA Advertisement Request"
        case (13, 7): "MCCA Advertisement"
        case (13, 8): "MCCA Teardown"
        case (13, 9): "TBTT Adjustment Request"
        case (13, 10): "TBTT Adjustment Response"
        case (14, 0): "Proxy Update"
        case (14, 1): "Proxy Update Confirmation"
        case (15, 1): "Peering Open"
        case (15, 2): "Peering Confirm"
        case (15, 3): "Peering Close"
        case (15, 4): "Group Key Inform"
        case (15, 5): "Group Key Acknowledge"
        default: nil
        }
    }
}
