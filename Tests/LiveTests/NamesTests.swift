import CLinux
import Testing

/// Interfaces by names that are not the usual ones.
extension LiveTests {
    @Suite struct NamesTests {
        static let long = "an-alternative-name-that-is-long"

        @Test(arguments: ["other0", long]) func `an alternative name is a name`(name: String) throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("ip link property add dev v0 altname \(name)")
                let watch = try lab.watch(name)
                #expect(watch.errors.hasPrefix("swiftcap: watching v0 (0 references)\n"), "\(watch.errors)")
                let report = lab.folder + "/report.json"
                let capture = try lab.capture(Tools.swiftcap, "-i", name, "-n", "--report", report)
                try watch.awaitText("joined", inOutput: true)
                #expect(try lab.audit(name).text == lab.audit("v0").text)
                let document = try AuditDocument(try lab.audit(name, "--json").text)
                #expect(document.interfaces.map(\.name) == ["v0"])
                #expect(try document.state("v0").promiscuity == 1)
                let check = try lab.run([Tools.swiftcap, "check", name, "--allow", "packet_socket:swiftcap"])
                #expect(check.ending == .exit(0) && check.text.hasPrefix("PROMISC OK - v0"), "\(check.text)")
                capture.signal(SIGINT)
                #expect(try capture.wait() == .exit(0))
                // The books were kept: one reference taken and given back.
                #expect(capture.errors.contains("this capture held 1"), "\(capture.errors)")
                let books = try ReportDocument(report)
                #expect(books.interfaces.first?.during?.promiscuity == 1)
                watch.signal(SIGTERM)
                try watch.wait()
            }
        }

        @Test func `a device that gets a watched name is taken up`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("ip link set v0 promisc on")
                let watch = try lab.watch("later0")
                #expect(watch.errors.contains("later0 (not there yet)"), "\(watch.errors)")
                try lab.shell("ip link property add dev v0 altname later0")
                try watch.awaitText("ip link", inOutput: true)
                watch.signal(SIGTERM)
                try watch.wait()
            }
        }
    }
}
