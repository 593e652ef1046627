import Foundation
import Syscalls
import Testing

/// The real program on the real kernel whose answers strace(1) makes fail: what could not be read is said to be
/// unknown, and never to be right. tcpdump's own three lines and its exit status are not touched by it.
extension LiveTests {
    @Suite(.enabled(if: Tools.has("strace"), "could not run because strace is not installed"))
    struct FailingReadsTests {
        /// A capture of a third of a second with a system call that fails.
        private struct Run {
            let report: ReportDocument.Interface
            let errors: String
            /// Status of `report FILE` and of `compare FILE FILE`.
            let statuses: [Spawned.Ending?]
        }

        /// Nil where it did not come to a capture: libpcap makes such calls too. That must not be reported as right
        /// either.
        ///
        /// - Parameter inject: strace's options; the trace goes to a file in the lab's folder.
        private func capture(_ lab: Lab, _ inject: [String], _ options: String...) throws -> Run? {
            let path = lab.folder + "/report.json"
            try? FileManager.default.removeItem(atPath: path)
            let process = try lab.run(
                ["strace", "-f", "-qq", "-o", lab.folder + "/trace"] + inject
                    // In the sandbox the same calls ask helpers, and what fails may be one of theirs.
                    + [Tools.swiftcap, "--sandbox", "off", "-i", "lo", "-n", "--duration", "0.3", "--report", path]
                    + options,
                seconds: 60)
            if process.ending != .exit(0) {
                #expect(process.ending == .exit(1) && !process.errors.contains("\nOK  "), "\(process.errors)")
                return nil
            }
            let report = try lab.run([Tools.swiftcap, "report", path])
            let comparison = try lab.run([Tools.swiftcap, "compare", path, path])
            return Run(
                report: try ReportDocument(path).only(), errors: process.errors,
                statuses: [report.ending, comparison.ending])
        }

        /// How often an undisturbed capture makes a call.
        private func count(_ lab: Lab, _ call: String) throws -> Int {
            _ = try capture(lab, ["-e", "trace=\(call)"])
            let trace = try Descriptor.contents(of: lab.folder + "/trace", limit: 1 << 24)
            return String(decoding: trace, as: UTF8.self).split(separator: "\n").count { $0.contains("\(call)(") }
        }

        /// At most a dozen of the times that a call is made.
        private func times(_ count: Int) -> StrideThrough<Int> {
            stride(from: 1, through: count, by: Swift.max(1, (count + 11) / 12))
        }

        /// No number that is wrong, no word that is good, no reason that is not the real one.
        private func judge(_ run: Run, _ place: String, isPromiscuous: Bool = true) {
            let books = run.report
            let own = isPromiscuous ? 1 : 0
            var isRead = true
            for (state, right) in [(books.before, 0), (books.during, own), (books.after, 0)] {
                guard let state else {
                    isRead = false
                    Issue.record("\(place): a state is not there")
                    continue
                }
                if state.error == nil {
                    #expect(state.promiscuity == right && state.ownReferences == right, "\(place)")
                } else {
                    isRead = false
                    #expect(
                        state.promiscuity == nil && state.ownReferences == nil && state.knownHolders == nil, "\(place)")
                    #expect(state.residual == nil && !state.consistent && state.errno != nil, "\(place)")
                }
            }
            let verdict = books.verdict
            #expect(verdict.ownTaken ?? own == own && verdict.ownReturned ?? own == own, "\(place)")
            #expect(verdict.status == (isRead ? "balanced" : "unknown"), "\(place): \(verdict.status)")
            #expect(verdict.knownBalanced == (isRead ? true : nil), "\(place)")
            #expect(run.errors.contains("\nOK  ") == isRead, "\(place): \(run.errors)")
            #expect(run.errors.contains("\n?   Unknown. ") == !isRead, "\(place): \(run.errors)")
            for wrong in ["is no network interface", "held no reference", "is no device"] {
                #expect(!run.errors.contains(wrong), "\(place): \(run.errors)")
            }
            #expect(run.statuses == [.exit(isRead ? 0 : 3), .exit(isRead ? 0 : 3)], "\(place): \(run.statuses)")
        }

