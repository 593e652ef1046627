import CLinux
import Testing

/// Where a report goes, through which links, and what a pcapng file tells of it.
extension LiveTests {
    @Suite struct ReportPlaceTests {
        @Test(arguments: [
            ("--report /dev/stdout", ""), ("--report /proc/self/fd/1", ""), ("--report /dev/fd/7", "7>&1"),
            ("--report >(cat)", ""),
        ])
        func `a descriptor is written to`(option: String, redirection: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let words = "\(Tools.swiftcap) -i v0 --duration 0.1 --no-report -w /dev/null \(option) \(redirection)"
                // A pipe, and a file that has something already.
                let piped = try lab.run(["bash", "-c", "set -o pipefail; \(words) | cat >\(lab.folder)/piped"])
                #expect(piped.ending == .exit(0), "\(piped.errors)")
                let file = try lab.run(["bash", "-c", "{ echo first; \(words); sleep 0.5; } >\(lab.folder)/file"])
                #expect(file.ending == .exit(0), "\(file.errors)")
                try lab.shell("sed -n '2,$p' \(lab.folder)/file >\(lab.folder)/rest")
                #expect(try lab.shell("head -n 1 \(lab.folder)/file") == "first\n")
                for name in ["piped", "rest"] {
                    #expect(try ReportDocument(lab.folder + "/" + name).only().name == "v0")
                }
            }
        }

        /// Folder's owner, link's owner, who captures, whether the link is followed.
        @Test(
            .enabled(if: Lab.isRoot, "could not run because links of other users take real root"),
            arguments: [
                ("0", "0", "0", true), ("65534", "0", "0", true), ("65534", "65534", "0", true),
                ("0", "65534", "0", false), ("65534", "12345", "0", false), ("12345", "65534", "65534", true),
                ("12345", "12345", "65534", true), ("0", "12345", "65534", false),
            ])
        func `links are followed by the rule of protected_symlinks`(
            folder: String, link: String, user: String, isFollowed: Bool
        ) throws {
            try Lab.with { lab in
                try lab.veth()
                try lab.shell(
                    """
                    cd \(lab.folder); chmod 755 .; mkdir -m 777 d target; echo old >target/r; chmod 666 target/r
                    ln -s ../target/r d/link; chown -h \(link) d/link; chown \(folder) d
                    """)
                // Root of the namespace's device by capability, as another user.
                let prefix =
                    user == "0"
                    ? []
                    : [
                        "setpriv", "--reuid=\(user)", "--clear-groups", "--inh-caps=+net_raw,+net_admin",
                        "--ambient-caps=+net_raw,+net_admin",
                    ]
                let run = try lab.run(
                    prefix + [
                        Tools.swiftcap, "-i", "v0", "--duration", "0.1", "--no-report", "-w", "/dev/null", "--report",
                        lab.folder + "/d/link",
                    ])
                #expect(run.ending == .exit(isFollowed ? 0 : 1), "\(run.errors)")
                let isOld = try lab.shell("cat \(lab.folder)/target/r") == "old\n"
                #expect(isOld != isFollowed)
                if !isFollowed { #expect(run.errors.contains("/d/link: Permission denied\n"), "\(run.errors)") }
                #expect(try lab.shell("[ -L \(lab.folder)/d/link ] && ls \(lab.folder)/target") == "r\n")
            }
        }

        @Test(arguments: [["-w", "FILE"], ["-w", "FILE", "-G", "1"], ["-w", "FILE", "--threads", "2"]])
        func `--no-report leaves names and command lines out of pcapng`(options: [String]) throws {
            try Lab.with { lab in
                try lab.veth()
                var other = try Holding(in: lab)
                try other.step("stamp")
                // Another process's words: a capture that holds a reference all the time.
                let secret = try lab.capture(
                    Tools.swiftcap, "-i", "v0", "-w", "/dev/null", "--no-report", "not port 51966 and not port 57005")
                let host = try lab.shell("uname -n").filter { $0 != "\n" }
                for hides in [true, false] {
                    let name = "\(lab.folder)/\(hides ? "hides" : "tells")"
                    let words = options.map { $0.replacing("FILE", with: name + ".pcapng") }
                    let process = try lab.start(
                        [Tools.swiftcap, "-i", "v0", "--report", lab.folder + "/r.json"] + words
                            + (hides ? ["--no-report"] : []))
                    try process.awaitText("listening on")
                    Clock.pause(1.3)
                    process.signal(SIGINT)
                    #expect(try process.wait() == .exit(0), "\(process.errors)")
                    for word in ["51966", "\"host\": ?\"\(host)\"", "arguments", lab.folder, "swiftcap.report"] {
                        let files = try lab.run(["sh", "-c", "cat \(name)*.pcapng | grep -caE '\(word)'"]).text
                        #expect((files == "0\n") == hides, "\(word): \(files)")
                    }
                    #expect(try ReportDocument(lab.folder + "/r.json").host == host)
                }
                secret.signal(SIGINT)
                try secret.wait()
                try other.quit()
            }
        }
    }
}
