import Packets

// What only a pcapng file has: interfaces that count differently, and packets with options.
extension SavefileWriter {
    /// Remembers how the interfaces count. What stays empty costs a packet nothing.
    mutating func noteClocks(of interfaces: [PcapngInterfaceDescription]) {
        interfaceCount += interfaces.count
        guard !clocks.isEmpty || interfaces.contains(where: { $0.clock != .nanoseconds }) else { return }
        while clocks.count < interfaceCount - interfaces.count { clocks.append(.nanoseconds) }
        clocks += interfaces.map(\.clock)
        countsNanoseconds = clock(of: interface) == .nanoseconds
    }

    func clock(of interface: UInt32) -> PcapngClock {
        Int(interface) < clocks.count ? clocks[Int(interface)] : .nanoseconds
    }

    /// Gives the next packet options of the file that it comes from, in this machine's byte order. Those of the
    /// standard, and those of makers that want them copied (draft-ietf-opsawg-pcapng, sections 3.5 and 4.3).
    ///
    /// - Parameters:
    ///   - source: as they stand in the file.
    ///   - swapped: they stand in the other byte order.
    public mutating func attachOptions(_ source: RawSpan, swapped: Bool) {
        guard isPcapng else { return }
        options.removeAll(keepingCapacity: true)
        var found = PcapngOptions(source, from: 0, ByteOrder(isSwapped: swapped))
        while let option = found.next(), let value = try? source.slice(option.start, option.length) {
            attach(option, value, swapped: swapped)
        }
        if !options.isEmpty { options += [0, 0, 0, 0] }
        overhead = PcapngFormat.packetOverhead + options.count
    }

    private mutating func attach(_ option: PcapngOption, _ value: RawSpan, swapped: Bool) {
        typealias Code = PcapngOption.Packet
        // Bytes at the front that are one number.
        let word: Int
        switch (option.code, option.length) {
        case (Code.flags, 4), (Code.queue, 4): word = 4
        case (Code.drops, 8), (Code.number, 8): word = 8
        case (PcapngOption.customText, PcapngOption.makerLength...),
            (PcapngOption.customBytes, PcapngOption.makerLength...):
            word = PcapngOption.makerLength
        case (PcapngOption.comment, _), (Code.hash, _), (Code.verdict, _): word = 0
        default: return
        }
        put(option.code)
        put(UInt16(truncatingIfNeeded: option.length))
        let start = options.count
        unsafe value.withUnsafeBytes { unsafe options.append(contentsOf: $0) }
        if swapped && word > 0 { options[start..<start + word].reverse() }
        for _ in 0..<(-option.length & 3) { options.append(0) }
    }

    private mutating func put(_ field: UInt16) {
        unsafe Swift.withUnsafeBytes(of: field) { unsafe options.append(contentsOf: $0) }
    }

    /// Options of the packet whose bytes are in the buffer. There is room: `overhead` says so.
    @inline(never)
    mutating func appendOptions() {
        unsafe options.withUnsafeBytes { bytes in
            if let from = bytes.baseAddress { unsafe (base + used).copyMemory(from: from, byteCount: bytes.count) }
        }
        used &+= options.count
        options.removeAll(keepingCapacity: true)
        overhead = PcapngFormat.packetOverhead
    }

    /// Options of a packet that goes into another file instead, for that file's `giveOptions`.
    public mutating func takeOptions() -> [UInt8] {
        defer {
            options = []
            if isPcapng { overhead = PcapngFormat.packetOverhead }
        }
        return options
    }

    /// The next packet's options, as `takeOptions` of another writer gave them.
    public mutating func giveOptions(_ taken: [UInt8]) {
        guard isPcapng, !taken.isEmpty else { return }
        options = taken
        overhead = PcapngFormat.packetOverhead + options.count
    }
}
