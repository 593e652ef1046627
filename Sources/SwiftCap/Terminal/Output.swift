import Glibc
import Packets
import Syscalls

/// What goes to standard output: whole, at once, and a failure is an error.
enum Output {
    /// True when standard output is a pipe, whose reader may go.
    static var isPipe: Bool {
        var status = stat()
        return unsafe fstat(STDOUT_FILENO, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO
    }

    static func write(_ text: borrowing LineBuffer) throws(RunError) {
        do throws(SystemError) { try Descriptor.writeAll(text.bytes, to: STDOUT_FILENO) } catch {
            throw unwritable(error)
        }
    }

    /// The same for help, listings and counts, whose reader may have seen enough: a pipe that is closed is no error.
    static func write(_ text: String) throws(RunError) {
        let bytes = text.printableLines.systemBytes
        do throws(SystemError) { try unsafe Descriptor.writeAll(bytes.span.bytes, to: STDOUT_FILENO) } catch {
            if error.errno != .brokenPipe { throw unwritable(error) }
        }
    }

    /// Writes `text` and gives the status to leave with, when that is all there is to do.
    static func show(_ text: String) -> Int32 {
        do throws(RunError) { try write(text) } catch {
            error.report()
            return error.status
        }
        return ExitStatus.success
    }

    private static func unwritable(_ error: SystemError) -> RunError {
        RunError("Unable to write output: \(error.errno)", status: ExitStatus.cannotWrite)
    }
}
