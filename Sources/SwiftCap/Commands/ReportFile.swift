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

    /// A report that could not be written would be noticed only after the capture: so it is tried before.
    static func check(_ path: String) throws(RunError) {
        do throws(SystemError) { try AtomicFile.check(path) } catch {
            throw RunError("the report cannot be written to \(path): \(error.errno)")
        }
    }

    /// Opens the file while root's rights are there, for a capture that gives them up (`-Z`).
    static func hold(_ path: String, for owner: Account) throws(RunError) -> Descriptor {
        do throws(SystemError) {
            let file = try Descriptor.open(path, O_WRONLY | O_CREAT, permissions: 0o666)
            owner.own(file.rawValue)
            return file
        } catch {
            throw RunError("the report cannot be written to \(path): \(error.errno)")
        }
    }

    /// - Parameter held: the file itself, where its directory may be closed to us by now: it is written in place then.
    static func write(_ report: CaptureReport, to path: String, held: borrowing Descriptor?) throws(RunError) {
        let text = report.json()
        do throws(SystemError) {
            // One look at the descriptor: the optimizer does not survive two.
            if try held?.replaceContents(text.bytes) == nil { try AtomicFile.write(text.bytes, to: path) }
        } catch {
            throw RunError("the report cannot be written to \(path): \(error.errno)")
        }
    }
}

extension Descriptor {
    /// Replaces what the file holds.
    fileprivate func replaceContents(_ bytes: RawSpan) throws(SystemError) {
        try empty()
        try writeAll(bytes)
    }
}
