import Syscalls
import SystemPackage

/// Why a savefile could not be opened, read on or written.
///
/// `description` has the words that libpcap has for the same fault, so that scripts that look for them keep working.
/// What lies in front of them ("swiftcap: ", "pcap_loop: ") is the front end's.
public enum SavefileError: Error, Equatable, Sendable {
    /// The file cannot be opened or created.
    case cannotOpen(path: String, errno: Errno)
    /// read(2) failed.
    case cannotRead(errno: Errno)
    /// write(2) failed. The file ends on a whole packet.
    case cannotWrite(errno: Errno)
    /// A packed file is damaged or asks for more memory than it may have.
    case cannotUnpack(Compression, reason: String)
    /// Neither pcap nor pcapng.
    case unknownFormat
    /// A classic file older than version 2.
    case archaicVersion
    /// A classic file of a version that does not exist.
    case unsupportedVersion(major: UInt16, minor: UInt16)
    /// The file ends inside its own header.
    case truncatedFileHeader(need: Int, have: Int)
    /// The file ends inside a packet's header.
    case truncatedHeader(need: Int, have: Int)
    /// The file ends inside a packet's bytes.
    case truncatedPacket(need: Int, have: Int)
    /// More captured bytes than the file's snapshot length, and than any real packet has.
    case lengthAboveSnapshot(UInt32, snapshot: Int)
    /// More captured bytes than any real packet of this link type has.
    case lengthAboveMaximum(UInt32, maximum: Int)
    /// The link type has no number in savefiles.
    case unsupportedLinkType(subject: String, dlt: Int32)
    /// A pcapng file that breaks its format or asks for more than libpcap takes.
    case pcapng(PcapngFault)
}

extension SavefileError: CustomStringConvertible {
    /// One line in libpcap's words.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let errno): "\(path): \(errno.words)"
        case .cannotRead(let errno): "error reading dump file: \(errno)"
        case .cannotWrite(let errno): "\(errno)"
        case .cannotUnpack(let format, let reason): "error reading \(format.rawValue) dump file: \(reason)"
        case .unknownFormat: "unknown file format"
        case .archaicVersion: "archaic pcap savefile format"
        case .unsupportedVersion(let major, let minor): "unsupported pcap savefile version \(major).\(minor)"
        case .truncatedFileHeader(let need, let have):
            "truncated dump file; tried to read \(need) file header bytes, only got \(have)"
        case .truncatedHeader(let need, let have):
            "truncated dump file; tried to read \(need) header bytes, only got \(have)"
        case .truncatedPacket(let need, let have):
            "truncated dump file; tried to read \(need) captured bytes, only got \(have)"
        case .lengthAboveSnapshot(let length, let snapshot):
            "invalid packet capture length \(length), bigger than snaplen of \(snapshot)"
        case .lengthAboveMaximum(let length, let maximum):
            "invalid packet capture length \(length), bigger than maximum of \(maximum)"
        case .unsupportedLinkType(let subject, let dlt):
            "\(subject): link-layer type \(dlt) isn't supported in savefiles"
        case .pcapng(let fault): fault.description
        }
    }

    /// The error number, where a system call failed.
    public var errno: Errno? {
        switch self {
        case .cannotOpen(_, let errno), .cannotRead(let errno), .cannotWrite(let errno): errno
        default: nil
        }
    }
}
