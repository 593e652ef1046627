import Packets
import Promiscuity

extension CaptureReport {
    /// The report as one HTML page without outside parts.
    public func html() -> LineBuffer {
        let names = interfaces.map(\.name.printable).joined(separator: ", ")
        var page = HTMLPage(title: "Promiscuous mode on \(names)")
        for interface in interfaces { page.interface(interface, of: self) }
        page.origin(self)
        return page.finish()
    }
}

extension HTMLPage {
    /// Rows of a table; the rest is counted.
    private static let shownRows = 500

    /// - Parameter heading: nil for the page's own.
    mutating func interface(_ interface: InterfaceReport, of report: CaptureReport, heading: String? = nil) {
        if let heading { element("h2", heading) } else { element("h1", "Promiscuous mode on \(interface.name)") }
        let judgement = Judgement(interface)
        verdict(judgement.mark, judgement.sentence)
        for note in judgement.notes { paragraph((note.isWarning ? "! " : "") + note.text) }
        if !interface.isAny {
            element("h3", "How it went")
            charts(interface, started: report.started, ended: report.ended)
            states(interface)
            changes(interface)
            kernelLines(interface)
        }
        packets(interface)
    }

    private mutating func states(_ report: InterfaceReport) {
        element("h3", "Before, during, after")
        raw("<div class=\"scroll\"><table>\n<thead>")
        row("", ["before", "during", "after"], heads: true)
        raw("</thead><tbody>\n")
        let states = [report.before, report.during, report.after]
        row("references (IFLA_PROMISCUITY)", states.map { Words.count($0?.promiscuity) })
        row("held by this capture", states.map { Words.count($0?.ownReferences) })
        row("without a known holder", states.map { Words.count($0?.residual) })
        row("hears all frames (flags PROMISC)", states.map { Words.yesNo($0?.flagsPromisc) })
        row("ip link's switch (gflags PROMISC)", states.map { Words.yesNo($0?.gflagsPromisc) })
        row("held by", states.map { $0.map { $0.holders.isEmpty ? "-" : Words.holdings($0.holders) } ?? "?" })
        raw("</tbody></table></div>\n")
    }

    private mutating func changes(_ report: InterfaceReport) {
        if report.timeline.isEmpty { return }
        element("h3", "Changes")
        raw("<div class=\"scroll\"><table class=\"wide\">\n<thead><tr>")
        for name in ["time", "references", "step", "what"] {
            raw("<th scope=\"col\">")
            text(name)
            raw("</th>")
        }
        raw("</tr></thead><tbody>\n")
        for change in report.timeline.prefix(HTMLPage.shownRows) {
            raw("<tr><td class=\"t\">")
            text(Words.moment(change.time))
            raw("</td><td class=\"n\">")
            text(Words.count(change.promiscuity))
            raw("</td><td class=\"n\">")
            text((change.delta > 0 ? "+" : "") + String(change.delta))
            raw("</td><td>")
            text(change.story)
            raw("</td></tr>\n")
        }
        raw("</tbody></table></div>\n")
        let more = report.timeline.count - HTMLPage.shownRows
        if more > 0 { paragraph("... and \(more) more; the report as JSON has them all.") }
    }

    private mutating func kernelLines(_ report: InterfaceReport) {
        guard let log = report.kernelLog else { return }
        element("h3", "The kernel's log")
        if let error = log.error { paragraph("It could not be read: \(error).") }
        if log.missed > 0 { paragraph("\(log.missed) records were lost before they were read.") }
        if log.lines.isEmpty {
            if log.error == nil { paragraph("Nothing about \(report.name) while the capture ran.") }
            return
        }
        paragraph(
            "The kernel writes a line when the count leaves 0 and when it comes back to it. \(Words.kernelLogDoubt) "
                + "An interface of the same name in another one writes the same: these are this interface's by their "
                + "name only (inferred).")
        raw("<div class=\"scroll\"><table class=\"wide\"><tbody>\n")
        for line in log.lines.prefix(HTMLPage.shownRows) { row(Words.moment(line.time), [line.text]) }
        raw("</tbody></table></div>\n")
    }

    private mutating func packets(_ report: InterfaceReport) {
        element("h3", "Packets")
        raw("<dl>\n")
        let counts = report.packets
        pair("captured", String(counts.captured))
        pair("received by filter", String(counts.receivedByFilter))
        pair("dropped by kernel", String(counts.droppedByKernel))
        pair("dropped by interface", String(counts.droppedByInterface))
        pair("unicast frames for other hosts", counts.foreignUnicast.map { String($0) } ?? "?")
        pair("promiscuous mode asked for", report.promiscuousRequested ? "yes" : "no (-p)")
        if report.sockets > 1 { pair("sockets", String(report.sockets)) }
        if let filter = report.filter { pair("filter", filter) }
        pair("link type", report.linkType)
        if !report.address.isEmpty { pair("address", report.address.colonSeparated) }
        if report.networkNamespace != 0 { pair("network namespace", String(report.networkNamespace)) }
        raw("</dl>\n")
    }

    /// Where a report comes from.
    mutating func origin(_ report: CaptureReport, heading: StaticString = "h2") {
        element(heading, "Capture")
        raw("<dl>\n")
        pair("host", report.host)
        pair("command", report.arguments.joined(separator: " "))
        pair("started", Words.moment(report.started))
        pair("ended", Words.moment(report.ended))
        pair("why it ended", report.stopReason.rawValue)
        pair("kernel", report.kernel)
        pair("written by", "swiftcap \(report.version), \(report.libpcap)")
        raw("</dl>\n")
    }

    mutating func pair(_ name: String, _ value: String) {
        raw("<dt>")
        text(name)
        raw("</dt><dd>")
        text(value)
        raw("</dd>\n")
    }
}
