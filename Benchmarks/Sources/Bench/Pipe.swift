/// The same bytes through a pipe and from the file.
func measurePipe(_ setting: Setting) throws -> Section {
    var section = Section(
        title: "From a pipe",
        text:
            "`cat FILE | swiftcap -r -` beside `swiftcap -r FILE`, \(setting.runs) pairs in alternation, by the clock: "
            + "from the start of cat to the end of swiftcap. The pipe's own limit is `cat FILE | cat >/dev/null`. The rate "
            + "is the file's time by the pipe's; what the pipe alone could have reached stands beside it: no reader gets "
            + "more out of a pipe than cat puts in. Counting and copying: the savefile of the section above; printing: "
            + "\(grouped(setting.packets / 4)) everyday packets with -nn.",
        header: [
            "task", "on", "from the file, ms", "from the pipe, ms", "cat to cat, ms", "rate, % (min to max)",
            "the pipe's limit, %", "target",
        ])
    for place in setting.places {
        let large = Savefiles(folder: place.folder, packets: setting.packets).classic
        let limit = try pipeLimit(large, setting)
        let product = "\(place.folder)/a.out"
        try section.rows.append(pipeRow("--count", place, large, ["--count"], limit, setting))
        try section.rows.append(
            pipeRow("-w to a file", place, large, ["-w", product], limit, setting, product: product))
    }
    let everyday = setting.savefiles().everyday
    try section.rows.append(
        pipeRow(
            "-nn to a file", Place(setting.folder), everyday, ["-nn"], try pipeLimit(everyday, setting), setting,
            output: "\(setting.folder)/a.out"))
    return section
}

/// Milliseconds from cat to cat.
private func pipeLimit(_ file: String, _ setting: Setting) throws -> Double {
    let sink = Contender(name: "cat", words: ["cat"], fed: file)
    return Spread(try (0...setting.runs).map { _ in try sink.run(setting).wall * 1000 }).median
}

private func pipeRow(
    _ task: String, _ place: Place, _ file: String, _ options: [String], _ limit: Double, _ setting: Setting,
    product: String? = nil, output: String = "/dev/null"
) throws -> [String] {
    let words = [setting.swiftcap, "-r"]
    let piped = Contender(
        name: "swiftcap", words: words + ["-"] + options, output: output, product: product, fed: file)
    let plain = Contender(name: "swiftcap", words: words + [file] + options, output: output, product: product)
    let pair = try Alternation(piped, plain, runs: setting.runs, setting)
    let rate = Spread(pair.inverse { $0.wall }.values.map { 100 * $0 })
    let whole = Spread(pair.secondRuns.map { $0.wall * 1000 }).median
    return [
        task, place.name, decimal(whole, 0), decimal(Spread(pair.firstRuns.map { $0.wall * 1000 }).median, 0),
        decimal(limit, 0), rate.text(0), decimal(100 * whole / limit, 0), Target.atLeast(80).verdict(rate.median),
    ]
}
