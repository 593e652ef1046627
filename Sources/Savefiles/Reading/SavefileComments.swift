import Packets

/// The comments of a pcapng file: those of its sections' headers and of its interface statistics, in the file's order.
///
/// Memory: 32 MiB of comments at most; what goes beyond is left out.
public struct SavefileComments: Sendable, Equatable {
    static let limit = 32 << 20

    public internal(set) var section: [String] = []
    /// Of all interfaces.
    public internal(set) var statistics: [String] = []
    private var size = 0

    init() {}

    /// Reads through a whole file, packed or not; nil for a classic one, which has none. `-` is standard input.
    public static func read(path: String) throws(SavefileError) -> SavefileComments? {
        var reader = try SavefileReader(path: path, uniform: false, comments: true)
        guard reader.isPcapng else { return nil }
        while try reader.advance() {}
        guard var comments = reader.comments else { return nil }
        comments.section = PcapngComment.joined(comments.section)
        comments.statistics = PcapngComment.joined(comments.statistics)
        return comments
    }

    /// Takes the comments among a block's options, which begin at `offset` of its body.
    mutating func take(_ type: UInt32, _ body: RawSpan, optionsAt offset: Int, _ format: PcapngFormat) {
        var at = offset
        while let code = try? body.u16(at), let field = try? body.u16(at + 2) {
            let length = Int(format.native(field))
            guard format.native(code) != 0, let value = try? body.slice(at + 4, length) else { return }
            at += 4 + (length + 3) & ~3
            guard format.native(code) == 1, size + length <= Self.limit else { continue }
            size += length
            let text = unsafe value.withUnsafeBytes { unsafe String(decoding: $0, as: UTF8.self) }
            if type == PcapngFormat.sectionHeader { section.append(text) } else { statistics.append(text) }
        }
    }
}
