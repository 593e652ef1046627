import Packets
import Reports

/// Collects the lab's lines: ASCII, at most the style's width, columns at fixed places.
///
///     column  3         14                   31-45          46-63           64-81      84
///             device    label                count          flags           gflags     OK
struct LabPage: ~Copyable {
    private var out = LineBuffer()
    private let style: TextStyle

    init(_ style: TextStyle) {
        self.style = style
    }

    consuming func finish() -> LineBuffer { out }

    mutating func line(_ text: String) {
        append(text)
        out.append(0x0A)
    }

    /// A label and text that is wrapped into a column, `indent` after the margin; its later lines hang by `hang` more.
    mutating func labelled(_ label: String, _ text: String, indent: Int, margin: Int = 3, hang: Int = 0) {
        let column = indent + margin
        let lines = LabPage.wrap(text, to: max(20, style.width - column - hang))
        let space = String(repeating: " ", count: column)
        let head = String(repeating: " ", count: margin) + label
        line(
            head + space.dropFirst(head.count) + (head.count >= column && !head.isEmpty ? " " : "")
                + (lines.first ?? ""))
        let hung = space + String(repeating: " ", count: hang)
        for rest in lines.dropFirst() { line(hung + rest) }
    }

    /// A row of the table, with a mark where something was expected.
    mutating func row(_ name: String, _ label: String, _ cells: [String], text: String = "", good: Bool? = nil) {
        var line = "   " + name
        pad(&line, to: 14)
        line += label
        pad(&line, to: 32)
        for (cell, end) in zip(cells, [46, 64, 82]) {
            pad(&line, to: end - LabPage.widths(end) / 2 - cell.count / 2 - 1)
            line += cell
        }
        line += text
        guard let good else { return self.line(line) }
        pad(&line, to: 84)
        append(line)
        paint(good ? "OK" : "NOT SO", good)
        out.append(0x0A)
    }

    private static func widths(_ end: Int) -> Int { end == 46 ? 14 : 18 }

    /// The last line of a scenario.
    mutating func verdict(_ good: Bool, _ text: String) {
        paint(good ? "OK" : "!", good)
        line((good ? "  " : "   ") + text)
    }

    private func pad(_ line: inout String, to column: Int) {
        let missing = column - line.count
        // Names that are too long push the rest aside, but never touch it.
        line += String(repeating: " ", count: max(missing, line.hasSuffix(" ") || line.isEmpty ? 0 : 1))
    }

    private mutating func paint(_ text: String, _ good: Bool) {
        if style.color { out.append(good ? "\u{1B}[1;32m" : "\u{1B}[1;31m") }
        append(text)
        if style.color { out.append("\u{1B}[0m") }
    }

    /// The lab's own texts are ASCII; of anything else a "?" is left.
    private mutating func append(_ text: String) {
        for scalar in text.unicodeScalars {
            let isSeen = scalar.value >= 0x20 && scalar.value < 0x7F
            out.append(isSeen ? UInt8(truncatingIfNeeded: scalar.value) : 0x3F)
        }
    }

    private static func wrap(_ text: String, to width: Int) -> [String] {
        var lines: [String] = []
        var current = ""
        for word in text.split(separator: " ") {
            if !current.isEmpty && current.count + 1 + word.count > width {
                lines.append(current)
                current = ""
            }
            current += (current.isEmpty ? "" : " ") + word
        }
        lines.append(current)
        return lines
    }
}
