import Syscalls

/// Name, user and arguments of a process. Everything in these files is written by the process itself: hostile.
final class ProcessDetails {
    /// Longer command lines are cut: they are for a user to read.
    private static let argumentLimit = 4096
    /// The same for their number: an empty argument is an octet there, and a text here.
    private static let mostArguments = 256
    /// Names of users that are remembered. A user may have tens of thousands of numbers (/etc/subuid).
    private static let mostUsers = 4096
    private let kernel: any KernelAccess
    private var users: [UInt32: String] = [:]

    init(_ kernel: any KernelAccess) {
        self.kernel = kernel
    }

    /// Nil when the process is gone. What cannot be read of it is empty.
    func read(_ pid: Int32) -> HolderProcess? {
        var status: [UInt8] = []
        do throws(SystemError) { status = try kernel.contents(of: "/proc/\(pid)/status", limit: 4096) } catch {
            if error.errno.meansGone { return nil }
        }
        let arguments = (try? kernel.contents(of: "/proc/\(pid)/cmdline", limit: Self.argumentLimit)) ?? []
        let command = (try? kernel.contents(of: "/proc/\(pid)/comm", limit: 64)) ?? []
        return HolderProcess(
            pid: pid, command: String(systemBytes: command.prefix { $0 != UInt8(ascii: "\n") }),
            user: Self.effectiveUser(status).map(name(of:)) ?? "",
            arguments: Array(Self.split(arguments).prefix(Self.mostArguments)))
    }

    /// The user's name, or the number where there is none.
    func name(of user: UInt32) -> String {
        if let known = users[user] { return known }
        let name = kernel.userName(user) ?? String(user)
        if users.count >= Self.mostUsers { users.removeAll(keepingCapacity: true) }
        users[user] = name
        return name
    }

    /// Field 22 of `/proc/PID/stat`, clock ticks since boot: with the pid it identifies a process. The second field is
    /// the command in parentheses and may hold anything, parentheses and blanks too: counting starts after the last
    /// one. Nil when the process is gone.
    func startTime(of pid: Int32) throws(SystemError) -> UInt64? {
        let text: [UInt8]
        do throws(SystemError) { text = try kernel.contents(of: "/proc/\(pid)/stat", limit: 4096) } catch {
            if error.errno.meansGone { return nil }
            throw error
        }
        guard let end = text.lastIndex(of: UInt8(ascii: ")")) else { return nil }
        let fields = text[(end + 1)...].split(separator: UInt8(ascii: " "))
        guard fields.count > 19 else { return nil }
        return UInt64(String(decoding: fields[19], as: UTF8.self))
    }

    /// The second number of `Uid:`.
    static func effectiveUser(_ status: [UInt8]) -> UInt32? {
        for line in status.split(separator: UInt8(ascii: "\n")) where line.starts(with: "Uid:".utf8) {
            let fields = line.split { $0 == UInt8(ascii: "\t") || $0 == UInt8(ascii: " ") }
            guard fields.count > 2 else { return nil }
            return UInt32(String(decoding: fields[2], as: UTF8.self))
        }
        return nil
    }

    /// Arguments end with NUL each.
    static func split(_ text: [UInt8]) -> [String] {
        var parts = text.split(separator: 0, omittingEmptySubsequences: false)
        if parts.last?.isEmpty == true { parts.removeLast() }
        return parts.map { String(systemBytes: $0) }
    }
}
