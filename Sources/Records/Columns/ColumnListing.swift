/// What there is to choose from: the table as text, and as it stands in docs/columns.md.
public enum ColumnListing {
    public static func text(markdown: Bool) -> String {
        let rows = Column.allCases.map { column in
            let entry = column.entry
            return [
                markdown ? "`\(entry.name)`" : entry.name, "\(entry.kind)", entry.unit, entry.isDefault ? "yes" : "",
                entry.meaning, entry.source,
            ]
        }
        let head = ["name", "type", "unit", "default", "meaning", "source"]
        return markdown ? table([head] + rows) : aligned([head] + rows)
    }

    /// The books' columns, as they stand in docs/columns.md.
    public static var books: String {
        let rows = BookColumn.allCases.map { column in
            ["`\(column.entry.name)`", "\(column.entry.kind)", column.entry.unit, column.entry.meaning]
        }
        return table([["name", "type", "unit", "meaning"]] + rows)
    }

    private static func table(_ rows: [[String]]) -> String {
        var lines = rows.map { "| " + $0.joined(separator: " | ") + " |" }
        lines.insert("|" + String(repeating: "---|", count: rows[0].count), at: 1)
        return lines.map { $0 + "\n" }.joined()
    }

    /// Columns of blanks; the last but one may be long.
    private static func aligned(_ rows: [[String]]) -> String {
        let widths = (0..<rows[0].count - 2).map { place in rows.map { $0[place].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, widths).map { cell, width in
                cell + String(repeating: " ", count: width - cell.count + 2)
            }
            let source = row[row.count - 1]
            return cells.joined() + row[row.count - 2] + (source.isEmpty ? "" : " (\(source))") + "\n"
        }.joined()
    }
}
