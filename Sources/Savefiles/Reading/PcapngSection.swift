import Packets

/// One interface of a section.
struct PcapngInterface: Sendable {
    var linkType: LinkType
    var snapshotLength: Int
    /// if_tsresol as it stands in the file.
    var resolution = PcapngFormat.defaultResolution
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
struct PcapngSection: Sendable {
    /// Interfaces of one section: 32 MiB of descriptions.
    static let maximumInterfaces = 1 << 20

    var order = ByteOrder()
    /// Refuse a second link type or snapshot length, as libpcap does, which can tell only one.
    var uniform = true
    var interfaces: [PcapngInterface] = []
    /// Sections before the current one.
    var number = 0
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

    /// Nil when no section header begins at the front.
    init?(start: RawSpan, uniform: Bool) {
        guard let found = ByteOrder(pcapng: start) else { return nil }
        order = found
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

    /// Checks a section header's body, which begins with the byte order magic.
    func checkSection(_ body: RawSpan) throws(SavefileError) {
        let magic: UInt32, major: UInt16, minor: UInt16
        do throws(Truncation) {
            let header = PcapngSectionHeader(body, order)
            magic = try header.byteOrderMagic
            major = try header.major
            minor = try header.minor
        } catch {
            throw .pcapng(.blockTooShort(type: PcapngFormat.sectionHeader))
        }
        if magic.byteSwapped == PcapngFormat.byteOrderMagic { throw .pcapng(.byteOrdersDiffer) }
        if magic != PcapngFormat.byteOrderMagic { throw .pcapng(.byteOrderMagic) }
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
            let description = PcapngInterfaceBlock(body, order)
            number = try description.linkType
            snapshot = try description.snapshotLength
        } catch {
            throw .pcapng(.blockTooShort(type: PcapngFormat.interfaceDescription))
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

    /// Those that say how its packets are to be read. Any that is cut short is an error, as libpcap has it.
    private func readOptions(_ body: RawSpan, _ interface: inout PcapngInterface) throws(SavefileError) {
        var at = PcapngInterfaceBlock.options
        var seen: Set<PcapngFault.InterfaceOption> = []
        while body.byteCount - at >= PcapngOptionHeader.length {
            let code: UInt16, length: UInt16, value: RawSpan
            do throws(Truncation) {
                let header = PcapngOptionHeader(body, at: at, order)
                code = try header.code
                length = try header.valueLength
                value = try body.slice(at + PcapngOptionHeader.length, Int(length))
            } catch {
                throw .pcapng(.blockTooShort(type: PcapngFormat.interfaceDescription))
            }
            at += PcapngOptionHeader.length + PcapngFormat.padded(Int(length))
            let option: PcapngFault.InterfaceOption
            switch code {
            case PcapngOption.end: option = .end
            case PcapngOption.Interface.resolution: option = .resolution
            case PcapngOption.Interface.offset: option = .offset
            default: continue
            }
            if Int(length) != option.length { throw .pcapng(.optionLength(option, length: length)) }
            if option == .end { return }
            if !seen.insert(option).inserted { throw .pcapng(.optionTwice(option)) }
            try interface.set(option, value, self)
        }
    }
}

/// The value of an interface's option about its clock (draft-ietf-opsawg-pcapng, section 4.2).
private struct PcapngClockOption: ~Escapable {
    private let value: RawSpan

    @_lifetime(copy value)
    init(_ value: RawSpan) { self.value = value }

    /// if_tsoffset, in the file's byte order.
    var offset: UInt64 { get throws(Truncation) { try value.u64(0) } }
    /// if_tsresol.
    var resolution: UInt8 { get throws(Truncation) { try value.u8(0) } }
}

extension PcapngInterface {
    /// Takes the value of one option, whose length is right.
    fileprivate mutating func set(
        _ option: PcapngFault.InterfaceOption, _ value: RawSpan, _ section: PcapngSection
    ) throws(SavefileError) {
        if option == .offset {
            offset = Int64(bitPattern: section.order.native((try? PcapngClockOption(value).offset) ?? 0))
            return
        }
        resolution = (try? PcapngClockOption(value).resolution) ?? PcapngFormat.defaultResolution
        guard let units = PcapngClock.unitsPerSecond(resolution) else {
            throw .pcapng(.resolutionTooHigh(base: resolution & 0x80 != 0 ? 2 : 10, exponent: resolution & 0x7F))
        }
        unitsPerSecond = units
    }
}
