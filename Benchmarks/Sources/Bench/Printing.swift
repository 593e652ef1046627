/// Text on standard output, which goes to a file in memory.
func measurePrinting(_ setting: Setting) throws -> Section {
    let files = setting.savefiles()
    let count = setting.packets / 4
    var section = Section(
        title: "Printing",
        text:
            "\(grouped(count)) packets to a file in memory, \(setting.runs) pairs in alternation, time for each packet; "
            + "swiftcap prints with several threads where there are processors for them, so that CPU and wall differ, and "
            + "a target is judged by wall. everyday: TCP with time stamps, UDP, DNS, ICMP, ARP, IPv6 in 60 flows; flows: TCP in 4,000 flows "
            + "among 8,000 hosts of 10.0.0.0/14.",
        header: [
            "task", "TZ", "swiftcap, ns: CPU, wall", "tcpdump, ns: CPU, wall", "by CPU", "by wall (min to max)",
            "peak MiB",
            "target",
        ])
    let tasks: [(name: String, file: String, options: [String], zone: String, target: Target?)] = [
        ("-nn, everyday", files.everyday, ["-nn"], "UTC", .atLeast(4)),
        ("-nn, everyday", files.everyday, ["-nn"], "unset", .atLeast(10)),
        ("-nn, flows", files.manyFlows, ["-nn"], "UTC", .atLeast(20)),
        ("-nn -XX, everyday", files.everyday, ["-nn", "-XX"], "UTC", .atLeast(8)),
        ("-nn -v, everyday", files.everyday, ["-nn", "-v"], "UTC", nil),
        ("-nn -e, everyday", files.everyday, ["-nn", "-e"], "UTC", nil),
    ]
    for task in tasks {
        func contender(_ name: String, _ program: String) -> Contender {
            Contender(
                name: name, words: [program, "-r", task.file] + task.options, output: "\(setting.folder)/\(name).txt",
                environment: ["TZ": task.zone], product: "\(setting.folder)/\(name).txt")
        }
        let pair = try Alternation(
            contender("swiftcap", setting.swiftcap), contender("tcpdump", "tcpdump"), runs: setting.runs, setting)
        section.rows.append(
            row(task.name, task.zone, pair, packets: count, target: task.target))
    }
    if Programs.have("tshark") {
        let few = Savefiles(folder: "\(setting.folder)/few", packets: 40_000)
        try Child.run(["mkdir", "-p", few.folder])
        try few.make()
        let out = "\(setting.folder)/peer.txt"
        let pair = try Alternation(
            Contender(name: "swiftcap", words: [setting.swiftcap, "-nn", "-r", few.everyday], output: out),
            Contender(name: "tshark", words: ["tshark", "-n", "-r", few.everyday], output: out), runs: 2, setting)
        section.rows.append(
            row("-nn, 10,000 everyday packets, beside tshark -n", "UTC", pair, packets: few.packets / 4, target: nil))
    }
    return section
}

private func row(_ task: String, _ zone: String, _ pair: Alternation, packets: Int, target: Target?) -> [String] {
    let each = 1e9 / Double(packets)
    func times(_ runs: [Usage]) -> String {
        let (cpu, wall) = (Spread(runs.map { $0.cpu * each }), Spread(runs.map { $0.wall * each }))
        return "\(decimal(cpu.median, 0)), \(decimal(wall.median, 0))"
    }
    let byWall = pair.inverse { $0.wall }
    return [
        task, zone, times(pair.firstRuns), times(pair.secondRuns), decimal(pair.inverse { $0.cpu }.median, 1),
        byWall.text(1), "\(pair.firstPeak / 1024) / \(pair.secondPeak / 1024)", target?.verdict(byWall.median) ?? "",
    ]
}
