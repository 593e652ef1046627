import Testing

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
    /// Each thread of a process.
    func threads(of process: String) throws -> [ThreadStatus] {
        var threads: [ThreadStatus] = []
        for line in try shell("cat /proc/\(process)/task/*/status").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            if parts[0] == "Name" { threads.append(ThreadStatus()) }
            let value = parts.count > 1 ? parts[1].drop { $0 == "\t" || $0 == " " } : ""
            let end = value.lastIndex { $0 != "\t" && $0 != " " }.map(value.index(after:)) ?? value.startIndex
            threads[threads.count - 1].fields[parts[0]] = String(value[..<end])
        }
        return threads
    }

    /// Each thread of these processes.
    func threads(_ pids: [String]) throws -> [ThreadStatus] { try pids.flatMap { try threads(of: $0) } }

    /// No thread has root, a right, a way to gain one, or calls beyond a list.
    ///
    /// - Parameter user: of `-Z`, with all of its groups; without it one of those that a run becomes by itself, with no other group.
    func expectConfined(_ process: Int32, as user: String? = nil) throws {
        let users = try user.map { Set([try shell("id -u \($0)").filter(\.isNumber)]) } ?? standIns()
        let threads = try threads(of: "\(process)")
        #expect(!threads.isEmpty)
        for thread in threads {
            #expect(thread.user.map(users.contains) == true && thread.isConfined, "\(thread)")
            for set in ["CapPrm", "CapEff", "CapInh", "CapBnd", "CapAmb"] {
                #expect(thread[set] == ThreadStatus.none, "\(set) \(thread)")
            }
            if user == nil { #expect(thread["Groups"] == "", "\(thread)") }
        }
    }

    /// The processes that a process has started, its own helpers first, and those of these.
    func helpers(of pid: String) throws -> [String] {
        // One that has ended meanwhile has none.
        let children = try shell("cat /proc/\(pid)/task/*/children 2>/dev/null || true").split(separator: " ").map {
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
