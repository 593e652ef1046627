import CLinux

/// The options' spelling, as getopt_long(3) takes it. tcpdump's own come first: an abbreviation that is unambiguous
/// among them stays so whatever is added below.
enum OptionTable {
    /// The letters of tcpdump 4.99; a colon marks an argument.
    static let letters = "aAbB:c:C:dDeE:fF:G:hHi:Ij:JKlLm:M:nNOpqQ:r:s:StT:uUvV:w:W:xXy:z:Z:#"

    struct Long {
        let name: String
        let takesValue: Bool
        /// A letter's code where the option has one, else 128 and up.
        let code: Int32

        init(_ name: String, _ code: Int32, value: Bool = false) {
            self.name = name
            self.code = code
            takesValue = value
        }
    }

    /// Codes of options without a letter.
    enum Code {
        static let version: Int32 = 128
        static let timestampPrecision: Int32 = 129
        static let immediateMode: Int32 = 130
        static let print: Int32 = 131
        static let number: Int32 = 132
        static let micro: Int32 = 133
        static let nano: Int32 = 134
        static let floatingPointType: Int32 = 135
        static let count: Int32 = 136
        static let report: Int32 = 160
        static let noReport: Int32 = 161
        static let duration: Int32 = 162
        static let pollInterval: Int32 = 163
        static let stopSize: Int32 = 164
        static let stopFiles: Int32 = 165
        static let finishCommand: Int32 = 166
        static let format: Int32 = 167
        static let color: Int32 = 168
        static let threads: Int32 = 169
        static let cpuAffinity: Int32 = 170
        static let direct: Int32 = 171
        static let keep: Int32 = 180
        static let trigger: Int32 = 181
        static let triggerBooks: Int32 = 182
        static let after: Int32 = 183
        static let json: Int32 = 190
        static let columns: Int32 = 191
        static let listColumns: Int32 = 192
        static let books: Int32 = 193
        static let markdown: Int32 = 194
        static let listProtocols: Int32 = 195
    }

    static func letter(_ character: Character) -> Int32 {
        Int32(character.asciiValue ?? 0)
    }

    /// tcpdump's long options, in the order in which an ambiguity lists them.
    static let tcpdump: [Long] = [
        Long("buffer-size", letter("B"), value: true),
        Long("list-interfaces", letter("D")),
        Long("help", letter("h")),
        Long("interface", letter("i"), value: true),
        Long("monitor-mode", letter("I")),
        Long("time-stamp-type", letter("j"), value: true),
        Long("list-time-stamp-types", letter("J")),
        Long("micro", Code.micro),
        Long("nano", Code.nano),
        Long("time-stamp-precision", Code.timestampPrecision, value: true),
        Long("dont-verify-checksums", letter("K")),
        Long("list-data-link-types", letter("L")),
        Long("no-optimize", letter("O")),
        Long("no-promiscuous-mode", letter("p")),
        Long("direction", letter("Q"), value: true),
        Long("snapshot-length", letter("s"), value: true),
        Long("linktype", letter("y"), value: true),
        Long("packet-buffered", letter("U")),
        Long("relinquish-privileges", letter("Z"), value: true),
        Long("number", Code.number),
        Long("print", Code.print),
        Long("version", Code.version),
        Long("absolute-tcp-sequence-numbers", letter("S")),
        Long("fp-type", Code.floatingPointType),
        Long("immediate-mode", Code.immediateMode),
        Long("count", Code.count),
    ]

    /// What tcpdump does not have.
    static let own: [Long] = [
        Long("report", Code.report, value: true),
        Long("no-report", Code.noReport),
        Long("duration", Code.duration, value: true),
        Long("poll-interval", Code.pollInterval, value: true),
        Long("stop-size", Code.stopSize, value: true),
        Long("stop-files", Code.stopFiles, value: true),
        Long("finish-command", Code.finishCommand),
        Long("format", Code.format, value: true),
        Long("color", Code.color, value: true),
        Long("threads", Code.threads, value: true),
        Long("cpu-affinity", Code.cpuAffinity, value: true),
        Long("direct", Code.direct, value: true),
        Long("keep", Code.keep, value: true),
        Long("trigger", Code.trigger, value: true),
        Long("trigger-books", Code.triggerBooks),
        Long("after", Code.after, value: true),
        Long("json", Code.json),
        Long("columns", Code.columns, value: true),
        Long("list-columns", Code.listColumns),
        Long("books", Code.books, value: true),
        Long("markdown", Code.markdown),
        Long("list-protocols", Code.listProtocols),
    ]

    /// Whether an argument abbreviates several options of tcpdump's.
    static func isAmbiguous(_ argument: String) -> Bool {
        guard argument.hasPrefix("--"), argument.count > 2 else { return false }
        let name = argument.dropFirst(2).prefix { $0 != "=" }
        return tcpdump.filter { $0.name.hasPrefix(name) }.count > 1 && !tcpdump.contains { $0.name == name }
    }

    /// The one option of tcpdump's that `prefix` abbreviates; nil for none or several.
    static func abbreviates(_ prefix: Substring) -> Long? {
        let matches = tcpdump.filter { $0.name.hasPrefix(prefix) }
        return matches.count == 1 ? matches[0] : nil
    }
}
