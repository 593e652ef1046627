import Testing

/// `compare`: of two reports, and doing both runs itself.
extension LiveTests {
    @Suite struct CompareTests {
        @Test func `two reports show what -p changed`() throws {
            try Lab.with { lab in
                try lab.veth()
                let reports = try [["-i", "v0"], ["-p", "-i", "v0"]].enumerated().map { number, options in
                    let path = "\(lab.folder)/\(number).json"
                    let process = try lab.capture(Tools.swiftcap, options + ["-nn", "-c", "4", "--report", path])
                    _ = try lab.peer("send", "v1", "--count", "4")
                    #expect(try process.wait() == .exit(0))
                    return path
                }
                let text = try lab.run([Tools.swiftcap, "compare"] + reports)
                #expect(text.ending == .exit(0), "\(text.errors)")
                #expect(text.text.contains("0 -> 1 -> 0") && text.text.contains("0 -> 0 -> 0"))
                let json = try lab.run([Tools.swiftcap, "compare"] + reports + ["--json"])
                #expect(json.ending == .exit(0))
                let comparison = try ComparisonDocument(json.text)
                #expect(comparison.expected == true && comparison.runs.count == 2)
                #expect(comparison.difference.ownReferencesDuring == 1 && comparison.difference.promiscuityDuring == 1)
                #expect(comparison.difference.flagsPromiscDuring == [true, false])
                #expect(comparison.difference.gflagsPromiscDuring == [false, false])
                #expect(comparison.difference.foreignUnicast == [4, 4])
            }
        }

        @Test func `it makes both runs itself`() throws {
            try Lab.with { lab in
                try lab.veth()
                let run = try lab.start([Tools.swiftcap, "compare", "-i", "v0", "--duration", "1", "--json"])
                try lab.awaitPromiscuity(1)
                #expect(try run.wait(seconds: 20) == .exit(0), "\(run.errors)")
                let comparison = try ComparisonDocument(run.text)
                #expect(comparison.expected == true && comparison.status == "balanced")
                let walks = comparison.runs.map {
                    $0.interfaces.first.map { [$0.before, $0.during, $0.after].map { $0?.promiscuity } }
                }
                #expect(walks == [[0, 1, 0], [0, 0, 0]])
                #expect(try lab.link().promiscuity == 0)
            }
        }

        @Test func `books that do not balance are status 2`() throws {
            try Lab.with { lab in
                try lab.veth()
                let reports = try [["-i", "v0"], ["-p", "-i", "v0"]].enumerated().map { number, options in
                    let path = "\(lab.folder)/\(number).json"
                    let run = try lab.run([Tools.swiftcap] + options + ["--duration", "1", "--report", path])
                    #expect(run.ending == .exit(0))
                    return path
                }
                // A report whose own reference never came back, as a kernel's fault would leave it.
                try lab.shell(
                    """
                    sed -E 's/"own_returned": ?1/"own_returned": 0/; s/"balanced": ?true/"balanced": false/' \(reports[0]) \
                    >\(lab.folder)/leak.json; ! cmp -s \(reports[0]) \(lab.folder)/leak.json
                    """)
                let run = try lab.run([Tools.swiftcap, "compare", lab.folder + "/leak.json", reports[1]])
                #expect(run.ending == .exit(2), "\(run.text)\(run.errors)")
            }
        }
    }
}
