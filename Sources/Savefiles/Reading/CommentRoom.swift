import Packets

/// How many comments are still kept, and how long they may be together. Each costs an array's place and an allocation beside
/// its octets: so their number is bounded, and those of no length count like others.
struct CommentRoom: Sendable, Equatable {
    /// UTF-8 octets: one octet that is no UTF-8 becomes three.
    private var octets: Int
    private var comments: Int

    init(octets: Int, comments: Int) {
        self.octets = octets
        self.comments = comments
    }

    /// The option's value as text; nil where there is no room for it.
    mutating func text(_ option: PcapngOption, of body: RawSpan) -> String? {
        guard comments > 0, option.length <= octets else { return nil }
        let text = body.text(option)
        guard text.utf8.count <= octets else { return nil }
        comments -= 1
        octets -= text.utf8.count
        return text
    }
}
