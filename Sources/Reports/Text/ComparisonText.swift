import Packets
import Promiscuity

// Two runs in a table:
//
//    eth0, two runs of 10 s                       default           -p   difference
//      references before -> during -> after   0 -> 1 -> 0  0 -> 0 -> 0   +1 while running

extension Comparison {
    public func text(_ style: TextStyle = .plain) -> LineBuffer {
        var page = TextPage(style)
        page.comparison(self)
        return page.finish()
    }
}

extension TextPage {
    private struct Row {
        var label: String
        var values: [String]
        var note = ""
    }

    mutating func comparison(_ comparison: Comparison) {
        let rows = Self.rows(comparison)
        let widths = (0..<2).map { column in
            rows.map { $0.values[column].unicodeScalars.count }.max() ?? 0
        }
        // 38 is the longest label; a column is as wide as "0 -> 1 -> 0" at least.
        let first = 41 + Swift.max(11, widths[0])
        let second = first + 2 + Swift.max(11, widths[1])
        for row in rows {
            var text = row.label.left(40)
            text += row.values[0].right(first - text.unicodeScalars.count)
            text += row.values[1].right(second - text.unicodeScalars.count)
            wrapped(row.note.isEmpty ? text : text + "   " + row.note, indent: second + 3)
        }
        for sentence in comparison.sentences {
            switch comparison.expected {
            case true?: wrapped(sentence, indent: 0)
            case false?: warning(sentence)
            case nil: unknown(sentence)
            }
        }
    }

    private static func rows(_ comparison: Comparison) -> [Row] {
        let (a, b) = (comparison.interfaces[0], comparison.interfaces[1])
        let difference = comparison.difference
        var rows = [Row(label: title(comparison), values: columns(a, b), note: "difference")]
        rows.append(
            Row(
                label: "  references before -> during -> after", values: [course(a), course(b)],
                note: difference.ownReferencesDuring.map { $0 == 0 ? "same" : signed($0) + " while running" }
                    ?? "not known"))
        rows.append(row("  hears all frames while running", difference.flagsPromiscDuring))
        rows.append(row("  ip link's switch", difference.gflagsPromiscDuring))
        rows.append(Row(label: "  packets", values: [String(a.packets.captured), String(b.packets.captured)]))
        if a.packets.droppedByKernel > 0 || b.packets.droppedByKernel > 0 {
            rows.append(
                Row(
                    label: "  dropped by kernel",
                    values: [String(a.packets.droppedByKernel), String(b.packets.droppedByKernel)]))
        }
        rows.append(
            Row(
                label: "  unicast frames for other hosts",
                values: difference.foreignUnicast.map { $0.map { String($0) } ?? "?" }, note: foreignNote(a, b)))
        return rows
    }

    private static func title(_ comparison: Comparison) -> String {
        let (a, b) = (comparison.interfaces[0], comparison.interfaces[1])
        let names = a.name == b.name ? a.name.printable : "\(a.name.printable) and \(b.name.printable)"
        let seconds = [comparison.first, comparison.second].map(wholeSeconds)
        let text = "\(names), two runs"
        return seconds[0] == seconds[1] && seconds[0] > 0 ? text + " of \(seconds[0]) s" : text
    }

    /// How long a run took; 0 where whole seconds would not tell.
    private static func wholeSeconds(_ report: CaptureReport) -> Int64 {
        let fraction = Double(report.ended.nanoseconds &- report.started.nanoseconds) / 1e9
        let length = Double(report.ended.seconds &- report.started.seconds) + fraction
        let rounded = length.rounded()
        // Setting up and draining make a run a little longer than it was asked to be.
        return abs(length - rounded) <= 0.05 + rounded / 10 ? Int64(exactly: rounded) ?? 0 : 0
    }

    private static func columns(_ a: InterfaceReport, _ b: InterfaceReport) -> [String] {
        var names = [a, b].map { $0.promiscuousRequested ? "default" : "-p" }
        if names[0] == names[1] { names = ["\(names[0]) (1)", "\(names[1]) (2)"] }
        return names
    }

    private static func course(_ report: InterfaceReport) -> String {
        [report.before, report.during, report.after].map { Words.count($0?.promiscuity) }.joined(separator: " -> ")
    }

    private static func row(_ label: String, _ values: [Bool?]) -> Row {
        let same = values[0] != nil && values[0] == values[1]
        return Row(label: label, values: values.map(Words.yesNo), note: same ? "same" : "")
    }

    private static func foreignNote(_ a: InterfaceReport, _ b: InterfaceReport) -> String {
        guard a.promiscuousRequested != b.promiscuousRequested, a.name == b.name else { return "" }
        let (with, without) = a.promiscuousRequested ? (a, b) : (b, a)
        guard let heard = with.packets.foreignUnicast, heard > 0, without.packets.foreignUnicast == 0 else { return "" }
        return "only heard promiscuously"
    }
}
