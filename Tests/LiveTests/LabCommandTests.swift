import CLinux
import Glibc
import Syscalls
import TestSupport
import Testing

/// `swiftcap lab` on this kernel: every scenario comes out as expected, and nothing of it is left, however it ends.
extension LiveTests {
    @Suite struct LabCommandTests {
        static let scenarios = [
            "capture", "switch", "parallel", "kill", "any", "join-twice", "sockets", "kinds", "restore", "bridge",
            "cable",
            "macvlan", "passthru", "follow", "move",
        ]

        @Test(arguments: scenarios)
        func `this kernel does as expected`(_ scenario: String) throws {
            try LabCommand.with { lab in
                let process = try lab.start(["lab", scenario])
                #expect(try process.wait(seconds: 60) == .exit(0), "\(process.text)\(process.errors)")
                #expect(process.text.contains("\(scenario): the kernel did as expected"))
                #expect(!process.text.contains("NOT SO"))
                #expect(process.errors.isEmpty)
            }
        }

        @Test func `the list names them all`() throws {
            try LabCommand.with { lab in
                let process = try lab.start(["lab", "--list"])
                #expect(try process.wait() == .exit(0))
                let names = process.text.split(separator: "\n").filter { !$0.hasPrefix(" ") }.dropLast()
                #expect(names.map { String($0.prefix { $0 != " " }) } == LabCommandTests.scenarios)
            }
        }

        @Test(arguments: [["lab", "nothing"], ["lab", "--nothing"], ["lab:stage"], ["lab:open", "nothing"]])
        func `bad words are one line and status 1`(_ words: [String]) throws {
            try LabCommand.with { lab in
                let process = try lab.start(words)
                #expect(try process.wait() == .exit(1))
                #expect(process.text.isEmpty)
            }
        }

        /// Nothing that is opened later may take its number and get the text.
        @Test func `closed standard output is an error`() throws {
            try LabCommand.with { lab in
                let words = ["sh", "-c", "exec \"$0\" lab capture >&-", Tools.swiftcap]
                let process = try lab.start(words, before: nil)
                #expect(try process.wait() == .exit(14))
                #expect(process.errors == "swiftcap: Unable to write output\n")
            }
        }

        /// As a user without any privilege: a user namespace does.
        @Test(
            .enabled(
                if: LabCommand.asNobody != nil, "could not run because it takes root and user namespaces for nobody"))
        func `it needs no root`() throws {
            try LabCommand.with { lab in
                let process = try lab.start(["lab", "kill", "bridge"], before: LabCommand.asNobody ?? [])
                #expect(try process.wait(seconds: 60) == .exit(0), "\(process.text)\(process.errors)")
                #expect(process.text.hasSuffix("2 scenarios, all as expected.\n"))
            }
        }

        /// Where not even that is allowed, one line says what is in the way.
        @Test(.enabled(if: LabCommand.locked != nil, "could not run because it takes user namespaces"))
        func `what is missing is said once`() throws {
            try LabCommand.with { lab in
                let process = try lab.start(["lab", "all"], before: LabCommand.locked ?? [])
                #expect(try process.wait() == .exit(2))
                #expect(process.text.isEmpty)
                #expect(
                    process.errors == """
                        swiftcap: lab: no network namespace can be made here (user.max_user_namespaces is 0): it takes \
                        CAP_SYS_ADMIN, or user namespaces for every user

                        """)
            }
        }

        /// In the midst of a scenario, with captures and namespaces at work.
        @Test(arguments: [SIGINT, SIGTERM, SIGKILL], ["kill", "bridge", "move"])
        func `nothing stays behind a signal`(_ signal: Int32, _ scenario: String) throws {
            try LabCommand.with { lab in
                let process = try lab.start(["lab", scenario])
                try process.awaitText("2. ", inOutput: true)
                process.signal(signal)
                #expect(try process.wait() == .signal(signal))
            }
        }

