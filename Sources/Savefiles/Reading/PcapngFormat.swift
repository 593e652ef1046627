import Packets

// A pcapng file (draft-ietf-opsawg-pcapng) is a row of blocks, each in the byte order of its section:
//
//    0               4               8                        length-4        length
//    +---------------+---------------+------------------------+---------------+
//    | type          | length        | body, padded to 4      | length again  |
//    +---------------+---------------+------------------------+---------------+
//
// A section header block opens a section and forgets the interfaces of the one before.

/// One interface of a section.
struct PcapngInterface: Sendable {
    var linkType: LinkType
    var snapshotLength: Int
    /// if_tsresol as it stands in the file.
    var resolution: UInt8 = 6
    /// Units of the time stamp in one second.
    var unitsPerSecond: UInt64 = 1_000_000
    /// Seconds to add to each time stamp.
    var offset: Int64 = 0

    /// The moment that a 64-bit time stamp of this interface stands for.
    @inline(__always)
    func timestamp(_ units: UInt64) -> Timestamp {
        // Divisions by constants for the two resolutions that nearly all files have.
        switch unitsPerSecond {
        case 1_000_000:
            return stamp(units / 1_000_000, nanoseconds: units % 1_000_000 * 1000)
        case 1_000_000_000:
            return stamp(units / 1_000_000_000, nanoseconds: units % 1_000_000_000)
        default:
            // The rest is smaller than the divisor, so the quotient stays below 10^9.
            let product = (units % unitsPerSecond).multipliedFullWidth(by: 1_000_000_000)
            return stamp(units / unitsPerSecond, nanoseconds: unitsPerSecond.dividingFullWidth(product).quotient)
        }
    }

    @inline(__always)
    private func stamp(_ seconds: UInt64, nanoseconds: UInt64) -> Timestamp {
        Timestamp(seconds: Int64(bitPattern: seconds) &+ offset, nanoseconds: Int64(nanoseconds))
    }
}

/// A packet in a block: where its bytes lie in the block's body.
struct PcapngPacket {
    var offset: Int
    var length: Int
    var originalLength: Int
    var timestamp: Timestamp
    var linkType: LinkType
    var interface: Int
}

/// What is known of the section being read, and how its blocks are to be understood.
struct PcapngFormat: Sendable {
    static let sectionHeader: UInt32 = 0x0A0D_0D0A
    static let byteOrderMagic: UInt32 = 0x1A2B_3C4D
    static let interfaceDescription: UInt32 = 1
    static let obsoletePacket: UInt32 = 2
    static let simplePacket: UInt32 = 3
    static let interfaceStatistics: UInt32 = 5
    static let enhancedPacket: UInt32 = 6
    /// An enhanced packet block beside its bytes, with the longest padding and without options.
    static let packetOverhead = 32 + 3
    static let maximumSectionHeader = 1 << 20
    /// Interfaces of one section: 32 MiB of descriptions.
    static let maximumInterfaces = 1 << 20

    var swapped = false
    /// Refuse a second link type or snapshot length, as libpcap does, which can tell only one.
    var uniform = true
    var interfaces: [PcapngInterface] = []
    /// Sections before the current one.
    var section = 0
    /// By the interface's number; not where the file has to be uniform.
    var texts: [Int: PcapngTexts] = [:]
    var textSize = 0
    /// The file's first interface.
    var first: PcapngInterface?
    /// The interface of the packet before, outside of the list, where it is found without a look at the list.
    private(set) var latest = PcapngInterface(linkType: .ethernet, snapshotLength: 0)
    /// Its number; negative, which none is in a file, while there is none in this section.
    private(set) var latestIndex = -1
    /// The longest block taken: room for the longest packet of any interface so far.
    var maximumBlock = 16 << 20

    init() {}

    /// Nil when the 12 bytes at the front are not a section header's type, length and byte order magic.
    init?(start: RawSpan, uniform: Bool) {
        guard let type = try? start.u32(0), type == Self.sectionHeader, let magic = try? start.u32(8) else {
            return nil
        }
        let native = UInt32(bigEndian: magic)
        if native != Self.byteOrderMagic && native.byteSwapped != Self.byteOrderMagic { return nil }
        swapped = native != Self.byteOrderMagic
        self.uniform = uniform
    }

    /// A packet of this interface was taken.
    mutating func remember(_ interface: Int) {
        if interface == latestIndex { return }
        latest = interfaces[interface]
        latestIndex = interface
    }

    /// A new section has other interfaces.
    mutating func forgetLatest() { latestIndex = -1 }

