import CLinux
import TestSupport
import Testing

/// Every system call that can wait, from the first to the last: a signal ends it, and the reference is given back.
extension LiveTests {
    @Suite struct WaitingTests {
        struct Wait: Sendable, CustomTestStringConvertible {
            let name: String
            /// FIFO has no reader and no writer, STUCK a reader that stands still, FILE is a savefile of some megabytes.
            let words: String
            /// Signals that it takes: two where the first one lets what has begun be finished.
            var signals = 1
            var ending: Spawned.Ending = .signal(SIGTERM)
            var needsRoot = false
            /// Also where the process began with SIGINT ignored, as a script's children in the background do.
            var heedsInterrupt = true
            /// What shows that it waits.
            var after = ""
            var testDescription: String { name }
        }

        static let waits = [
            Wait(name: "a pipe to write to", words: "-i v0 -w FIFO"),
            Wait(name: "the same, several sockets", words: "-i v0 --threads 2 -w FIFO"),
            Wait(name: "the same, -Z", words: "-i v0 -Z nobody -w FIFO", needsRoot: true),
            Wait(name: "a pipe for the report, -Z", words: "-i v0 -Z nobody --report FIFO", needsRoot: true),
            Wait(name: "the filter's file", words: "-i v0 -F FIFO"),
            Wait(name: "a host's name in the filter", words: "-i v0 host nowhere.example"),
            Wait(name: "the same, savefile", words: "-n -r FILE host nowhere.example"),
            Wait(
                name: "a pipe for the report", words: "-i v0 --duration 0.2 --report FIFO", ending: .exit(1),
                after: "dropped by kernel"),
            Wait(name: "a savefile that is a pipe", words: "-r FIFO"),
            Wait(name: "a pipe that has nothing yet", words: "-r QUIET"),
            Wait(name: "the list of savefiles", words: "-V FIFO"),
            Wait(name: "a copy into a pipe", words: "-r FILE -w FIFO"),
            Wait(
                name: "the next pipe of a series", words: "-r FILE -C 1 -w SERIES", ending: .exit(1), after: "reading"),
            Wait(
                name: "text that is not read", words: "-nX -r FILE >STUCK", signals: 2, ending: .exit(14),
                after: "reading"),
            Wait(
                name: "a copy that is not read", words: "-r FILE -w - >STUCK", signals: 2, ending: .exit(1),
                after: "reading"),
            Wait(
                name: "a command on the last file",
                words: "-r FILE -w OUT -C 100 -z SLEEP --finish-command", signals: 2, ending: .exit(0),
                after: "reading"),
            Wait(name: "a watch that is not read", words: "watch v0 >FULL", ending: .exit(14), after: "watching"),
            Wait(name: "an audit that is not read", words: "audit >FULL", heedsInterrupt: false),
            Wait(name: "a report that is a pipe", words: "report FIFO", heedsInterrupt: false),
        ]

        @Test(arguments: waits.filter { !$0.needsRoot })
        func `a signal ends what waits for`(_ wait: Wait) throws {
            try end(wait)
        }

        @Test(
            .enabled(if: Lab.isRoot, "could not run because -Z needs real root"), arguments: waits.filter(\.needsRoot))
        func `a signal ends what waits before root's rights go`(_ wait: Wait) throws {
            try end(wait)
        }

