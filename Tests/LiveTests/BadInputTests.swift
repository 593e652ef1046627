import TestSupport
import Testing

/// Bad input beside the real tcpdump: the same words (own name in place), the same stdout, the same status.
extension LiveTests {
    @Suite(.enabled(if: Lab.isRoot, "\(Tools.rootReason)")) struct BadInputTests {
        /// GOOD, CUT, HEADCUT, FOREIGN, EMPTY, RAW are savefiles that `prepare` makes.
        static let cases: [CommandLine] = [
            CommandLine("-i nosuch0"), CommandLine("-i down0 -n"), CommandLine("-i 99"),
            CommandLine("-i v0 -c 0"), CommandLine("-i v0 -c -1"), CommandLine("-i v0 -c x"),
            CommandLine("-i v0 -s -1"), CommandLine("-i v0 -s 262145"), CommandLine("-i v0 -s x"),
            CommandLine("-i v0 -s 99999999999999999999"), CommandLine("-i v0 -B 0"),
            CommandLine("-i v0 -B x"), CommandLine("-i v0 -B -5"), CommandLine("-i v0 -Q foo"),
            CommandLine("-i v0 -y NOSUCH"), CommandLine("-i v0 -y IEEE802_11"),
            CommandLine("-tttttt -r GOOD"),
            CommandLine("-i v0 --time-stamp-precision=foo"), CommandLine("-i v0 -w /nonexistent/x"),
            CommandLine("-i v0 -w /"), CommandLine("-i v0 -F /nonexistent"),
            CommandLine("-i v0 foo bar baz"),
            CommandLine("-i v0 tcp port"), CommandLine("-i v0 port 70000"), CommandLine("-i v0 (tcp"),
            CommandLine("-i v0 host nosuch.invalid"), CommandLine("-r GOOD ether proto 70000"),
            CommandLine("-r GOOD wlan type data"), CommandLine("-d -i v0 nonsense"),
            CommandLine("-r /nonexistent"), CommandLine("-r /"), CommandLine("-r EMPTY"),
            CommandLine("-nr HEADCUT"), CommandLine("-tnr CUT"), CommandLine("-tnr CUTHEADER"),
            CommandLine("-r FOREIGN"), CommandLine("-tnr GOOD"), CommandLine("-tnr GOOD -c 1"),
            CommandLine("-r GOOD -c 0"), CommandLine("-tnr LIAR"), CommandLine("-tnr OLD"),
            CommandLine("-tnr GOOD -w /nonexistent/x"), CommandLine("-tnr GOOD --count"),
            CommandLine("-tnr GOOD --count tcp"), CommandLine("-r GOOD -y NOSUCH"),
            CommandLine("-tnr GOOD -d tcp"),
            CommandLine("-r GOOD -ddd arp"), CommandLine("-r GOOD -dd arp"), CommandLine("-i v0 -d icmp"),
            CommandLine("-i v0 -L"), CommandLine("-i v0 -c", firstLineOnly: true),
            CommandLine("--nosuch", firstLineOnly: true),
            CommandLine("-k", firstLineOnly: true), CommandLine("-i", firstLineOnly: true),
            CommandLine("-r", firstLineOnly: true), CommandLine("--count=3 -r GOOD", firstLineOnly: true),
            CommandLine("--list", firstLineOnly: true),
            CommandLine("-i v0", firstLineOnly: true, privileged: false),
        ]

        /// What the cases name: a device that is down, and savefiles good and bad.
        func prepare(_ lab: Lab) throws {
            try lab.veth()
            try lab.shell("ip link add down0 type veth peer name down1")
            let frame = bytes(
                "020000000002020000000001 0800 4500002000010000 4011f6c9c0000201c0000202 04000009000c0000 11223344")
            let good = Savefile.bytes([frame, frame, frame])
            var liar = good
            // The second packet's captured length says 2 GiB.
            liar.replaceSubrange(24 + 16 + frame.count + 8..<24 + 16 + frame.count + 12, with: [0, 0, 0, 0x80])
            var old = good
            // Version 1.2, which no program writes.
            old.replaceSubrange(4..<8, with: [1, 0, 2, 0])
            let files: [(String, [UInt8])] = [
                ("GOOD", good), ("CUT", Array(good.dropLast(9))), ("CUTHEADER", Array(good.dropLast(frame.count + 5))),
                ("HEADCUT", Array(good.prefix(17))),
                ("FOREIGN", Array("#!/bin/sh\necho this is no savefile at all\n".utf8)),
                ("EMPTY", []), ("LIAR", liar), ("OLD", old),
            ]
            for (name, bytes) in files { try Savefile.write(bytes, to: "\(lab.folder)/\(name)") }
        }

        @Test func `messages and statuses are tcpdump's`() throws {
            try Lab.with { lab in
                try prepare(lab)
                for item in Self.cases { try lab.runBeside(item) }
            }
        }
    }

