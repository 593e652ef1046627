import Packets
import Promiscuity

extension Audit {
    /// The audit as one HTML page without outside parts.
    ///
    /// - Parameter promiscuousOnly: leave out interfaces without references.
    public func html(promiscuousOnly: Bool = false) -> LineBuffer {
        var page = HTMLPage(title: "Holders of promiscuous mode")
        page.element("h1", "Holders of promiscuous mode")
        let mark: Judgement.Mark = totals.unexplained > 0 ? .bad : isIncomplete ? .unknown : .good
        page.verdict(mark, sentence)
        for doubt in doubts { page.paragraph("! " + doubt) }
        page.audit(self, promiscuousOnly)
        page.paragraph("As it was at \(Words.moment(time)).")
        return page.finish()
    }
}

extension HTMLPage {
    fileprivate mutating func audit(_ audit: Audit, _ promiscuousOnly: Bool) {
        raw("<div class=\"scroll\"><table class=\"wide\">\n<thead><tr>")
        for name in ["interface", "references", "held by", "how we know", "certainty"] {
            raw("<th scope=\"col\">")
            text(name)
            raw("</th>")
        }
        raw("</tr></thead><tbody>\n")
        for interface in audit.shown(promiscuousOnly) {
            let count = Words.count(interface.state.link.promiscuity)
            let front = [audit.label(interface), count]
            if interface.state.holders.isEmpty && interface.state.residual == 0 { cells(front + ["", "", ""]) }
            for (place, holder) in interface.state.holders.enumerated() {
                cells(
                    (place == 0 ? front : ["", ""])
                        + [
                            HTMLPage.who(holder), holder.evidence,
                            holder.certainty.rawValue,
                        ])
            }
            let residual = interface.state.residual
            if residual != 0 {
                cells(
                    (interface.state.holders.isEmpty ? front : ["", ""])
                        + [residual > 0 ? "no holder found" : "more held than counted", "", "unexplained"])
            }
        }
        raw("</tbody></table></div>\n")
    }

    /// "tcpdump[4711] (root) holds 1: tcpdump -i eth0".
    private static func who(_ holder: Holder) -> String {
        let command = holder.processes.first?.arguments.joined(separator: " ") ?? ""
        return "\(Words.name(holder)) holds \(holder.references)" + (command.isEmpty ? "" : ": " + command)
    }

    private mutating func cells(_ values: [String]) {
        raw("<tr>")
        for value in values {
            raw("<td>")
            text(value)
            raw("</td>")
        }
        raw("</tr>\n")
    }
}
