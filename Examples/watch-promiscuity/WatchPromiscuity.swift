import Promiscuity

/// watch-promiscuity INTERFACE SECONDS: prints each change of the reference count, and who joined or left.
@main
struct WatchPromiscuity {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count == 3, let seconds = Int(arguments[2]) else {
            return print("usage: watch-promiscuity INTERFACE SECONDS")
        }
        let watch = try Watch([arguments[1]])
        for state in watch.states { print("\(state.link.name) \(text(state.link.promiscuity))") }
        for _ in 0..<max(0, seconds) * 10 {
            try await Task.sleep(for: .milliseconds(100))
            for change in watch.handleNotifications() + watch.poll() { say(change) }
        }
    }

    static func say(_ change: Change) {
        let joined = change.joined.map { "+\($0.references) \($0.kind.rawValue)" }
        let left = change.left.map { "-\($0.references) \($0.kind.rawValue)" }
        print("\(change.interface) \(text(change.promiscuity)) \((joined + left).joined(separator: ", "))")
    }

    /// A kernel that does not say leaves it unknown.
    static func text(_ count: UInt32?) -> String { count.map(String.init) ?? "?" }
}
