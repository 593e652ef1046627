import Packets

/// AppleTalk (Inside AppleTalk, 2nd edition): datagrams with sockets (DDP), names (NBP), transactions (ATP), address
/// resolution (AARP), and LocalTalk's own link header.
///
///     DDP: | length 2 | checksum 2 | networks 2 + 2 | nodes 1 + 1 | sockets 1 + 1 | type 1 |
enum AppleTalk {
    /// What a packet of the transaction protocol begins with.
    struct TransactionHeader: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Request, response or release; exactly once, end of message, status; bits.
        var control: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        /// Responses that are wanted, or which response it is.
        var bitmap: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        /// Which transaction.
        var number: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        /// Octets of the user.
        var data: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
    }

    struct Datagram: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 13 }
        var destinationNetwork: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var sourceNetwork: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var destinationNode: UInt8 { get throws(Truncation) { try bytes.u8(8) } }
        var sourceNode: UInt8 { get throws(Truncation) { try bytes.u8(9) } }
        var destinationSocket: UInt8 { get throws(Truncation) { try bytes.u8(10) } }
        var sourceSocket: UInt8 { get throws(Truncation) { try bytes.u8(11) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(12) } }
    }

    /// LocalTalk's header, and the short one that may follow it.
    struct Local: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 3 }
        static var shortLength: Int { 5 }
        var destination: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var source: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var destinationSocket: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var sourceSocket: UInt8 { get throws(Truncation) { try bytes.u8(6) } }
        var datagramType: UInt8 { get throws(Truncation) { try bytes.u8(7) } }
    }

    /// A socket on a node of a network.
    struct Address: Equatable {
        var network: UInt16
        var node: UInt8
        var socket: UInt8
    }

    /// Behind an ether type.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ddp"
        if !d.linkHeader {
            if d.verbose { d.put("et1 ") }
            d.put("AT ")
        } else if d.verbose {
            d.put("et1 ")
        }
        if length < Datagram.length { return d.put(" [|ddp ", length, "]") }
        try datagram(&d, bytes, length)
        d.put(" ")
        try payload(&d, bytes, length)
    }

    private static func datagram(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header = Datagram(bytes)
        try bytes.require(Datagram.length, at: 0)
        put(&d, try source(header), try header.sourceSocket)
        d.put(" > ")
        put(&d, (try header.destinationNetwork, try header.destinationNode), try header.destinationSocket)
        d.put(":")
    }

    private static func source(_ header: borrowing Datagram) throws(Truncation) -> (UInt16, UInt8) {
        (try header.sourceNetwork, try header.sourceNode)
    }

    private static func payload(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "atalk"
        let header = Datagram(bytes)
        let from = Address(
            network: try header.sourceNetwork, node: try header.sourceNode, socket: try header.sourceSocket)
        try service(&d, try header.type, bytes.from(Datagram.length), length - Datagram.length, from)
    }

    private static func put(_ d: inout Dissector, _ host: (UInt16, UInt8), _ socket: UInt8) {
        d.put("", host.0, ".")
        d.put("", host.1, ".")
        d.put(d.numeric ? nil : socketName(socket), or: "", socket)
    }

    private static func socketName(_ socket: UInt8) -> StaticString? {
        switch socket {
        case 1: "rtmp"
        case 2: "nis"
        case 4: "echo"
        case 6: "zip"
        default: nil
        }
    }

    static func printLocal(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "llap"
        if length < Local.length { return d.put(" [|llap ", length, "]") }
        try bytes.require(Local.length, at: 0)
        let header = Local(bytes)
        let (source, destination, type) = (try header.source, try header.destination, try header.type)
        let rest = length - Local.length
        switch type {
        case 1:
            if rest < Local.shortLength { return d.put(" [|sddp ", rest, "]") }
            d.layer = "sddp"
            let from = Address(network: 0, node: source, socket: try header.sourceSocket)
            put(&d, (0, source), from.socket)
            d.put(" > ")
            put(&d, (0, destination), try header.destinationSocket)
            d.put(":")
            let size = Local.length + Local.shortLength
            try service(&d, try header.datagramType, bytes.from(size), length - size, from)
        case 2:
            if rest < Datagram.length { return d.put(" [|ddp ", rest, "]") }
            d.layer = "ddp"
            let inner = try bytes.from(Local.length)
            try datagram(&d, inner, rest)
            try payload(&d, inner, rest)
        default:
            d.put("", source, " > ")
            d.put("", destination, " at-lap#")
            d.put("", type, " ")
            d.put(rest)
        }
    }

    /// What a datagram carries, by its type.
    private static func service(
        _ d: inout Dissector, _ type: UInt8, _ bytes: RawSpan, _ length: Int, _ from: Address
    ) throws(Truncation) {
        switch type {
        case 2: try AppleNames.print(&d, bytes, length, from)
        case 3: try transaction(&d, bytes, length)
        default:
            d.put(" at-")
            d.put(type == 1 ? "rtmp" : type == 4 ? "echo" : type == 5 ? "rtmpReq" : nil, or: "#", type)
            d.put(" ", length)
        }
    }

    /// | control 1 | bitmap 1 | transaction 2 | user's data 4 |
    private enum Transaction {
        static var length: Int { 8 }
        static var exactlyOnce: UInt8 { 0x20 }
        static var endOfMessage: UInt8 { 0x10 }
        static var status: UInt8 { 0x08 }
    }

    private static func transaction(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < Transaction.length { return d.put(" [|atp ", length, "]") }
        let rest = length - Transaction.length
        let (control, bitmap, number) = (
            try TransactionHeader(bytes).control, try TransactionHeader(bytes).bitmap,
            try TransactionHeader(bytes).number
        )
        switch control & 0xC0 {
        case 0x40:
            d.put(" atp-req")
            d.put(control & Transaction.exactlyOnce != 0 ? " " : "*")
            d.put(" ", number)
            blocks(&d, bitmap)
            if rest != 0 { d.put(" [len=", rest, "]") }
            marks(&d, " [", control & (Transaction.endOfMessage | Transaction.status))
        case 0x80:
            d.put(" atp-resp")
            d.put(control & Transaction.endOfMessage != 0 ? "*" : " ")
            d.put("", number, ":")
            d.put("", bitmap, " (")
            d.put("", rest, ")")
            marks(&d, " [", control & (Transaction.exactlyOnce | Transaction.status))
        case 0xC0:
            d.put(" atp-rel  ", number)
            blocks(&d, bitmap)
            if rest != 0 { d.put(" [len=", rest, "]") }
            marks(&d, "[", control & 0x38)
        default:
            d.put(" atp-0x", hex: control, 1, "  ")
            d.put("", number, " (")
            d.put("", rest, ")")
        }
        let data = try TransactionHeader(bytes).data
        if data != 0 { d.put(" 0x", hex: data) }
    }

    private static func marks(_ d: inout Dissector, _ lead: StaticString, _ bits: UInt8) {
        if bits == 0 { return }
        d.put(lead)
        d.put(flags: UInt32(bits), [(0x20, "XO"), (0x10, "EOM"), (0x08, "STS")], separator: ",")
        d.put("]")
    }

    /// Which packets of an answer are wanted: from the first on, or one by one.
    private static func blocks(_ d: inout Dissector, _ bitmap: UInt8) {
        if bitmap & (bitmap &+ 1) == 0 {
            let count = bitmap.nonzeroBitCount
            if count > 1 { d.put("<0-", count - 1, ">") } else { d.put("<0>") }
            return
        }
        var lead: UInt8 = 0x3C
        for index in 0..<UInt8(8) where bitmap >> index & 1 != 0 {
            d.put(byte: lead)
            d.put(index)
            lead = 0x2C
        }
        d.put(">")
    }

    /// AppleTalk's address resolution.
    static func resolution(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "aarp"
        d.put("aarp ")
        try bytes.require(28, at: 0)
        let header = Resolution(bytes)
        let operation = try header.operation
        if try header.isOrdinary, (1...3).contains(operation) {
            let isReply = operation == 2
            d.put(operation == 1 ? "who-has " : isReply ? "reply " : "probe ")
            node(&d, isReply ? try header.sender : try header.target)
            d.put(isReply ? " is-at " : " tell ")
            if isReply { d.put(linkAddress: try header.senderHardware) } else { node(&d, try header.sender) }
            return
        }
        d.put("len ", length, " op ")
        d.put("", operation, " htype ")
        d.put("", try header.hardware, " ptype 0x")
        d.put(hex: try header.proto)
        d.put(" halen ", try header.hardwareLength, " palen ")
        d.put(try header.protocolLength)
    }

    /// Network 2 and node 1 behind a zero.
    private static func node(_ d: inout Dissector, _ address: UInt32) {
        d.put("", address >> 8 & 0xFFFF, ".")
        d.put(address & 0xFF)
    }

    struct Resolution: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var hardware: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var proto: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var hardwareLength: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var protocolLength: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var operation: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
        var senderHardware: UInt64 { get throws(Truncation) { try bytes.u48(8) } }
        var sender: UInt32 { get throws(Truncation) { try bytes.u32(14) } }
        var target: UInt32 { get throws(Truncation) { try bytes.u32(24) } }
        /// Ethernet, AppleTalk, addresses of six and four octets.
        var isOrdinary: Bool { get throws(Truncation) { try bytes.u48(0) == 0x0001_809B_0604 } }
    }
}
