import CLinux
import Testing

/// `-Z`: whose files may be written to, what the process that creates later ones may do, and that every thread has
/// given up root's rights before anything that another user may have written is read. As real root, with files and
/// links of other users.
extension LiveTests {
    @Suite(.enabled(if: Lab.isRoot, "could not run because -Z needs real root")) struct PrivilegeTests {
        /// `ROOT` is a folder to which only root may write, `HIS` one of nobody's.
        struct Place: Sendable, CustomTestStringConvertible {
            let path: String
            let script: String
            /// Whose it is afterwards; nil where it must be refused and stay as it was.
            let owner: String?
            var testDescription: String { path + ": " + script }

            init(_ path: String, _ script: String, _ owner: String?) {
                (self.path, self.script, self.owner) = (path, script, owner)
            }
        }

        static let places = [
            Place("ROOT/new", "", "nobody"), Place("HIS/new", "", "nobody"),
            Place("HIS/own", "echo old >HIS/own; chown nobody HIS/own", "nobody"),
            Place("ROOT/own", "echo old >ROOT/own; chown nobody ROOT/own", "nobody"),
            // Root's stays root's.
            Place("ROOT/roots", "echo old >ROOT/roots", "root"),
            Place("HIS/roots", "echo old >HIS/roots; chmod 600 HIS/roots", nil),
            Place("ROOT/other", "echo old >ROOT/other; chown 12345 ROOT/other", nil),
            // A second name.
            Place("HIS/twice", "echo old >ROOT/secret; ln ROOT/secret HIS/twice", nil),
            Place("HIS/twice", "echo old >HIS/a; chown nobody HIS/a; ln HIS/a HIS/twice", nil),
            // Links: nobody's to root's file, to nothing yet, to nobody's own; a folder by a link; root's own link.
            Place("HIS/link", "echo old >ROOT/secret; NOBODY ln -s ../root/secret HIS/link", nil),
            Place("HIS/link", "echo old >HIS/own; chown nobody HIS/own; NOBODY ln -s own HIS/link", nil),
            Place("HIS/folder/new", "NOBODY ln -s ../root HIS/folder", nil),
            Place("HIS/folder/secret", "echo old >ROOT/secret; NOBODY ln -s ../root HIS/folder", nil),
            Place("ROOT/link/own", "ln -s ../his ROOT/link; echo old >HIS/own; chown nobody HIS/own", "nobody"),
            Place("ROOT/link", "ln -s secret ROOT/link; echo old >ROOT/secret", "root"),
            // A link of root's that was given a second name.
            Place("HIS/link", "ln -s ../root/secret ROOT/l; echo old >ROOT/secret; ln -P ROOT/l HIS/link", nil),
        ]

        /// What `script` made, by names, owners and contents.
        private func prepare(_ lab: Lab, _ place: Place) throws -> String {
            func words(_ text: String) -> String {
                text.replacing("ROOT", with: "\(lab.folder)/root").replacing("HIS", with: "\(lab.folder)/his")
                    .replacing("NOBODY", with: "setpriv --reuid=65534 --regid=65534 --clear-groups")
            }
            try lab.shell(
                words(
                    "chmod 755 \(lab.folder); umask 022; rm -rf ROOT HIS; mkdir ROOT HIS; chown nobody HIS; \(place.script)"
                ))
            return words(place.path)
        }

        private func all(_ lab: Lab) throws -> String {
            try lab.shell(
                "cd \(lab.folder); find root his | sort | while read f; do stat -c '%n %U %a %h %N' $f; [ -d $f ] || cat $f; done"
            )
        }

        @Test(arguments: places, ["-w", "--report", "-r"])
        func `only new files, or those that are the user's to have`(_ place: Place, option: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let big = try SeriesTests.bigFile(lab)
                let path = try prepare(lab, place)
                let before = try all(lab)
                let words =
                    option == "-r" ? ["-r", big, "-w", path] : ["-i", "v0", "--duration", "0.1", option, path]
                let run = try lab.run([Tools.swiftcap, "-Z", "nobody", "--no-report"] + words)
                if let owner = place.owner {
                    #expect(run.ending == .exit(0), "\(run.errors)")
                    #expect(try lab.shell("stat -Lc %U \(path)") == owner + "\n")
                    #expect(try lab.shell("wc -c <\(path)") != "4\n")
                } else {
                    #expect(run.ending == .exit(1))
                    #expect(run.errors.contains(": Permission denied") || run.errors.contains("levels of symbolic"))
                    #expect(run.errors.contains("swiftcap: with -Z a file that is there") || option == "-r")
                    #expect(try all(lab) == before)
                }
                #expect(try lab.shell("ls \(lab.folder)/root \(lab.folder)/his | grep -c '~' || true") == "0\n")
            }
        }

