import Packets
import Wire

/// Spanning tree (IEEE 802.1D), rapid (802.1w), multiple (802.1s) and shortest path bridging (802.1aq).
///
///      0          2     3      4       5         13          17          25     27     29     31     33     35
///     +----------+-----+------+-------+---------+-----------+-----------+------+------+------+------+------+
///     | protocol | ver | type | flags | root id | root cost | bridge id | port | age  | max  | hello| delay|
///     +----------+-----+------+-------+---------+-----------+-----------+------+------+------+------+------+
enum STP {
    /// What multiple trees add to a unit (IEEE 802.1Q 14.4), behind the fields of the common tree.
    struct MultipleTrees: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the configuration's name is.
        static var name: Int { 39 }
        /// Octets of the name.
        static var nameLength: Int { 32 }
        /// Where the configuration's digest is.
        static var digest: Int { 73 }
        /// Octets of the digest.
        static var digestLength: Int { 16 }
        /// Octets in front of the records.
        static var length: Int { 102 }
        /// Octets that version 1 adds: 0.
        var firstLength: UInt8 { get throws(Truncation) { try bytes.u8(35) } }
        /// Octets that version 3 adds, counted from behind this field.
        var claimedLength: UInt16 { get throws(Truncation) { try bytes.u16(36) } }
        /// The configuration's revision.
        var revision: UInt16 { get throws(Truncation) { try bytes.u16(71) } }
        /// Cost of the path to the regional root.
        var rootCost: UInt32 { get throws(Truncation) { try bytes.u32(89) } }
        /// The sending bridge: priority, 16 bits, and address, 48 bits.
        var bridge: UInt64 { get throws(Truncation) { try bytes.u64(93) } }
        /// Hops left.
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(101) } }
    }

    /// One tree of several (IEEE 802.1Q 14.4.1), at `offset`.
    struct Instance: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 16 }
        /// As those of the common tree.
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(offset) } }
        /// Which tree: 12 bits of its root's priority.
        var number: UInt16 { get throws(Truncation) { try bytes.u16(offset + 1) & 0x0FFF } }
        /// Its regional root: priority, 16 bits, and address, 48 bits.
        var root: UInt64 { get throws(Truncation) { try bytes.u64(offset + 1) } }
        /// Cost of the path to that root.
        var cost: UInt32 { get throws(Truncation) { try bytes.u32(offset + 9) } }
        /// The sending bridge's priority in the upper half.
        var bridgePriority: UInt8 { get throws(Truncation) { try bytes.u8(offset + 13) } }
        /// The sending port's priority in the upper half.
        var portPriority: UInt8 { get throws(Truncation) { try bytes.u8(offset + 14) } }
        /// Hops left.
        var hops: UInt8 { get throws(Truncation) { try bytes.u8(offset + 15) } }
    }

    private static var minimum: Int { 35 }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "stp"
        if length < 4 { return d.markInvalid() }
        let unit = BridgeProtocolUnit(bytes)
        if try unit.protocolIdentifier != 0 { return d.put("unknown STP version, length ", length) }
        let version = try unit.version
        d.put("STP ")
        switch version {
        case 0: d.put("802.1d")
        case 2: d.put("802.1w")
        case 3: d.put("802.1s")
        case 4: d.put("802.1aq")
        default: return d.put("Unknown STP protocol (0x", hex: version, 2, ")")
        }
        let kind = try unit.type
        switch kind {
        case 0:
            d.put(", Config")
            if length < STP.minimum { return d.markInvalid() }
            try configuration(&d, bytes, length, rapid: false)
        case 2: try rapidTree(&d, version, bytes, length)
        case 0x80: d.put(", Topology Change")
        default: d.put(", Unknown BPDU Type (0x", hex: kind, 2, ")")
        }
    }

    private static func rapidTree(_ d: inout Dissector, _ version: UInt8, _ bytes: RawSpan, _ length: Int)
        throws(Truncation)
    {
        d.put(", Rapid STP")
        if version == 2 {
            if length < STP.minimum { return d.markInvalid() }
            return try configuration(&d, bytes, length, rapid: true)
        }
        if version != 3 && version != 4 { return }
        // The version 1 part must be empty; the version 3 part holds at least the common tree.
        let trees = MultipleTrees(bytes)
        if length < MultipleTrees.length { return d.markInvalid() }
        let claimed = Int(try trees.claimedLength)
        if try trees.firstLength != 0 { return d.markInvalid() }
        if length < 38 + claimed { return d.markInvalid() }
        try multipleTree(&d, bytes, length)
        if version == 4 {
            // How long it is is read even where it is not printed.
            if d.verbose { try shortestPath(&d, bytes, 38 + claimed) } else { try bytes.require(2, at: 38 + claimed) }
        }
    }

    /// Flags, ids and times of a plain or rapid BPDU.
    private static func configuration(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int, rapid: Bool)
        throws(Truncation)
    {
        let unit = BridgeProtocolUnit(bytes)
        try treeFlags(&d, unit.flags)
        let bridge = try unit.bridge
        let port = try unit.port
        d.put(", bridge-id ")
        treeIdentifier(&d, bridge)
        d.put(".", hex: port, 4, ", length ")
        d.put(length)
        guard d.verbose else { return }
        let age = try unit.messageAge
        let maximum = try unit.maximumAge
        let hello = try unit.helloTime
        let delay = try unit.forwardDelay
        d.put("\n\tmessage-age ")
        treeTime(&d, age)
        d.put(", max-age ")
        treeTime(&d, maximum)
        d.put(", hello-time ")
        treeTime(&d, hello)
        d.put(", forwarding-delay ")
        treeTime(&d, delay)
        let root = try unit.root
        let cost = try unit.rootCost
        d.put("\n\troot-id ")
        treeIdentifier(&d, root)
        d.put(", root-pathcost ", cost)
        if rapid { try portRole(&d, unit.flags) }
    }

    private static func treeFlags(_ d: inout Dissector, _ flags: UInt8, lead: StaticString = ", Flags [")
        throws(Truncation)
    {
        d.put(lead)
        d.put(
            flags: UInt32(flags),
            [
                (0x01, "Topology change"), (0x02, "Proposal"), (0x10, "Learn"), (0x20, "Forward"),
                (0x40, "Agreement"), (0x80, "Topology change ACK"),
            ])
        d.put("]")
    }

    private static func portRole(_ d: inout Dissector, _ flags: UInt8) throws(Truncation) {
        d.put(", port-role ")
        portRoleName(&d, flags)
    }

    private static func portRoleName(_ d: inout Dissector, _ flags: UInt8) {
        switch flags >> 2 & 3 {
        case 0: d.put("Unknown")
        case 1: d.put("Alternate")
        case 2: d.put("Root")
        default: d.put("Designated")
        }
    }

    /// `8000.02:00:00:00:00:01`: priority and address.
    private static func treeIdentifier(_ d: inout Dissector, _ value: UInt64) {
        d.put(hex: UInt16(truncatingIfNeeded: value >> 48), 4)
        d.put(".")
        d.out.append(mac: value)
    }

    /// 256ths of a second.
    private static func treeTime(_ d: inout Dissector, _ value: UInt16) {
        // Rounded to hundredths, halves to even as binary fractions are printed.
        let scaled = UInt32(value) * 100
        var hundredths = scaled / 256
        let rest = scaled % 256
        if rest > 128 || (rest == 128 && hundredths & 1 == 1) { hundredths += 1 }
        d.put(hundredths / 100)
        d.put(".")
        d.put(zeroed: hundredths % 100, width: 2)
        d.put("s")
    }

    /// Multiple trees: the common tree, then one record of 16 bytes for each instance.
    private static func multipleTree(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let flags = try BridgeProtocolUnit(bytes).flags
        d.put(", CIST")
        try treeFlags(&d, flags, lead: " Flags [")
        d.put(", length ", length)
        guard d.verbose else { return }
        try commonTree(&d, bytes, flags)
        let claimed = Int(try MultipleTrees(bytes).claimedLength)
        // The length field counts from behind itself; bytes beyond the last whole record belong to no record.
        var offset = MultipleTrees.length
        var left = Swift.min(claimed - 64, length - MultipleTrees.length)
        while left >= Instance.length {
            let tree = Instance(bytes, at: offset)
            let flags = try tree.flags
            d.put("\n\tMSTI ", try tree.number)
            try treeFlags(&d, flags)
            d.put(", port-role ")
            portRoleName(&d, flags)
            let (root, cost) = (try tree.root, try tree.cost)
            d.put("\n\t\tMSTI regional-root-id ")
            treeIdentifier(&d, root)
            d.put(", pathcost ", cost)
            let (bridge, port, hops) = (try tree.bridgePriority, try tree.portPriority, try tree.hops)
            d.put("\n\t\tMSTI bridge-prio ", bridge >> 4, ", port-prio ")
            d.put("", port >> 4, ", hops ")
            d.put(hops)
            offset += Instance.length
            left -= Instance.length
        }
    }

    private static func commonTree(_ d: inout Dissector, _ bytes: RawSpan, _ flags: UInt8) throws(Truncation) {
        let unit = BridgeProtocolUnit(bytes)
        let trees = MultipleTrees(bytes)
        d.put("\n\tport-role ")
        portRoleName(&d, flags)
        d.put(", CIST root-id ")
        treeIdentifier(&d, try unit.root)
        d.put(", CIST ext-pathcost ", try unit.rootCost)
        d.put("\n\tCIST regional-root-id ")
        treeIdentifier(&d, try unit.bridge)
        d.put(", CIST port-id ", hex: try unit.port, 4, ",")
        d.put("\n\tmessage-age ")
        treeTime(&d, try unit.messageAge)
        d.put(", max-age ")
        treeTime(&d, try unit.maximumAge)
        d.put(", hello-time ")
        treeTime(&d, try unit.helloTime)
        d.put(", forwarding-delay ")
        treeTime(&d, try unit.forwardDelay)
        d.put("\n\tv3len ", try trees.claimedLength, ", MCID Name ")
        try d.put(text: bytes, at: MultipleTrees.name, MultipleTrees.nameLength, terminated: true)
        let revision = try trees.revision
        try bytes.require(MultipleTrees.digestLength, at: MultipleTrees.digest)
        d.put(", rev ", revision, ",\n\t\tdigest ")
        try d.hexBytes(bytes, MultipleTrees.digest, MultipleTrees.digestLength)
        d.put(", ")
        d.put("CIST int-root-pathcost ", try trees.rootCost, ",")
        let bridge = try trees.bridge
        d.put("\n\tCIST bridge-id ")
        treeIdentifier(&d, bridge)
        d.put(", ")
        d.put("CIST remaining-hops ", try trees.hops)
    }

    /// Shortest path bridging (802.1aq 14): an auxiliary configuration identifier and an agreement digest behind the
    /// multiple trees.
    struct ShortestPath: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var name: Int { 3 }
        static var nameLength: Int { 32 }
        static var digest: Int { 37 }
        static var digestLength: Int { 16 }
        static var agreementDigest: Int { 67 }
        static var agreementLength: Int { 20 }
        /// Octets of the identifier, and of all that is printed.
        static var length: Int { 87 }
        var size: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var revision: UInt16 { get throws(Truncation) { try bytes.u16(35) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(53) } }
        /// The upper half is a number; what is called its capabilities is the whole octet.
        var format: UInt8 { get throws(Truncation) { try bytes.u8(55) } }
        var convention: UInt8 { get throws(Truncation) { try bytes.u8(56) } }
        var edges: UInt16 { get throws(Truncation) { try bytes.u16(57) } }
    }

    private static func shortestPath(_ d: inout Dissector, _ bytes: RawSpan, _ start: Int) throws(Truncation) {
        let tail = ShortestPath(try bytes.from(start))
        d.put("\n\tv4len ", try tail.size, ", AUXMCID Name ")
        try d.put(text: tail.bytes, at: ShortestPath.name, ShortestPath.nameLength, terminated: true)
        try tail.bytes.require(ShortestPath.digestLength, at: ShortestPath.digest)
        d.put(", Rev ", try tail.revision, ",\n\t\tdigest ")
        try d.hexBytes(tail.bytes, ShortestPath.digest, ShortestPath.digestLength)
        try tail.bytes.require(ShortestPath.length, at: 0)
        let flags = try tail.flags
        d.put("\n\tAgreement num ", flags >> 6, ", Discarded Agreement num ")
        d.put("", flags >> 4 & 3, ", Agreement valid-flag ")
        d.put("", flags >> 3 & 1, ",\n\tRestricted role-flag: ")
        let (format, convention) = (try tail.format, try tail.convention)
        d.put("", flags >> 2 & 1, ", Format id ")
        d.put("", format >> 4, " cap ")
        d.put("", format, ", Convention id ")
        d.put("", convention >> 4, " cap ")
        d.put("", convention, ",\n\tEdge count ")
        d.put("", try tail.edges, ", Agreement digest ")
        try d.hexBytes(tail.bytes, ShortestPath.agreementDigest, ShortestPath.agreementLength)
    }
}
