/// Text on standard output, which goes to a file in memory.
func measurePrinting(_ setting: Setting) throws -> Section {
    let files = setting.savefiles()
    let count = setting.packets / 4
    var section = Section(
        title: "Printing",
        text: "\(grouped(count)) packets to a file in memory, \(setting.runs) pairs in alternation, CPU time for each "
            + "packet. everyday: TCP with time stamps, UDP, DNS, ICMP, ARP, IPv6 in 60 flows; flows: TCP in 4,000 flows "
            + "among 8,000 hosts of 10.0.0.0/14.",
        header: ["task", "TZ", "swiftcap, ns", "tcpdump, ns", "ratio, median (min to max)", "peak MiB", "target"])
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
        let each = 1e9 / Double(count)
        section.rows.append([
            task.name, task.zone, decimal(Spread(pair.firstRuns.map { $0.cpu * each }).median, 0),
            decimal(Spread(pair.secondRuns.map { $0.cpu * each }).median, 0), pair.inverse { $0.cpu }.text(1),
            "\(pair.firstPeak / 1024) / \(pair.secondPeak / 1024)",
            task.target?.verdict(pair.inverse { $0.cpu }.median) ?? "",
        ])
    }
    if Programs.have("tshark") {
        let few = Savefiles(folder: "\(setting.folder)/few", packets: 40_000)
        try Child.run(["mkdir", "-p", few.folder])
        try few.make()
        let out = "\(setting.folder)/peer.txt"
        let pair = try Alternation(
            Contender(name: "swiftcap", words: [setting.swiftcap, "-nn", "-r", few.everyday], output: out),
            Contender(name: "tshark", words: ["tshark", "-n", "-r", few.everyday], output: out), runs: 2, setting)
        section.rows.append([
            "-nn, 10,000 everyday packets, beside tshark -n", "UTC",
            decimal(Spread(pair.firstRuns.map { $0.cpu * 1e5 }).median, 0),
            "tshark " + decimal(Spread(pair.secondRuns.map { $0.cpu * 1e5 }).median, 0),
            pair.inverse { $0.cpu }.text(0), "\(pair.firstPeak / 1024) / \(pair.secondPeak / 1024)", "",
        ])
    }
    return section
}
