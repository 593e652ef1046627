import Foundation
import TestSupport
import Testing

/// What a run has started is waited for by it: in a container process 1 often is a program that waits for nothing.
extension LiveTests {
    @Suite(.enabled(if: Lab.isRoot, "could not run because it takes real root to make a process namespace"))
    struct LeftProcessesTests {
        static let runs = [
            "-i v0 -c 1", "-p -i v0 -c 1 -w FOLDER/f --report FOLDER/r.json",
            "-i v0 -c 1 -Z nobody -w FOLDER/%s -G 60 -z true", "-i v0 -c 1 -w FOLDER/f.parquet",
            "-r FOLDER/in", "-V FOLDER/list -n", "compare -i v0 --duration 0.2",
            "audit", "check v0", "watch --duration 0.2 v0", "export --output FOLDER/m.prom",
        ]

        @Test(arguments: runs)
        func `none stays where process 1 waits for none`(words: String) throws {
            try Lab.with { lab in
                try lab.veth()
                let frame = bytes("020000000002020000000001 88b5 0011")
                try Savefile.write(Savefile.bytes([frame, frame]), to: lab.folder + "/in")
                try lab.shell(
                    """
                    cd \(lab.folder); cp in in2; printf '%s\\n' in in2 >list; sed -i "s|^|$PWD/|" list; chmod 777 .
                    """)
                // Process 1 there waits for none.
                let first = try lab.start([
                    "unshare", "--pid", "--fork", "--mount-proc", "sh", "-c", "echo ready; exec sleep 100",
                ])
                try first.awaitText("ready", inOutput: true)
                let inner = try lab.shell("pgrep -P \(first.pid)").filter(\.isNumber)
                let inside = ["nsenter", "-t", inner, "-p", "-m"]
                let line = words.replacing("FOLDER", with: lab.folder).split(separator: " ").map(String.init)
                let run = try lab.start(inside + [Tools.swiftcap] + line)
                if words.contains("-c 1") {
                    try run.awaitText("listening on")
                    _ = try lab.peer("send", "v1", "--count", "3")
                }
                #expect(try run.wait(seconds: 20) == .exit(0), "\(run.errors)")
                let left = try lab.shell(
                    "\(inside.joined(separator: " ")) sh -c 'grep -l \"^Name:.swiftcap\" /proc/[0-9]*/status || true'")
                #expect(left.isEmpty, "\(left)")
            }
        }
    }
}
