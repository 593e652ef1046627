import Capture
import Glibc

/// `--help` and `--version`.
enum Help {
    static let version = "0.1.0"

    static let usage = """
        Usage: swiftcap [-AbdDefhHIJKlLnNOpqStuUvxX#] [ -B size ] [ -c count ] [--count]
        \t\t[ -C file_size ] [ -F file ] [ -G seconds ] [ -i interface ]
        \t\t[ --immediate-mode ] [ -j tstamptype ] [ --number ] [ --print ]
        \t\t[ -Q in|out|inout ] [ -r file ] [ -s snaplen ] [ -T type ] [ --version ]
        \t\t[ -V file ] [ -w file ] [ -W filecount ] [ -y datalinktype ]
        \t\t[ --time-stamp-precision precision ] [ --micro ] [ --nano ]
        \t\t[ -z postrotate-command ] [ -Z user ] [ --duration seconds ]
        \t\t[ --report file ] [ --no-report ] [ --poll-interval seconds ] [ expression ]
               swiftcap compare A.json B.json | compare -i interface --duration seconds
               swiftcap report FILE [ --json ]
               swiftcap audit [ --promiscuous ] [ --json ] [ interface ... ]
               swiftcap watch [ --interval seconds ] [ --duration seconds ] [ --json ] [ interface ... ]
               swiftcap check [ --allow kind[:name] ] [ --warning n ] [ --critical n ] [ interface ... ]
               swiftcap lab [ --list ] [ --explain ] [ scenario ... | all ]
        """

    static var versionText: String {
        "swiftcap version \(version)\n\(PcapNames.library)\n"
    }

    static func showVersion() -> Int32 {
        Messages.write(versionText, to: STDOUT_FILENO)
        return ExitStatus.success
    }

    static func show() -> Int32 {
        Messages.write(versionText + usage + "\n", to: STDOUT_FILENO)
        return ExitStatus.success
    }

    /// `--fp-type`: how this machine adds in floating point, by tcpdump's sum.
    static func showFloatingPointType() -> Int32 {
        let number = 9877.895
        Messages.write("\(number)\n", to: STDOUT_FILENO)
        return ExitStatus.success
    }
}
