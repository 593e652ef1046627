import Packets

// The community id, version 1 (github.com/corelight/community-id-spec): the same text for a flow in every tool, whichever
// direction the packet has.
extension RowReader {
    mutating func setCommunityID() {
        let (from, to) = (Int(Column.sourceIP.rawValue), Int(Column.destinationIP.rawValue))
        guard row.has(from), row.has(to), row.has(.protocolNumber) else { return }
        let number = UInt8(truncatingIfNeeded: row.number(Int(Column.protocolNumber.rawValue)))
        let ports = ports(number)
        let (source, destination) = (row.address(from), row.address(to))
        // One direction stands for both; messages without an answer have one only.
        let isForward =
            source == destination
            ? (ports.map { $0.source <= $0.destination } ?? true) : CommunityID.precedes(source, destination)
        let keeps = ports?.isOneWay == true || isForward
        var hash = SHA1()
        hash.add(0)
        hash.add(0)
        CommunityID.add(keeps ? source : destination, to: &hash)
        CommunityID.add(keeps ? destination : source, to: &hash)
        hash.add(number)
        hash.add(0)
        if let ports {
            CommunityID.add(keeps ? ports.source : ports.destination, to: &hash)
            CommunityID.add(keeps ? ports.destination : ports.source, to: &hash)
        }
        row.beginText()
        row.put("1:")
        putBase64(hash.digest())
        row.endText(.communityID)
    }

    /// The ports, or what stands for them: the type of an ICMP message and that of its answer, or its code.
    private func ports(_ number: UInt8) -> CommunityID.Ports? {
        if number == 1 || number == 58 {
            guard row.has(.icmpType), row.has(.icmpCode) else { return nil }
            let type = UInt16(truncatingIfNeeded: row.number(Int(Column.icmpType.rawValue)))
            let code = UInt16(truncatingIfNeeded: row.number(Int(Column.icmpCode.rawValue)))
            let answer = number == 1 ? CommunityID.answer(type) : CommunityID.answer6(type)
            return CommunityID.Ports(source: type, destination: answer ?? code, isOneWay: answer == nil)
        }
        guard number == 6 || number == 17 || number == 132, row.has(.sourcePort), row.has(.destinationPort)
        else { return nil }
        return CommunityID.Ports(
            source: UInt16(truncatingIfNeeded: row.number(Int(Column.sourcePort.rawValue))),
            destination: UInt16(truncatingIfNeeded: row.number(Int(Column.destinationPort.rawValue))),
            isOneWay: false)
    }

    /// RFC 4648: 20 octets are 27 digits and one of padding.
    private mutating func putBase64(_ words: InlineArray<5, UInt32>) {
        func bits(_ from: Int) -> Int {
            var value = 0
            for bit in from..<from + 6 {
                let set = bit < 160 ? Int(words[bit >> 5] >> UInt32(31 &- (bit & 31)) & 1) : 0
                value = value << 1 | set
            }
            return value
        }
        for digit in 0..<27 {
            switch bits(digit * 6) {
            case let value where value < 26: row.put(0x41 + UInt8(value))
            case let value where value < 52: row.put(0x61 + UInt8(value - 26))
            case let value where value < 62: row.put(0x30 + UInt8(value - 52))
            case 62: row.put(0x2B)
            default: row.put(0x2F)
            }
        }
        row.put(0x3D)
    }
}

enum CommunityID {
    struct Ports {
        let source: UInt16
        let destination: UInt16
        /// No message answers this one.
        let isOneWay: Bool
    }

    /// The smaller address, octet by octet, comes first.
    static func precedes(_ a: HostAddress, _ b: HostAddress) -> Bool {
        a.high != b.high ? a.high < b.high : a.low < b.low
    }

    static func add(_ address: HostAddress, to hash: inout SHA1) {
        if address.isIPv6 {
            add(UInt32(truncatingIfNeeded: address.high >> 32), to: &hash)
            add(UInt32(truncatingIfNeeded: address.high), to: &hash)
            add(UInt32(truncatingIfNeeded: address.low >> 32), to: &hash)
        }
        add(UInt32(truncatingIfNeeded: address.low), to: &hash)
    }

    private static func add(_ word: UInt32, to hash: inout SHA1) {
        add(UInt16(truncatingIfNeeded: word >> 16), to: &hash)
        add(UInt16(truncatingIfNeeded: word), to: &hash)
    }

    static func add(_ word: UInt16, to hash: inout SHA1) {
        hash.add(UInt8(truncatingIfNeeded: word >> 8))
        hash.add(UInt8(truncatingIfNeeded: word))
    }

    /// Types of ICMP that belong together: echo, router solicitation, time stamp, information, address mask.
    static func answer(_ type: UInt16) -> UInt16? {
        switch type {
        case 0: 8
        case 8: 0
        case 9: 10
        case 10: 9
        case 13: 14
        case 14: 13
        case 15: 16
        case 16: 15
        case 17: 18
        case 18: 17
        default: nil
        }
    }

    /// Those of ICMPv6: echo, listener query and report, solicitations and advertisements, node information, home agents.
    static func answer6(_ type: UInt16) -> UInt16? {
        switch type {
        case 128: 129
        case 129: 128
        case 130: 131
        case 131: 130
        case 133: 134
        case 134: 133
        case 135: 136
        case 136: 135
        case 139: 140
        case 140: 139
        case 144: 145
        case 145: 144
        default: nil
        }
    }
}
