import Packets
import Promiscuity

// The course of a capture as charts of SVG. Labels are HTML beside them, so that text keeps its size, wraps and can be
// selected at any width; the drawings are stretched to the width that is there.

extension HTMLPage {
    /// Units of a drawing's width, and of its height.
    private static let width = 10_000
    private static let height = 100

    mutating func charts(_ report: InterfaceReport, started: Timestamp, ended: Timestamp) {
        let course = Course(report, started: started, ended: ended)
        raw("<div class=\"chart\">\n")
        variable("references", "IFLA_PROMISCUITY", "count", course, isCount: true) { $0.promiscuity }
        variable("hears all frames", "flags PROMISC", "hears", course) { HTMLPage.level($0.flagsPromisc) }
        variable("ip link's switch", "gflags PROMISC", "switch", course) { HTMLPage.level($0.gflagsPromisc) }
        kernelLog(report, course)
        for bar in course.bars { holder(bar, course) }
        if course.more > 0 { label("and \(course.more) more holders", "not drawn") }
        if course.more > 0 { raw("<div class=\"track\"></div>\n") }
        if let rates = report.rates, !rates.captured.isEmpty {
            rate("packets a second", "packets", rates, rates.captured, course)
            rate("dropped a second", "drops", rates, rates.dropped, course)
        }
        axis(course)
        raw("</div>\n")
    }

    private static func level(_ value: Bool?) -> UInt32? { value.map { $0 ? 1 : 0 } }

    private mutating func label(_ name: String, _ details: String) {
        raw("<div class=\"name\">")
        text(name.printable(atMost: 80))
        raw(" <small>")
        text(details)
        raw("</small></div>\n")
    }

