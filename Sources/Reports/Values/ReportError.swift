/// Why a file is no report that this program can read.
public enum ReportError: Error, Equatable, Sendable {
    /// The text ends in the middle.
    case truncated
    /// Not JSON; the byte where that shows.
    case invalid(offset: Int)
    /// More bytes, values or levels than a report has.
    case beyondBounds
    /// JSON, but not ours.
    case notAReport
    /// One of our objects, but another one.
    case otherObject(schema: String)
    /// Written by a later version.
    case newer(schema: String)
    /// A field is missing or of another type than the contract's.
    case field(String)
}

extension ReportError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .truncated: "the report is truncated"
        case .invalid(let offset): "not a report: invalid JSON at byte \(offset)"
        case .beyondBounds: "not a report: larger or deeper than a report can be"
        case .notAReport: "not a report of swiftcap"
        case .otherObject(let schema): "not a capture report but \(schema.printable)"
        case .newer(let schema):
            "the report is of a newer version (\(schema.printable)); this swiftcap reads \(CaptureReport.schema)"
        case .field(let path): "the report is damaged: \(path) is missing or of the wrong type"
        }
    }
}
