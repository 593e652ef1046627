/// How a savefile is packed, known by its name's ending when written and by its first bytes when read.
public enum Compression: String, CaseIterable, Sendable {
    /// RFC 1952.
    case gzip
    /// RFC 8878.
    case zstd
    /// The LZ4 frame format.
    case lz4

    /// `.gz`, `.zst`, `.lz4`; nil for other endings.
    public init?(path: String) {
        if path.hasSuffix(".gz") {
            self = .gzip
        } else if path.hasSuffix(".zst") {
            self = .zstd
        } else if path.hasSuffix(".lz4") {
            self = .lz4
        } else {
            return nil
        }
    }

    /// The format that begins with this number, read in little-endian order: RFC 1952, RFC 8878, the LZ4 frame format.
    init?(magic: UInt32) {
        if magic & 0xFFFF == 0x8B1F {
            self = .gzip
        } else if magic == 0xFD2F_B528 {
            self = .zstd
        } else if magic == 0x184D_2204 {
            self = .lz4
        } else {
            return nil
        }
    }

    /// The ending, with its point.
    public var ending: String {
        switch self {
        case .gzip: ".gz"
        case .zstd: ".zst"
        case .lz4: ".lz4"
        }
    }
}
