import Packets
import Promiscuity

/// An audit as metrics: Prometheus' text format 0.0.4, for node_exporter's textfile collector.
///
/// Series without a time stamp, each once, each name's HELP once, a line end at the end: anything else makes the collector
/// leave out the file, or the scrape.
public struct AuditMetrics {
    /// How many series may be made of one audit: what strangers can create (interfaces, holders) is bounded.
    public struct Limits: Sendable {
        /// Interfaces that have series; those with references come first.
        public var interfaces = 1_000
        /// Series of holders for one interface; the references of further ones are summed up.
        public var holders = 32

        public init() {}
    }

    private let limits: Limits
    private var text = MetricsText()

    /// - Parameters:
    ///   - audit: nil when it failed: then there is a file that says so, and no old counts.
    ///   - version: of the program.
    ///   - seconds: what the audit took.
    /// - Returns: the file's contents.
    public static func file(
        of audit: Audit?, version: String, seconds: Double, limits: Limits = Limits()
    ) -> String {
        var metrics = AuditMetrics(limits: limits)
        metrics.add(audit, version, seconds)
        return metrics.text.text
    }

    private init(limits: Limits) { self.limits = limits }

    private mutating func add(_ audit: Audit?, _ version: String, _ seconds: Double) {
        text.family("swiftcap_build_info", "The program that wrote this file.")
        text.sample([("version", version)], 1)
        text.family("swiftcap_scrape_success", "1 when the kernel could be asked, 0 when it could not.")
        text.sample([], audit == nil ? 0 : 1)
        text.family("swiftcap_audit_duration_seconds", "What the audit took.")
        text.sample([], seconds)
        guard let audit else { return }
        text.family(
            "swiftcap_audit_complete",
            "1 when all that was found could be read, 0 when a network namespace, an interface's count or /proc could not."
        )
        text.sample([], audit.isIncomplete ? 0 : 1)
        text.family(
            "swiftcap_network_namespaces", "Network namespaces that were found, and those of them that were read.")
        text.sample([("state", "found")], audit.namespacesFound)
        text.sample([("state", "read")], audit.namespacesRead)
        text.family(
            "swiftcap_unreadable_processes",
            "Processes whose descriptors could not be read: their sockets have no name.")
        text.sample([], audit.processes.unreadable)
        let chosen = choice(audit)
        text.family("swiftcap_omitted_interfaces", "Interfaces without series, being too many.")
        text.sample([], audit.interfaces.count - chosen.count)
        add(chosen.map { Row($0, audit) })
    }

    /// All interfaces of one's own namespace, and those of others that are worth a series; in the audit's order.
    private func choice(_ audit: Audit) -> [Audit.Interface] {
        func rank(_ interface: Audit.Interface) -> Int {
            if interface.state.residual != 0 { return 0 }
            return interface.state.link.promiscuity == 0 ? 2 : 1
        }
        if audit.interfaces.count <= limits.interfaces { return audit.interfaces }
        let order = audit.interfaces.indices.sorted {
            (rank(audit.interfaces[$0]), $0) < (rank(audit.interfaces[$1]), $1)
        }
        return order.prefix(limits.interfaces).sorted().map { audit.interfaces[$0] }
    }

    /// An interface and the labels that name it.
    private struct Row {
        let state: Sample
        let labels: [(String, String)]

        init(_ interface: Audit.Interface, _ audit: Audit) {
            state = interface.state
            let isOwn = interface.networkNamespace == audit.networkNamespace
            let namespace = isOwn ? "" : interface.namespaceName ?? String(interface.networkNamespace)
            labels = [("netns", namespace), ("device", interface.name)]
        }
    }

    private mutating func add(_ rows: [Row]) {
        let rows = unique(rows)
        text.family(
            "swiftcap_interface_promiscuity_references",
            "The kernel's count of promiscuous references (net_device.promiscuity).")
        for row in rows { if let count = row.state.link.promiscuity { text.sample(row.labels, Int(count)) } }
        text.family(
            "swiftcap_interface_held_references", "References that are explained, by what holds them.")
        for row in rows {
            for holder in Held.list(of: row.state.holders, limit: limits.holders) {
                text.sample(
                    row.labels + [
                        ("kind", holder.kind), ("holder", holder.name), ("certainty", holder.certainty),
                    ], holder.references)
            }
        }
        text.family(
            "swiftcap_interface_unexplained_references",
            "References less those that are explained; below 0 when more holders were found than references.")
        for row in rows where row.state.link.promiscuity != nil { text.sample(row.labels, row.state.residual) }
        text.family(
            "swiftcap_interface_promiscuous", "1 while the driver is told to be promiscuous (net_device.flags).")
        for row in rows { if let on = row.state.link.flagsPromisc { text.sample(row.labels, on ? 1 : 0) } }
        text.family(
            "swiftcap_interface_promiscuous_switch",
            "1 while the switch of `ip link set promisc on` is on (net_device.gflags).")
        for row in rows { if let on = row.state.link.gflagsPromisc { text.sample(row.labels, on ? 1 : 0) } }
    }

    /// A device that was renamed in mid-audit could bear another's name: the first one has it.
    private func unique(_ rows: [Row]) -> [Row] {
        var seen: Set<[String]> = []
        return rows.filter { seen.insert($0.labels.map { MetricsText.shown($0.1) }).inserted }
    }
}

/// The holders of an interface, as few as series allow: no process numbers, and those that look the same as one.
private struct Held {
    var kind: String
    var name: String
    var certainty: String
    var references: Int

    static func list(of holders: [Holder], limit: Int) -> [Held] {
        var sums: [[String]: Int] = [:]
        for holder in holders {
            let key = [holder.kind.rawValue, MetricsText.shown(name(of: holder)), holder.certainty.rawValue]
            sums[key, default: 0] &+= holder.references
        }
        let sorted = sums.sorted {
            ($1.value, $0.key[0], $0.key[1], $0.key[2]) < ($0.value, $1.key[0], $1.key[1], $1.key[2])
        }
        var list = sorted.prefix(limit).map { key, references in
            Held(kind: key[0], name: key[1], certainty: key[2], references: references)
        }
        let rest = sorted.dropFirst(limit)
        if !rest.isEmpty {
            list.append(
                Held(kind: "other", name: "", certainty: "exact", references: rest.reduce(0) { $0 &+ $1.value }))
        }
        return list
    }

    /// The command for a socket, the device for a device.
    private static func name(of holder: Holder) -> String {
        if let process = holder.processes.first { return process.command }
        return holder.device ?? ""
    }
}
