import Glibc
import Promiscuity

/// What keeping the books costs: a sample, the look-up of processes, an audit, a watch.
///
/// Measured in a process namespace with /proc, /sys and /run of its own, so that the number of processes and of network
/// namespaces is the same on every machine. The part inside (`Bench books`) is that namespace's first process and takes
/// all others with it.
func measureBooks(_ setting: Setting) throws -> Section {
    let answer = "\(setting.folder)/books.txt"
    let inside = "mount -t sysfs sysfs /sys && mount -t tmpfs tmpfs /run && exec \"$@\""
    let said = setting.messages("books")
    let usage = try Child.run(
        [
            "unshare", "--net", "--pid", "--fork", "--mount-proc", "--kill-child", "sh", "-c", inside, "sh",
            setting.bench, "books", "swiftcap=\(setting.swiftcap)", "folder=\(setting.folder)", "runs=\(setting.runs)",
        ], output: answer, errors: said, mayFail: true)
    guard usage.status == 0 else { throw BenchError("the books: \(Files.text(said))") }
    let lines = Files.text(answer).split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    guard let place = lines.first?.first else { throw BenchError("the books said nothing") }
    return Section(
        title: "The books",
        text: place + " Samples go through the library (Books.sample): link, packet sockets, link again, and a look "
            + "whether each known process still has its socket. The first-time look-up is such a sample right after "
            + "the ten sockets joined. Audit and watch are whole processes of the release binary.",
        header: ["figure", "swiftcap", "target"], rows: Array(lines.dropFirst()))
}

/// The part inside: one line about the surroundings, then the rows, fields separated by tabs.
enum BooksCost {
    private static let processes = 150
    private static let sockets = 10
    private static let namespaces = 100

    static func run(_ setting: Setting) throws {
        // The first process of a namespace gets only the signals that it handles.
        for number in [SIGINT, SIGTERM, SIGHUP] { signal(number) { _ in _exit(130) } }
        // What was open when the benchmark was started would be inherited by every process here.
        close_range(3, .max, 0)
        try makeLink()
        let holders = try (0..<sockets).map { try holder("\(setting.folder)/holder\($0)", sockets: 1, setting) }
        let others = try (holders.count + 1..<processes).map { _ in try Child(["sleep", "100000"]) }
        // Until the last one is sleep and not still on its way there.
        usleep(500_000)
        let (seen, descriptors) = inSight()
        print(
            "\(seen) processes with \(descriptors) descriptors in all; \(sockets) packet sockets of as many processes "
                + "hold a veth device; for the audit \(namespaces) network namespaces with \(sockets) such sockets in each, "
                + "of one process each.")
        let times = try samples(holders, setting)
        put("full sample, \(sockets) packet sockets, µs", times.known, scale: 1e6, 0, .atMost(150))
        put("sample with first-time look-up among \(seen) processes, ms", times.first, scale: 1e3, 2, .atMost(2))
        put("poll, nothing changed, µs", times.poll, scale: 1e6, 0)
        try join(holders, true)
        let share = try watch(setting)
        put(
            "watch, idle beside \(sockets) packet sockets, % of a core", share.text(3),
            Target.atMost(0.1).verdict(share.median))
        end(holders + others)
        let audits = try audit(setting)
        let title = "audit, \(namespaces) namespaces, \(grouped(namespaces * sockets)) packet sockets"
        let walls = Spread(audits.map { $0.wall * 1000 })
        put("\(title), ms", walls.text(0), Target.atMost(300).verdict(walls.median))
        put("the same, CPU", Spread(audits.map { $0.cpu * 1000 }).text(0), "")
    }

    private static func put(_ figure: String, _ value: String, _ target: String) {
        print("\(figure)\t\(value)\t\(target)")
    }

    private static func put(_ figure: String, _ times: [Seconds], scale: Double, _ digits: Int, _ target: Target? = nil)
    {
        let walls = Spread(times.map { $0.wall * scale })
        put(figure, walls.text(digits), target?.verdict(walls.median) ?? "")
        put("the same, CPU", Spread(times.map { $0.cpu * scale }).text(digits), "")
    }

    private struct Times {
        /// The first sample after the sockets joined.
        var first: [Seconds] = []
        /// Those that follow.
        var known: [Seconds] = []
        /// Looks whether anything changed.
        var poll: [Seconds] = []
    }

