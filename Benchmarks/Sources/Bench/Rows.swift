import Glibc

/// Packets → rows of JSON and Parquet, beside tshark and what it takes to get a Parquet file from it; how large rows are; and a
/// capture that writes them.
func measureRows(_ setting: Setting) throws -> Section {
    let files = setting.savefiles()
    let count = setting.packets / 4
    var section = Section(
        title: "Rows",
        text:
            "\(grouped(count)) everyday packets (the section above tells of what kind) with the default columns, to a file in "
            + "memory, \(setting.runs) runs, time for each packet by wall. tshark's figures are of a quarter of that, twice: "
            + "`-T ek`, `-T fields` of the same columns as far as it has them, and that piped into DuckDB's `COPY ... TO ... "
            + "(FORMAT parquet)` where Python has DuckDB. Live: 64 octets a frame, 300,000 a second, to Parquet.",
        header: ["task", "ns a packet (min to max)", "packets/s", "octets a packet", "peak MiB", "target"])
    let out = "\(setting.folder)/rows"
    let json = try measure(setting, files.everyday, out + ".ndjson", count)
    let parquet = try measure(setting, files.everyday, out + ".parquet", count)
    let peers = try tsharkRows(setting)
    section.rows.append(json.row("NDJSON", ""))
    section.rows.append(
        parquet.row(
            "Parquet",
            Target.atLeast(1_000_000).verdict(1e9 / parquet.wall.median, "packets/s") + "; "
                + Target.atMost(40).verdict(parquet.size, "octets") + "; "
                + Target.atMost(128).verdict(parquet.peak, "MiB")))
    section.rows.append(try measure(setting, files.everyday, out + ".ndjson.zst", count).row("NDJSON, zstd", ""))
    section.rows.append(
        try measure(setting, files.everyday, out + ".parquet", count, ["--columns", "all"]).row(
            "Parquet, all columns", ""))
    for peer in peers {
        let ours = peer.name.contains("DuckDB") ? parquet.wall : json.wall
        section.rows.append([
            peer.name, peer.wall.text(0), decimal(1e9 / peer.wall.median, 0), "", "",
            decimal(peer.wall.median / ours.median, 0) + " times swiftcap's; "
                + Target.atLeast(peer.target).verdict(peer.wall.median / ours.median),
        ])
    }
    if setting.isolated { section.rows.append(try liveRows(setting)) }
    return section
}

private struct Rows {
    let wall: Spread
    let size: Double
    let peak: Double

    func row(_ task: String, _ verdict: String) -> [String] {
        [task, wall.text(0), decimal(1e9 / wall.median, 0), decimal(size, 1), decimal(peak, 0), verdict]
    }
}

private func measure(
    _ setting: Setting, _ input: String, _ output: String, _ count: Int, _ options: [String] = []
) throws -> Rows {
    let contender = Contender(
        name: "swiftcap", words: [setting.swiftcap, "-r", input, "-w", output] + options, product: output)
    _ = try contender.run(setting)
    let size = Double(Files.size(output)) / Double(count)
    let runs = try (0..<setting.runs).map { _ in try contender.run(setting) }
    unsafe unlink(output)
    return Rows(
        wall: Spread(runs.map { $0.wall * 1e9 / Double(count) }), size: size,
        peak: Double(runs.map(\.peak).max() ?? 0) / 1024)
}

// MARK: tshark

private struct Peer {
    let name: String
    let wall: Spread
    let target: Double
}

/// tshark's names of the default columns, as far as it has them.
private let fields = [
    "frame.time_epoch", "frame.number", "frame.len", "frame.cap_len", "vlan.id", "ip.version", "ip.proto", "eth.src",
    "ip.src",
    "ipv6.src", "tcp.srcport", "udp.srcport", "eth.dst", "ip.dst", "ipv6.dst", "tcp.dstport", "udp.dstport", "dns.id",
    "dns.flags.response", "dns.qry.name", "dns.qry.type", "dns.flags.rcode", "dns.a", "dns.aaaa",
    "tls.handshake.extensions_server_name", "http.request.method", "http.host", "http.request.uri",
    "http.response.code",
    "eth.type", "tcp.len", "ip.ttl", "ip.dsfield.dscp", "ip.dsfield.ecn", "ip.id", "ip.flags.df", "ip.flags.mf",
    "ip.frag_offset", "tcp.flags", "tcp.seq_raw", "tcp.ack_raw", "tcp.window_size_value", "tcp.options.mss_val",
    "tcp.options.timestamp.tsval", "tcp.options.timestamp.tsecr", "icmp.type", "icmp.code", "arp.opcode",
    "arp.src.proto_ipv4", "arp.dst.proto_ipv4", "dhcp.option.dhcp",
]

