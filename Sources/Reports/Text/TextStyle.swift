import Packets

/// How text is to look. Colour only stresses what words and marks say already.
public struct TextStyle: Sendable {
    /// The receiver understands UTF-8; otherwise everything is ASCII.
    public var unicode: Bool
    public var color: Bool
    /// Seconds that local time is east of UTC, for times of day.
    public var utcOffset: Int
    public var width: Int
    /// Tables keep to the width and cut what is longer: for a user at a terminal. A program that keeps the text or
    /// searches in it gets all of it.
    public var shortens: Bool

    public init(
        unicode: Bool = false, color: Bool = false, utcOffset: Int = 0, width: Int = 92, shortens: Bool = true
    ) {
        self.unicode = unicode
        self.color = color
        self.utcOffset = utcOffset
        self.width = width
        self.shortens = shortens
    }

    public static let plain = TextStyle()

    enum Color: Int {
        case red = 31
        case green = 32
        case yellow = 33
    }
}

/// Collects lines of text in a style.
struct TextPage: ~Copyable {
    private var out = LineBuffer()
    let style: TextStyle

    init(_ style: TextStyle) {
        self.style = style
    }

    consuming func finish() -> LineBuffer {
        out
    }

    /// The first part in a colour.
    mutating func line(_ front: String, _ color: TextStyle.Color?, _ rest: String) {
        if let color, style.color { open(color) }
        append(front)
        if color != nil, style.color { close() }
        line(rest)
    }

    mutating func line(_ text: String) {
        append(text)
        out.append(0x0A)
    }

    /// A sentence behind a mark, wrapped below itself: "OK  What this capture took, it gave back."
    mutating func marked(_ mark: StaticString, _ color: TextStyle.Color?, _ text: String) {
        let lines = TextPage.wrap(text, width: style.width - 4)
        paint(mark, color)
        for _ in 0..<(4 - mark.utf8CodeUnitCount) { out.append(0x20) }
        line(lines.first ?? "")
        for rest in lines.dropFirst() { line("    " + rest) }
    }

    mutating func good(_ text: String) { marked("OK", .green, text) }
    mutating func warning(_ text: String) { marked("!", .yellow, text) }
    mutating func unknown(_ text: String) { marked("?", .yellow, text) }
    mutating func note(_ text: String) { marked("", nil, text) }

    /// A line whose continuation is indented by `indent`.
    mutating func wrapped(_ text: String, indent: Int) {
        let lines = TextPage.wrap(text, width: style.width, rest: style.width - indent)
        line(lines.first ?? "")
        for rest in lines.dropFirst() { line(String(repeating: " ", count: indent) + rest) }
    }

    private mutating func paint(_ text: StaticString, _ color: TextStyle.Color?) {
        guard style.color, let color else { return out.append(text) }
        open(color)
        out.append(text)
        close()
    }

    private mutating func open(_ color: TextStyle.Color) {
        out.append("\u{1B}[1;")
        out.append(decimal: UInt64(color.rawValue))
        out.append("m")
    }

    private mutating func close() {
        out.append("\u{1B}[0m")
    }

    /// The last place before the terminal: names are `printable` by now, but a control that got so far ends here.
    private mutating func append(_ text: String) {
        for scalar in text.unicodeScalars {
            if scalar.value >= 0x20 && scalar.value < 0x7F {
                out.append(UInt8(truncatingIfNeeded: scalar.value))
            } else if style.unicode && !scalar.isHazard {
                for byte in String(scalar).utf8 { out.append(byte) }
            } else {
                out.append(0x3F)
            }
        }
    }

    /// Breaks at spaces. Spaces at the front and between columns stay; a longer word than the width is cut.
    static func wrap(_ text: String, width: Int, rest: Int? = nil) -> [String] {
        var lines: [String] = []
        // A slice: what is left is not copied for each line.
        var left = Array(text.unicodeScalars)[...]
        var room = Swift.max(8, width)
        while left.count > room {
            let start = left.startIndex
            let space = left[...(start + room)].lastIndex(of: " ")
            let cut = space.flatMap { $0 - start > room / 3 ? $0 : nil } ?? start + room
            lines.append(string(left[..<cut]))
            left = left[cut...].drop { $0 == " " }
            room = Swift.max(8, rest ?? width)
        }
        lines.append(string(left))
        return lines
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
