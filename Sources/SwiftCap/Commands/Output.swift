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
            throw RunError("Unable to write output: \(error.errno)", status: ExitStatus.cannotWrite)
        }
    }
}
