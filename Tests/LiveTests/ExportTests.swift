import Foundation
import Testing

/// `swiftcap export`: the real binary's file, with real holders, as Prometheus' own tool reads it.
extension LiveTests {
    @Suite struct ExportTests {
        private func read(_ path: String) -> String { (try? String(contentsOfFile: path, encoding: .utf8)) ?? "" }

        @Test func `the file has what ip link says, and who holds it`() throws {
            try Lab.with { lab in
                try lab.veth()
                _ = try lab.capture(Tools.swiftcap, "-i", "v0", "-n")
                try lab.awaitPromiscuity(1)
                let file = "\(lab.folder)/a.prom"
                let ended = try lab.run(["sh", "-c", "umask 077; \(Tools.swiftcap) export --output \(file)"])
                #expect(ended.ending == .exit(0) && ended.errors.isEmpty, "\(ended.errors)")
                let text = read(file)
                #expect(
                    text.contains("swiftcap_interface_promiscuity_references{netns=\"\",device=\"v0\"} 1\n"), "\(text)")
                #expect(
                    text.contains("device=\"v0\",kind=\"packet_socket\",holder=\"swiftcap\",certainty=\"exact\"} 1\n"))
                #expect(text.contains("swiftcap_interface_promiscuous{netns=\"\",device=\"v0\"} 1\n"))
                // node_exporter runs as another user.
                #expect(try lab.shell("stat -c %a \(file)").hasPrefix("644"))
                #expect(try lab.run([Tools.swiftcap, "export"]).text.contains("swiftcap_scrape_success 1\n"))
            }
        }

        @Test(.enabled(if: Tools.has("promtool"), "promtool (prometheus) is not installed"))
        func `promtool has nothing to say`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("ip link set v0 promisc on")
                let checked = try lab.run(["sh", "-c", "\(Tools.swiftcap) export | promtool check metrics"])
                #expect(
                    checked.ending == .exit(0) && checked.text.isEmpty && checked.errors.isEmpty,
                    "\(checked.text)\(checked.errors)")
            }
        }

        @Test func `a change is in the file long before the next audit is due`() throws {
            try Lab.with { lab in
                try lab.veth()
                let file = "\(lab.folder)/a.prom"
                let export = try lab.start([Tools.swiftcap, "export", "--output", file, "--interval", "3600"])
                let off = "swiftcap_interface_promiscuous{netns=\"\",device=\"v0\"} 0\n"
                let on = "swiftcap_interface_promiscuous{netns=\"\",device=\"v0\"} 1\n"
                try export.awaiting("the first file") { read(file).contains(off) }
                try lab.shell("ip link set v0 promisc on")
                try export.awaiting("the change") { read(file).contains(on) }
                try lab.shell("ip link set v0 promisc off")
                try export.awaiting("the change back") { read(file).contains(off) }
                export.signal(SIGTERM)
                #expect(try export.wait() == .exit(0))
            }
        }

        @Test(arguments: [
            (["--interval", "0", "--output", "x"], "export: invalid interval 0 (must be 1 to 86400 seconds)"),
            (["--interval", "60"], "export: --interval needs a file (--output FILE.prom)"),
            (["--output", "/nowhere/x.prom"], "export: "),
        ])
        func `what cannot be done is one line`(_ words: [String], _ line: String) throws {
            try Lab.with { lab in
                let ended = try lab.run([Tools.swiftcap, "export"] + words)
                #expect(ended.ending == .exit(1) && ended.errors.contains(line), "\(ended.errors)")
                #expect(ended.errors.split(separator: "\n").count == 1, "\(ended.errors)")
            }
        }
    }
}
