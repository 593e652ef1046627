import Packets

/// Novell's internetwork packet exchange: checksum, length, hops, type, then two addresses of network, node and socket.
enum IPX {
    /// The header.
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Where the receiver's address is.
        static var destination: Int { 6 }
        /// Where the sender's address is.
        static var source: Int { 18 }
        /// Octets.
        static var size: Int { 30 }
        /// Octets with the header.
        var length: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// An address at `offset`.
    struct AddressFields: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// The network.
        var network: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// The station.
        var node: UInt64 { get throws(Truncation) { try bytes.u48(offset + 4) } }
        /// The socket.
        var socket: UInt16 { get throws(Truncation) { try bytes.u16(offset + 10) } }
    }

    /// What messages of SAP and RIP begin with.
    struct Command: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        /// Octets of the command.
        static var length: Int { 2 }
        /// A request or a response.
        var command: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// SAP: which kind of server.
        var service: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
    }

    /// A route of RIP at `offset`.
    struct Route: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 8 }
        /// The network.
        var network: UInt32 { get throws(Truncation) { try bytes.u32(offset) } }
        /// Routers on the way.
        var hops: UInt16 { get throws(Truncation) { try bytes.u16(offset + 4) } }
        /// Time on the way, in 1/18 of a second.
        var ticks: UInt16 { get throws(Truncation) { try bytes.u16(offset + 6) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "ipx"
        if !d.linkHeader { d.put("IPX ") }
        let source = try address(bytes, Header.source)
        let destination = try address(bytes, Header.destination)
        try bytes.require(Header.size, at: 0)
        d.put(ipx: source)
        d.put(" > ")
        d.put(ipx: destination)
        d.put(": ")
        let claimed = Int(try Header(bytes).length)
        if claimed < Header.size {
            d.put("[length ", claimed, " < 30]")
            return d.markInvalid()
        }
        try payload(&d, destination.socket, bytes.from(Header.size), claimed - Header.size)
    }

    private enum Socket {
        static var core: UInt16 { 0x0451 }
        static var advertising: UInt16 { 0x0452 }
        static var routing: UInt16 { 0x0453 }
        static var netBIOS: UInt16 { 0x0455 }
        static var diagnostics: UInt16 { 0x0456 }
        static var link: UInt16 { 0x0553 }
        static var eigrp: UInt16 { 0x85BE }
    }

    /// The socket that it goes to says what it is.
    private static func payload(
        _ d: inout Dissector, _ socket: UInt16, _ bytes: RawSpan, _ length: Int
    ) throws(Truncation) {
        switch socket {
        case Socket.core: d.put("ipx-ncp ", length)
        case Socket.advertising: try services(&d, bytes, length)
        case Socket.routing: try routes(&d, bytes, length)
        case Socket.netBIOS: d.put("ipx-netbios ", length)
        case Socket.diagnostics: d.put("ipx-diags ", length)
        case Socket.link: d.put("ipx-nwlink-dgm ", length)
        case Socket.eigrp: try EIGRP.print(&d, bytes, length)
        default:
            d.put("ipx-#", hex: socket, 1, " ")
            d.put(length)
        }
    }

    /// The Service Advertising Protocol: a command, then services of a type, a name of 48 bytes, an address and the hops.
    private static func services(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 2 { return d.markTruncated() }
        let command = try Command(bytes).command
        var rest = length - 2
        switch command {
        case 1, 3:
            d.put(command == 1 ? "ipx-sap-req" : "ipx-sap-nearest-req")
            if rest < 2 { return d.markTruncated() }
            d.put(" ", hex: try Command(bytes).service, 4)
        case 2, 4:
            d.put(command == 2 ? "ipx-sap-resp" : "ipx-sap-nearest-resp")
            var entry = 0
            while entry < Service.most && rest > 0 {
                guard try service(&d, Service(bytes.from(Command.length + entry * Service.size)), rest) else { return }
                rest -= Service.size
                entry += 1
            }
        default: d.put("ipx-sap-?", hex: command)
        }
    }

    struct Service: ~Escapable {
        static var size: Int { 64 }
        static var nameLength: Int { 48 }
        /// Of one packet.
        static var most: Int { 8 }
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }
        var type: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        /// As much as is there.
        var name: RawSpan {
            @_lifetime(copy self)
            get throws(Truncation) { try bytes.from(2).upTo(Service.nameLength) }
        }
        var network: UInt32 { get throws(Truncation) { try bytes.u32(50) } }
        var node: UInt64 { get throws(Truncation) { try bytes.u48(54) } }
    }

    /// One service of `rest` bytes; false when it is not whole.
    private static func service(_ d: inout Dissector, _ service: Service, _ rest: Int) throws(Truncation) -> Bool {
        if rest < 2 {
            d.markTruncated()
            return false
        }
        d.put(" ", hex: try service.type, 4, " '")
        if rest < 2 + Service.nameLength {
            d.put("'")
            d.markInvalid()
            return false
        }
        let name = try service.name
        if !d.put(text: name, terminated: true) && name.byteCount < Service.nameLength {
            throw Truncation(offset: 2, need: Service.nameLength, have: name.byteCount)
        }
        d.put("'")
        if rest < 2 + Service.nameLength + 10 {
            d.markTruncated()
            return false
        }
        let (network, node) = try (service.network, service.node)
        d.put(" addr ", hex: network, 8, ".")
        d.out.append(mac: node)
        // The socket and the hops, of which nothing is said.
        if rest < Service.size {
            d.markTruncated()
            return false
        }
        try service.bytes.require(Service.size, at: 0)
        return true
    }

    /// Novell's RIP: a command, then routes of a network, hops and ticks.
    private static func routes(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 2 { return d.markTruncated() }
        let command = try Command(bytes).command
        guard command == 1 || command == 2 else { return d.put("ipx-rip-?", hex: command) }
        d.put(command == 1 ? "ipx-rip-req" : "ipx-rip-resp")
        var offset = 2
        while offset < length {
            if length - offset < Route.length { return d.markInvalid() }
            let route = Route(bytes, at: offset)
            let (network, hops, ticks) = try (route.network, route.hops, route.ticks)
            d.put(" ", hex: network, 8, "/")
            d.put(hops)
            d.put(".", ticks)
            // One is asked for.
            if command == 1 { return }
            offset += Route.length
        }
    }

    fileprivate struct Address {
        let network: UInt32
        let node: UInt64
        let socket: UInt16
    }

    private static func address(_ bytes: RawSpan, _ offset: Int) throws(Truncation)
        -> Address
    {
        let fields = AddressFields(bytes, at: offset)
        return Address(network: try fields.network, node: try fields.node, socket: try fields.socket)
    }
}

extension Dissector {
    fileprivate mutating func put(ipx address: IPX.Address) {
        put(hex: address.network, 8)
        put(".")
        out.append(mac: address.node)
        put(".", hex: address.socket, 4)
    }
}
