import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import SwiftCap

/// Scripts for the shells' completion: the real shells read them, and bash completes with one.
@Suite struct CompletionTests {
    private func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, text: String) {
        let outcome = try TestSupport.run(program, arguments)
        return (outcome.status, String(decoding: outcome.output, as: UTF8.self) + outcome.error)
    }

    /// What the program prints, whichever command it is asked of.
    private func script(_ words: [String]) throws -> String {
        do {
            _ = try RootCommand.parseAsRoot(words)
            Issue.record("no script")
            return ""
        } catch {
            #expect(RootCommand.exitCode(for: error).isSuccess)
            return RootCommand.fullMessage(for: error)
        }
    }

    private func check(_ shell: String, _ words: [String]) throws {
        let scratch = Scratch("completion")
        let file = scratch.path + "/script"
        try (script(words + ["--generate-completion-script", shell]) + "\n").write(
            toFile: file, atomically: false, encoding: .utf8)
        let program = try #require(tool(shell))
        let outcome = try run(program, [shell == "fish" ? "--no-execute" : "-n", file])
        #expect(outcome.status == 0 && outcome.text == "", "\(outcome.text)")
    }

    static let words: [[String]] = [[], ["audit"], ["check"], ["compare"], ["lab"], ["report"], ["watch"]]

    @Test(.enabled(if: tool("bash") != nil, "bash is not installed"), arguments: words)
    func `bash reads it`(_ words: [String]) throws { try check("bash", words) }

    @Test(.enabled(if: tool("zsh") != nil, "zsh is not installed"), arguments: words)
    func `zsh reads it`(_ words: [String]) throws { try check("zsh", words) }

    @Test(.enabled(if: tool("fish") != nil, "fish is not installed"), arguments: words)
    func `fish reads it`(_ words: [String]) throws { try check("fish", words) }

    @Test(
        .enabled(if: tool("bash") != nil, "bash is not installed"),
        arguments: [
            ("swiftcap au", "audit"), ("swiftcap audit --j", "--json"), ("swiftcap check --al", "--allow"),
            ("swiftcap watch --i", "--interval"), ("swiftcap lab --e", "--explain"),
        ])
    func `bash completes`(_ line: String, _ expected: String) throws {
        let scratch = Scratch("completion")
        let file = scratch.path + "/script"
        try script(["--generate-completion-script", "bash"]).write(toFile: file, atomically: false, encoding: .utf8)
        let outcome = try run(
            try #require(tool("bash")),
            [
                "-c",
                """
                . "$1"
                COMP_LINE=$2 COMP_POINT=${#2} COMP_WORDS=($2) COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMP_TYPE=9
                function_name=$(complete -p swiftcap | sed 's/.*-F \\([^ ]*\\).*/\\1/')
                "$function_name" swiftcap "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                printf '%s\\n' "${COMPREPLY[@]}"
                """, "bash", file, line,
            ])
        #expect(outcome.text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) } == [expected])
    }
}
