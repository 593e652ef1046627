/// Which of the peers are here, and what swiftcap can do.
enum Programs {
    static func have(_ name: String) -> Bool {
        (try? Child.run(["sh", "-c", "command -v \(name)"], mayFail: true))?.status == 0
    }

    /// First line of `NAME --version`.
    static func version(_ words: [String], _ setting: Setting) -> String {
        let text = said(words, setting)
        return text.split(separator: "\n").first.map(String.init) ?? "unknown"
    }

    /// Does the help text name this option?
    static func offers(_ option: String, _ setting: Setting) -> Bool {
        said([setting.swiftcap, "--help"], setting).contains(option + " ")
    }

    private static func said(_ words: [String], _ setting: Setting) -> String {
        let out = setting.messages("version")
        _ = try? Child.run(words, output: out, errors: out + "2", mayFail: true)
        return Files.text(out) + Files.text(out + "2")
    }
}
