import CLinux
import Foundation
import TestSupport
import Testing

/// The commands that look at the kernel and at other processes: what they are left with, and that they see what they saw.
extension LiveTests {
    @Suite(.enabled(if: Lab.isRoot, "could not run because it takes real root to give it up"))
    struct LookingSandboxTests {
        /// A command that goes on until a signal, what it keeps, and whether a helper writes its file.
        static let running: [(words: String, kept: String, writes: Bool)] = [
            ("watch", ThreadStatus.looks, false),
            ("watch v0 --json --interval 0.2 --sandbox strict", ThreadStatus.looks, false),
            ("export --interval 3600 --output FOLDER/a.prom", ThreadStatus.entersNamespaces, true),
            ("export --interval 1 --sandbox strict --output FOLDER/a.prom", ThreadStatus.entersNamespaces, true),
        ]

        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.sandbox)"), arguments: running)
        func `a command that looks keeps only the right to`(words: String, kept: String, writes: Bool) throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("mkdir -m 700 \(lab.folder)/roots")
                let file = lab.folder + "/roots/a.prom"
                let line = words.replacing("FOLDER", with: lab.folder + "/roots").split(separator: " ").map(String.init)
                let process = try lab.start([Tools.swiftcap] + line)
                if writes {
                    try process.awaiting("the file") { Tools.exists(file) }
                } else {
                    try process.awaitText("watching")
                }
                let users = try lab.standIns()
                for thread in try lab.threads(["\(process.pid)"]) {
                    #expect(thread.user.map(users.contains) == true && thread["Groups"].isEmpty, "\(thread)")
                    #expect(
                        thread["CapPrm"] == kept && thread["CapEff"] == kept && thread["CapBnd"] == kept, "\(thread)")
                    #expect(thread["CapInh"] == ThreadStatus.none && thread["CapAmb"] == ThreadStatus.none, "\(thread)")
                    #expect(thread.isConfined, "\(thread)")
                }
                let makers = try lab.fileHelpers(of: process)
                let others = try lab.helpers(of: "\(process.pid)").filter { !makers.contains($0) }
                #expect(makers.count == (writes ? 1 : 0) && others.count == 1)
                for thread in try lab.threads(others) {
                    #expect(thread.user.map(users.contains) == true && thread.isConfined, "\(thread)")
                    #expect(thread["CapPrm"] == ThreadStatus.none && thread["CapEff"] == ThreadStatus.none, "\(thread)")
                }
                for thread in try makers.isEmpty ? [] : lab.threads(makers) {
                    #expect(thread["CapPrm"] == ThreadStatus.makesFiles && thread.isConfined, "\(thread)")
                }
                try lab.shell("ip link set v0 promisc on")
                process.signal(SIGTERM)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                #expect(!process.errors.contains("sandbox"), "\(process.errors)")
                if writes { #expect(try lab.shell("stat -c '%U %a' \(file)") == "root 644\n") }
                try lab.shell(
                    "for i in $(seq 100); do [ -e /proc/\(others[0]) ] || exit 0; sleep 0.05; done; exit 1")
            }
        }

        /// Who looks.
        static let lookers: [(who: String, words: [String])] = [
            ("root", []),
            ("another user", ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"]),
            ("root of a user namespace", ["unshare", "-U", "-r"]),
        ]

        /// What an audit says of this namespace and those below; what is different each time is left out.
        private func audit(_ lab: Lab, _ words: [String]) throws -> String {
            let run = try lab.run(words, seconds: 60)
            #expect(!run.errors.contains("sandbox"), "\(run.errors)")
            let text = run.text.split(separator: "\n").filter { !$0.contains("\"time\":") }
            let shown = text.prefix { !$0.contains("\"namespaces\": {") }.joined(separator: "\n")
            return shown + "\n\(run.ending.map(String.init(describing:)) ?? "")\n\(run.errors)"
        }

        @Test(.disabled(if: Sanitizers.areOn, "\(Sanitizers.sandbox)"))
        func `the results are the same with the sandbox and without`() throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell(
                    """
                    ip link add br0 type bridge; ip link set v1 master br0; ip link set br0 up
                    ip link set v0 promisc on
                    """)
                // Of another user, and in a network namespace without a name that is root's of this one.
                _ = try lab.capture(Tools.swiftcap, ["-i", "v0", "-n", "-Z", "nobody", "-w", lab.folder + "/x"])
                let other = try lab.start([
                    "unshare", "-n", "sh", "-c",
                    "ip link add m0 type veth peer name m1; ip link set m0 up promisc on; echo ready; exec sleep 600",
                ])
                try other.awaitText("ready", inOutput: true)
                let inode = try lab.shell("stat -L -c %i /proc/\(other.pid)/ns/net").filter(\.isNumber)
                for (who, words) in Self.lookers {
                    var seen: [String] = []
                    for level in ["off", "default", "strict"]
                    where level != "strict" || who != "root of a user namespace" {
                        let line = [
                            Tools.swiftcap, "audit", "--json", "--sandbox", level, "v0", "v1", "br0", "\(inode)/m0",
                        ]
                        seen.append(try audit(lab, words + line))
                    }
                    #expect(seen.allSatisfy { $0 == seen[0] }, "\(who)\n\(seen.joined(separator: "\n----\n"))")
                    #expect(seen[0].contains("bridge_port"), "\(who): \(seen[0])")
                    // Read in the other namespace, by way of its own sysfs.
                    let isRead = seen[0].contains("\"name\": \"m0\"")
                    #expect(isRead == (who == "root"), "\(who): \(seen[0])")
                    if who == "root" { #expect(!seen[0].contains("\"flags_promisc\": null"), "\(seen[0])") }
                }
            }
        }

        @Test(arguments: ["audit", "check", "watch", "export", "compare"])
        func `a level that does not exist is one line`(_ command: String) throws {
            try Lab.with { lab in
                let run = try lab.run(
                    [Tools.swiftcap, command, "--sandbox", "much"]
                        + (command == "compare" ? ["-i", "lo", "--duration", "1"] : []))
                let line = "\(command): invalid sandbox much (must be strict, default or off)"
                #expect(run.ending == .exit(command == "check" ? 3 : 1))
                #expect((run.text + run.errors).contains(line), "\(run.text)\(run.errors)")
            }
        }

        @Test func `off keeps everything`() throws {
            try Lab.with { lab in
                let process = try lab.start([Tools.swiftcap, "watch", "--sandbox", "off"])
                try process.awaitText("watching")
                for thread in try lab.threads(["\(process.pid)"]) {
                    #expect(thread.user == "0" && thread["Seccomp"] == "0" && thread["CapPrm"] != ThreadStatus.looks)
                }
                #expect(try lab.helpers(of: "\(process.pid)").isEmpty)
            }
        }

        @Test func `a page goes where it went, into a descriptor, a pipe and a folder of root's`() throws {
            try Lab.with { lab in
                try lab.shell("mkdir -m 700 \(lab.folder)/roots; mkfifo \(lab.folder)/pipe")
                for target in ["/dev/stdout", "\(lab.folder)/roots/a.html", "\(lab.folder)/pipe"] {
                    let reader = target.hasSuffix("pipe") ? "cat \(target) & " : ""
                    let script = "\(reader)\(Tools.swiftcap) audit lo --html \(target)"
                    let run = try lab.run(["sh", "-c", script + "; s=$?; wait; exit $s"])
                    let page = target.hasSuffix("html") ? try lab.shell("cat \(target)") : run.text
                    #expect(run.ending == .exit(0) && page.hasPrefix("<!DOCTYPE html>"), "\(target): \(run.errors)")
                    #expect(page.contains("</html>"), "\(target)")
                }
                let run = try lab.run([Tools.swiftcap, "audit", "lo", "--html", lab.folder + "/none/a.html"])
                #expect(run.ending == .exit(1))
                #expect(
                    run.errors
                        == "swiftcap: the page cannot be written to \(lab.folder)/none/a.html: No such file or directory\n"
                )
            }
        }

        @Test func `links, full disks and sticky folders are as they were`() throws {
            try Lab.with { lab in
                try lab.shell(
                    """
                    mkdir -m 777 \(lab.folder)/all; mkdir \(lab.folder)/small
                    mount -t tmpfs -o size=4k tmpfs \(lab.folder)/small; echo old >\(lab.folder)/small/a.prom
                    ln -s /etc/new.prom \(lab.folder)/all/a.prom; chown -h 65534 \(lab.folder)/all/a.prom
                    """)
                defer { _ = try? lab.shell("umount \(lab.folder)/small") }
                for (file, why) in [("all", "Permission denied"), ("small", "No space left on device")] {
                    let path = "\(lab.folder)/\(file)/a.prom"
                    let run = try lab.run([Tools.swiftcap, "export", "--output", path])
                    #expect(run.ending == .exit(1) && run.errors.contains("\(path): \(why)\n"), "\(run.errors)")
                    #expect(run.errors.split(separator: "\n").count == 1, "\(run.errors)")
                }
                #expect(try lab.shell("cat \(lab.folder)/small/a.prom; ls \(lab.folder)/small") == "old\na.prom\n")
                #expect(!Tools.exists("/etc/new.prom"))
                // Another user's file in a folder like /tmp stays that user's.
                try lab.shell(
                    """
                    mkdir -m 1777 \(lab.folder)/sticky; chown 65534 \(lab.folder)/sticky
                    touch \(lab.folder)/sticky/a.prom; chown 1 \(lab.folder)/sticky/a.prom
                    """)
                let run = try lab.run([Tools.swiftcap, "export", "--output", lab.folder + "/sticky/a.prom"])
                #expect(run.ending == .exit(0), "\(run.errors)")
                #expect(try lab.shell("stat -c %u \(lab.folder)/sticky/a.prom") == "1\n")
            }
        }
    }
}
