import Glibc
import Syscalls
import Testing

/// What other users can do to the books: hold namespaces, name files, own the processes.
extension LiveTests {
    @Suite struct HostileNeighboursTests {
        /// 70 namespaces and 64 descriptors: one's own namespace is read, and the others too.
        @Test func `many namespaces and few descriptors`() throws {
            try Lab.with { lab in
                try lab.shell("ip link set lo promisc on")
                let crowd = try lab.start(
                    [
                        "sh", "-c",
                        "for n in $(seq 70); do unshare -n sleep 300 & done; sleep 1; echo there; read -r _; kill $(jobs -p)",
                    ])
                try crowd.awaitText("there", inOutput: true, seconds: 60)
                func limited(_ words: String) throws -> Spawned {
                    try lab.run(["sh", "-c", "ulimit -n 64; exec \(Tools.swiftcap) \(words)"], seconds: 120)
                }
                let own = try limited("audit lo")
                #expect(own.ending == .exit(0), "\(own.text)\(own.errors)")
                #expect(own.text.contains("1 reference: 1 exact"), "\(own.text)")
                let all = try limited("audit --promiscuous --json")
                let document = try AuditDocument(all.text)
                #expect(document.namespaces.found >= 71)
                #expect(document.namespaces.read >= 71, "\(all.text.suffix(2000))")
                #expect(document.interfaces.contains { $0.name == "lo" && $0.state.promiscuity == 1 })
                let check = try limited("check lo")
                #expect(check.ending == .exit(1), "\(check.text)")
                // The soft limit alone is no limit.
                let soft = try lab.run(["sh", "-c", "ulimit -S -n 8; exec \(Tools.swiftcap) audit lo"], seconds: 120)
                #expect(soft.ending == .exit(0), "\(soft.text)\(soft.errors)")
                try crowd.say("")
            }
        }

        /// With too few descriptors for one's own namespace, that is what is said.
        @Test func `too few descriptors are no missing interface and no missing capability`() throws {
            try Lab.with { lab in
                func limited(_ words: String) throws -> Spawned {
                    try lab.run(["sh", "-c", "ulimit -n 5; exec \(Tools.swiftcap) \(words)"], seconds: 120)
                }
                for words in ["audit lo", "audit"] {
                    let audit = try limited(words)
                    #expect(audit.ending == .exit(1), "\(words): \(audit.text)\(audit.errors)")
                    #expect((audit.text + audit.errors).contains("Too many open files"), "\(audit.text)\(audit.errors)")
                    #expect(!audit.errors.contains("no interface lo"), "\(audit.errors)")
                }
                for words in ["check lo", "check"] {
                    let check = try limited(words)
                    #expect(check.ending == .exit(3), "\(words): \(check.text)")
                    #expect(check.text.contains("Too many open files"), "\(check.text)")
                    #expect(
                        !check.text.contains("no interface") && !check.text.contains("CAP_SYS_ADMIN"), "\(check.text)")
                }
            }
        }

        /// A program whose file is called like a socket is no holder of it.
        @Test func `a file that is called like a socket`() throws {
            try Lab.with { lab in
                try lab.veth()
                let capture = try lab.capture(Tools.swiftcap, "-i", "v0", "-n")
                try lab.awaitPromiscuity(1)
                let document = try AuditDocument(try lab.audit("--json", "v0").text)
                let inode = try #require(try document.state("v0").holders.first?.inode)
                let program = "\(lab.folder)/evil socket:[\(inode)]"
                try lab.shell("cp \"$(command -v sleep)\" '\(program)'")
                let evil = try lab.start([program, "300"])
                try evil.awaiting("its program") {
                    (try? Descriptor.contents(of: "/proc/\(evil.pid)/maps"))
                        .map { String(decoding: $0, as: UTF8.self).contains("evil socket:[\(inode)]") } ?? false
                }
                let after = try AuditDocument(try lab.audit("--json", "v0").text)
                #expect(try after.state("v0").holders.flatMap(\.processes).map(\.pid) == [Int(capture.pid)])
                let check = try lab.run([Tools.swiftcap, "check", "v0", "--allow", "packet_socket:swiftcap"])
                #expect(check.ending == .exit(0), "\(check.text)")
            }
        }

        /// After -Z others' descriptors are refused: who was named before is named still, and said to be unconfirmed. In the sandbox
        /// a helper that may look confirms it.
        @Test(
            .enabled(if: Lab.isRoot, "could not run because -Z needs real root"),
            arguments: [("off", false), ("default", true)])
        func `names that cannot be confirmed after -Z are kept`(sandbox: String, isConfirmed: Bool) throws {
            try Lab.with { lab in
                try lab.veth()
                var peer = try Holding(in: lab)
                try peer.step("open a")
                try peer.step("join a v0 promisc")
                let path = lab.folder + "/report.json"
                let process = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-n", "-w", lab.folder + "/x.pcapng", "-Z", "nobody", "--report", path,
                    "--sandbox", sandbox)
                process.signal(2)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                let books = try ReportDocument(path).only()
                func others(_ state: ReportDocument.State?) -> [ReportDocument.Process] {
                    (state?.holders ?? []).filter { !$0.own }.flatMap(\.processes)
                }
                #expect(others(books.before).map(\.command) == ["WirePeer"])
                #expect(others(books.before).map(\.confirmed) == [true])
                #expect(others(books.after).map(\.command) == ["WirePeer"])
                #expect(others(books.after).map(\.confirmed) == [isConfirmed])
                #expect(process.errors.contains("not confirmed") == !isConfirmed, "\(process.errors)")
                try peer.quit()
            }
        }
    }
}
