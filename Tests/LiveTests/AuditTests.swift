import Testing

/// `swiftcap audit` beside what `ip -d link` says of the same interfaces, with real holders.
extension LiveTests {
    @Suite struct AuditTests {
        /// v0 has a switch and a capture, v1 is a port of br0, w0 carries the macvlan mv0 that is up.
        private func furnish(_ lab: Lab) throws -> Spawned {
            try lab.veth()
            try lab.veth("w0", "w1")
            try lab.shell(
                """
                ip link add br0 type bridge; ip link set br0 up; ip link set v1 master br0
                ip link add link w0 mv0 type macvlan mode bridge; ip link set mv0 up
                ip link set v0 promisc on
                """)
            let capture = try lab.capture(Tools.swiftcap, "-i", "v0", "-n")
            try lab.awaitPromiscuity(2)
            return capture
        }

        @Test func `every holder has its line`() throws {
            try Lab.with { lab in
                let capture = try furnish(lab)
                let lines = try lab.audit("v0", "v1", "w0", "br0").text.split(separator: "\n").map(String.init)
                let who = "swiftcap[\(capture.pid)]"
                let width = who.count
                // Root's captures go on as another user.
                let script = "getent passwd $(awk '/^Uid:/ { print $2 }' /proc/\(capture.pid)/status) | cut -d: -f1"
                let user = try lab.shell(script).split(separator: "\n").first.map(String.init) ?? "?"
                func padded(_ text: String) -> String { text + String(repeating: " ", count: width - text.count) }
                #expect(lines[0] == "INTERFACE  REFS  HELD BY")
                #expect(
                    lines[1].hasPrefix("v0            2  1  \(who)  \(user)  \(Tools.swiftcap.prefix(20))"),
                    "\(lines[1])")
                #expect(lines[2] == "                 1  \(padded("ip link"))  promisc on")
                #expect(lines[3] == "v1            1  1  \(padded("bridge br0"))  v1 is a port of it")
                #expect(lines[4].hasPrefix("w0            1  1  \(padded("kernel"))  "), "\(lines[4])")
                #expect(lines[4].contains("macvlan mv0") && lines[4].hasSuffix("  inferred"), "\(lines[4])")
                #expect(lines[5] == "br0           0")
                #expect(
                    lines[6].hasPrefix("4 references: 3 exact, 1 inferred, 0 unexplained. "), "\(lines[6])")
                // No terminal: the whole command line is there.
                #expect(lines[1].hasSuffix("  \(user)  \(Tools.swiftcap) -i v0 -n"), "\(lines[1])")
            }
        }

        @Test(.enabled(if: Tools.has("script"), "script is not installed")) func `a terminal gets short lines`() throws
        {
            try Lab.with { lab in
                _ = try furnish(lab)
                let names = ["v0", "v1", "w0", "br0"]
                let lines = try lab.audit(names[0], names[1], names[2], names[3]).text.split { $0.isNewline }
                let shown = try lab.run(
                    ["script", "-qec", "\(Tools.swiftcap) audit \(names.joined(separator: " "))", "/dev/null"],
                    environment: ["NO_COLOR": "1"])
                let rows = shown.text.split { $0.isNewline }
                #expect(rows.count == lines.count && rows.allSatisfy { $0.count <= 92 }, "\(shown.text)")
            }
        }

        @Test func `the document says what ip link says, and who`() throws {
            try Lab.with { lab in
                let capture = try furnish(lab)
                let document = try AuditDocument(try lab.audit("--json", "v0", "v1", "w0", "br0", "mv0").text)
                for interface in document.interfaces {
                    let reading = try lab.link(interface.name)
                    let state = interface.state
                    #expect(state.promiscuity == reading.promiscuity, "\(interface.name): \(reading)")
                    #expect(state.gflagsPromisc == reading.gflags, "\(interface.name): \(reading)")
                    #expect(state.flagsPromisc == reading.flags, "\(interface.name): \(reading)")
                    #expect(state.residual == 0 && state.consistent, "\(interface.name)")
                    #expect(state.holders.reduce(0) { $0 + $1.references } == state.promiscuity)
                }
                #expect(try document.state("v0").holders.map(\.kind) == ["packet_socket", "ip_link"])
                let socket = try #require(try document.state("v0").holders.first)
                #expect(socket.processes.map(\.pid) == [Int(capture.pid)])
                #expect(socket.processes.first?.command == "swiftcap" && socket.certainty == "exact")
                let port = try #require(try document.state("v1").holders.first)
                #expect(port.kind == "bridge_port" && port.device == "br0" && port.certainty == "exact")
                let filter = try #require(try document.state("w0").holders.first)
                #expect(filter.kind == "unicast_filter" && filter.certainty == "inferred")
                #expect(document.namespaces.found >= document.namespaces.read && document.namespaces.read >= 1)
                #expect(document.processes.seen > 0)
            }
        }

        @Test func `a capture on a macvlan is followed down`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("ip link add link v0 mv0 type macvlan mode bridge; ip link set mv0 up")
                _ = try lab.capture(Tools.swiftcap, "-i", "mv0", "-n")
                try lab.awaitPromiscuity(1, "mv0")
                try lab.awaitPromiscuity(2, "v0")
                let text = try lab.audit("mv0", "v0").text
                #expect(text.contains("macvlan mv0"))
                let document = try AuditDocument(try lab.audit("mv0", "v0", "--json").text)
                #expect(try document.state("mv0").holders.map(\.kind) == ["packet_socket"])
                #expect(try document.state("v0").holders.map(\.kind).sorted() == ["macvlan", "unicast_filter"])
                #expect(try document.state("v0").holders(of: "macvlan").first?.device == "mv0")
            }
        }

        @Test func `every namespace once, by name, by inode, and by a descriptor alone`() throws {
            try Lab.with { lab in
                try lab.veth()
                // /run/netns of the lab's own: nothing is left on the machine.
                try lab.shell(
                    """
                    mount -t tmpfs tmpfs /run
                    for n in blue red; do
                        ip netns add $n
                        ip -n $n link add v0 type veth peer name v1
                        ip -n $n link set v0 up
                    done
                    ip -n blue link set v0 promisc on
                    ip -n red link set v1 promisc on
                    """)
                let keeper = try lab.start(["sh", "-c", "exec 9</run/netns/red; echo kept; read -r _"])
                try keeper.awaitText("kept", inOutput: true)
                try lab.shell("ip netns del red")

                let all = try AuditDocument(try lab.run([Tools.swiftcap, "audit", "--json"]).text)
                #expect(all.namespaces.found >= 3 && all.namespaces.read <= all.namespaces.found)
                let places = all.interfaces.map { "\($0.networkNamespace) \($0.index)" }
                #expect(Set(places).count == places.count)
                let blue = all.interfaces.filter { $0.namespaceName == "blue" }
                #expect(Set(blue.map(\.name)) == ["lo", "v0", "v1"])
                // Each with its own sysfs, not with that of a namesake here.
                #expect(blue.first { $0.name == "v0" }?.state.flagsPromisc == true)
                #expect(blue.first { $0.name == "v1" }?.state.flagsPromisc == false)
                let here = try lab.shell("readlink /proc/self/ns/net").filter(\.isNumber)
                let own = all.interfaces.filter { String($0.networkNamespace) == here }
                #expect(own.first { $0.name == "v0" }?.state.flagsPromisc == false)
                let inode = try lab.shell("stat -L -c %i /proc/\(keeper.pid)/fd/9").filter(\.isNumber)
                let red = all.interfaces.filter { String($0.networkNamespace) == inode }
                #expect(Set(red.map(\.name)) == ["lo", "v0", "v1"])
                #expect(red.first { $0.name == "v1" }?.state.holders.map(\.kind) == ["ip_link"])
                #expect(red.allSatisfy { $0.namespaceName == nil })

                let chosen = try lab.audit("blue/v0", "\(inode)/v1", "v0").text.split(separator: "\n")
                #expect(chosen[1].hasPrefix("blue/v0 ") && chosen[1].contains(" 1  ip link  promisc on"))
                #expect(chosen[2].hasPrefix("\(inode)/v1 ") && chosen[2].contains(" 1  ip link  promisc on"))
                #expect(chosen[3].split(separator: " ") == ["v0", "0"])
            }
        }

        @Test func `a reference that only another namespace explains`() throws {
            try Lab.with { lab in
                try lab.veth()
                let host = try lab.host("h1")
                try lab.shell(
                    """
                    ip link add link v0 mv0 type macvlan mode bridge
                    ip link set mv0 netns \(host.keeperPID)
                    """)
                try host.shell("ip link set mv0 up; ip link set mv0 promisc on")
                try lab.awaitPromiscuity(2)
                let whole = try lab.audit("v0").text
                #expect(whole.contains("/mv0") && whole.contains(" 0 unexplained."), "\(whole)")
                // A user who may not look there sees a count without a holder, says so, and leaves with 2.
                let process = try lab.run(Lab.powerless + [Tools.swiftcap, "audit", "v0"])
                #expect(process.ending == .exit(2))
                #expect(process.text.contains("?  ") && process.text.contains("unexplained"), "\(process.text)")
                let document = try AuditDocument(
                    try lab.run(Lab.powerless + [Tools.swiftcap, "audit", "v0", "--json"]).text)
                #expect(try document.state("v0").residual ?? 0 > 0)
            }
        }

        @Test func `without privileges there are counts, memberships and users`() throws {
            try Lab.with { lab in
                _ = try furnish(lab)
                let process = try lab.run(Lab.powerless + [Tools.swiftcap, "audit", "v0", "v1"])
                #expect(process.ending == .exit(0), "\(process.errors)")
                let lines = process.text.split(separator: "\n").map(String.init)
                #expect(lines[1].hasPrefix("v0            2  1  packet socket  uid 0  no process found, inode "))
                #expect(process.text.contains("3 references: 3 exact, 0 inferred, 0 unexplained."))
                #expect(process.text.contains("processes could not be read; CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH"))
                let document = try AuditDocument(
                    try lab.run(Lab.powerless + [Tools.swiftcap, "audit", "--json", "v0"]).text)
                #expect(document.processes.unreadable > 0)
                #expect(try document.state("v0").holders.first?.processes.isEmpty == true)
            }
        }

        @Test func `a name that is not there is an error, the rest is shown`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.audit("nope", "v0", "nowhere/v0", status: 1)
                #expect(process.text.contains("\nv0            0\n"))
                #expect(
                    process.errors == """
                        swiftcap: audit: no interface nope in this network namespace
                        swiftcap: audit: no interface nowhere/v0 in sight

                        """)
                #expect(try lab.audit("nope", status: 1).text.isEmpty)
                #expect(try lab.audit("--nope", status: 1).errors == "swiftcap: audit: Unknown option '--nope'\n")
            }
        }

        @Test func `only what has references`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("ip link set v1 promisc on")
                let lines = try lab.audit("--promiscuous", "v0", "v1").text.split(separator: "\n")
                #expect(lines[1].hasPrefix("v1 ") && lines[2].hasPrefix("1 reference: "))
                let document = try AuditDocument(try lab.audit("--promiscuous", "v0", "v1", "--json").text)
                #expect(document.interfaces.map(\.name) == ["v1"])
            }
        }

        @Test func `a socket that no process shows is not called nothing`() throws {
            try Lab.with { lab in
                try lab.veth()
                var peer = try Holding(in: lab)
                for step in ["open a", "join a v0 promisc", "flight a", "close a"] { try peer.step(step) }
                let text = try lab.audit("v0").text
                #expect(text.contains("packet socket  uid 0  no process found, inode "), "\(text)")
                try peer.step("land")
                try lab.awaitPromiscuity(0)
                for step in ["open b", "bind b v0", "join b v0 promisc", "ring b", "close b"] { try peer.step(step) }
                // Its ring is still mapped: that names the process.
                #expect(try lab.audit("v0").text.contains("WirePeer["))
                try peer.quit()
            }
        }

        @Test func `a socket of two processes names both`() throws {
            try Lab.with { lab in
                try lab.veth()
                var peer = try Holding(in: lab)
                for step in ["open a", "join a v0 promisc", "join a v0 promisc"] { try peer.step(step) }
                let child = try peer.step("fork")
                let state = try AuditDocument(try lab.audit("v0", "--json").text).state("v0")
                // Joined twice by the same request, held by two processes: one reference.
                #expect(state.promiscuity == 1 && state.holders.count == 1 && state.holders[0].references == 1)
                #expect(state.holders[0].processes.count == 2)
                #expect(state.holders[0].processes.map { "\($0.pid)" }.contains(child))
                #expect(try lab.audit("v0").text.contains("(and 1 more)"))
                try peer.quit()
            }
        }
    }
}
