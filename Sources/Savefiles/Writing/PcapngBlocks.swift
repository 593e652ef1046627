import Packets

/// Builds blocks other than packets, in this machine's byte order (draft-ietf-opsawg-pcapng, sections 4.1, 4.2, 4.6).
struct PcapngBlocks {
    private(set) var bytes: [UInt8] = []

    init() {}

    init(_ header: PcapngHeader) throws(SavefileError) {
        block(PcapngFormat.sectionHeader) { block in
            block.put(PcapngFormat.byteOrderMagic)
            block.put(PcapngFormat.version.major)
            block.put(PcapngFormat.version.minor)
            block.put(PcapngFormat.unknownLength)
            for comment in header.comments { block.comment(comment) }
            block.option(PcapngOption.Section.system, header.system)
            block.option(PcapngOption.Section.application, header.application)
            block.endOptions()
        }
        for interface in header.interfaces { try add(interface) }
    }

    mutating func add(_ interface: PcapngInterfaceDescription) throws(SavefileError) {
        guard let number = interface.linkType.savefileNumber, number <= UInt32(UInt16.max) else {
            throw .unsupportedLinkType(subject: interface.name ?? "stream", dlt: interface.linkType.rawValue)
        }
        add(interface, UInt16(number))
    }

    private mutating func add(_ interface: PcapngInterfaceDescription, _ number: UInt16) {
        typealias Code = PcapngOption.Interface
        block(PcapngFormat.interfaceDescription) { block in
            block.put(number)
            block.put(UInt16(0))
            block.put(UInt32(truncatingIfNeeded: interface.snapshotLength))
            block.option(Code.name, interface.name)
            block.option(Code.description, interface.description)
            if let address = interface.address, address.count == 6 { block.option(Code.hardwareAddress, address) }
            block.option(Code.resolution, [interface.clock.resolution])
            if let filter = interface.filter { block.option(Code.filter, [Code.filterIsText] + Array(filter.utf8)) }
            block.option(Code.system, interface.system)
            if interface.clock.offset != 0 { block.option(Code.offset, UInt64(bitPattern: interface.clock.offset)) }
            block.endOptions()
        }
    }

    mutating func add(_ statistics: PcapngStatistics, _ clock: PcapngClock = .nanoseconds) {
        typealias Code = PcapngOption.Statistics
        block(PcapngFormat.interfaceStatistics) { block in
            block.put(UInt32(truncatingIfNeeded: statistics.interface))
            block.put(stamp: clock.units(statistics.time))
            for comment in statistics.comments { block.comment(comment) }
            for (code, time) in [(Code.started, statistics.started), (Code.ended, statistics.ended)] {
                guard let time else { continue }
                block.put(code)
                block.put(UInt16(8))
                block.put(stamp: clock.units(time))
            }
            block.option(Code.received, statistics.received)
            block.option(Code.droppedByInterface, statistics.droppedByInterface)
            block.option(Code.acceptedByFilter, statistics.acceptedByFilter)
            block.option(Code.droppedByKernel, statistics.droppedByKernel)
            block.option(Code.delivered, statistics.delivered)
            block.endOptions()
        }
    }

    private mutating func block(_ type: UInt32, _ body: (inout PcapngBlocks) -> Void) {
        let start = bytes.count
        put(type)
        put(UInt32(0))
        body(&self)
        let length = UInt32(bytes.count - start + 4)
        put(length)
        // One by one: while there is a slice of the array, writing to it copies all of it.
        for i in 0..<4 { bytes[start + 4 + i] = bytes[bytes.count - 4 + i] }
    }

    private mutating func put<T: FixedWidthInteger>(_ value: T) {
        unsafe Swift.withUnsafeBytes(of: value) { unsafe bytes.append(contentsOf: $0) }
    }

    /// Two halves, the upper one first, whatever the byte order.
    private mutating func put(stamp units: UInt64) {
        put(UInt32(truncatingIfNeeded: units >> 32))
        put(UInt32(truncatingIfNeeded: units))
    }

    private mutating func option(_ code: UInt16, _ value: [UInt8]) {
        let kept = value.prefix(Int(UInt16.max))
        put(code)
        put(UInt16(kept.count))
        bytes += kept
        bytes += [UInt8](repeating: 0, count: -kept.count & 3)
    }

    private mutating func option(_ code: UInt16, _ text: String?) {
        if let text { option(code, Array(text.utf8)) }
    }

    private mutating func option(_ code: UInt16, _ value: UInt64?) {
        guard let value else { return }
        put(code)
        put(UInt16(8))
        put(value)
    }

    private mutating func comment(_ text: String) {
        for part in PcapngComment.parts(text) { option(PcapngOption.comment, part) }
    }

    private mutating func endOptions() {
        put(UInt32(0))
    }
}

extension Timestamp {
    /// Nanoseconds since 1970, at least 0 and at most what 64 bits hold.
    @inline(__always)
    var pcapngNanoseconds: UInt64 {
        let (product, tooLarge) = UInt64(clamping: seconds).multipliedReportingOverflow(by: 1_000_000_000)
        if tooLarge { return .max }
        let sum = product.addingReportingOverflow(UInt64(clamping: nanoseconds))
        return sum.overflow ? .max : sum.partialValue
    }
}
