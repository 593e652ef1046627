import Reports
import Savefiles

/// Why a run ends, as the report says it.
typealias StopReason = CaptureReport.StopReason

/// A run that ends with a message: one line on stderr (a second one where libpcap adds something in parentheses) and
/// the status to leave with.
struct RunError: Error {
    let message: String
    let detail: String
    /// What to do about it, where we know.
    let hint: String
    let status: Int32

    init(_ message: String, detail: String = "", hint: String = "", status: Int32 = ExitStatus.failure) {
        self.message = message
        self.detail = detail
        self.hint = hint
        self.status = status
    }

    func report() {
        var text = message.isEmpty ? "" : Messages.line(message)
        if !detail.isEmpty { text += "(\(detail.printable))\n" }
        if !hint.isEmpty { text += Messages.line(hint) }
        if !text.isEmpty { Messages.lines(text) }
    }
}

extension RunError {
    /// A savefile that could not be written to its end. A reader of `-w -` that has seen enough is no failure, as
    /// with tcpdump, which the signal that comes with it merely stops; it is said all the same.
    init(writing path: String, _ error: SavefileError) {
        let readerLeft = path == "-" && error == .cannotWrite(errno: .brokenPipe)
        self.init("\(path): \(error)", status: readerLeft ? ExitStatus.success : ExitStatus.failure)
    }

    /// Runs `body`; a module's own error becomes a line for stderr.
    static func wrap<Value: ~Copyable, Failure: Error & CustomStringConvertible>(
        _ body: () throws(Failure) -> Value
    ) throws(RunError) -> Value {
        do throws(Failure) { return try body() } catch {
            throw RunError(error.description)
        }
    }
}
