import CLinux
import Foundation
import Glibc
import Syscalls
import TestSupport
import Testing

/// A private network namespace with its own sysfs, kept open by one process and gone with it. Runs as root, and
/// without root where user namespaces are allowed. Everything in it is killed when the keeper's input ends, so
/// that nothing stays behind even when the test runner itself is killed.
final class Lab {
    /// The words that open a namespace here, and those that enter one; nil when neither way works.
    static let entrance: (unshare: [String], enter: [String])? = {
        let ways: [(unshare: [String], enter: [String])] = [
            (["unshare", "-n", "-m"], ["nsenter", "-n", "-m"]),
            (["unshare", "-U", "-r", "-n", "-m"], ["nsenter", "-U", "--preserve-credentials", "-n", "-m"]),
        ]
        guard let folder = try? temporaryFolder() else { return nil }
        defer { TemporaryFolder.remove(folder) }
        return ways.enumerated().first { number, way in
            let words = way.unshare + ["ip", "link", "set", "lo", "up"]
            return (try? Spawned(words, prefix: "\(folder)/\(number)").wait()) == .exit(0)
        }?.element
    }()

    static var isRoot: Bool { geteuid() == 0 && entrance?.unshare.contains("-U") == false }

    let folder: String
    private let keeper: Spawned
    /// The process whose namespace this is, for `ip link set ... netns`.
    var keeperPID: pid_t { keeper.pid }
    private var processes: [Spawned] = []
    private var hosts: [Lab] = []
    private var count = 0

    /// Kept alive until its input ends; then it takes every process of its namespace with it.
    private static let keeperScript = """
        mount -t sysfs sysfs /sys 2>/dev/null
        ip link set lo up
        cd /proc/sys/net/ipv6/conf/default && echo 0 >router_solicitations && echo 0 >dad_transmits
        cd /
        echo ready
        read -r _
        mine=$(readlink /proc/$$/ns/net)
        for process in /proc/[0-9]*; do
            id=${process#/proc/}
            [ "$id" = $$ ] || [ "$(readlink "$process/ns/net" 2>/dev/null)" != "$mine" ] || kill -9 "$id" 2>/dev/null
        done
        """

    /// A namespace; `inside` another one's user and mount namespaces for a further host.
    private init(folder: String, inside parent: Lab?) throws {
        guard let entrance = Lab.entrance else { throw LiveFailure(Tools.reason) }
        self.folder = folder
        let opening = parent.map { $0.entering + ["unshare", "-n", "-m"] } ?? entrance.unshare
        keeper = try Spawned(opening + ["sh", "-c", Lab.keeperScript], prefix: folder + "/keeper")
        try keeper.awaitText("ready", inOutput: true)
    }

    /// Runs `body` in a fresh namespace and cleans up behind it, also when it throws.
    static func with(_ body: (Lab) throws -> Void) throws {
        let folder = try temporaryFolder()
        defer { TemporaryFolder.remove(folder) }
        let lab = try Lab(folder: folder, inside: nil)
        defer { lab.close() }
        do { try body(lab) } catch {
            Issue.record("\(error)\n--- what the other processes said\n\(lab.story)")
        }
    }

    private static func temporaryFolder() throws -> String {
        let path = try TemporaryFolder.make("live-test")
        // Captures that give up root must still be able to write here.
        unsafe chmod(path, 0o777)
        return path
    }

    private func close() {
        for process in processes { process.end() }
        // A build for development names what is missing in the list of system calls: no run that is tested may need such a call.
        for process in processes {
            let refused = process.errors.split(separator: "\n").filter { $0.contains("sandbox: refused system call") }
            if !refused.isEmpty { Issue.record("\(process.words.joined(separator: " ")): \(refused[0])") }
        }
        for host in hosts { host.close() }
        try? keeper.say("")
        _ = try? keeper.wait(seconds: 10)
    }

    private var story: String {
        processes.suffix(6).map {
            "\($0.words.drop { $0 != "--" }.joined(separator: " ")): \($0.errors.suffix(1500))"
        }.joined(separator: "\n")
    }

    private var entering: [String] {
        (Lab.entrance?.enter ?? []) + ["-t", String(keeper.pid), "--"]
    }

