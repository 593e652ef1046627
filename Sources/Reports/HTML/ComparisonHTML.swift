import Packets
import Promiscuity

extension Comparison {
    /// Both runs beside each other as one HTML page without outside parts.
    public func html() -> LineBuffer {
        var page = HTMLPage(title: title)
        page.element("h1", title)
        for (place, sentence) in sentences.enumerated() {
            if place > 0 { page.paragraph(sentence) } else { page.verdict(mark, sentence) }
        }
        page.table(self)
        page.raw("<div class=\"pair\">\n")
        for (place, run) in [first, second].enumerated() {
            let interface = interfaces[place]
            let how = interface.promiscuousRequested ? "promiscuous" : "with -p"
            page.raw("<section>\n")
            page.interface(interface, of: run, heading: "Run \(place + 1), \(how)")
            page.origin(run, heading: "h3")
            page.raw("</section>\n")
        }
        page.raw("</div>\n")
        return page.finish()
    }

    private var title: String {
        let (a, b) = (interfaces[0].name, interfaces[1].name)
        return "Two captures on \(a.printable)" + (a == b ? "" : " and \(b.printable)")
    }

    private var mark: Judgement.Mark { expected.map { $0 ? .good : .bad } ?? .unknown }
}

extension HTMLPage {
    fileprivate mutating func table(_ comparison: Comparison) {
        let runs = comparison.interfaces
        raw("<div class=\"scroll\"><table>\n<thead>")
        row("", ["run 1", "run 2"], heads: true)
        raw("</thead><tbody>\n")
        row(
            "references before, during, after",
            runs.map { run in
                [run.before, run.during, run.after].map { Words.count($0?.promiscuity) }.joined(separator: " \u{2192} ")
            })
        row("references of its own", runs.map { Words.count($0.during?.ownReferences) })
        row("hears all frames while running", comparison.difference.flagsPromiscDuring.map(Words.yesNo))
        row("ip link's switch", comparison.difference.gflagsPromiscDuring.map(Words.yesNo))
        row("packets", runs.map { String($0.packets.captured) })
        row("dropped by kernel", runs.map { String($0.packets.droppedByKernel) })
        row(
            "unicast frames for other hosts",
            comparison.difference.foreignUnicast.map { $0.map { String($0) } ?? "?" })
        raw("</tbody></table></div>\n")
    }
}
