/// The peer's membership interpreter, step by step.
struct Holding {
    private let process: Spawned
    private var answers = 1

    init(in lab: Lab) throws {
        process = try lab.start([Tools.peer, "hold"])
        try process.awaitText("ready", inOutput: true)
    }

    /// One step; returns what follows "ok".
    @discardableResult
    mutating func step(_ line: String) throws -> String {
        try process.say(line)
        answers += 1
        try process.awaiting("the answer to \(line)") { process.text.split(separator: "\n").count >= answers }
        let answer = process.text.split(separator: "\n")[answers - 1]
        guard answer.hasPrefix("ok") else { throw LiveFailure("\(line): \(answer)") }
        return String(answer.dropFirst(3))
    }

    /// Ends the process, its children, and with them everything that it held.
    func quit() throws {
        try process.say("quit")
        try process.wait()
    }
}
