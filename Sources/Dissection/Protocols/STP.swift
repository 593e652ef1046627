import Packets

/// Spanning tree (IEEE 802.1D), rapid (802.1w), multiple (802.1s) and shortest path bridging (802.1aq).
///
///      0          2     3      4       5         13          17          25     27     29     31     33     35
///     +----------+-----+------+-------+---------+-----------+-----------+------+------+------+------+------+
///     | protocol | ver | type | flags | root id | root cost | bridge id | port | age  | max  | hello| delay|
///     +----------+-----+------+-------+---------+-----------+-----------+------+------+------+------+------+
extension Dissector {
    private static var minimum: Int { 35 }

    mutating func stp(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        layer = "stp"
        if length < 4 { return markTruncated() }
        if try bytes.u16(0) != 0 { return put("unknown STP version, length ", length) }
        let version = try bytes.u8(2)
        put("STP ")
        switch version {
        case 0: put("802.1d")
        case 2: put("802.1w")
        case 3: put("802.1s")
        case 4: put("802.1aq")
        default: return put("Unknown STP protocol (0x", hex: version, 2, ")")
        }
        let kind = try bytes.u8(3)
        switch kind {
        case 0:
            put(", Config")
            if length < Dissector.minimum { return markInvalid() }
            try configuration(bytes, length, rapid: false)
        case 2: try rapidTree(version, bytes, length)
        case 0x80: put(", Topology Change")
        default: put(", Unknown BPDU Type (0x", hex: kind, 2, ")")
        }
    }

    private mutating func rapidTree(_ version: UInt8, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        put(", Rapid STP")
        if version == 2 {
            if length < Dissector.minimum { return markInvalid() }
            return try configuration(bytes, length, rapid: true)
        }
        if version != 3 && version != 4 { return }
        // The version 1 part must be empty; the version 3 part holds at least the common tree.
        if length < 102 { return markInvalid() }
        let claimed = Int(try bytes.u16(36))
        if try bytes.u8(35) != 0 { return markInvalid() }
        if claimed < 64 { return markInvalid() }
        try multipleTree(bytes, length)
        if version == 4 && verbose { try shortestPath(bytes, length, 38 + claimed) }
    }

    /// Flags, ids and times of a plain or rapid BPDU.
    private mutating func configuration(_ bytes: RawSpan, _ length: Int, rapid: Bool) throws(Truncation) {
        try treeFlags(bytes.u8(4))
        let bridge = try bytes.u64(17)
        let port = try bytes.u16(25)
        put(", bridge-id ")
        treeIdentifier(bridge)
        put(".", hex: port, 4, ", length ")
        put(length)
        guard verbose else { return }
        let age = try bytes.u16(27)
        let maximum = try bytes.u16(29)
        let hello = try bytes.u16(31)
        let delay = try bytes.u16(33)
        put("\n\tmessage-age ")
        treeTime(age)
        put(", max-age ")
        treeTime(maximum)
        put(", hello-time ")
        treeTime(hello)
        put(", forwarding-delay ")
        treeTime(delay)
        let root = try bytes.u64(5)
        let cost = try bytes.u32(13)
        put("\n\troot-id ")
        treeIdentifier(root)
        put(", root-pathcost ", cost)
        if rapid { try portRole(bytes.u8(4)) }
    }

    private mutating func treeFlags(_ flags: UInt8, lead: StaticString = ", Flags [") throws(Truncation) {
        put(lead)
        put(
            flags: UInt32(flags),
            [
                (0x01, "Topology change"), (0x02, "Proposal"), (0x10, "Learn"), (0x20, "Forward"),
                (0x40, "Agreement"), (0x80, "Topology change ACK"),
            ])
        put("]")
    }

    private mutating func portRole(_ flags: UInt8) throws(Truncation) {
        put(", port-role ")
        portRoleName(flags)
    }

    private mutating func portRoleName(_ flags: UInt8) {
        switch flags >> 2 & 3 {
        case 0: put("Unknown")
        case 1: put("Alternate")
        case 2: put("Root")
        default: put("Designated")
        }
    }