    func native<T: FixedWidthInteger>(_ value: T) -> T {
        let machine = T(bigEndian: value)
        return swapped ? machine.byteSwapped : machine
    }

    /// Checks a section header's body, which begins with the byte order magic.
    func checkSection(_ body: RawSpan) throws(SavefileError) {
        let magic: UInt32, major: UInt16, minor: UInt16
        do throws(Truncation) {
            magic = try native(body.u32(0))
            major = try native(body.u16(4))
            minor = try native(body.u16(6))
        } catch {
            throw .pcapng(.blockTooShort(type: Self.sectionHeader))
        }
        if magic.byteSwapped == Self.byteOrderMagic { throw .pcapng(.byteOrdersDiffer) }
        if magic != Self.byteOrderMagic { throw .pcapng(.byteOrderMagic) }
        if first == nil {
            // 1.2 is what some tools wrote for 1.0.
            if major != 1 || (minor != 0 && minor != 2) {
                throw .pcapng(.unsupportedVersion(major: major, minor: minor))
            }
        } else if major != 1 {
            throw .pcapng(.unknownMajorVersion(major))
        }
    }

    /// Reads an interface description's body.
    func interface(_ body: RawSpan) throws(SavefileError) -> PcapngInterface {
        let number: UInt16, snapshot: UInt32
        do throws(Truncation) {
            number = try native(body.u16(0))
            snapshot = try native(body.u32(4))
        } catch {
            throw .pcapng(.blockTooShort(type: Self.interfaceDescription))
        }
        let linkType = LinkType(savefile: UInt32(number))
        let maximum = linkType.maximumSnapshotLength
        var interface = PcapngInterface(
            linkType: linkType, snapshotLength: snapshot == 0 || snapshot > UInt32(Int32.max) ? maximum : Int(snapshot))
        if uniform, let first {
            if first.linkType != linkType { throw .pcapng(.linkTypesDiffer(UInt32(number))) }
            if first.snapshotLength != interface.snapshotLength {
                throw .pcapng(.snapshotLengthsDiffer(interface.snapshotLength))
            }
        }
        if interfaces.count >= Self.maximumInterfaces {
            throw .pcapng(.tooManyInterfaces(maximum: Self.maximumInterfaces))
        }
        try readOptions(body, &interface)
        return interface
    }

    mutating func add(_ interface: PcapngInterface) {
        if first == nil { first = interface }
        interfaces.append(interface)
        // The longest packet of this link type, its block's fields and some options.
        let longest = interface.linkType.maximumSnapshotLength
        if longest > 256 << 10 { maximumBlock = Swift.max(maximumBlock, longest + (128 << 10)) }
    }

    /// Options are type, length and value, padded to 4; they begin at offset 8 of an interface's description.
    private func readOptions(_ body: RawSpan, _ interface: inout PcapngInterface) throws(SavefileError) {
        var at = 8
        var seen: Set<PcapngFault.InterfaceOption> = []
        while body.byteCount - at >= 4 {
            let code: UInt16, length: UInt16, value: RawSpan
            do throws(Truncation) {
                code = try native(body.u16(at))
                length = try native(body.u16(at + 2))
                value = try body.slice(at + 4, Int(length))
            } catch {
                throw .pcapng(.blockTooShort(type: Self.interfaceDescription))
            }
            at += 4 + (Int(length) + 3) & ~3
            let option: PcapngFault.InterfaceOption
            switch code {
            case 0: option = .end
            case 9: option = .resolution
            case 14: option = .offset
            default: continue
            }
            if Int(length) != option.length { throw .pcapng(.optionLength(option, length: length)) }
            if option == .end { return }
            if !seen.insert(option).inserted { throw .pcapng(.optionTwice(option)) }
            try interface.set(option, value, self)
        }
    }
}

extension PcapngInterface {
    /// Takes the value of one option, whose length is right.
    fileprivate mutating func set(
        _ option: PcapngFault.InterfaceOption, _ value: RawSpan, _ format: PcapngFormat
    ) throws(SavefileError) {
        if option == .offset {
            offset = Int64(bitPattern: format.native((try? value.u64(0)) ?? 0))
            return
        }
        resolution = (try? value.u8(0)) ?? 6
        guard let units = PcapngClock.unitsPerSecond(resolution) else {
            throw .pcapng(.resolutionTooHigh(base: resolution & 0x80 != 0 ? 2 : 10, exponent: resolution & 0x7F))
        }
        unitsPerSecond = units
    }
}
