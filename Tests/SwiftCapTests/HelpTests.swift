import ArgumentParser
import Foundation
import Testing

@testable import SwiftCap

/// The help names every option, and fits a terminal.
@Suite struct HelpTests {
    @Test func `every option is in the help`() {
        let words = CaptureHelp.text.split { " ,|\n".contains($0) }.map(String.init)
        for entry in OptionTable.entries {
            if let letter = entry.letter { #expect(words.contains("-\(letter)"), "-\(letter)") }
            if let name = entry.name { #expect(words.contains("--\(name)"), "--\(name)") }
            #expect(entry.help.utf8CodeUnitCount > 0)
        }
    }

    /// What the options say of themselves is the whole of the documents.
    @Test func `every option is in the manual and in the document`() {
        for entry in OptionTable.entries {
            if let name = entry.name {
                #expect(OptionHelp.manual.contains("Fl Fl \(name)"))
                #expect(OptionHelp.markdown.contains("--\(name)"))
            }
            if let letter = entry.letter, letter != "#" {
                #expect(OptionHelp.manual.contains("Fl \(letter)") && OptionHelp.markdown.contains("`-\(letter)"))
            }
        }
        for line in OptionHelp.manual.split(separator: "\n") { #expect(line.count <= 90 && !line.hasPrefix("'")) }
    }

    private static let top = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    /// `scripts/manual` puts them there.
    @Test func `the documents are the options' own words`() throws {
        #expect(try String(contentsOfFile: Self.top + "/docs/options.md", encoding: .utf8) == OptionHelp.markdown)
        let page = try String(contentsOfFile: Self.top + "/share/man/swiftcap.8", encoding: .utf8)
        #expect(page.contains(OptionHelp.manual + ".\\\" end options"))
    }

    @Test func `every command is in the help`() {
        for name in Subcommands.names where name != "help" { #expect(CaptureHelp.text.contains("\n  \(name) ")) }
    }

    @Test func `lines are at most 80 columns wide`() {
        for line in CaptureHelp.text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
    }

    @Test func `every command's help tells how to call it`() {
        let commands: [(name: String, type: any ParsableCommand.Type)] = [
            ("audit", AuditCommand.self), ("check", CheckCommand.self), ("compare", CompareCommand.self),
            ("export", ExportCommand.self), ("lab", LabCommand.self), ("report", ReportCommand.self),
            ("watch", WatchCommand.self),
        ]
        for (name, type) in commands {
            let help = RootCommand.helpMessage(for: type, columns: 80)
            #expect(help.contains("USAGE: swiftcap \(name) "), "\(help)")
            #expect(help.contains("Exit status") || name == "watch" || name == "lab", "\(help)")
            for line in help.split(separator: "\n") where !line.hasPrefix("USAGE") {
                #expect(line.count <= 80, "\(line)")
            }
        }
    }

    static let drops: [(DropExplanation, String?)] = [
        (DropExplanation(dropped: 0, worst: 0, ring: 2 << 20, averageLength: 100, waits: 3), nil),
        (
            DropExplanation(dropped: 1, worst: 1, ring: 2 << 20, averageLength: 100, waits: 0),
            "the ring of 2048 KiB was too small: 1 packet came while it was full; -B 4096 would have held them"
        ),
        // 10,000 * (1,400 + 96) and the 2 MiB, a quarter more: 20.9 MiB.
        (
            DropExplanation(dropped: 50_000, worst: 10_000, ring: 2 << 20, averageLength: 1400, waits: 0),
            "the ring of 2048 KiB was too small: 50000 packets came while it was full; -B 32768 would have held them"
        ),
        (
            DropExplanation(dropped: .max, worst: .max, ring: 2 << 20, averageLength: 1400, waits: 0),
            "the ring of 2048 KiB was too small: 18446744073709551615 packets came while it was full; "
                + "no ring would have held them for long: print less, filter more, or keep less of each packet (-s)"
        ),
        (
            DropExplanation(dropped: 5, worst: 5, ring: 1 << 20, averageLength: 60, waits: 7),
            "the ring of 1024 KiB was too small: 5 packets came while it was full; -B 2048 would have held them\n"
                + "the savefile was slower than the packets (7 times): write to a faster place"
        ),
    ]

    @Test(arguments: drops) func `drops are explained`(drops: DropExplanation, text: String?) {
        #expect(drops.text == text)
    }
}