    private mutating func open(svg label: String, bar: Bool = false) {
        raw(bar ? "<div class=\"track bar\">" : "<div class=\"track\">")
        raw("<svg viewBox=\"0 0 10000 100\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"")
        text(label)
        raw("\">\n")
    }

    private mutating func closeSVG() { raw("</svg></div>\n") }

    private static func x(_ at: Int64, _ course: Course) -> Int {
        Int(Double(at) / Double(course.length) * Double(width))
    }

    /// A variable as steps; where it is not known there is a gap.
    private mutating func variable(
        _ name: String, _ kernelName: String, _ kind: StaticString, _ course: Course, isCount: Bool = false,
        _ value: (Course.Step) -> UInt32?
    ) {
        let known = course.steps.compactMap(value)
        let low = known.min() ?? 0
        let high = known.max() ?? 0
        let top = isCount ? max(1, high) : 1
        let words = { (count: UInt32) in isCount ? String(count) : count == 0 ? "no" : "yes" }
        let range = known.isEmpty ? "not known" : low == high ? words(low) : "\(words(low)) to \(words(high))"
        label(name, "\(kernelName): \(range)")
        open(svg: "\(name) over time: \(range)")
        var lines: [(points: [(x: Int, y: Int)], end: Int)] = []
        for (place, step) in course.steps.enumerated() {
            guard let count = value(step) else { continue }
            let from = HTMLPage.x(step.at, course)
            let to = place + 1 < course.steps.count ? HTMLPage.x(course.steps[place + 1].at, course) : HTMLPage.width
            // Four units stay free above and below, for the line's own width.
            let y = 96 - Int(Double(count) / Double(top) * 92)
            if lines.last?.end == from, lines.last?.points.isEmpty == false {
                lines[lines.count - 1].points += [(from, y)]
                lines[lines.count - 1].end = to
            } else {
                lines.append(([(from, y)], to))
            }
        }
        for line in lines {
            path(line.points, line.end, kind, area: true)
            path(line.points, line.end, kind, area: false)
        }
        closeSVG()
    }

    private mutating func path(_ points: [(x: Int, y: Int)], _ end: Int, _ kind: StaticString, area: Bool) {
        raw(area ? "<path class=\"area " : "<path class=\"step ")
        raw(kind)
        raw("\" d=\"M")
        number(points[0].x)
        raw(" ")
        number(area ? HTMLPage.height : points[0].y)
        for point in points {
            raw("H")
            number(point.x)
            raw("V")
            number(point.y)
        }
        raw("H")
        number(end)
        if area { raw("V100Z") }
        raw("\"/>\n")
    }

    private mutating func rectangle(
        _ kind: StaticString, x: Int, width: Int, y: Int = 0, height: Int = HTMLPage.height, title: String
    ) {
        raw("<rect class=\"")
        raw(kind)
        raw("\" x=\"")
        number(min(x, HTMLPage.width - 25))
        // What is short is still to be seen.
        raw("\" width=\"")
        number(max(25, width))
        raw("\" y=\"")
        number(y)
        raw("\" height=\"")
        number(height)
        raw("\"><title>")
        text(title)
        raw("</title></rect>\n")
    }

    private mutating func holder(_ bar: Course.Bar, _ course: Course) {
        let name = Words.name(bar.holder) + (bar.holder.own ? ", this capture" : "")
        let most = bar.spans.map(\.references).max() ?? bar.holder.references
        let since =
            bar.wasBefore
            ? "since before the capture" : bar.spans.first.map { "since \(Words.elapsed($0.from))" } ?? ""
        let until =
            bar.isAfter ? "still there at the end" : bar.spans.last.map { "until \(Words.elapsed($0.to))" } ?? ""
        let details = [Words.references(most), bar.holder.certainty.rawValue, since, until].joined(separator: ", ")
        label(name, details)
        open(svg: "\(name): \(details)", bar: true)
        let kind: StaticString =
            switch (bar.holder.own, bar.holder.certainty) {
            case (true, .exact): "own"
            case (true, .inferred): "own inferred"
            case (false, .exact): "other"
            case (false, .inferred): "other inferred"
            }
        for span in bar.spans {
            let (from, to) = (HTMLPage.x(span.from, course), HTMLPage.x(span.to, course))
            rectangle(
                kind, x: from, width: to - from, y: 10, height: 80,
                title: "\(name): \(Words.references(span.references)), \(Words.elapsed(span.from)) to "
                    + Words.elapsed(span.to))
        }
        closeSVG()
    }

    private mutating func rate(
        _ name: String, _ kind: StaticString, _ rates: PacketRates, _ values: [UInt64], _ course: Course
    ) {
        let peak = rates.peak(values)
        label(name, peak == 0 ? "none" : "up to \(peak)")
        open(svg: "\(name): up to \(peak)")
        let top = Double(max(1, values.max() ?? 1))
        let start = course.place(rates.started)
        // Nanoseconds; a file may say any number.
        let step = min(Double(rates.interval) * 1e6, 1e18)
        let share = Double(HTMLPage.width) / Double(course.length)
        for (place, value) in values.enumerated() where value > 0 {
            let from = Double(start) + Double(place) * step
            let x = from * share
            let end = min(Double(HTMLPage.width), (from + step) * share)
            if x >= Double(HTMLPage.width) { break }
            let height = max(3, Int(Double(value) / top * 100))
            rectangle(
                kind, x: Int(x), width: Int(end - x) * 9 / 10, y: HTMLPage.height - height, height: height,
                title: "\(value) in \(Words.elapsed(Int64(step))) from \(Words.elapsed(Int64(from))) on")
        }
        closeSVG()
    }

    /// The edges that the kernel's log tells of.
    private mutating func kernelLog(_ report: InterfaceReport, _ course: Course) {
        guard let log = report.kernelLog else {
            label("kernel's log", "not looked at")
            return raw("<div class=\"track\"></div>\n")
        }
        label(
            "kernel's log", log.error.map { "could not be read: \($0)" } ?? "entered, left (dashed); by its name alone")
        open(svg: "kernel's log: \(log.lines.count) lines", bar: true)
        for line in log.lines {
            raw(line.entered ? "<path class=\"edge\" d=\"M" : "<path class=\"edge left\" d=\"M")
            number(min(HTMLPage.x(course.place(line.time), course), HTMLPage.width - 15))
            raw(" 5V95\"><title>")
            text(line.text)
            raw("</title></path>\n")
        }
        closeSVG()
    }

    private mutating func axis(_ course: Course) {
        raw("<div class=\"name\"><small>from ")
        text("\(Words.moment(course.start)), \(Words.elapsed(course.length))")
        raw("</small></div>\n<div class=\"axis\">")
        for quarter in 0..<4 {
            raw("<span>")
            text(quarter == 0 ? "0" : Words.elapsed(course.length / 4 * Int64(quarter)))
            raw("</span>")
        }
        raw("</div>\n")
    }
}
