import Glibc
import Packets
import Syscalls

// `--show-sandbox`.
extension Sandbox {
    /// What the run would be left with once everything is open.
    ///
    /// - Parameter user: whom it would become; nil for whom it is.
    func text(_ options: CaptureOptions, becoming user: Account?) -> String {
        var lines: [(String, String)] = [("what runs", calls.rawValue), ("sandbox", level.rawValue)]
        if let exemption { lines.append(("not confined", exemption)) }
        let current = "\(geteuid()):\(getegid())"
        lines.append(("user", user.map { "\($0.name) (\($0.userID):\($0.groupID))" } ?? "\(current), as now"))
        if confines {
            lines += confinement(options)
        } else {
            let left = user == nil ? Capabilities.held : []
            lines.append(("capabilities", Sandbox.list(left.names)))
        }
        let width = 2 + (lines.map(\.0.count).max() ?? 0)
        return lines.map { head, text in
            head + ":" + String(repeating: " ", count: width - head.count - 1) + text.printable + "\n"
        }.joined()
    }

    private func confinement(_ options: CaptureOptions) -> [(String, String)] {
        let version = Landlock.version
        let network =
            version >= 6 ? "no TCP, no signals to others" : version >= 4 ? "no TCP" : "as the system calls let it"
        var lines = [
            ("capabilities", "none"),
            ("privileges", "none can be gained (no_new_privs)"),
            ("Landlock", version > 0 ? "version \(version): \(network)" : "not in this kernel"),
            ("may read", Sandbox.list(readable)),
            ("may write", "what is open"),
            ("helpers", Sandbox.list(helpers(options))),
        ]
        let rules = rules(asking: [], silent: [])
        let bare = rules.filter { $0.tests.isEmpty }.map(\.call).sorted()
        let tested = rules.filter { !$0.tests.isEmpty }.map(\.call).sorted()
        let seccomp = SystemCallFilter.isSupported ? "" : "not on this processor: "
        lines.append(("system calls", seccomp + Sandbox.list(bare)))
        lines.append(("with some arguments", Sandbox.list(tested)))
        let other =
            switch refusal {
            case .ends: "ends the process"
            case .isRefused: "is refused"
            case .isSaid: "is refused and named"
            }
        lines.append(("any other call", other))
        return lines
    }

    private func helpers(_ options: CaptureOptions) -> [String] {
        var helpers: [String] = []
        let plan = FilePlan(options)
        if options.prints && options.print.numeric == 0 { helpers.append("names of hosts") }
        if let plan, plan.path != "-", plan.opensLater || options.readsFiles || plan.rows != nil {
            helpers.append("opens the files of -w")
        }
        if options.rows.books != nil { helpers.append("opens the files of --books") }
        if !options.readsFiles { helpers.append("names holders") }
        if options.readList != nil { helpers.append("opens the files of -V") }
        if options.reportFile != nil && !options.readsFiles { helpers.append("puts the report in its place") }
        return helpers
    }

    private static func list(_ words: [String]) -> String { words.isEmpty ? "none" : words.joined(separator: ", ") }

    /// Prints it; the status to leave with.
    static func show(_ options: CaptureOptions) -> Int32 {
        let sandbox = Sandbox(options)
        do throws(RunError) {
            let user = PrivilegeDrop.user(try Privileges.account(options), sandbox, options)
            return Output.show(sandbox.text(options, becoming: user))
        } catch {
            error.report()
            return error.status
        }
    }
}
