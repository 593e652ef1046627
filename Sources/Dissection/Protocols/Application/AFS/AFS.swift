import Packets

/// Remote calls of the Andrew file system over Rx (rx/rx_packet.h of OpenAFS): the header, acknowledgements, and which service
/// reads a call or its reply.
///
///      0       4            8      12         16       20     21      22       23         24    26
///     +-------+------------+------+----------+--------+------+-------+--------+----------+-----+---------+------
///     | epoch | connection | call | sequence | serial | type | flags | status | security | sum | service | data
///     +-------+------------+------+----------+--------+------+-------+--------+----------+-----+---------+------
enum AFS {
    struct Header: ~Escapable {
        static let size = 28
        static let fromClient: UInt8 = 1
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var connection: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var call: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        var sequence: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var serial: UInt32 { get throws(Truncation) { try bytes.u32(16) } }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(20) } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(21) } }
        var security: UInt8 { get throws(Truncation) { try bytes.u8(23) } }
        var service: UInt16 { get throws(Truncation) { try bytes.u16(26) } }
        /// What is called, in the first packet of a call.
        var operation: UInt32 { get throws(Truncation) { try bytes.u32(28) } }
        static let arguments = 32
    }

    /// RFC-less: rx_ackPacket of rx/rx_packet.h.
    struct Acknowledgement: ~Escapable {
        static let size = 18
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        var buffers: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var skew: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var first: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var serial: UInt32 { get throws(Truncation) { try bytes.u32(12) } }
        var reason: UInt8 { get throws(Truncation) { try bytes.u8(16) } }
        var count: Int { get throws(Truncation) { Int(try bytes.u8(17)) } }
        func state(_ index: Int) throws(Truncation) -> UInt8 { try bytes.u8(18 + index) }
        func extra(_ offset: Int) throws(Truncation) -> UInt32 { try bytes.u32(offset) }
    }

    private enum Kind {
        static let data: UInt8 = 1
        static let acknowledgement: UInt8 = 2
        static let abort: UInt8 = 4
    }

    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, _ ports: (source: UInt16, destination: UInt16),
        _ ends: Endpoints
    ) throws(Truncation) {
        d.layer = "rx"
        if !bytes.has(Header.size, at: 0) { return d.put(" [|rx] (", length, ")") }
        let header = Header(bytes)
        let (type, flags) = try (header.type, header.flags)
        d.put(" rx ")
        d.put(typeName(type), or: "type ", type)
        if d.verbose { try details(&d, header) }
        let isCall = flags & Header.fromClient != 0
        let isFirst = try header.sequence == 1
        if type == Kind.data && isFirst && isCall {
            try d.needsOrder()
            try remember(&d, header, ports.destination, ends)
            if let service = AFSService(port: ports.destination), length > Header.size {
                try service.call(&d, bytes)
            }
        } else if (type == Kind.data && isFirst || type == Kind.abort) && !isCall {
            try d.needsOrder()
            if let service = AFSService(port: ports.source), length > Header.size,
                let call = d.procedureCalls.call(
                    of: key(try header.call, try header.service, ports.source, ends.destination, ends.source))
            {
                try service.reply(&d, bytes, call.procedure, isData: type == Kind.data)
            }
        } else if type == Kind.acknowledgement {
            try acknowledgement(&d, bytes)
        }
        d.put(" (", length, ")")
    }

    private static func key(
        _ call: UInt32, _ service: UInt16, _ port: UInt16, _ client: HostAddress, _ server: HostAddress
    ) -> RecentCalls.Key {
        RecentCalls.Key(client: client, server: server, identifier: call, service: service, port: port)
    }

    private static func remember(
        _ d: inout Dissector, _ header: borrowing Header, _ port: UInt16, _ ends: Endpoints
    ) throws(Truncation) {
        guard header.bytes.has(4, at: Header.size) else { return }
        let key = key(try header.call, try header.service, port, ends.source, ends.destination)
        d.procedureCalls.add(key, RecentCalls.Call(procedure: try header.operation))
    }

    private static func details(_ d: inout Dissector, _ header: borrowing Header) throws(Truncation) {
        if d.verbosity > 1 {
            d.put(" cid ", hex: try header.connection, 8, " call# ")
            d.put(try header.call)
        }
        d.put(" seq ", try header.sequence, " ser ")
        d.put(try header.serial)
        if d.verbosity > 2 {
            d.put(" secindex ", try header.security, " serviceid ")
            d.put(try header.service)
        }
        if d.verbosity <= 1 { return }
        let (flags, type) = try (header.flags, header.type)
        var any = false
        for bit in 0..<6 where flags >> UInt8(bit) & 1 == 1 {
            guard let name = flagName(bit, type) else { continue }
            d.put(any ? "," : " ")
            d.put("<")
            d.put(name)
            d.put(">")
            any = true
        }
    }

    private static func acknowledgement(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        let acknowledgement = Acknowledgement(try bytes.from(Header.size))
        let there = acknowledgement.bytes.byteCount
        if there < Acknowledgement.size { return d.put(" [|ack]") }
        if d.verbosity > 2 {
            d.put(" bufspace ", try acknowledgement.buffers, " maxskew ")
            d.put(try acknowledgement.skew)
        }
        let reason = try acknowledgement.reason
        d.put(" first ", try acknowledgement.first, " serial ")
        d.put("", try acknowledgement.serial, " reason ")
        d.put(reasonName(reason), or: "#", reason)
        let count = try acknowledgement.count
        if there < Acknowledgement.size + count { return d.put(" [|ack]") }
        try runs(&d, " acked ", 1, acknowledgement, count)
        try runs(&d, " nacked ", 0, acknowledgement, count)
        guard d.verbosity > 1 else { return }
        // Three octets of nothing, then what newer implementations add.
        var offset = Acknowledgement.size + count + 3
        for index in 0..<4 {
            if there < offset + 4 { return }
            d.put(index == 0 ? " ifmtu " : index == 1 ? " maxmtu " : index == 2 ? " rwind " : " maxpackets ")
            d.put(try acknowledgement.extra(offset))
            offset += 4
        }
    }

    /// Packets in one state, those that follow each other as a range.
    private static func runs(
        _ d: inout Dissector, _ title: StaticString, _ state: UInt8, _ acknowledgement: borrowing Acknowledgement,
        _ count: Int
    ) throws(Truncation) {
        let first = try acknowledgement.first
        var last: Int?
        for index in 0..<count {
            if try acknowledgement.state(index) != state { continue }
            let number = first &+ UInt32(index)
            let next = index + 1 < count ? try acknowledgement.state(index + 1) : nil
            let isLast = next != state
            if last == nil {
                d.put(title, number)
            } else if last != index - 1 {
                d.put(",", number)
            } else if isLast {
                d.put("-", number)
            }
            last = index
        }
    }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "data"
        case 2: "ack"
        case 3: "busy"
        case 4: "abort"
        case 5: "ackall"
        case 6: "challenge"
        case 7: "response"
        case 8: "debug"
        case 9: "params"
        case 13: "version"
        default: nil
        }
    }

    private static func flagName(_ bit: Int, _ type: UInt8) -> StaticString? {
        switch bit {
        case 0: "client-init"
        case 1: "req-ack"
        case 2: "last-pckt"
        case 3: "more-pckts"
        case 4: "free-pckt"
        default: type == Kind.acknowledgement ? "slow-start" : type == Kind.data ? "jumbogram" : nil
        }
    }

    private static func reasonName(_ reason: UInt8) -> StaticString? {
        switch reason {
        case 1: "ack requested"
        case 2: "duplicate packet"
        case 3: "out of sequence"
        case 4: "exceeds window"
        case 5: "no buffer space"
        case 6: "ping"
        case 7: "ping response"
        case 8: "delay"
        case 9: "idle"
        default: nil
        }
    }
}
