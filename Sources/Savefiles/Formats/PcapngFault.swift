/// What is wrong with a pcapng file (draft-ietf-opsawg-pcapng), in libpcap's words where it has them.
public enum PcapngFault: Error, Equatable, Sendable {
    /// The file ends inside a block.
    case truncated(need: Int, have: Int)
    /// The first block's length cannot be a section header's.
    case sectionLength(UInt32)
    /// A block's length is less than its own two lengths and type take.
    case blockTooSmall(UInt32)
    /// A block's length is no multiple of 4.
    case blockNotAligned(UInt32)
    /// A block is longer than the longest packet can make it.
    case blockTooLarge(UInt32, maximum: Int)
    /// A block's two lengths differ.
    case lengthsDiffer
    /// A section header's magic number is neither order's.
    case byteOrderMagic
    /// Only where the caller asked for one byte order.
    case byteOrdersDiffer
    /// A block ends before what its type or its own fields ask for.
    case blockTooShort(type: UInt32)
    /// The file ends before its first interface description.
    case noInterface
    /// A packet stands in front of every interface description.
    case packetBeforeInterface
    /// A packet names an interface that its section has not described.
    case unknownInterface(UInt32)
    /// A section describes more interfaces than are kept.
    case tooManyInterfaces(maximum: Int)
    /// Of the first section.
    case unsupportedVersion(major: UInt16, minor: UInt16)
    /// Of a later section.
    case unknownMajorVersion(UInt16)
    /// Only where the caller asked for one link type and one snapshot length.
    case linkTypesDiffer(UInt32)
    /// See `linkTypesDiffer`.
    case snapshotLengthsDiffer(Int)
    /// An option is not as long as its kind is.
    case optionLength(InterfaceOption, length: UInt16)
    /// An option that may be there once is there again.
    case optionTwice(InterfaceOption)
    /// if_tsresol: units so small that 64 bits do not count a second.
    case resolutionTooHigh(base: Int, exponent: UInt8)

    /// The options of an interface's description that are read.
    public enum InterfaceOption: String, Sendable {
        /// The end of the options.
        case end = "opt_endofopt"
        /// Units of the time stamps in a second.
        case resolution = "if_tsresol"
        /// Seconds to add to each time stamp.
        case offset = "if_tsoffset"

        var length: Int {
            switch self {
            case .end: 0
            case .resolution: 1
            case .offset: 8
            }
        }
    }
}

extension PcapngFault: CustomStringConvertible {
    /// libpcap's words where it has them.
    public var description: String {
        switch self {
        case .truncated(let need, let have):
            "truncated pcapng dump file; tried to read \(need) bytes, only got \(have)"
        case .sectionLength(let length):
            "Section Header Block in pcapng dump file has invalid length 28 < _\(length)_ < "
                + "\(PcapngFormat.maximumSectionHeader) (BT_SHB_INSANE_MAX)"
        case .blockTooSmall(let length): "block in pcapng dump file has a length of \(length) < 12"
        case .blockNotAligned(let length):
            "block in pcapng dump file has a length of \(length) that is not a multiple of 4"
        case .blockTooLarge(let length, let maximum): "pcapng block size \(length) > maximum \(maximum)"
        case .lengthsDiffer: "block total length in header and trailer don't match"
        case .byteOrdersDiffer: "the file has sections with different byte orders"
        case .byteOrderMagic: "the file has a section with a bad byte order magic field"
        case .blockTooShort(let type): "block of type \(type) in pcapng dump file is too short"
        case .noInterface: "the capture file has no Interface Description Blocks"
        case .packetBeforeInterface:
            "the capture file has a packet block before any Interface Description Blocks"
        case .unknownInterface(let index):
            "a packet arrived on interface \(index), but there's no Interface Description Block for that interface"
        case .tooManyInterfaces(let maximum): "more than \(maximum) interfaces in the file"
        case .unsupportedVersion(let major, let minor): "unsupported pcapng savefile version \(major).\(minor)"
        case .unknownMajorVersion(let major): "unknown pcapng savefile major version number \(major)"
        case .linkTypesDiffer(let type):
            "an interface has a type \(type) different from the type of the first interface"
        case .snapshotLengthsDiffer(let length):
            "an interface has a snapshot length \(length) different from the snapshot length of the first interface"
        case .optionLength(let option, let length):
            "Interface Description Block has \(option.rawValue) option with length \(length) != \(option.length)"
        case .optionTwice(let option):
            "Interface Description Block has more than one \(option.rawValue) option"
        case .resolutionTooHigh(let base, let exponent):
            "Interface Description Block if_tsresol option resolution \(base)^-\(exponent) is too high"
        }
    }
}
