import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import SwiftCap

/// What the shells are offered, and that they can read the scripts with which they ask.
@Suite struct CompletionTests {
    /// The shell itself says whether it can read its script.
    private func check(_ shell: String) throws {
        let scratch = Scratch("completion")
        let file = scratch.path + "/script"
        try #require(CompletionScripts.script(for: shell)).write(toFile: file, atomically: false, encoding: .utf8)
        let program = try #require(tool(shell))
        let outcome = try TestSupport.run(program, [shell == "fish" ? "--no-execute" : "-n", file])
        #expect(outcome.status == 0 && outcome.output.isEmpty && outcome.error == "", "\(outcome.error)")
    }

    @Test(.enabled(if: tool("bash") != nil, "bash is not installed")) func `bash reads its script`() throws {
        try check("bash")
    }
    @Test(.enabled(if: tool("zsh") != nil, "zsh is not installed")) func `zsh reads its script`() throws {
        try check("zsh")
    }
    @Test(.enabled(if: tool("fish") != nil, "fish is not installed")) func `fish reads its script`() throws {
        try check("fish")
    }

    private static func answer(_ line: String) -> Completion.Answer {
        Completion.answer(line.split(separator: " ", omittingEmptySubsequences: false).map(String.init))
    }

    private static func texts(_ line: String) -> [String] {
        guard case .words(let candidates) = answer(line) else { return [] }
        return candidates.map(\.text)
    }

    static let lines: [(String, [String])] = [
        ("au", ["audit"]), ("audit --j", ["--json"]), ("check --al", ["--allow"]), ("watch --int", ["--interval"]),
        ("lab --e", ["--explain"]), ("export --o", ["--output"]), ("help wa", ["watch"]), ("help watch ", []),
        ("check --allow brid", ["bridge_port"]), ("check --allow=brid", ["--allow=bridge_port"]),
        ("compare --dur", ["--duration"]), ("watch --interval ", []), ("lab al", ["all"]),
        ("--no-pr", ["--no-promiscuous-mode"]), ("-i eth0 --format pc", ["pcap", "pcapng"]),
        ("-T sn", ["snmp"]), ("-nT sn", ["snmp"]), ("-Tsnmp por", ["port", "portrange"]),
        ("--color=al", ["--color=always"]), ("--col=al", []), ("--colo=al", ["--colo=always"]),
        ("-Q in", ["in", "inout"]), ("--time-stamp-precision na", ["nano"]), ("-y EN10", ["EN10MB"]),
        ("-j adapter_u", ["adapter_unsynced"]), ("--generate-completion-script f", ["fish"]),
        // The last part of a list; what is before it stays.
        ("--columns dns.question.n", ["dns.question.name"]),
        ("--columns dns,all,swiftcap.arp.op", ["dns,all,swiftcap.arp.operation"]),
        ("--columns=defau", ["--columns=default"]),
        // What is no option's value is a filter expression; behind -- there are no options.
        ("-nv por", ["port", "portrange"]), ("-c 3 por", ["port", "portrange"]), ("-- -T por", ["port", "portrange"]),
        ("-c ", []), ("--duration=", []),
    ]

    @Test(arguments: lines) func `words are completed`(_ line: String, _ expected: [String]) {
        #expect(Self.texts(line) == expected)
    }

    @Test(arguments: [
        ("-w po", Completion.Answer.files), ("-nr x", .files), ("--report=x", .files), ("compare ", .files),
        ("report x", .files), ("export -o ", .files), ("export --output=", .files), ("-z gz", .programs),
    ])
    func `files and programs are left to the shell`(_ line: String, _ expected: Completion.Answer) {
        #expect(Self.answer(line) == expected)
    }

    @Test(arguments: [
        "-i ", "--interface ", "-ni ", "audit ", "watch ", "check ", "compare -i ", "compare --interface ",
    ])
    func `interfaces are offered`(_ line: String) { #expect(Self.texts(line).contains("lo")) }

    @Test(arguments: ["check --allow ", "check --allow=", "audit --promiscuous v", "-Z roo", "--list-"])
    func `offered words begin with what is typed`(_ line: String) {
        let typed = line.split(separator: " ", omittingEmptySubsequences: false).last!
        #expect(Self.texts(line).allSatisfy { $0.hasPrefix(typed) })
    }

    /// An interface may be called so, and what is chosen stands on a command line.
    @Test(arguments: ["$(reboot)", "a;b", "`x`", "a'b", "a b", "a\u{1B}", "é", "", "a*", "~", "a\\b"])
    func `a name that a shell would read something into is not offered`(_ name: String) {
        #expect(!Completion.Candidate(name).isHarmless)
        #expect(Completion.Candidate("br-lan.10@x").isHarmless)
    }

    /// The completion knows a command's options by the words of its help.
    @Test func `every option of every command is offered`() throws {
        let options: [(String, [String])] = [
            ("audit", ["--promiscuous", "--json", "-h", "--help"]),
            ("check", ["--allow", "--warning", "--critical", "-h", "--help"]),
            ("compare", ["-i", "--interface", "--duration", "--json", "-h", "--help"]),
            ("export", ["-o", "--output", "--interval", "-h", "--help"]),
            ("lab", ["--list", "--explain", "-h", "--help"]), ("report", ["--json", "-h", "--help"]),
            ("watch", ["--interval", "--duration", "--json", "-h", "--help"]),
        ]
        #expect(Set(options.map(\.0) + ["help"]) == Set(Subcommands.names))
        for (command, expected) in options { #expect(Set(Self.texts("\(command) -")).isSuperset(of: expected)) }
    }
}
