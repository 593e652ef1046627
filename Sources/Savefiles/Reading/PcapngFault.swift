/// What is wrong with a pcapng file (draft-ietf-opsawg-pcapng), in libpcap's words where it has them.
public enum PcapngFault: Error, Equatable, Sendable {
    /// The file ends inside a block.
    case truncated(need: Int, have: Int)
    /// The first block's length cannot be a section header's.
    case sectionLength(UInt32)
    case blockTooSmall(UInt32)
    case blockNotAligned(UInt32)
    case blockTooLarge(UInt32, maximum: Int)
    /// A block's two lengths differ.
    case lengthsDiffer
    case byteOrderMagic
    /// Only where the caller asked for one byte order.
    case byteOrdersDiffer
    /// A block ends before what its type or its own fields ask for.
    case blockTooShort(type: UInt32)
    case noInterface
    case packetBeforeInterface
    case unknownInterface(UInt32)
    case tooManyInterfaces(maximum: Int)
    case unsupportedVersion(major: UInt16, minor: UInt16)
    case unknownMajorVersion(UInt16)
    /// Only where the caller asked for one link type and one snapshot length.
    case linkTypesDiffer(UInt32)
    case snapshotLengthsDiffer(Int)
    case optionLength(InterfaceOption, length: UInt16)
    case optionTwice(InterfaceOption)
    case resolutionTooHigh(base: Int, exponent: UInt8)

    /// The options of an interface's description that are read.
    public enum InterfaceOption: String, Sendable {
        case end = "opt_endofopt"
        case resolution = "if_tsresol"
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
