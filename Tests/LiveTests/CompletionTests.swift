import Testing

/// The real shells with their scripts, which ask the real program.
extension LiveTests {
    @Suite struct CompletionTests {
        /// What is typed, and what stands on the line after one tab.
        static let lines: [(String, String)] = [
            ("swiftcap au", "swiftcap audit"), ("swiftcap --no-pr", "swiftcap --no-promiscuous-mode"),
            ("swiftcap -nT sn", "swiftcap -nT snmp"), ("swiftcap --color=al", "swiftcap --color=always"),
            ("swiftcap -i long", "swiftcap -i longname0"), ("swiftcap audit long", "swiftcap audit longname0"),
            ("swiftcap check --allow brid", "swiftcap check --allow bridge_port"),
            ("swiftcap check --allow=brid", "swiftcap check --allow=bridge_port"),
            ("swiftcap --columns time,dns.question.n", "swiftcap --columns time,dns.question.name"),
            ("swiftcap -r cap", "swiftcap -r capture.pcap"),
            ("swiftcap --report=cap", "swiftcap --report=capture.pcap"),
            ("swiftcap -nv portr", "swiftcap -nv portrange"), ("swiftcap help wa", "swiftcap help watch"),
            ("swiftcap lab --ex", "swiftcap lab --explain"), ("swiftcap -Q ou", "swiftcap -Q out"),
        ]

        /// Types into a shell on a terminal. What follows the tab waits until the shell is done with it.
        static let typist = """
            import os, pty, sys
            shell, load, line = sys.argv[1:]
            child, terminal = pty.fork()
            if child == 0:
                os.execvp(shell, {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}[shell])
            seen = b""
            def until(mark):
                global seen
                while mark not in seen:
                    try: seen += os.read(terminal, 4096)
                    except OSError: sys.exit("the shell ended: %r" % seen)
            os.write(terminal, (load + "; echo RE''ADY\\n").encode())
            until(b"READY")
            os.write(terminal, (line + "\\t\\x01echo +\\x05\\n").encode() + b"echo E''ND\\n")
            until(b"END")
            print([text for text in seen.decode().splitlines() if text.startswith("+")][-1][1:].strip())
            """

        static let loads = [
            "bash": ". <(swiftcap --generate-completion-script bash)",
            "zsh": "autoload -Uz compinit; compinit -u -D; . <(swiftcap --generate-completion-script zsh)",
        ]

        private func types(in shell: String, _ body: ((String) throws -> String) throws -> Void) throws {
            try Lab.with { lab in
                try lab.shell(
                    """
                    ip link add longname0 type veth peer name 'longname$(id)'
                    cd '\(lab.folder)'; mkdir bin; ln -s '\(Tools.swiftcap)' bin/swiftcap; touch capture.pcap
                    """)
                try body { line in
                    let words =
                        shell == "fish"
                        ? [
                            "fish", "--no-config", "-c",
                            "swiftcap --generate-completion-script fish | source; complete -C '\(line)'",
                        ]
                        : ["python3", "-c", Self.typist, shell, Self.loads[shell] ?? "", line]
                    let ended = try lab.run(
                        ["env", "-C", lab.folder, "PATH=\(lab.folder)/bin:/usr/sbin:/usr/bin:/sbin:/bin"] + words)
                    #expect(ended.ending == .exit(0), "\(ended.errors)")
                    return ended.text
                }
            }
        }

        @Test(.enabled(if: Tools.has("bash") && Tools.has("python3"), "bash or python3 is not installed"))
        func `bash completes what is typed`() throws {
            try types(in: "bash") { type in
                for (typed, expected) in Self.lines {
                    let line = try type(typed)
                    #expect(line == expected + "\n")
                }
            }
        }

        @Test(.enabled(if: Tools.has("zsh") && Tools.has("python3"), "zsh or python3 is not installed"))
        func `zsh completes what is typed`() throws {
            try types(in: "zsh") { type in
                for (typed, expected) in Self.lines {
                    let line = try type(typed)
                    #expect(line == expected + "\n")
                }
            }
        }

        @Test(.enabled(if: Tools.has("fish"), "fish is not installed")) func `fish completes what is typed`() throws {
            try types(in: "fish") { type in
                for (typed, expected) in Self.lines {
                    // fish gives the last word, and its meaning behind a tab.
                    let found = try type(typed).split(separator: "\n").map { $0.prefix { $0 != "\t" } }
                    #expect(found == [expected.split(separator: " ").last!], "\(typed)")
                }
            }
        }

        /// The name of another user's interface would be run by the shell once it stands on the command line.
        @Test func `names that a shell would run are not offered`() throws {
            try Lab.with { lab in
                try lab.shell("ip link add longname0 type veth peer name 'longname$(id)'")
                let ended = try lab.run([Tools.swiftcap, "---complete", "-i", "long"])
                #expect(ended.text == "longname0\t\n")
            }
        }

        @Test func `a shell that is not known is one line`() throws {
            try Lab.with { lab in
                let ended = try lab.run([Tools.swiftcap, "--generate-completion-script", "tcsh"])
                #expect(ended.ending == .exit(1))
                #expect(ended.errors == "swiftcap: --generate-completion-script needs the shell: bash, zsh, fish\n")
            }
        }

        static let mistyped: [([String], String)] = [
            (["--colour", "always"], "unrecognized option '--colour'\nDid you mean '--color'?\nTry "),
            (
                ["--snapshot-lenght=9"],
                "unrecognized option '--snapshot-lenght=9'\nDid you mean '--snapshot-length'?\nTry "
            ),
            (["audti"], "\nDid you mean 'swiftcap audit'?\n"),
            (["wach", "--all"], "unrecognized option '--all'\nDid you mean 'swiftcap watch'?\nTry "),
            (["check", "--alow", "x"], "Did you mean --allow?"),
        ]

        @Test(arguments: mistyped)
        func `a mistyped command or option gets the nearest one`(_ words: [String], _ expected: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let ended = try lab.run([Tools.swiftcap] + words)
                #expect(ended.ending == .exit(words[0] == "check" ? 3 : 1))
                #expect((ended.errors + ended.text).contains(expected), "\(ended.errors)")
            }
        }

        @Test(arguments: [["--nosuchoption"], ["port"], ["-c"], ["--no"], ["-i", "audti0"]])
        func `nothing is suggested where nothing is near`(_ words: [String]) throws {
            try Lab.with { lab in
                try lab.veth()
                let ended = try lab.run([Tools.swiftcap] + words)
                #expect(ended.ending == .exit(1) && !ended.errors.contains("Did you mean"), "\(ended.errors)")
            }
        }

        @Test(arguments: ["audit", "check", "compare", "export", "lab", "report", "watch"])
        func `a command's help is about the command`(_ name: String) throws {
            try Lab.with { lab in
                for words in [[name, "--help"], [name, "-h"], ["help", name]] {
                    let ended = try lab.run([Tools.swiftcap] + words)
                    #expect(ended.ending == .exit(0) && ended.text.contains("USAGE: swiftcap \(name) "))
                }
            }
        }
    }
}
