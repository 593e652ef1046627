import ArgumentParser
import Glibc
import Packets
import Promiscuity
import Reports
import Syscalls

/// `swiftcap watch`: one line per change of a promiscuity count, while it happens.
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch",
        abstract: "One line per change: who took a promiscuous reference, who gave it back.",
        discussion: """
            Without names: every interface of this network namespace, present and future. A name that no interface bears \
            is waited for. Changes come from the kernel's notifications; what it does not announce is found by polling. \
            Ends with INT or TERM, and then tells on standard error how the counts went. It takes no privileges.

            Exit status: 0, or 1 for errors, also when its last look at the kernel failed.
            """)

    @Argument(help: ArgumentHelp("An interface of this network namespace.", valueName: "IF"))
    var interfaces: [String] = []

    @Option(help: ArgumentHelp("Seconds between two polls; 0: only notifications.", valueName: "SECONDS"))
    var interval = "1"

    @Option(help: ArgumentHelp("End by itself after that time.", valueName: "SECONDS"))
    var duration: String?

    @Flag(help: "One JSON object per line, schema swiftcap.change/1.")
    var json = false

    @Option(help: ArgumentHelp("What is given up first: strict, default or off.", valueName: "LEVEL"))
    var sandbox: String?

    func execute() throws(RunError) -> Int32 {
        let limits = try limits()
        // With the right to a larger buffer, which goes then.
        let kernel = LiveKernel()
        kernel.prepareNotifications()
        _ = try LookingSandbox(sandbox, for: "watch", entersNamespaces: false).enter()
        // Before anything is read: a signal that comes now ends the watch in its usual way.
        let signals = try Interruption.descriptor()
        // A reader or a kernel that does not answer: then no other code takes them.
        let vigil = try RunError.wrap { () throws(SystemError) in
            try SignalGuard(signals.descriptor, nil, givesUpAtOnce: true)
        }
        defer { vigil.end() }
        let watch = try RunError.wrap { () throws(KernelError) in try Watch(interfaces, kernel: kernel) }
        var run = WatchRun(watch: watch, signals: signals, json: json, naming: interfaces.count != 1, limits: limits)
        Messages.lines(opening(watch.states, polling: limits.pause != nil))
        return try run.run()
    }

    /// The times in question, once everything that was said is found to make sense.
    func limits() throws(RunError) -> WatchRun.Limits {
        if let other = interfaces.first(where: { $0.contains("/") }) {
            throw RunError(
                "watch: \(other.printable): only interfaces of this network namespace can be watched",
                hint: "watch: ip netns exec NAMESPACE swiftcap watch IF follows those of another")
        }
        guard let seconds = Double(interval), seconds == 0 || (seconds >= 0.001 && seconds <= 86_400) else {
            throw RunError("watch: invalid interval \(interval.printable) (must be seconds, 0 for no polling)")
        }
        var limits = WatchRun.Limits(pause: seconds == 0 ? nil : Int64(seconds * 1e9))
        if let duration {
            do throws(UsageError) { limits.length = Int64(try OptionParser.seconds(duration) * 1e9) } catch {
                throw RunError("watch: \(error.message)")
            }
        }
        return limits
    }

    /// What the watch begins with: said once it hears, so that the program that reads it may start.
    private func opening(_ states: [Sample], polling: Bool) -> String {
        let held = states.filter { ($0.link.promiscuity ?? 0) > 0 }
        var text = "swiftcap: watching "
        if interfaces.isEmpty {
            text += "\(states.count) interface\(states.count == 1 ? "" : "s"), \(held.count) promiscuous"
        } else {
            let names = states.map { "\($0.link.name.printable) (\(Self.references($0)))" }
            let awaited = interfaces.filter { name in !states.contains { $0.link.isNamed(name) } }
            text += (names + awaited.map { "\($0.printable) (not there yet)" }).joined(separator: ", ")
        }
        return text + (polling ? "\n" : ", not polling\n")
    }

    private static func references(_ state: Sample) -> String {
        let count = state.link.promiscuity ?? 0
        return "\(count) reference\(count == 1 ? "" : "s")"
    }
}
