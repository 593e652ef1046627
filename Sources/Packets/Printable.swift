/// Text from outside on its way to a user: names come from processes, devices, packets, files and the network, and
/// may be made to drive a terminal, to look like other text, or to be endless.
extension Unicode.Scalar {
    /// Does something to a terminal or to the order of text instead of being seen: C0, DEL, C1 (an 8-bit terminal takes
    /// U+009B for the beginning of a command), direction marks, separators of lines.
    public var isHazard: Bool {
        if value >= 0x20 && value < 0x7F { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate: return true
        default: return false
        }
    }

    /// A hazard, or one that has no look of its own; bytes that are no UTF-8 are among these (U+10FF80 to U+10FFFF).
    fileprivate var isHidden: Bool {
        if value >= 0x20 && value < 0x7F { return false }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: return true
        default: return false
        }
    }
}

extension String {
    /// More characters than any usual name has, and as many as a path may have (PATH_MAX).
    public static var longestName: Int { 4096 }

    /// The one way in which text from outside is shown, on a terminal, in a log, in a line for a monitoring system:
    /// what is not seen becomes "?", and what is longer than any name is cut. Takes time and memory in proportion to
    /// what it keeps.
    public var printable: String { printable(atMost: String.longestName) }

    /// - Parameter limit: characters that are kept; what is cut off shows as three points.
    public func printable(atMost limit: Int) -> String {
        if utf8.count <= limit, utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        return shown(atMost: limit) { !$0.isHidden }
    }

    /// The same for text of several lines, which we have put together: line feeds and tabs stay.
    public var printableLines: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }) { return self }
        return shown(atMost: .max) { !$0.isHidden || $0 == "\n" || $0 == "\t" }
    }

    private func shown(atMost limit: Int, _ isShown: (Unicode.Scalar) -> Bool) -> String {
        var result = String.UnicodeScalarView()
        var count = 0
        for scalar in unicodeScalars {
            if count >= limit {
                result.append(contentsOf: "...".unicodeScalars)
                break
            }
            result.append(isShown(scalar) ? scalar : "?")
            count += 1
        }
        return String(result)
    }
}
