import Testing

/// What the kernel shows of a process's threads.
extension Lab {
    /// The fields of /proc/PID/task/*/status, a dictionary for each thread.
    func threads(of process: Int32) throws -> [[String: String]] {
        var threads: [[String: String]] = []
        for line in try shell("cat /proc/\(process)/task/*/status").split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            if parts[0] == "Name" { threads.append([:]) }
            let value = parts.count > 1 ? parts[1].drop { $0 == "\t" || $0 == " " } : ""
            threads[threads.count - 1][parts[0]] = String(value.reversed().drop { $0 == "\t" || $0 == " " }.reversed())
        }
        return threads
    }

    func children(of process: Int32) throws -> [Int32] {
        try shell("cat /proc/\(process)/task/\(process)/children").split(separator: " ").compactMap { Int32($0) }
    }

    /// No thread has root, a right, a way to gain one, or calls beyond a list. The user is one of those that a run becomes where `-Z`
    /// names no other.
    func expectConfined(_ process: Int32, as users: [String] = ["swiftcap", "tcpdump", "nobody"]) throws {
        let numbers = try shell("for u in \(users.joined(separator: " ")); do id -u $u 2>/dev/null || true; done")
            .split(separator: "\n").map(String.init)
        for thread in try threads(of: process) {
            let ids = (thread["Uid"] ?? "").split(separator: "\t").map(String.init)
            #expect(Set(ids).count == 1 && numbers.contains(ids.first ?? ""), "\(thread)")
            for set in ["CapPrm", "CapEff", "CapInh", "CapBnd", "CapAmb"] {
                #expect(thread[set] == "0000000000000000", "\(set) \(thread)")
            }
            #expect(thread["NoNewPrivs"] == "1" && thread["Seccomp"] == "2", "\(thread)")
        }
    }
}