    /// Our own options' bad values: one line, status 1, nothing on stdout.
    @Suite struct OwnBadInputTests {
        static let cases: [(String, String)] = [
            ("-i v0 --duration 0", "duration"), ("-i v0 --duration -1", "duration"), ("-i v0 --duration x", "duration"),
            ("-i v0 --duration 1e99", "duration"), ("compare", "compare"),
            ("compare /nonexistent/a /nonexistent/b", "/nonexistent/a"),
            ("compare FOREIGN FOREIGN", "FOREIGN"), ("compare NEWER NEWER", "swiftcap.report/9"),
            ("compare EMPTY EMPTY", "EMPTY"), ("compare -i nosuch0 --duration 1", "nosuch0"),
        ]

        @Test(arguments: cases)
        func `one clear line`(arguments: String, mentions: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let files = [
                    "FOREIGN": "{\"schema\": \"other/1\"}", "EMPTY": "",
                    "NEWER": "{\"schema\": \"swiftcap.report/9\", \"interfaces\": []}",
                ]
                for (name, text) in files { try Savefile.write(Array(text.utf8), to: "\(lab.folder)/\(name)") }
                let words = arguments.split(separator: " ").map {
                    files[String($0)] == nil ? String($0) : "\(lab.folder)/\($0)"
                }
                let run = try lab.run([Tools.swiftcap] + words, seconds: 10)
                #expect(run.ending == .exit(1))
                #expect(run.errors.contains(mentions), "\(run.errors)")
                #expect(run.errors.hasPrefix("swiftcap: "), "\(run.errors)")
                #expect(run.errors.split(separator: "\n").count <= 2, "\(run.errors)")
                #expect(run.text.isEmpty)
            }
        }

        @Test(.disabled(if: Sanitizers.areOn, "could not run because a sanitizer reads its settings from /proc itself"))
        func `without a command line it captures nothing`() throws {
            try Lab.with { lab in
                try lab.veth()
                let hidden = "mount -t tmpfs none /proc && exec timeout 10 \(Tools.swiftcap) -i v0 -c 1"
                let run = try lab.run(["unshare", "-m", "sh", "-c", hidden])
                #expect(run.ending == .exit(1), "\(run.errors)")
                #expect(
                    run.errors
                        == "swiftcap: the command line cannot be read from /proc/self/cmdline: is /proc mounted?\n")
            }
        }

        @Test(.enabled(if: Tools.has("cc"), "could not run because there is no C compiler"))
        func `a library that replaces the environment before the start does not hide the command line`() throws {
            try Lab.with { lab in
                let source =
                    "#include <stdlib.h>\n"
                    + "__attribute__((constructor)) static void f(void) { setenv(\"A\", \"1\", 1); }\n"
                try Savefile.write(Array(source.utf8), to: "\(lab.folder)/early.c")
                try lab.shell("cc -shared -fPIC -o \(lab.folder)/early.so \(lab.folder)/early.c")
                let run = try lab.run(
                    [Tools.swiftcap, "-r", "/nowhere/a b", ""], environment: ["LD_PRELOAD": "\(lab.folder)/early.so"])
                #expect(run.errors == "swiftcap: /nowhere/a b: No such file or directory\n", "\(run.errors)")
            }
        }

        @Test func `without the privilege it names the capability`() throws {
            try Lab.with { lab in
                try lab.veth()
                let run = try lab.run(["setpriv", "--bounding-set=-all", "--inh-caps=-all", Tools.swiftcap, "-i", "v0"])
                #expect(run.ending == .exit(1))
                #expect(run.errors.lowercased().contains("cap_net_raw"), "\(run.errors)")
            }
        }
    }
}
