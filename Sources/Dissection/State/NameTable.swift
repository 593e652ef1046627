import Packets

/// Names of hosts and ports. Host names are asked for once per address and kept in a bounded table; ports are read
/// once, at the start. With numbers only it holds nothing.
struct NameTable: ~Copyable {
    enum Transport { case tcp, udp }

    private static let slots = 1 << 13
    private let hostName: ((HostAddress) -> HostName)?
    private let interfaceName: ((UInt32) -> String?)?
    private var interfaces: [UInt32: [UInt8]] = [:]
    private let unqualified: Bool
    /// Open addressing over a fixed number of slots; where eight slots in a row are taken, the first of them is
    /// replaced.
    private var keys: [HostAddress?] = []
    private var values: [[UInt8]] = []
    /// The answer was `later`.
    private var pending: [Bool] = []
    private var tcpNames: [UInt16: [UInt8]] = [:]
    private var udpNames: [UInt16: [UInt8]] = [:]

    init(options: PrintOptions, environment: PrintEnvironment) {
        interfaceName = environment.interfaceName
        unqualified = options.unqualifiedNames
        guard options.numeric == 0 else {
            hostName = nil
            return
        }
        hostName = environment.hostName
        for service in environment.services {
            switch service.transport {
            case .tcp: if tcpNames[service.port] == nil { tcpNames[service.port] = Array(service.name.utf8) }
            case .udp: if udpNames[service.port] == nil { udpNames[service.port] = Array(service.name.utf8) }
            }
        }
        if hostName != nil {
            keys = Array(repeating: nil, count: NameTable.slots)
            values = Array(repeating: [], count: NameTable.slots)
            pending = Array(repeating: false, count: NameTable.slots)
        }
    }

    /// Writes the host's name; false when it has none and its number is to be printed.
    mutating func putHost(_ address: HostAddress, to out: inout LineBuffer) -> Bool {
        guard hostName != nil else { return false }
        let slot = find(address)
        if values[slot].isEmpty { return false }
        for byte in values[slot] { out.append(byte) }
        return true
    }

    private mutating func find(_ address: HostAddress) -> Int {
        var mixed = address.high &* 0x9E37_79B9_7F4A_7C15 ^ address.low &* 0xD1B5_4A32_D192_ED03
        mixed ^= mixed >> 29
        let first = Int(truncatingIfNeeded: mixed & UInt64(NameTable.slots - 1))
        for step in 0..<8 {
            let slot = (first + step) & (NameTable.slots - 1)
            if keys[slot] == address {
                if pending[slot] { ask(address, slot) }
                return slot
            }
            if keys[slot] == nil {
                ask(address, slot)
                return slot
            }
        }
        ask(address, first)
        return first
    }

    private mutating func ask(_ address: HostAddress, _ slot: Int) {
        let answer = hostName?(address) ?? .unknown
        var name: [UInt8] = []
        if case .known(let text) = answer { name = Array(text.utf8) }
        if unqualified, let dot = name.firstIndex(of: 0x2E) { name.removeSubrange(dot...) }
        keys[slot] = address
        values[slot] = name
        pending[slot] = answer == .later
    }

    mutating func putPort(_ port: UInt16, _ transport: Transport, to out: inout LineBuffer) -> Bool {
        guard let name = transport == .tcp ? tcpNames[port] : udpNames[port] else { return false }
        for byte in name { out.append(byte) }
        return true
    }

    /// An interface's name, filled with blanks to five bytes; `?` when it has none here.
    mutating func putInterface(_ index: UInt32, to out: inout LineBuffer) {
        if interfaces[index] == nil {
            // Indices come from the packet: a hostile file must not grow the table.
            if interfaces.count >= 256 { interfaces.removeAll(keepingCapacity: true) }
            interfaces[index] = Array((interfaceName?(index) ?? "?").utf8)
        }
        let name = interfaces[index] ?? []
        for byte in name { out.append(byte) }
        for _ in 0..<Swift.max(0, 5 - name.count) { out.append(0x20) }
    }

    /// ` (oui Cisco)` behind a link-layer address.
    func putVendor(of address: UInt64, to out: inout LineBuffer) {
        out.append(" (oui ")
        out.append(Names.organisationName(UInt32(truncatingIfNeeded: address >> 24 & 0xFFFFFF)) ?? "Unknown")
        out.append(")")
    }
}
