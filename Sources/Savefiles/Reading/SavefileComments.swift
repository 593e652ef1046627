import Packets

/// The comments of a pcapng file: those of its sections' headers and of its interface statistics, in the file's order.
///
/// Memory: 32 MiB of comments at most, and 16,384 of them; what goes beyond is left out. A file of some kilobytes may
/// unpack to any number of comments of no length.
public struct SavefileComments: Sendable, Equatable {
    /// Of all section headers.
    public internal(set) var section: [String] = []
    /// Of all interfaces.
    public internal(set) var statistics: [String] = []
    private var room = CommentRoom(octets: 32 << 20, comments: 16 << 10)

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
    mutating func take(_ type: UInt32, _ body: RawSpan, optionsAt offset: Int, _ order: ByteOrder) {
        var options = PcapngOptions(body, from: offset, order)
        while let option = options.next() {
            guard option.code == PcapngOption.comment, let text = room.text(option, of: body) else { continue }
            if type == PcapngFormat.sectionHeader { section.append(text) } else { statistics.append(text) }
        }
    }
}
