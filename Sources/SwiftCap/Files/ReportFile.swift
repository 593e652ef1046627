import Glibc
import Packets
import Reports
import Savefiles
import Syscalls

/// Reports as files.
enum ReportFile {
    /// From the file of `--report`, or from a pcapng file that carries its report.
    static func read(_ path: String) throws(RunError) -> CaptureReport {
        if let report = try CarriedReport.read(path) { return report }
        let bytes = try RunError.wrap { () throws(SystemError) in
            do throws(SystemError) {
                return try Descriptor.contents(of: path, limit: CaptureReport.maximumFileSize + 1)
            } catch {
                throw SystemError(error.call, error.errno, path)
            }
        }
        do throws(ReportError) { return try CaptureReport(json: bytes) } catch {
            throw RunError("\(path): \(error.description)")
        }
    }

    /// By the name: one page to look at, in the place of JSON.
    static func isPage(_ path: String) -> Bool { path.hasSuffix(".html") || path.hasSuffix(".htm") }

    /// What `--html` of a command writes, whole or not at all; `-` is standard output.
    static func writePage(_ page: borrowing LineBuffer, to path: String) throws(RunError) {
        if path == "-" { return try Output.write(page) }
        do throws(SystemError) { try AtomicFile.write(page.bytes, to: path) } catch { throw refusal(path, error) }
    }

    /// What is said of a page.
    static func refusal(_ path: String, _ error: SystemError) -> RunError {
        RunError("the page cannot be written to \(path): \(error.errno.words)")
    }

    /// A report that could not be written would be noticed only after the capture: so it is tried before.
    static func check(_ path: String) throws(RunError) {
        do throws(SystemError) { try AtomicFile.check(path) } catch {
            throw RunError("the report cannot be written to \(path): \(error.errno)")
        }
    }
}
