/// A holder that came and went between two reads: the kernel announced both changes of the count, and nothing else is
/// left.
enum UnknownHolder {
    static func cameAndWent(references: Int) -> Holder {
        Holder(
            kind: .unknown, references: references, certainty: .exact,
            evidence: "the count rose and fell again before it could be read who it was")
    }
}
