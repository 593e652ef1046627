import Packets
import Promiscuity

// The course of a capture, drawn with characters: `swiftcap report`.
//
//    From 14:02:11.596 to 14:02:41.770:
//      references          0..2  ________####====____
//      packets a second  0..901  ...
//      tcpdump[4711] (root)              <=========
//    = exact, - inferred, < held before, > still there

extension TextPage {
    private static let places = 48

    mutating func course(_ report: InterfaceReport, _ started: Timestamp, _ ended: Timestamp) {
        if report.isAny || report.before == nil && report.during == nil { return }
        let course = Course(report, started: started, ended: ended)
        line("From \(TextPage.clock(course.start, style)) to \(TextPage.clock(ended, style)):")
        let counts = course.highest(TextPage.places).map { $0 ?? 0 }
        chart("references", counts.map { UInt64($0) })
        if let rates = report.rates, !rates.captured.isEmpty {
            rate("packets a second", rates, rates.captured)
            if rates.dropped.contains(where: { $0 > 0 }) { rate("drops a second", rates, rates.dropped) }
        }
        for bar in course.bars { self.bar(bar, course) }
        if course.more > 0 { line("  ... and \(course.more) more") }
        if !course.bars.isEmpty { line("  = exact, - inferred, < held before, > still there") }
    }

    private mutating func chart(_ label: String, _ values: [UInt64], top: UInt64? = nil) {
        let top = top ?? values.max() ?? 0
        let low = values.min() ?? 0
        let range = low == top ? String(top) : "\(low)..\(top)"
        line("  " + label.left(20) + range.right(13) + "  " + TextPage.spark(values, unicode: style.unicode))
    }

    /// - Parameter values: of each place of `rates`, which become columns by the highest that they have.
    private mutating func rate(_ label: String, _ rates: PacketRates, _ values: [UInt64]) {
        let columns = (0..<TextPage.places).map { column -> UInt64 in
            let from = column * values.count / TextPage.places
            let to = Swift.max(from + 1, (column + 1) * values.count / TextPage.places)
            return values[from..<Swift.min(to, values.count)].max() ?? 0
        }
        chart(label, columns, top: rates.peak(values))
    }

    /// Blocks of eighths where the receiver can show them; elsewhere digits, which stand for themselves up to 9 and else
    /// for tenths of the highest.
    static func spark(_ values: [UInt64], unicode: Bool) -> String {
        let top = Swift.max(1, values.max() ?? 1)
        let eighths = Array("\u{2581}\u{2582}\u{2583}\u{2584}\u{2585}\u{2586}\u{2587}\u{2588}")
        return values.map { value -> String in
            let share = Double(value) / Double(top)
            if unicode { return String(eighths[Swift.min(7, Int(share * 7))]) }
            return String(top <= 9 ? value : UInt64(share * 9))
        }.joined()
    }

    private mutating func bar(_ bar: Course.Bar, _ course: Course) {
        var cells = [Character](repeating: " ", count: TextPage.places)
        let mark: Character = bar.holder.certainty == .exact ? "=" : "-"
        for span in bar.spans {
            let from = TextPage.column(span.from, course)
            for column in from...Swift.max(from, TextPage.column(span.to, course)) { cells[column] = mark }
        }
        if bar.wasBefore { cells[0] = "<" }
        if bar.isAfter { cells[TextPage.places - 1] = ">" }
        line("  " + Words.name(bar.holder).cut(33).left(33) + "  " + String(cells))
    }

    private static func column(_ at: Int64, _ course: Course) -> Int {
        let share = Double(at) / Double(course.length)
        return Swift.min(places - 1, Swift.max(0, Int(share * Double(places))))
    }

    // MARK: the kernel's log

    /// Lines that are shown; the rest is counted.
    private static let shownLines = 6

    /// What the kernel wrote about the interface, or why that is not known.
    mutating func kernelLog(_ report: InterfaceReport) {
        guard let log = report.kernelLog else { return }
        if let error = log.error { note("The kernel's log could not be read (\(error.printable)).") }
        guard !log.lines.isEmpty || log.missed > 0 else { return }
        var parts = log.lines.prefix(Self.shownLines).map { line in
            "\(line.entered ? "entered" : "left") promiscuous mode \(TextPage.clock(line.time, style))"
        }
        let more = log.lines.count - Self.shownLines
        if more > 0 { parts.append("\(more) more") }
        if log.missed > 0 { parts.append("\(log.missed) records lost") }
        note("The kernel's log on \(report.name.printable): \(parts.joined(separator: ", ")). \(Words.kernelLogDoubt)")
    }
}
