import CLinux
import Foundation
import Testing

/// Reports of real captures as pages, and what the kernel's log and the rates say in them.
extension LiveTests {
    @Suite struct ReportPageTests {
        /// Other namespaces have a v0 too, and the log does not tell them apart: a name that no other test has.
        private static let device = "kmsg7"

        private struct Log: Decodable {
            struct Line: Decodable {
                let event: String
                let certainty: String
                let interface: String
                let text: String
            }
            let lines: [Line]
            let error: String?
        }

        private struct Rates: Decodable {
            let captured: [Int]
            let dropped: [Int]
            let intervalMilliseconds: Int
        }

        private struct Document: Decodable {
            struct Interface: Decodable {
                let kernelLog: Log?
                let rates: Rates?
            }
            let interfaces: [Interface]
        }

        @Test func `the kernel's edges and the packets of each second`() throws {
            try Lab.with { lab in
                try lab.veth(Self.device, "w0")
                let file = lab.folder + "/run.json"
                let capture = try lab.capture(Tools.swiftcap, "-i", Self.device, "-n", "--report", file)
                _ = try lab.peer("send", "w0", "--count", "70")
                try capture.awaiting("its packets") { capture.text.split(separator: "\n").count >= 70 }
                capture.signal(SIGINT)
                #expect(try capture.wait() == .exit(0), "\(capture.errors)")
                let bytes = Array(try lab.shell("cat \(file)").utf8)
                let document = try ReportDocument.decoder.decode(Document.self, from: .init(bytes))
                let interface = try #require(document.interfaces.first)
                let rates = try #require(interface.rates)
                #expect(rates.captured.reduce(0, +) == 70 && rates.intervalMilliseconds == 1000)
                #expect(rates.dropped.count == rates.captured.count && rates.dropped.allSatisfy { $0 == 0 })
                let log = try #require(interface.kernelLog)
                if let error = log.error {
                    // A user namespace's root is none to the log.
                    #expect(error.contains("/dev/kmsg") && log.lines.isEmpty)
                    #expect(capture.errors.contains("The kernel's log could not be read (\(error))."))
                } else {
                    #expect(log.lines.map(\.event) == ["entered", "left"])
                    #expect(log.lines.allSatisfy { $0.certainty == "inferred" && $0.interface == Self.device })
                    #expect(capture.errors.contains("The kernel's log on \(Self.device): entered promiscuous mode "))
                }
            }
        }

        /// Every way to a page, each whole, with the statuses that text has.
        @Test func `pages of captures, reports, comparisons and audits`() throws {
            try Lab.with { lab in
                try lab.veth()
                let pages = ["direct", "again", "carried", "two", "audit"].map { "\(lab.folder)/\($0).html" }
                for (file, options) in [(pages[0], []), ("\(lab.folder)/a.json", []), ("\(lab.folder)/b.json", ["-p"])]
                {
                    let run = try lab.run(
                        [
                            Tools.swiftcap, "-i", "v0", "--duration", "0.2", "-w", "\(lab.folder)/c.pcapng", "--report",
                            file,
                        ]
                            + options)
                    #expect(run.ending == .exit(0), "\(run.errors)")
                }
                for words in [
                    ["report", lab.folder + "/a.json", "--html", pages[1]],
                    ["report", lab.folder + "/c.pcapng", "--html", pages[2]],
                    ["compare", lab.folder + "/a.json", lab.folder + "/b.json", "--html", pages[3]],
                    ["audit", "v0", "--html", pages[4]],
                ] {
                    let run = try lab.run([Tools.swiftcap] + words)
                    #expect(run.ending == .exit(0) && run.text.isEmpty && run.errors.isEmpty, "\(words): \(run.errors)")
                }
                for page in pages {
                    let text = try lab.shell("cat \(page)")
                    #expect(text.hasPrefix("<!DOCTYPE html>") && text.hasSuffix("</html>\n"), "\(page)")
                    #expect(text.contains("v0"))
                }
                let piped = try lab.run([Tools.swiftcap, "report", lab.folder + "/a.json", "--html", "-"])
                #expect(try piped.text == lab.shell("cat \(pages[1])"))
                let both = try lab.run([
                    Tools.swiftcap, "report", lab.folder + "/a.json", "--json", "--html", pages[1],
                ])
                #expect(both.text.hasPrefix("{"))
                let refused = try lab.run([
                    Tools.swiftcap, "report", lab.folder + "/a.json", "--html", "/nowhere/x.html",
                ])
                #expect(refused.ending == .exit(1))
                #expect(
                    refused.errors
                        == "swiftcap: the page cannot be written to /nowhere/x.html: No such file or directory\n")
            }
        }
    }
}