        /// The stage, which is process 1 of its namespace, and the process above it.
        @Test(arguments: ["lab:stage", "lab:open"])
        func `nothing stays behind a crash`(_ victim: String) throws {
            try LabCommand.with { lab in
                let process = try lab.start(["lab", "bridge"])
                try process.awaitText("3. ", inOutput: true)
                for pid in lab.processes(running: victim) { kill(pid, SIGKILL) }
                #expect(try process.wait() == .exit(1))
                #expect(process.errors.contains("ended by signal 9"))
            }
        }
    }
}

/// Runs the lab with a mark in its environment, by which its processes are found, and holds what is there afterwards
/// against what was there before.
private final class LabCommand {
    private let mark = "SWIFTCAP_LAB_TEST=\(getpid())-\(Clock.now())"
    private let folder: String

    private init() throws {
        folder = try TemporaryFolder.make("lab-test")
    }

    /// The words that make another user of root, where that user may make namespaces and run the program.
    static let asNobody: [String]? = {
        let words = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]
        return geteuid() == 0 && works(words + ["unshare", "-U", "-r", "-n", Tools.swiftcap, "--version"]) ? words : nil
    }()

    /// The words that take away every capability and every further namespace.
    static let locked: [String]? = {
        let script = """
            echo 0 >/proc/sys/user/max_user_namespaces && \
            exec setpriv --inh-caps=-all --ambient-caps=-all --bounding-set=-all "$@"
            """
        let words = ["unshare", "-U", "-r", "sh", "-c", script, "sh"]
        return works(words + [Tools.swiftcap, "--version"]) ? words : nil
    }()

    private static func works(_ words: [String]) -> Bool {
        guard let lab = try? LabCommand() else { return false }
        defer { lab.clear() }
        return (try? lab.start(words, before: nil).wait()) == .exit(0)
    }

    private func clear() { TemporaryFolder.remove(folder) }

    static func with(_ body: (LabCommand) throws -> Void) throws {
        let lab = try LabCommand()
        let interfaces = lab.interfaces()
        let named = lab.names(in: "/run/netns")
        defer { lab.clear() }
        try body(lab)
        let deadline = Clock.now() + 10
        while !lab.processes().isEmpty && Clock.now() < deadline { usleep(3000) }
        let left = lab.processes()
        #expect(left.isEmpty, "left: \(left)")
        for pid in left { kill(pid, SIGKILL) }
        #expect(lab.interfaces() == interfaces)
        let added = lab.names(in: "/run/netns").filter { $0.hasPrefix("host") || $0 == "away" }
        #expect(added.allSatisfy(named.contains))
    }

    /// Starts swiftcap with `words`, behind the words of another program; nil for another program altogether.
    func start(_ words: [String], before: [String]? = []) throws -> Spawned {
        let parts = mark.split(separator: "=").map(String.init)
        return try Spawned(
            before.map { $0 + [Tools.swiftcap] + words } ?? words, prefix: "\(folder)/process",
            environment: [parts[0]: parts[1]])
    }

    /// Processes with the mark, which everything inherits that the lab starts.
    func processes(running word: String? = nil) -> [pid_t] {
        names(in: "/proc").compactMap { pid_t($0) }.filter { pid in
            guard let environment = try? Descriptor.contents(of: "/proc/\(pid)/environ", limit: 1 << 18),
                environment.split(separator: 0).contains(where: { $0.elementsEqual(mark.utf8) })
            else { return false }
            guard let word else { return true }
            let arguments = (try? Descriptor.contents(of: "/proc/\(pid)/cmdline", limit: 4096)) ?? []
            return arguments.split(separator: 0).contains { $0.elementsEqual(word.utf8) }
        }
    }

    /// The lab's device names in the namespace of this test.
    private func interfaces() -> [String] {
        names(in: "/sys/class/net").filter { ["lab0", "lab1", "lab9", "mac0", "mac1", "port1"].contains($0) }
    }

    private func names(in directory: String) -> [String] {
        var found: [String] = []
        try? unsafe DirectoryReader.names(in: directory) { unsafe found.append(String(cString: $0)) }
        return found
    }
}