    private static func samples(_ holders: [Child], _ setting: Setting) throws -> Times {
        var times = Times()
        for _ in 0..<6 * setting.runs {
            // Opened before they join: it has looked for no process yet.
            let books = try Books(interface: "v0")
            try join(holders, true)
            times.first.append(Seconds { books.sample(.during) })
            try check(books)
            for _ in 0..<50 {
                times.known.append(Seconds { books.sample(.during) })
                times.poll.append(Seconds { books.poll() })
            }
            try check(books)
            try join(holders, false)
        }
        return times
    }

    /// A sample that did not find everything is no figure.
    private static func check(_ books: Books) throws {
        let found = books.during?.holders.filter { $0.kind == .packetSocket && $0.processes.count == 1 }.count
        guard found == sockets, books.during?.link.promiscuity == UInt32(sockets), books.during?.consistent == true
        else { throw BenchError("the sample found \(found ?? 0) of \(sockets) holders") }
    }

    private static func join(_ holders: [Child], _ on: Bool) throws {
        let reader = LinkReader(LiveKernel())
        let wanted = UInt32(on ? holders.count : 0)
        holders.forEach { $0.signal(on ? SIGUSR1 : SIGUSR2) }
        let deadline = Child.now() + 20
        while try reader.link(name: "v0")?.promiscuity != wanted {
            guard Child.now() < deadline else { throw BenchError("the packet sockets did not do as they were told") }
            usleep(1000)
        }
    }

    /// One process, a few windows of ten seconds.
    private static func watch(_ setting: Setting) throws -> Spread {
        let child = try Child([setting.swiftcap, "watch"], output: "\(setting.folder)/watch.txt")
        sleep(3)
        var percent: [Double] = []
        for _ in 0..<3 {
            let (used, started) = (child.cpuSoFar, Child.now())
            sleep(10)
            percent.append(100 * (child.cpuSoFar - used) / (Child.now() - started))
        }
        guard kill(child.pid, 0) == 0 else { throw BenchError("watch ended by itself") }
        child.signal(SIGINT)
        _ = child.wait()
        return Spread(percent)
    }

    private static func audit(_ setting: Setting) throws -> [Usage] {
        let names = (0..<namespaces).map { "bench\($0)" }
        var holders: [Child] = []
        for name in names {
            try Child.run(["ip", "netns", "add", name])
            let enter = ["nsenter", "--net=/run/netns/\(name)"]
            try Child.run(enter + ["ip", "link", "add", "v0", "type", "veth", "peer", "name", "v1"])
            try Child.run(enter + ["ip", "link", "set", "v0", "up"])
            holders.append(try holder("\(setting.folder)/\(name)", enter: enter, sockets: sockets, setting))
        }
        defer { end(holders) }
        holders.forEach { $0.signal(SIGUSR1) }
        for (name, holder) in zip(names, holders) where !holder.awaitText(["joined"], in: "\(setting.folder)/\(name)") {
            throw BenchError("the packet sockets of \(name) did not join")
        }
        let said = "\(setting.folder)/audit.json"
        try Child.run([setting.swiftcap, "audit", "--json"], output: said)
        let found = occurrences(of: "\"packet_socket\"", in: said)
        guard found == namespaces * sockets else { throw BenchError("the audit found \(found) packet sockets") }
        return try (0..<4 * setting.runs).map { _ in
            try Child.run([setting.swiftcap, "audit"], output: "\(setting.folder)/audit.txt")
        }
    }

    /// A process with packet sockets for v0 that have not joined yet.
    private static func holder(
        _ said: String, enter: [String] = [], sockets: Int, _ setting: Setting
    ) throws -> Child {
        let child = try Child(enter + [setting.bench, "hold", "v0", "\(sockets)"], output: said)
        guard child.awaitText(["ready"], in: said) else { throw BenchError("no packet sockets: is this root?") }
        return child
    }

    private static func end(_ children: [Child]) {
        children.forEach { $0.signal(SIGKILL) }
        children.forEach { _ = $0.wait() }
    }

    /// Processes in /proc, and how many descriptors they have.
    private static func inSight() -> (processes: Int, descriptors: Int) {
        let processes = Files.list("/proc").filter { Int32($0) != nil }
        // This program's own look at its folder is a descriptor too.
        let descriptors = processes.reduce(0) { $0 + Files.list("/proc/\($1)/fd").count } - 1
        return (processes.count, descriptors)
    }

    private static func occurrences(of text: String, in path: String) -> Int {
        let (wanted, all) = (Array(text.utf8), Files.bytes(path))
        guard all.count >= wanted.count else { return 0 }
        return (0...all.count - wanted.count).count { i in
            all[i] == wanted[0] && all[i..<i + wanted.count].elementsEqual(wanted)
        }
    }
}
