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
                #expect(try lab.audit(name).text.contains("\nv0            1  1  swiftcap["))
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

        /// 0xFF belongs to no UTF-8 text; in JSON it stands as U+10FFFF.
        @Test func `an interface's name is octets`() throws {
            try Lab.with { lab in
                // Names do not pass through the test's own texts: a shell makes them.
                try lab.quietIPv6()
                let said = try lab.shell(
                    """
                    mkdir \(lab.folder)/all; cd \(lab.folder)/all; name=$(printf 'v\\377w'); report=$(printf 'r\\374.json')
                    ip link add "$name" type veth peer name v1; ip link set "$name" up; ip link set v1 up
                    \(Tools.swiftcap) watch "$name" --json >watched 2>said & watch=$!
                    until grep -q watching said; do sleep 0.05; done
                    \(Tools.swiftcap) -i "$name" -w OUT.pcapng --report "$report" 2>captured & capture=$!
                    until grep -q listening captured; do sleep 0.05; done
                    \(Tools.swiftcap) audit "$name" --json >AUDIT; \(Tools.swiftcap) audit "$name" >TEXT
                    \(Tools.swiftcap) check "$name" --allow packet_socket:swiftcap >CHECK
                    until grep -q joined watched; do sleep 0.05; done
                    kill -INT $capture; wait $capture; kill $watch; wait $watch
                    \(Tools.swiftcap) report "$report" >SHOWN; \(Tools.swiftcap) report --json OUT.pcapng >CARRIED
                    cp "$report" REPORT; cp watched WATCHED
                    grep -ac "listening on v?w," captured; \(Tools.swiftcap) -D | grep -ac '[.]v?w '
                    ls | wc -l
                    """)
                // Nothing was made under another name than the one that was asked for.
                #expect(said == "1\n1\n12\n", "\(said)")
                let name = "v\u{10FFFF}w"
                func text(_ file: String) throws -> String { try lab.shell("cat \(lab.folder)/all/\(file)") }
                let document = try AuditDocument(text("AUDIT"))
                #expect(document.interfaces.map(\.name) == [name])
                let holder = try #require(document.interfaces.first?.state.holders.first)
                #expect(holder.kind == "packet_socket")
                for file in ["REPORT", "CARRIED"] {
                    let report = try ReportDocument("\(lab.folder)/all/\(file)")
                    #expect(report.interfaces.map(\.name) == [name], "\(file)")
                    #expect(report.interfaces.first?.during?.promiscuity == 1)
                    #expect(report.interfaces.first?.verdict.balanced == true)
                    #expect(report.arguments.contains(name) && report.arguments.contains("r\u{10FFFC}.json"))
                }
                #expect(try ChangeLine.all(text("WATCHED")).first?.interface == name)
                // For a user, and for a monitoring system, it is a question mark.
                #expect(try text("TEXT").contains("v?w ") && text("SHOWN").contains("Promiscuous mode on v?w"))
                #expect(try text("CHECK").hasPrefix("PROMISC OK - v?w has 1 reference"))
            }
        }
    }
}
