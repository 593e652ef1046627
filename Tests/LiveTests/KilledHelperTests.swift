import CLinux
import Foundation
import TestSupport
import Testing

/// A process beside the capture that is ended by another hand: the run says so in one line, and keeps what it has.
extension LiveTests {
    @Suite(.enabled(if: Lab.isRoot, "could not run because it takes real root to give it up")) struct KilledHelperTests
    {
        private static let words = "the process that opens files for this run has ended: no further file can be had"

        /// One line that says it.
        private func expectSaid(_ process: Spawned) {
            let said = process.errors.split(separator: "\n").filter { $0.contains(Self.words) }
            #expect(said.count == 1 && !process.errors.contains("Broken pipe"), "\(process.errors)")
        }

        /// The helper that makes files, and what is asked of it next.
        static let captures: [(words: String, next: String)] = [
            ("-w FOLDER/%s -G 1", "a rotation"), ("-w FOLDER/x --report FOLDER/r.json", "the report"),
            ("-w FOLDER/x.parquet", "the name of rows"), ("-w FOLDER/x.ndjson -C 1", "rows"),
        ]

        @Test(arguments: captures)
        func `without the helper that makes files the packets so far are kept`(words: String, next: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let line = words.replacing("FOLDER", with: lab.folder).split(separator: " ").map(String.init)
                let process = try lab.capture(Tools.swiftcap, ["-i", "v0", "-n"] + line)
                _ = try lab.peer("send", "v1", "--count", "50")
                if next == "a rotation" {
                    let helpers = try lab.fileHelpers(of: process)
                    #expect(helpers.count == 1)
                    for pid in helpers { try lab.shell("kill -9 \(pid)") }
                } else {
                    Clock.pause(0.5)
                    for pid in try lab.fileHelpers(of: process) { try lab.shell("kill -9 \(pid)") }
                    // A series by size has a next file when there is enough.
                    if next == "rows" { _ = try lab.peer("send", "v1", "--count", "12000") }
                    if next != "rows" { process.signal(SIGINT) }
                }
                #expect(try process.wait(seconds: 60) == .exit(1), "\(process.errors)")
                expectSaid(process)
                if words.contains("-G") || words.contains("report") {
                    let files = try lab.shell("ls \(lab.folder)/[0-9]?????????* \(lab.folder)/x 2>/dev/null || true")
                    let kept = try files.split(separator: "\n").reduce(0) { try $0 + Savefile.count(String($1)) }
                    #expect(kept == 50 && process.errors.contains("50 packets captured\n"), "\(kept) \(process.errors)")
                }
            }
        }

        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.sandbox)"))
        func `between two inputs`() throws {
            try Lab.with { lab in
                let big = try SeriesTests.bigFile(lab)
                let list = lab.folder + "/list"
                try lab.shell("mkfifo \(lab.folder)/pipe; printf '%s\\n' \(lab.folder)/pipe \(big) >\(list)")
                let feeder = try lab.start(["sh", "-c", "exec 3>\(lab.folder)/pipe; cat \(big) >&3; read -r _"])
                let process = try lab.start([Tools.swiftcap, "-n", "-V", list, "-w", lab.folder + "/copy", "-U"])
                try process.awaiting("the sandbox") {
                    try lab.shell("cat /proc/\(process.pid)/status").contains("Seccomp:\t2\n")
                }
                // The first is read to its end before the helper goes.
                let makers = try lab.fileHelpers(of: process)
                let openers = try lab.helpers(of: "\(process.pid)").filter { !makers.contains($0) }
                for thread in try lab.threads(openers) {
                    #expect(thread.isConfined && thread["CapPrm"] == ThreadStatus.reads, "\(thread)")
                }
                #expect(openers.count == 1)
                for pid in openers { try lab.shell("kill -9 \(pid)") }
                try feeder.say("")
                #expect(try process.wait(seconds: 60) == .exit(1), "\(process.errors)")
                expectSaid(process)
                #expect(try Savefile.count(lab.folder + "/copy") == 2900)
            }
        }

        @Test func `names of hosts stay numbers`() throws {
            try Lab.with { lab in
                let big = try SeriesTests.bigFile(lab)
                let pipe = lab.folder + "/pipe"
                try lab.shell("mkfifo \(pipe)")
                let feeder = try lab.start(["sh", "-c", "exec 3>\(pipe); read -r _; cat \(big) >&3"])
                let process = try lab.start([Tools.swiftcap, "-r", pipe, "-c", "3"])
                try process.awaiting("its helper") { try !lab.helpers(of: "\(process.pid)").isEmpty }
                for pid in try lab.helpers(of: "\(process.pid)") { try lab.shell("kill -9 \(pid)") }
                try feeder.say("")
                #expect(try process.wait(seconds: 60) == .exit(0), "\(process.errors)")
                let packets = process.text.split(separator: "\n").filter { $0.first?.isNumber == true }
                #expect(packets.count == 3, "\(process.text)")
            }
        }

        @Test func `without the one that names holders the books have none, and a reason`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = lab.folder + "/r.json"
                let process = try lab.capture(Tools.swiftcap, ["-i", "v0", "-n", "--report", file])
                let makers = try lab.fileHelpers(of: process)
                let namers = try lab.helpers(of: "\(process.pid)").filter { !makers.contains($0) }
                // It looks, and the one that it asks for names of users may not.
                let rights = Set(try lab.threads(namers).map { $0["CapPrm"] })
                #expect(rights == [ThreadStatus.looks, ThreadStatus.none])
                for thread in try lab.threads(namers) { #expect(thread.isConfined || Sanitizers.areOn, "\(thread)") }
                for pid in namers { try lab.shell("kill -9 \(pid) 2>/dev/null || true") }
                let other = try lab.capture("tcpdump", "-i", "v0", "-w", lab.folder + "/t")
                _ = try lab.peer("send", "v1", "--count", "50")
                Clock.pause(1)
                process.signal(SIGINT)
                #expect(try process.wait(seconds: 60) == .exit(0), "\(process.errors)")
                let said = process.errors.split(separator: "\n").filter { $0.contains("names holders has ended") }
                #expect(said.count == 1 && process.errors.contains("50 packets captured\n"), "\(process.errors)")
                #expect(try lab.shell("cat \(file)").contains("\"kind\": \"packet_socket\""))
                other.signal(SIGINT)
            }
        }

        @Test func `a file of metrics that cannot be made any more ends an export`() throws {
            try Lab.with { lab in
                let file = lab.folder + "/a.prom"
                let process = try lab.start([Tools.swiftcap, "export", "--interval", "1", "--output", file])
                try process.awaiting("the file") { Tools.exists(file) }
                for pid in try lab.fileHelpers(of: process) { try lab.shell("kill -9 \(pid)") }
                #expect(try process.wait(seconds: 60) == .exit(1), "\(process.errors)")
                expectSaid(process)
                #expect(try lab.shell("cat \(file)").contains("swiftcap_scrape_success 1\n"))
            }
        }
    }
}
