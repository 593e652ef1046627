import CBuild
import Capture

/// `--version`.
enum Help {
    /// The version, here and nowhere else.
    static let version = "0.2.0"

    /// What this program was built from, where the build was told (SWIFTCAP_COMMIT, see Package.swift); else empty.
    static var commit: String { unsafe String(cString: swiftcap_commit()) }

    static var versionText: String {
        let commit = commit.isEmpty ? "" : " (commit \(commit))"
        return "swiftcap version \(version)\(commit)\n\(PcapNames.library)\n"
    }

    static func showVersion() -> Int32 {
        Output.show(versionText)
    }

    /// `--fp-type`: how this machine adds in floating point, by tcpdump's sum.
    static func showFloatingPointType() -> Int32 {
        let number = 9877.895
        return Output.show("\(number)\n")
    }
}
