import Glibc
import Testing

@testable import SwiftCap

extension FrontEndTests {
    /// The names of a series of files, as tcpdump gives them; with a clock that stands, jumps and goes back.
    @Suite struct FileNamesTests {
        init() {
            unsafe setenv("TZ", "UTC", 1)
            tzset()
        }

        struct Case: CustomTestStringConvertible {
            let testDescription: String
            var names: FileNames
            /// Turns with the wall clock's seconds, and the name that each gives.
            let turns: [(FileNames.Turn, Int64, String)]
        }

        static let cases: [Case] = [
            Case(testDescription: "one file", names: FileNames(template: "f"), turns: [(.first, 0, "f")]),
            Case(
                testDescription: "-C", names: FileNames(template: "f", isCounted: true),
                turns: [(.first, 0, "f"), (.size, 0, "f1"), (.size, 0, "f2")]),
            Case(
                testDescription: "--keep",
                names: FileNames(template: "e.pcapng.gz", isCounted: true, ending: ".pcapng.gz", isRecorder: true),
                turns: [(.first, 0, "e-1.pcapng.gz"), (.size, 0, "e-2.pcapng.gz"), (.size, 0, "e-3.pcapng.gz")]),
            Case(
                testDescription: "-C -W 3 is a ring", names: FileNames(template: "f", isCounted: true, fileCount: 3),
                turns: [(.first, 0, "f0"), (.size, 0, "f1"), (.size, 0, "f2"), (.size, 0, "f0"), (.size, 0, "f1")]),
            Case(
                testDescription: "-C -W 12 pads", names: FileNames(template: "f", isCounted: true, fileCount: 12),
                turns: [(.first, 0, "f00"), (.size, 0, "f01")]),
            Case(
                testDescription: "-C -W 10 needs one digit",
                names: FileNames(template: "f", isCounted: true, fileCount: 10),
                turns: [(.first, 0, "f0"), (.size, 0, "f1")]),
            Case(
                testDescription: "-C -W 1", names: FileNames(template: "f", isCounted: true, fileCount: 1),
                turns: [(.first, 0, "f"), (.size, 0, "f")]),
            Case(
                testDescription: "without -G a % is only a %", names: FileNames(template: "f%S", isCounted: true),
                turns: [(.first, 7, "f%S"), (.size, 8, "f%S1")]),
            Case(
                testDescription: "-G", names: FileNames(template: "f%H%M%S", usesClock: true),
                turns: [(.first, 0, "f000000"), (.clock, 60, "f000100")]),
            Case(
                testDescription: "-G with a clock that stands: nothing is overwritten",
                names: FileNames(template: "f%S", usesClock: true),
                turns: [(.first, 5, "f05"), (.clock, 5, "f051"), (.clock, 5, "f052")]),
            Case(
                testDescription: "-G with a clock that goes back", names: FileNames(template: "f%S", usesClock: true),
                turns: [(.first, 5, "f05"), (.clock, 6, "f06"), (.clock, 5, "f051"), (.clock, 7, "f07")]),
            Case(
                testDescription: "-G without %", names: FileNames(template: "f", usesClock: true),
                turns: [(.first, 5, "f"), (.clock, 6, "f1")]),
            Case(
                testDescription: "-C -G: numbers begin anew with each name",
                names: FileNames(template: "f%S.", usesClock: true, isCounted: true),
                turns: [(.first, 5, "f05."), (.size, 6, "f05.1"), (.clock, 7, "f07."), (.size, 8, "f07.1")]),
            Case(
                testDescription: "-C -G -W: a ring within each name",
                names: FileNames(template: "f%S.", usesClock: true, isCounted: true, fileCount: 2),
                turns: [
                    (.first, 5, "f05.0"), (.size, 6, "f05.1"), (.size, 6, "f05.0"), (.clock, 7, "f07.0"),
                    (.clock, 7, "f07.1"),
                ]),
            Case(
                testDescription: "numbers stand before an ending that says how to unpack",
                names: FileNames(template: "f.pcap.gz", isCounted: true, ending: ".gz"),
                turns: [(.first, 0, "f.pcap.gz"), (.size, 0, "f.pcap1.gz")]),
            Case(
                testDescription: "a text that is empty is the template",
                names: FileNames(template: "%%", usesClock: true), turns: [(.first, 0, "%"), (.clock, 0, "%1")]),
        ]

        @Test(arguments: cases) func series(_ series: Case) {
            var names = series.names
            for (turn, seconds, expected) in series.turns { #expect(names.next(turn, at: seconds) == expected) }
        }

        @Test func `a name too long for a path is the template`() {
            var names = FileNames(template: String(repeating: "%c", count: 2000), usesClock: true)
            #expect(names.next(.first, at: 0) == names.template)
        }
    }
}
