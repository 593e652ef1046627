import CLinux
import Testing

// `-Z` and rows: folders are made, names come at the end, and nothing of another user's is touched.
extension LiveTests.PrivilegeTests {
    /// What the helper has made below its folder afterwards; `~` for a name that no other file has.
    @Test(arguments: [
        // A file of rows has another name until it is to be placed; the oldest goes first.
        ("whole", "a/b/f.parquet", "00,05", "0 a/b/f.parquet\n0 \nstatus 0\n", "nobody a/b/f.parquet"),
        (
            "whole", "f.parquet", "00,01,05,06", "0 f.parquet\n0 f1.parquet\n0 \n0 \nstatus 0\n",
            "nobody f.parquet"
        ),
        ("whole", "f.parquet", "00,06,05", "0 f.parquet\n0 \ngone\nstatus 1\n", ""),
        ("whole", "f.parquet", "05", "gone\nstatus 1\n", ""),
        ("whole", "his/secret", "00", "13 his/secret\nstatus 0\n", ""),
        ("folders", "a/f.ndjson", "00,05", "0 a/f.ndjson\ngone\nstatus 1\n", "nobody a/f.ndjson"),
        // Never out of the folder, nor through a link; a folder of root's stays root's.
        ("whole", "../f", "00", "18 ../f\nstatus 0\n", ""),
        ("folders", "../a/f", "00", "18 ../a/f\nstatus 0\n", ""),
        ("whole", "link/f", "00", "40 link/f\nstatus 0\n", ""),
        ("folders", "link/a/f", "00", "40 link/a/f\nstatus 0\n", ""),
        ("folders", "roots/a/f", "00", "0 roots/a/f\nstatus 0\n", "nobody roots/a/f"),
    ])
    func `the helper's files of rows`(
        kind: String, template: String, messages: String, answers: String, files: String
    ) throws {
        try Lab.with { lab in
            try lab.shell(
                """
                mkdir -m 755 \(lab.folder)/s \(lab.folder)/r; cd \(lab.folder)/s; ln -s / link; mkdir -m 755 roots his
                echo old >his/secret; chown 12345 his; chmod 600 his/secret
                """)
            let run = try lab.run([
                "sh", "-c",
                "\(Tools.peer) helper \(Tools.swiftcap) \(lab.folder)/s \(lab.folder)/r 65534 65534 \(template) '' count '' "
                    + ".parquet '' \(kind) --say \(messages)",
            ])
            #expect(run.text == answers, "\(run.errors)")
            let made = try lab.shell(
                "cd \(lab.folder)/s; find . -type f ! -name secret -printf '%u %P\\n' | sort; cat his/secret")
            #expect(made == (files.isEmpty ? "" : files + "\n") + "old\n")
            #expect(try lab.shell("stat -c %U \(lab.folder)/s/roots \(lab.folder)/s") == "root\nroot\n")
        }
    }

    /// Folders to which the user may not write.
    @Test(arguments: ["parquet", "ndjson", "ndjson.zst"])
    func `rows and books turn as savefiles do`(ending: String) throws {
        try Lab.with { lab in
            try lab.veth()
            try lab.shell("chmod 755 \(lab.folder); mkdir -m 755 \(lab.folder)/only")
            let process = try lab.capture(
                Tools.swiftcap, "-i", "v0", "-Z", "nobody", "-w", lab.folder + "/only/a/%Y/f.\(ending)", "-G", "1",
                "--books", lab.folder + "/only/books/%Y/b.\(ending)", "-z", "ls")
            for _ in 0..<3 {
                _ = try lab.peer("send", "v1", "--count", "20", "--size", "100")
                Clock.pause(0.8)
            }
            process.signal(SIGINT)
            #expect(try process.wait() == .exit(0), "\(process.errors)")
            let files = try lab.shell("cd \(lab.folder)/only; find . -type f -printf '%f %u\\n' | sort").split(
                separator: "\n")
            #expect(files.count { $0.hasPrefix("f") } >= 2 && files.count { $0.hasPrefix("b") } >= 2, "\(files)")
            #expect(files.allSatisfy { $0.hasSuffix(".\(ending) nobody") }, "\(files)")
            #expect(process.text.contains("/only/a/"), "\(process.text)")
            let read = try lab.shell("cat $(find \(lab.folder)/only -name 'f*') | head -c 4")
            if ending == "parquet" { #expect(read == "PAR1") }
            if ending == "ndjson" { #expect(read == "{\"@t") }
        }
    }

    @Test func `rows of a savefile into a folder of root's, and into a pipe`() throws {
        try Lab.with { lab in
            let big = try LiveTests.SeriesTests.bigFile(lab)
            try lab.shell("chmod 755 \(lab.folder); mkdir -m 755 \(lab.folder)/only; mkfifo -m 600 \(lab.folder)/p")
            for name in ["a.parquet", "new/b.parquet", "c.ndjson"] {
                let path = "\(lab.folder)/only/\(name)"
                let run = try lab.runOutside([Tools.swiftcap, "-Z", "nobody", "-r", big, "-w", path])
                #expect(run.ending == .exit(0), "\(run.errors)")
                #expect(try lab.shell("stat -c %U \(path)") == "nobody\n")
            }
            #expect(try lab.shell("grep -c sequence \(lab.folder)/only/c.ndjson") == "2900\n")
            #expect(try lab.shell("find \(lab.folder)/only -name '*~'") == "")
            let reader = try lab.start(["cat", lab.folder + "/p"])
            let run = try lab.runOutside([
                Tools.swiftcap, "-Z", "nobody", "-r", big, "--format", "parquet", "-w", lab.folder + "/p",
            ])
            #expect(run.ending == .exit(0), "\(run.errors)")
            try reader.wait()
            #expect(reader.output.prefix(4) == Array("PAR1".utf8)[...])
        }
    }
}
