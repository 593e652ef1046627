/// A run that ends with a message: one line on stderr (a second one where libpcap adds something in parentheses) and
/// the status to leave with.
struct RunError: Error {
    let message: String
    let detail: String
    let status: Int32

    init(_ message: String, detail: String = "", status: Int32 = ExitStatus.failure) {
        self.message = message
        self.detail = detail
        self.status = status
    }

    func report() {
        Messages.say(message)
        if !detail.isEmpty { Messages.raw("(\(detail))\n") }
    }
}

extension RunError {
    /// Runs `body`; a room's own error becomes a line for stderr.
    static func wrap<Value: ~Copyable, Failure: Error & CustomStringConvertible>(
        _ body: () throws(Failure) -> Value
    ) throws(RunError) -> Value {
        do throws(Failure) { return try body() } catch {
            throw RunError(error.description)
        }
    }
}
