import Glibc

/// A thread as the kernel shows it (/proc/PID/task/TID/status, proc(5)), by the names of the fields.
struct ThreadStatus: CustomStringConvertible {
    var fields: [String: String] = [:]

    /// Capabilities: CAP_CHOWN, CAP_DAC_OVERRIDE and CAP_FOWNER; CAP_DAC_READ_SEARCH; CAP_SYS_PTRACE with it; CAP_SYS_ADMIN too.
    static let none = "0000000000000000"
    static let makesFiles = "000000000000000b"
    static let reads = "0000000000000004"
    static let looks = "0000000000080004"
    static let entersNamespaces = "0000000000280004"

    subscript(name: String) -> String { fields[name] ?? "" }

    /// The user, where all four ids are the same.
    var user: String? {
        let ids = Set(self["Uid"].split(separator: "\t"))
        return ids.count == 1 ? ids.first.map(String.init) : nil
    }

    /// Nothing that is executed gains a right, and a list of system calls holds.
    var isConfined: Bool { self["NoNewPrivs"] == "1" && self["Seccomp"] == "2" }

    var description: String {
        fields.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: "; ")
    }
}

extension Lab {
    /// Each thread of these processes.
    func threads(_ pids: [String]) throws -> [ThreadStatus] {
        try pids.compactMap { Int32($0) }.flatMap { try threads(of: $0).map { ThreadStatus(fields: $0) } }
    }

    /// The processes that a process has started, its own helpers first, and those of these.
    func helpers(of pid: String) throws -> [String] {
        let children = try shell("cat /proc/\(pid)/task/*/children").split(separator: " ").map {
            String($0.filter(\.isNumber))
        }.filter { !$0.isEmpty }
        return try children + children.flatMap { try helpers(of: $0) }
    }

    /// Those of a process that were started to make files.
    func fileHelpers(of process: Spawned) throws -> [String] {
        try helpers(of: "\(process.pid)").filter {
            try shell("tr '\\0' ' ' </proc/\($0)/cmdline").contains("create-files")
        }
    }

    /// The users that a run of root's may become here, by number.
    func standIns() throws -> Set<String> {
        Set(
            try shell("for u in swiftcap tcpdump nobody; do id -u $u 2>/dev/null || true; done")
                .split(separator: "\n").map(String.init))
    }
}
