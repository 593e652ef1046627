/// How rows are written.
public enum RowFormat: String, CaseIterable, Sendable {
    /// JSON, an object a line.
    case ndjson
    /// The same, packed.
    case packedNDJSON
    case parquet

    /// What the names of such files end in.
    public var ending: String {
        switch self {
        case .ndjson: ".ndjson"
        case .packedNDJSON: ".ndjson.zst"
        case .parquet: ".parquet"
        }
    }

    /// By a file's name; nil for others.
    public init?(path: String) {
        guard let format = RowFormat.allCases.first(where: { path.hasSuffix($0.ending) }) else { return nil }
        self = format
    }
}