        private func end(_ wait: Wait) throws {
            try Lab.with { lab in
                try lab.veth()
                try prepare(lab)
                var words = wait.words
                for name in ["FIFO", "QUIET", "STUCK", "FULL", "FILE", "OUT", "SERIES", "SLEEP"] {
                    words = words.replacing(name, with: "\(lab.folder)/\(name)")
                }
                for number in wait.signals == 1 && wait.heedsInterrupt ? [SIGTERM, SIGINT] : [SIGTERM] {
                    let process = try lab.start(["bash", "-c", "trap '' INT; exec \(Tools.swiftcap) \(words)"])
                    if !wait.after.isEmpty { try process.awaitText(wait.after) }
                    if words.contains("watch") { try lab.shell("ip link set v0 promisc on") }
                    Clock.pause(Sanitizers.areOn ? 4 : 1.5)
                    #expect(process.isRunning, "it does not wait\n\(process.errors)")
                    for _ in 0..<wait.signals {
                        process.signal(number)
                        Clock.pause(wait.signals > 1 ? 0.5 : 0)
                    }
                    let ending = try process.wait(seconds: 10)
                    let expected = wait.ending == .signal(SIGTERM) ? .signal(number) : wait.ending
                    #expect(ending == expected, "\(process.errors)")
                    if words.contains("watch") { try lab.shell("ip link set v0 promisc off") }
                    #expect(try lab.link("v0").promiscuity == 0)
                }
                #expect(try lab.shell("ls \(lab.folder) | grep -c '~$' || true") == "0\n")
            }
        }

        /// A name server that does not answer, pipes, a savefile, a command that does not end.
        private func prepare(_ lab: Lab) throws {
            let frame = bytes("020000000002020000000001 88b5") + [UInt8](repeating: 0x5A, count: 1000)
            try Savefile.write(
                Savefile.bytes([[UInt8]](repeating: frame, count: 3000)), to: lab.folder + "/FILE")
            try lab.shell(
                """
                cd \(lab.folder)
                mkfifo FIFO QUIET STUCK FULL SERIES1
                echo nameserver 192.0.2.1 >resolv; mount --bind resolv /etc/resolv.conf
                ip address add 192.0.2.2/24 dev v0
                printf '#!/bin/sh\\nexec sleep 100\\n' >SLEEP; chmod +x SLEEP
                """)
            // Open at both ends, and read by none of them.
            _ = try lab.start(["bash", "-c", "exec 5<>\(lab.folder)/QUIET 6<>\(lab.folder)/STUCK; exec sleep 1000"])
            let full = try lab.start([
                "bash", "-c",
                "exec 5<>\(lab.folder)/FULL; dd if=/dev/zero bs=4096 count=16 >&5 2>/dev/null; echo full; exec sleep 1000",
            ])
            try full.awaitText("full", inOutput: true)
        }

        @Test(.enabled(if: Tools.has("strace"), "could not run because strace is not installed"))
        func `a disk that hangs while the report is written`() throws {
            try Lab.with { lab in
                try lab.veth()
                let process = try lab.start([
                    "strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=fsync", "-e",
                    "inject=fsync:delay_enter=60000000",
                    Tools.swiftcap, "-i", "v0", "--duration", "0.2", "--no-report", "--report", lab.folder + "/r.json",
                ])
                try process.awaitText("dropped by kernel")
                Clock.pause(1)
                let child = try lab.shell("cat /proc/\(process.pid)/task/*/children").filter { $0.isNumber }
                try lab.shell("kill -TERM \(child)")
                try process.awaitText("swiftcap: the end does not come")
                // The thread sanitizer waits a second for late reports before it ends a process.
                if Sanitizers.areOn { Clock.pause(3) }
                // The tracer holds what has ended: without it, what had not would go on and finish the report.
                process.end()
                try lab.shell("for i in $(seq 100); do [ -e /proc/\(child) ] || exit 0; sleep 0.1; done; exit 1")
                #expect(!Tools.exists(lab.folder + "/r.json"))
            }
        }

        @Test func `a standard output that does not wait gets every line`() throws {
            try Lab.with { lab in
                let file = lab.folder + "/f"
                let frame = bytes("020000000002020000000001 88b5 0011")
                try Savefile.write(Savefile.bytes([[UInt8]](repeating: frame, count: 20_000)), to: file)
                for options in ["-n", "-n -l", "-nX"] {
                    let run = try lab.run([
                        "bash", "-c",
                        "\(Tools.peer) nonblocking \(Tools.swiftcap) \(options) -r \(file) | (sleep 1; grep -c 0x88b5); exit ${PIPESTATUS[0]}",
                    ])
                    #expect(run.ending == .exit(0) && run.text == "20000\n", "\(options) \(run.text) \(run.errors)")
                }
            }
        }
    }
}
