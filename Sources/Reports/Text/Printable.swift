extension String {
    /// Safe for a terminal: names come from processes, devices and files that may be hostile. Control characters, and
    /// those that change the direction of text, become "?".
    public var printable: String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var result = ""
        for scalar in unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                result.unicodeScalars.append("?")
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// At most `width` long; what is cut off shows as three points.
    func cut(_ width: Int) -> String {
        if unicodeScalars.count <= width { return self }
        return String(String.UnicodeScalarView(unicodeScalars.prefix(Swift.max(0, width - 3)))) + "..."
    }

    /// Filled on the left to a column's width.
    func right(_ width: Int) -> String {
        let missing = width - unicodeScalars.count
        return missing > 0 ? String(repeating: " ", count: missing) + self : self
    }

    /// Filled on the right to a column's width.
    func left(_ width: Int) -> String {
        let missing = width - unicodeScalars.count
        return missing > 0 ? self + String(repeating: " ", count: missing) : self
    }
}