        /// The calls that every state needs, from each time on that they are made: what is read before is right, the
        /// rest is unknown, with its errno.
        @Test(arguments: [("sendto", "ENOBUFS", 105), ("recvfrom", "ENOMEM", 12), ("sendto", "ENODEV", 19)])
        func `netlink fails for ever`(call: String, errno: String, number: Int) throws {
            try Lab.with { lab in
                let count = try count(lab, call)
                #expect(count > 6)
                var judged = 0
                for first in times(count) {
                    let place = "\(call) \(errno) from \(first) of \(count)"
                    let inject = ["-e", "trace=\(call)", "-e", "inject=\(call):error=\(errno):when=\(first)+"]
                    guard let run = try capture(lab, inject) else { continue }
                    judged += 1
                    judge(run, place)
                    // The last one may be a poll's.
                    if first < count - 1 { #expect(run.report.verdict.status == "unknown", "\(place)") }
                    for state in [run.report.before, run.report.during, run.report.after] {
                        if let error = state?.errno { #expect(error == number, "\(place)") }
                    }
                }
                #expect(judged > 2)
            }
        }

        @Test(arguments: [("sendto", "ENOBUFS"), ("recvfrom", "ENOBUFS")])
        func `netlink fails once and is asked again`(call: String, errno: String) throws {
            try Lab.with { lab in
                var judged = 0
                for first in times(try count(lab, call)) {
                    let place = "\(call) \(errno), time \(first)"
                    let inject = ["-e", "trace=\(call)", "-e", "inject=\(call):error=\(errno):when=\(first)"]
                    guard let run = try capture(lab, inject) else { continue }
                    judged += 1
                    judge(run, place)
                    #expect(run.report.verdict.status == "balanced", "\(place): \(run.errors)")
                }
                #expect(judged > 2)
            }
        }

        /// Sockets and memory that run out, and /proc that cannot be read. Which of these calls a state needs is not
        /// the same everywhere: what holds is that nothing is said that was not read.
        @Test(arguments: [
            ("bind", "ENOMEM"), ("readlinkat", "EACCES"), ("readlinkat", "ENOMEM"), ("getdents64", "ENOMEM"),
            ("statx", "ENOMEM"), ("setsockopt", "EPERM"),
        ])
        func `other calls fail for ever`(call: String, errno: String) throws {
            try Lab.with { lab in
                let count = try count(lab, call)
                for first in Set([1, 2, count / 3, count / 2, count]).filter({ $0 > 0 }).sorted() {
                    let inject = ["-e", "trace=\(call)", "-e", "inject=\(call):error=\(errno):when=\(first)+"]
                    if let run = try capture(lab, inject) { judge(run, "\(call) \(errno) from \(first) of \(count)") }
                }
            }
        }

        @Test func `with -p it is no better`() throws {
            try Lab.with { lab in
                for first in [1, 6, 8] {
                    let inject = ["-e", "trace=sendto", "-e", "inject=sendto:error=ENOBUFS:when=\(first)+"]
                    judge(try #require(try capture(lab, inject, "-p")), "-p, \(first)", isPromiscuous: false)
                }
            }
        }

        @Test func `several sockets and several interfaces`() throws {
            try Lab.with { lab in
                try lab.veth()
                for words in [["-i", "lo", "--threads", "2"], ["-i", "lo", "-i", "v0"]] {
                    let path = lab.folder + "/report.json"
                    let process = try lab.run(
                        ["strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=sendto"]
                            + ["-e", "inject=sendto:error=ENOBUFS:when=1+", Tools.swiftcap] + words
                            + ["-n", "--duration", "0.3", "--report", path, "--sandbox", "off"], seconds: 60)
                    #expect(process.ending == .exit(0), "\(process.errors)")
                    for books in try ReportDocument(path).interfaces {
                        #expect(books.verdict.status == "unknown" && books.verdict.ownTaken == nil)
                    }
                    #expect(!process.errors.contains("\nOK  "))
                    #expect(try lab.run([Tools.swiftcap, "report", path]).ending == .exit(3))
                }
            }
        }

        @Test func `compare, check, audit and watch do not take silence for an answer`() throws {
            try Lab.with { lab in
                let strace = [
                    "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=sendto", "-e",
                    "inject=sendto:error=ENOBUFS:when=1+", Tools.swiftcap,
                ]
                let both = try lab.run(strace + ["compare", "-i", "lo", "--duration", "0.3"], seconds: 60)
                #expect(both.ending == .exit(3), "\(both.text)\(both.errors)")
                #expect(both.text.contains("send AF_NETLINK: No\n    buffer space available."), "\(both.text)")
                let json = try lab.run(strace + ["compare", "-i", "lo", "--duration", "0.3", "--json"], seconds: 60)
                let document = try ComparisonDocument(json.text)
                #expect(document.expected == nil && document.status == "unknown")
                for words in [["check"], ["check", "lo"]] {
                    let check = try lab.run(strace + words, seconds: 120)
                    #expect(check.ending == .exit(3), "\(check.text)")
                    #expect(check.text.hasPrefix("PROMISC UNKNOWN - "), "\(check.text)")
                    #expect(check.text.contains("No buffer space available"), "\(check.text)")
                    #expect(!check.text.contains("no interface"), "\(check.text)")
                }
                for words in [["audit"], ["audit", "lo"]] {
                    let audit = try lab.run(strace + words, seconds: 120)
                    #expect(audit.ending == .exit(1), "\(audit.text)")
                    #expect((audit.text + audit.errors).contains("send AF_NETLINK: No buffer space"), "\(audit.text)")
                    #expect(!audit.text.contains("0 references"), "\(audit.text)")
                    #expect(!audit.errors.contains("no interface"), "\(audit.errors)")
                }
                let watch = try lab.run(strace + ["watch", "lo", "--duration", "0.3"], seconds: 60)
                #expect(watch.ending == .exit(1), "\(watch.errors)")
                #expect(watch.errors.contains("No buffer space available"))
            }
        }
    }
}
