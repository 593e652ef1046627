/// How long it takes until a program is there at all.
func measureStartUp(_ setting: Setting) throws -> Section {
    var section = Section(
        title: "Start-up",
        text: "`swiftcap --version` beside `tcpdump --version`, \(20 * setting.runs) pairs in alternation. swiftcap is "
            + "the release binary that scripts/run builds, with the Swift runtime linked in.",
        header: ["figure", "swiftcap", "tcpdump", "ratio, median (min to max)", "target"])
    let pair = try Alternation(
        Contender(name: "swiftcap", words: [setting.swiftcap, "--version"]),
        Contender(name: "tcpdump", words: ["tcpdump", "--version"]), runs: 20 * setting.runs, setting)
    for (name, figure) in [("wall, ms", { $0.wall }), ("CPU, ms", { $0.cpu })] as [(String, (Usage) -> Double)] {
        // The two medians by each other: single pairs of so short runs say little.
        let ours = Spread(pair.firstRuns.map { figure($0) * 1000 })
        let theirs = Spread(pair.secondRuns.map { figure($0) * 1000 })
        section.rows.append([
            name, decimal(ours.median, 2), decimal(theirs.median, 2),
            "\(decimal(ours.median / theirs.median, 2)) of medians; pairs \(pair.ratio(figure).text(2))",
            Target.atMost(1.5).verdict(ours.median / theirs.median),
        ])
    }
    return section
}
