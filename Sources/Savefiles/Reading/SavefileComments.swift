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
        while let option = format.option(body, &at) {
            guard option.code == 1, size + option.length <= Self.limit else { continue }
            size += option.length
            let text = body.text(option)
            if type == PcapngFormat.sectionHeader { section.append(text) } else { statistics.append(text) }
        }
    }
}