        @Test func `special files are written to and stay whose they are`() throws {
            try Lab.with { lab in
                try lab.veth()
                let pipe = lab.folder + "/pipe"
                try lab.shell("mkfifo -m 600 \(pipe)")
                let before = try lab.shell("stat -c '%U %a' \(pipe) /dev/null")
                let reader = try lab.start(["cat", pipe])
                for target in ["/dev/null", pipe] {
                    let run = try lab.run([
                        Tools.swiftcap, "-Z", "nobody", "-i", "v0", "--duration", "0.1", "--no-report", "-w", target,
                    ])
                    #expect(run.ending == .exit(0), "\(run.errors)")
                }
                try reader.wait()
                #expect(reader.output.count == 24)
                let run = try lab.run([
                    Tools.swiftcap, "-Z", "nobody", "-i", "v0", "--duration", "0.1", "--no-report", "-w", "/dev/stdout",
                ])
                #expect(run.ending == .exit(0) && run.output.count == 24, "\(run.errors)")
                #expect(try lab.shell("stat -c '%U %a' \(pipe) /dev/null") == before)
            }
        }

        @Test(arguments: [
            ["-w", "FILE"], ["-w", "FILE", "-G", "1"], ["-w", "FILE.zst"], ["-w", "FILE", "--threads", "2"],
            ["-n", "--report", "FILE"],
        ])
        func `every thread has given up everything`(_ options: [String]) throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("chmod 755 \(lab.folder)")
                let words = options.map { $0.replacing("FILE", with: lab.folder + "/f") }
                let process = try lab.capture(Tools.swiftcap, ["-i", "v0", "-Z", "nobody"] + words)
                if options.contains("--threads") {
                    try process.awaiting("the threads") { try threads(lab, process) > 3 }
                }
                let status = try lab.shell("cat /proc/\(process.pid)/task/*/status")
                let count = status.split(separator: "\n").count { $0.hasPrefix("Name:") }
                #expect(count >= 2)
                for line in [
                    "Uid:\t65534\t65534\t65534\t65534", "Gid:\t65534\t65534\t65534\t65534",
                    "CapInh:\t0000000000000000", "CapPrm:\t0000000000000000", "CapEff:\t0000000000000000",
                    "CapAmb:\t0000000000000000", "NoNewPrivs:\t1",
                ] {
                    #expect(status.split(separator: "\n").count { $0 == line } == count, "\(line)\n\(status)")
                }
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
            }
        }

        private func threads(_ lab: Lab, _ process: Spawned) throws -> Int {
            try lab.shell("ls /proc/\(process.pid)/task").split(separator: "\n").count
        }

        @Test func `the helper keeps two capabilities and three descriptors of its own, and ends with the capture`()
            throws
        {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("mkdir -m 755 \(lab.folder)/only")
                let file = lab.folder + "/only/%s"
                let process = try lab.capture(Tools.swiftcap, ["-i", "v0", "-Z", "nobody", "-w", file, "-G", "1"])
                // Another one names holders.
                let helper = try lab.shell(
                    """
                    for pid in $(cat /proc/\(process.pid)/task/*/children); do
                        if tr '\\0' ' ' </proc/$pid/cmdline | grep -q create-files; then echo $pid; fi
                    done
                    """
                ).filter { $0.isNumber }
                let status = try lab.shell("cat /proc/\(helper)/status")
                for line in [
                    "CapPrm:\t0000000000000003", "CapEff:\t0000000000000003", "CapBnd:\t0000000000000003",
                    "CapInh:\t0000000000000000", "NoNewPrivs:\t1",
                ] {
                    #expect(status.contains(line + "\n"), "\(line)\n\(status)")
                }
                #expect(try lab.shell("ls /proc/\(helper)/fd") == "0\n1\n2\n3\n4\n")
                Clock.pause(1.5)
                process.signal(SIGINT)
                #expect(try process.wait() == .exit(0), "\(process.errors)")
                try lab.shell("for i in $(seq 100); do [ -e /proc/\(helper) ] || exit 0; sleep 0.05; done; exit 1")
                let names = try lab.shell("ls \(lab.folder)/only").split(separator: "\n")
                #expect(names.count >= 2 && names.allSatisfy { Int($0) != nil }, "\(names)")
            }
        }

        /// Orders: the user's numbers, template, clock, count, ring, ending, report, kind of rows.
        @Test(arguments: [
            // A series by size: first, then numbers; what is no request ends it.
            (["f.gz", "", "count", "", ".gz", ""], "00,01,01", "0 f.gz\n0 f1.gz\n0 f2.gz\nstatus 0\n"),
            (["f", "", "count", "2", "", ""], "00,01,01", "0 f0\n0 f1\n0 f0\nstatus 0\n"),
            (["f", "", "count", "", "", ""], "00,2e2e2f78,01", "0 f\ngone\ngone\nstatus 1\n"),
            (["f", "", "count", "", "", ""], "00,05", "0 f\ngone\nstatus 1\n"),
            (["f", "", "count", "", "", ""], "00,0100", "0 f\ngone\nstatus 1\n"),
            // Only what is due.
            (["f", "", "count", "", "", ""], "01", "gone\nstatus 1\n"),
            (["f", "", "count", "", "", ""], "00,00", "0 f\ngone\nstatus 1\n"),
            (["f", "", "count", "", "", ""], "00,02", "0 f\ngone\nstatus 1\n"),
            (["f", "", "count", "", "", ""], "00,03", "0 f\ngone\nstatus 1\n"),
            (["%%x", "clock", "", "", "", ""], "00,02,01", "0 %x\n0 %x1\ngone\nstatus 1\n"),
            (["", "", "", "", "", "r.json"], "03,04", "0 \n0 \nstatus 0\n"),
            (["", "", "", "", "", "r.json"], "03,03,04,04", "0 \n0 \n0 \ngone\nstatus 1\n"),
            (["", "", "", "", "", "r.json"], "04", "gone\nstatus 1\n"),
            (["", "", "", "", "", "r.json"], "00", "gone\nstatus 1\n"),
            // Never out of the folder, nor through a link.
            (["../f", "", "count", "", "", ""], "00", "18 ../f\nstatus 0\n"),
            (["link/f", "", "count", "", "", ""], "00", "40 link/f\nstatus 0\n"),
        ])
        func `the helper takes single octets that are due, and nothing else`(
            orders: [String], messages: String, answers: String
        ) throws {
            try Lab.with { lab in
                try lab.shell("mkdir -m 755 \(lab.folder)/s \(lab.folder)/r; ln -s / \(lab.folder)/s/link")
                // The harness takes no empty words.
                let words = ["65534", "65534"] + (orders + [""]).map { "'\($0)'" }
                let folders = "\(lab.folder)/s \(lab.folder)/r"
                let run = try lab.run([
                    "sh", "-c",
                    "\(Tools.peer) helper \(Tools.swiftcap) \(folders) \(words.joined(separator: " ")) --say \(messages)",
                ])
                #expect(run.text == answers, "\(run.errors)")
                let left = try lab.shell(
                    "cd \(lab.folder); ls r; find s -type f | wc -l; stat -c %U r/* 2>/dev/null || true")
                let files = Set(answers.matches(of: /(?m)^0 (\S+)$/).map { String($0.1) }).count
                #expect(left == (answers.hasPrefix("0 \n0") ? "r.json\n0\nnobody\n" : "\(files)\n"))
            }
        }

        @Test func `a full disk leaves the old report, and nothing else`() throws {
            try Lab.with { lab in
                try lab.veth()
                let disk = lab.folder + "/disk"
                try lab.shell(
                    """
                    chmod 755 \(lab.folder); mkdir -m 755 \(disk); mount -t tmpfs -o size=16k,mode=755 tmpfs \(disk)
                    echo old >\(disk)/r.json; chown nobody \(disk)/r.json
                    dd if=/dev/zero of=\(disk)/fill bs=4096 count=9 2>/dev/null || true
                    """)
                let run = try lab.run([
                    Tools.swiftcap, "-i", "v0", "-Z", "nobody", "--duration", "0.1", "--report", disk + "/r.json",
                ])
                #expect(run.ending == .exit(1))
                #expect(run.errors.contains("/r.json: No space left on device\n"), "\(run.errors)")
                #expect(try lab.shell("cd \(disk); cat r.json; ls") == "old\nfill\nr.json\n")
            }
        }

        @Test(.enabled(if: Tools.has("strace"), "could not run because strace is not installed"))
        func `a savefile is opened, then the rights go, then it is read`() throws {
            try Lab.with { lab in
                let big = try SeriesTests.bigFile(lab)
                try lab.shell(
                    "gzip -k \(big); chmod 600 \(big) \(big).gz; chmod 755 \(lab.folder); mkdir -m 755 \(lab.folder)/o")
                for name in [big, big + ".gz"] {
                    let run = try lab.runOutside(
                        [
                            "strace", "-f", "-y", "-o", lab.folder + "/trace", "-e",
                            "trace=read,pread64,readv,mmap,setresuid",
                            Tools.swiftcap, "-Z", "nobody", "-r", name, "-w", lab.folder + "/o/copy",
                        ], seconds: 120)
                    #expect(run.ending == .exit(0), "\(run.errors)")
                    let lines = try lab.shell("grep -nE 'setresuid|<\(name)>' \(lab.folder)/trace").split(
                        separator: "\n")
                    #expect(lines.first?.contains("setresuid(65534") == true, "\(lines.prefix(3))")
                    #expect(lines.contains { $0.contains("read(") || $0.contains("pread64(") })
                    #expect(try Savefile.count(lab.folder + "/o/copy") == 2900)
                }
                // What cannot be read leaves no file.
                try lab.shell("echo rubbish >\(lab.folder)/bad")
                let run = try lab.runOutside([
                    Tools.swiftcap, "-Z", "nobody", "-r", lab.folder + "/bad", "-w", lab.folder + "/o/none",
                ])
                #expect(run.ending == .exit(1))
                #expect(!Tools.exists(lab.folder + "/o/none"))
            }
        }

        @Test(.enabled(if: Tools.has("setcap"), "could not run because setcap is not installed"))
        func `what is said about capabilities lets a group capture, and no other user`() throws {
            try Lab.with { lab in
                try lab.veth()
                let program = lab.folder + "/swiftcap"
                try lab.shell("chmod 755 \(lab.folder); cp \(Tools.swiftcap) \(program); chmod 755 \(program)")
                func capture(_ group: String) throws -> Spawned {
                    // setpriv itself executes with capabilities, the shell without.
                    try lab.run([
                        "setpriv", "--reuid=65534", "--regid=65534", "--groups=\(group)", "sh", "-c",
                        "exec \(program) -i v0 --duration 0.1 -n --no-report",
                    ])
                }
                let said = try capture("12345").errors
                let match = try #require(said.firstMatch(of: /once: (chgrp GROUP .*)\n/), "\(said)")
                try lab.shell(String(match.1).replacing("GROUP", with: "12345"))
                #expect(try capture("12345").ending == .exit(0))
                let other = try capture("12346")
                #expect(other.ending != .exit(0) && other.errors.contains("Permission denied"), "\(other.errors)")
            }
        }

        @Test(arguments: ["0022", "0077", "0027", "0000"])
        func `files have the mode that tcpdump's have`(mask: String) throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell("mkdir -m 777 \(lab.folder)/o")
                for (place, program) in [
                    "tcpdump -Z root", "tcpdump -Z nobody", "\(Tools.swiftcap) --no-report",
                    "\(Tools.swiftcap) -Z nobody", "\(Tools.swiftcap) -Z nobody -G 100",
                    "\(Tools.swiftcap) --format pcapng",
                ].enumerated() {
                    let process = try lab.start([
                        "sh", "-c", "umask \(mask); cd \(lab.folder)/o; exec \(program) -i v0 -w f\(place)",
                    ])
                    try process.awaitText("listening on")
                    process.signal(SIGINT)
                    try process.wait()
                }
                let modes = try lab.shell("stat -c %a \(lab.folder)/o/f?").split(separator: "\n")
                #expect(modes.count == 6 && Set(modes).count == 1, "\(modes)")
            }
        }
    }
}