    /// `8000.02:00:00:00:00:01`: priority and address.
    private mutating func treeIdentifier(_ value: UInt64) {
        put(hex: UInt16(truncatingIfNeeded: value >> 48), 4)
        put(".")
        out.append(mac: value)
    }

    /// 256ths of a second.
    private mutating func treeTime(_ value: UInt16) {
        // Rounded to hundredths, halves to even as binary fractions are printed.
        let scaled = UInt32(value) * 100
        var hundredths = scaled / 256
        let rest = scaled % 256
        if rest > 128 || (rest == 128 && hundredths & 1 == 1) { hundredths += 1 }
        put(hundredths / 100)
        put(".")
        put(zeroed: hundredths % 100, width: 2)
        put("s")
    }

    /// Multiple trees: the common tree, then one record of 16 bytes for each instance.
    private mutating func multipleTree(_ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let flags = try bytes.u8(4)
        put(", CIST")
        try treeFlags(flags, lead: " Flags [")
        put(", length ", length)
        guard verbose else { return }
        try commonTree(bytes, flags)
        let claimed = Int(try bytes.u16(36))
        // The length field counts from behind itself; bytes beyond the last whole record are nobody's.
        var offset = 102
        var left = Swift.min(claimed - 64, length - 102)
        while left >= 16 {
            let flags = try bytes.u8(offset)
            let root = try bytes.u64(offset + 1)
            let cost = try bytes.u32(offset + 9)
            put("\n\tMSTI ", UInt32(truncatingIfNeeded: root >> 48 & 0x0FFF))
            try treeFlags(flags)
            put(", port-role ")
            portRoleName(flags)
            put("\n\t\tMSTI regional-root-id ")
            treeIdentifier(root)
            put(", pathcost ", cost)
            put("\n\t\tMSTI bridge-prio ", try bytes.u8(offset + 13) >> 4, ", port-prio ")
            put(try bytes.u8(offset + 14) >> 4)
            put(", hops ", try bytes.u8(offset + 15))
            offset += 16
            left -= 16
        }
    }

    private mutating func commonTree(_ bytes: RawSpan, _ flags: UInt8) throws(Truncation) {
        put("\n\tport-role ")
        portRoleName(flags)
        put(", CIST root-id ")
        treeIdentifier(try bytes.u64(5))
        put(", CIST ext-pathcost ", try bytes.u32(13))
        put("\n\tCIST regional-root-id ")
        treeIdentifier(try bytes.u64(17))
        put(", CIST port-id ", hex: try bytes.u16(25), 4, ",")
        put("\n\tmessage-age ")
        treeTime(try bytes.u16(27))
        put(", max-age ")
        treeTime(try bytes.u16(29))
        put(", hello-time ")
        treeTime(try bytes.u16(31))
        put(", forwarding-delay ")
        treeTime(try bytes.u16(33))
        put("\n\tv3len ", try bytes.u16(36), ", MCID Name ")
        try put(text: bytes, at: 39, 32, terminated: true)
        let revision = try bytes.u16(71)
        put(", rev ", revision, ",\n\t\tdigest ")
        try hexBytes(bytes, 73, 16)
        put(", CIST int-root-pathcost ", try bytes.u32(89), ",")
        let bridge = try bytes.u64(93)
        put("\n\tCIST bridge-id ")
        treeIdentifier(bridge)
        put(", CIST remaining-hops ", try bytes.u8(101))
    }

    /// Shortest path bridging (802.1aq 14): its own configuration digest behind the multiple trees.
    private mutating func shortestPath(_ bytes: RawSpan, _ length: Int, _ start: Int) throws(Truncation) {
        put("\n\tv4len ", try bytes.u16(start), ", AUX Name ")
        put(text: try bytes.slice(start + 3, 32), terminated: true)
        put(", Rev ", try bytes.u16(start + 35), ",\n\t\tdigest ")
        try hexBytes(bytes, start + 37, 16)
        let flags = try bytes.u8(start + 53)
        put(", Agreement num ", flags >> 6, ", Discarded Agreement num ")
        put(flags >> 4 & 3)
        put(", Agreement valid-flag ", flags >> 3 & 1)
        put("\n\tRestricted role-flag: ", flags >> 2 & 1, ", Format id ")
    }
}
