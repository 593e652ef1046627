import ArgumentParser
import Packets
import Reports

/// `swiftcap report`: shows a report again, from the file of `--report` or from a pcapng file that carries it.
struct ReportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "report",
        abstract: "The books of an earlier capture, from its report or from its pcapng file.",
        discussion: """
            Exit status: 0 when the capture gave back what it took, 2 when it did not, 3 when that is not known because \
            the kernel could not be read, 1 for errors.
            """)

    @Argument(help: ArgumentHelp("A report of --report, or a pcapng file of swiftcap.", valueName: "FILE"))
    var file: String

    @Flag(help: "The report as JSON, schema swiftcap.report/1.")
    var json = false

    @Option(help: ArgumentHelp("Write it as one HTML page, in the place of text.", valueName: "FILE"))
    var html: String?

    func execute() throws(RunError) -> Int32 {
        let report = try ReportFile.read(file)
        if let html { try ReportFile.writePage(report.html(), to: html) }
        if json {
            try Output.write(report.json())
        } else if html == nil {
            try Output.write(report.text(Style.standardOutput, course: true))
        }
        return report.exitStatus
    }
}