    // MARK: processes

    /// Starts a program in this namespace.
    func start(_ words: [String], environment: [String: String] = [:]) throws -> Spawned {
        count += 1
        let process = try Spawned(entering + words, prefix: "\(folder)/\(count)", environment: environment)
        processes.append(process)
        return process
    }

    /// Runs a program in this namespace to its end.
    @discardableResult
    func run(_ words: [String], seconds: Double = 30, environment: [String: String] = [:]) throws -> Spawned {
        let process = try start(words, environment: environment)
        try process.wait(seconds: seconds)
        return process
    }

    /// Runs a program outside of the namespace, as the user who runs the tests: for what only reads files. A tcpdump
    /// that finds itself root in a user namespace does not start.
    func runOutside(_ words: [String], seconds: Double = 30) throws -> Spawned {
        count += 1
        let process = try Spawned(words, prefix: "\(folder)/\(count)")
        processes.append(process)
        try process.wait(seconds: seconds)
        return process
    }

    /// A shell script that must succeed.
    @discardableResult
    func shell(_ script: String, seconds: Double = 30) throws -> String {
        let process = try run(["sh", "-e", "-c", script], seconds: seconds)
        guard process.ending == .exit(0) else {
            throw LiveFailure("\(script): \(process.ending.map(String.init(describing:)) ?? "?")\n\(process.errors)")
        }
        return process.text
    }

    /// The same, whatever its status.
    func peer(_ words: String...) throws -> String {
        let process = try run([Tools.peer] + words)
        guard process.ending == .exit(0) else { throw LiveFailure("WirePeer \(words): \(process.errors)") }
        return process.text
    }

    /// A capture that is listening when this returns.
    func capture(_ program: String, _ options: String..., seconds: Double = 20) throws -> Spawned {
        try capture(program, options, seconds: seconds)
    }

    func capture(_ program: String, _ options: [String], seconds: Double = 20) throws -> Spawned {
        let process = try start([program] + Lab.asRoot(program) + options)
        try process.awaitText("listening on", seconds: seconds)
        return process
    }

    /// Debian's tcpdump changes its user unless told not to, which a user namespace does not allow.
    static func asRoot(_ program: String) -> [String] { program.hasSuffix("tcpdump") ? ["-Z", "root"] : [] }

    /// Waits until none of them has written anything for a moment.
    func awaitQuiet(_ processes: [Spawned]) throws {
        guard let first = processes.first else { return }
        var sizes: [Int] = []
        var since = Clock.now()
        try first.awaiting("silence") {
            let now = processes.map(\.output.count)
            if now != sizes { (sizes, since) = (now, Clock.now()) }
            return Clock.now() - since > 0.5
        }
    }

    // MARK: devices

    /// A further namespace, joined to this one by a veth pair: `name` here, `eth0` there.
    func host(_ name: String, address: String? = nil) throws -> Lab {
        let host = try Lab(folder: "\(folder)/\(name)", making: self)
        hosts.append(host)
        try shell("ip link add \(name) type veth peer name eth0 netns \(host.keeper.pid) && ip link set \(name) up")
        try host.shell("ip link set eth0 up")
        if let address {
            try host.shell("ip address add \(address) dev eth0 nodad 2>/dev/null || ip address add \(address) dev eth0")
        }
        return host
    }

    private convenience init(folder: String, making parent: Lab) throws {
        guard unsafe mkdir(folder, 0o777) == 0 else { throw LiveFailure("mkdir \(folder): \(lastErrno())") }
        try self.init(folder: folder, inside: parent)
    }

    /// A veth pair inside this namespace, both ends up, without addresses or IPv6 traffic of their own.
    func veth(_ name: String = "v0", _ other: String = "v1") throws {
        try quietIPv6()
        try shell("ip link add \(name) type veth peer name \(other); ip link set \(name) up; ip link set \(other) up")
    }

    /// New devices get no IPv6 address of their own accord, so they send nothing of their own accord.
    func quietIPv6() throws {
        try shell("[ ! -e /proc/sys/net/ipv6 ] || echo 1 >/proc/sys/net/ipv6/conf/default/disable_ipv6")
    }
}
