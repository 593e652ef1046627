import Packets

/// Prometheus' text format 0.0.4, a family at a time.
struct MetricsText {
    /// Octets of a label's value: names of interfaces have at most 15, of commands 15, of namespaces 255.
    static let longestValue = 256
    private(set) var text = ""
    private var name = ""

    /// What a label may show of a text from outside: no control characters, bounded, and never the same for two texts that
    /// differ only there, which `AuditMetrics` sees to.
    static func shown(_ text: String) -> String { text.printable(atMost: longestValue) }

    /// Begins the series of one name, all of them gauges.
    mutating func family(_ name: String, _ help: String) {
        self.name = name
        put("# HELP \(name) \(help.replacing("\\", with: "\\\\"))\n# TYPE \(name) gauge\n")
    }

    mutating func sample(_ labels: [(String, String)], _ value: Int) { sample(labels, String(value)) }

    mutating func sample(_ labels: [(String, String)], _ value: Double) {
        sample(labels, value.isFinite ? String(value) : "NaN")
    }

    private mutating func sample(_ labels: [(String, String)], _ value: String) {
        put(name)
        if !labels.isEmpty {
            put("{" + labels.map { "\($0)=\"\(Self.escaped(Self.shown($1)))\"" }.joined(separator: ",") + "}")
        }
        put(" \(value)\n")
    }

    /// A label's value: backslash, quotation mark and line end are written as in C.
    static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    private mutating func put(_ piece: String) { text += piece }
}