private func tsharkRows(_ setting: Setting) throws -> [Peer] {
    guard Programs.have("tshark") else { return [] }
    let few = Savefiles(folder: "\(setting.folder)/few", packets: min(setting.packets, 160_000))
    try Child.run(["mkdir", "-p", few.folder])
    try few.make()
    let count = few.packets / 4
    func times(_ words: [String]) throws -> Spread {
        let peer = Contender(name: words[0], words: words, output: "\(setting.folder)/peer.out")
        return Spread(try (0..<2).map { _ in try peer.run(setting).wall * 1e9 / Double(count) })
    }
    let text = ["tshark", "-n", "-r", few.everyday, "-T", "fields"] + fields.flatMap { ["-e", $0] }
    var peers = [
        Peer(name: "tshark -T ek", wall: try times(["tshark", "-n", "-r", few.everyday, "-T", "ek"]), target: 100),
        Peer(name: "tshark -T fields", wall: try times(text), target: 30),
    ]
    let python = Child.variable("BENCH_PYTHON") ?? "python3"
    if (try? Child.run([python, "-c", "import duckdb"], mayFail: true))?.status == 0 {
        let copy =
            "import duckdb; duckdb.sql(\"COPY (SELECT * FROM read_csv('/dev/stdin', delim='\\t', header=false, "
            + "all_varchar=true)) TO '\(setting.folder)/peer.parquet' (FORMAT parquet, COMPRESSION zstd)\")"
        let line = "\"$@\" | \(python) -c \"$COPY\""
        let peer = Contender(
            name: "DuckDB", words: ["sh", "-c", line, "sh"] + text, environment: ["COPY": copy],
            product: "\(setting.folder)/peer.parquet")
        let runs = try (0..<2).map { _ in try peer.run(setting).wall * 1e9 / Double(count) }
        peers.append(Peer(name: "tshark -T fields into DuckDB's Parquet", wall: Spread(runs), target: 20))
    }
    return peers
}

// MARK: live

private func liveRows(_ setting: Setting) throws -> [String] {
    let folder = "\(setting.folder)/lake"
    var kept: [Double] = []
    var cost: [Double] = []
    var peak = 0
    for _ in 0..<setting.runs {
        try Child.run(["rm", "-rf", folder])
        let said = setting.messages("rows")
        let report = "\(setting.folder)/rows.json"
        let child = try Child(
            [
                setting.swiftcap, "-i", "v1", "-w", "\(folder)/a=b/live.parquet", "--no-report", "--report", report,
                "udp",
            ], errors: said)
        guard child.awaitText(["listening on"], in: said) else {
            throw BenchError("does not capture: \(Files.text(said))")
        }
        usleep(200_000)
        let sender = try Child([setting.bench, "send", "v0", "\(setting.frames)", "64", "300000"])
        _ = sender.wait()
        usleep(500_000)
        child.signal(SIGINT)
        let usage = child.wait()
        let captured = Double(Files.number(after: "\"captured\":", in: report) ?? 0)
        kept.append(100 * captured / Double(setting.frames))
        cost.append(usage.cpu * 1e9 / max(1, captured))
        peak = max(peak, usage.peak)
    }
    try Child.run(["rm", "-rf", folder])
    let share = Spread(kept)
    return [
        "live to Parquet, kept %", share.text(2), "CPU: " + Spread(cost).text(0) + " ns a packet", "", "\(peak / 1024)",
        Target.atLeast(100).verdict(share.minimum),
    ]
}

extension Files {
    /// The first number behind `key` in a file of JSON.
    fileprivate static func number(after key: String, in path: String) -> Int? {
        let text = text(path)
        guard let found = text.firstRange(of: key) else { return nil }
        return Int(text[found.upperBound...].drop { $0 == " " }.prefix { $0.isNumber })
    }
}
