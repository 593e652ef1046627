import Packets
import Promiscuity

// One line per change:
//
//    14:02:11.596  0 -> 1  +1  tcpdump[4711] (root) joined
//    14:02:40.770  1 -> 0  -1  tcpdump[4711] left
//    14:03:05.000  0 -> 1  +1  kernel: second unicast address (no event; found by polling)

extension Change {
    /// One line however long it is, with a newline at its end: a rise in yellow, a fall in green, a loss in red.
    ///
    /// - Parameter naming: put the interface's name in front, for several.
    public func text(_ style: TextStyle = .plain, naming: Bool = false) -> LineBuffer {
        var page = TextPage(style)
        let columns = page.columns(self, interface: naming ? interface : nil)
        let color: TextStyle.Color? =
            event == .overrun ? .red : delta > 0 ? .yellow : delta < 0 ? .green : nil
        page.line(columns, color, "  " + story)
        return page.finish()
    }
}

extension TextPage {
    mutating func change(_ change: Change, interface: String?, indent: String = "  ") {
        let text = indent + columns(change, interface: interface) + "  "
        wrapped(text + change.story, indent: text.unicodeScalars.count)
    }

    /// Time, interface, count and step.
    func columns(_ change: Change, interface: String?) -> String {
        var text = TextPage.clock(change.time, style)
        if let interface { text += "  " + interface.printable.left(8) }
        text += "  " + TextPage.counts(change).left(6)
        return text + "  " + (change.delta == 0 ? "0" : TextPage.signed(change.delta)).left(2)
    }

    static func counts(_ change: Change) -> String {
        guard let now = change.promiscuity else {
            return change.event == .moved ? "\(0 &- change.delta) -> ?" : change.event == .deleted ? "gone" : "?"
        }
        return "\(Int(now) &- change.delta) -> \(now)"
    }

    static func signed(_ value: Int) -> String { value > 0 ? "+\(value)" : String(value) }

    /// Local time of day with milliseconds.
    static func clock(_ time: Timestamp, _ style: TextStyle) -> String {
        var buffer = LineBuffer(capacity: 256)
        buffer.append(clock: CivilTime(time, offset: style.utcOffset), digits: 3)
        return buffer.bytes.asciiText
    }
}
