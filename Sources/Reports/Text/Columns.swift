/// Columns of a table.
extension String {
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
