import Syscalls
import SystemPackage
import Testing

@testable import Promiscuity

/// Sockets to processes, on a /proc that was written down.
@Suite struct ProcessFinderTests {
    private static let socket = PacketSocket.with(700, [(4, 1, 1)])

    @Test func `through descriptors`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "tcpdump", user: 1000, [3: .socket(5), 4: .socket(700)])
        kernel.process(11, "other", [3: .socket(6)])
        kernel.users[1000] = "anna"
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(
            finder.processes(of: Self.socket) == [
                HolderProcess(pid: 10, command: "tcpdump", user: "anna", arguments: ["/usr/bin/tcpdump", "-i", "eth0"])
            ])
        #expect(finder.coverage == ProcessCoverage(seen: 2, unreadable: 0))
    }

    @Test func `every process is named once`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [3: .socket(700), 9: .socket(700)])
        kernel.process(11, "b", [0: .socket(700)])
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.pid) == [10, 11])
    }

    /// A fork shares all sockets of its parent.
    @Test func `the processes of a socket, and of all together, are bounded`() {
        let kernel = ScriptedKernel()
        let sockets = (0..<100).map { PacketSocket.with(UInt32(700 + $0), [(4, 1, 1)]) }
        let held = Dictionary(uniqueKeysWithValues: sockets.enumerated().map { (Int32($0.offset), $0.element.inode) })
        for pid in 10..<Int32(310) { kernel.process(pid, "a", held.mapValues { .socket($0) }) }
        let finder = ProcessFinder(kernel)
        finder.locate([sockets[0]])
        #expect(finder.processes(of: sockets[0]).count == 255)
        #expect(finder.coverage.fault == nil)
        finder.locate(sockets)
        #expect(sockets.reduce(0) { $0 + finder.processes(of: $1).count } == 1 << 14)
        #expect(finder.coverage.fault?.errno == .noMemory)
    }

    /// One process has it as a descriptor, another only mapped, a third in an io_uring: a thorough search names them
    /// all.
    @Test(arguments: [(false, [10]), (true, [10, 11, 12])] as [(Bool, [Int32])])
    func `descriptors do not hide maps`(thorough: Bool, expected: [Int32]) {
        let kernel = ScriptedKernel()
        let mapped = Array("7f00-7f01 rw-s 00000000 00:08 700                 socket:[700]\n".utf8)
        kernel.process(10, "a", [3: .socket(700)])
        kernel.process(11, "b", [:])
        kernel.process(12, "c", [5: .ioUring])
        kernel.files["/proc/10/maps"] = mapped
        kernel.files["/proc/11/maps"] = mapped
        kernel.files["/proc/12/fdinfo/5"] = Array("UserFiles:\t1\n    0: socket:[700]\n".utf8)
        let finder = ProcessFinder(kernel, thorough: thorough)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.pid) == expected)
    }

    @Test func `known sockets are not looked for again`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [3: .socket(700)])
        let finder = ProcessFinder(kernel)
        for _ in 0..<5 { finder.locate([Self.socket]) }
        #expect(kernel.scans == 1)
        finder.locate([Self.socket, .with(701, [(4, 1, 1)])])
        #expect(kernel.scans == 2)
    }

    @Test func `sockets of other devices are not forgotten`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [3: .socket(700), 4: .socket(701)])
        let other = PacketSocket.with(701, [(5, 1, 1)])
        let finder = ProcessFinder(kernel)
        for _ in 0..<5 {
            finder.locate([Self.socket], among: [Self.socket, other])
            finder.locate([other], among: [Self.socket, other])
        }
        #expect(kernel.scans == 2)
    }

    @Test func `not found is not looked for at every poll`() {
        let kernel = ScriptedKernel()
        let finder = ProcessFinder(kernel)
        for _ in 0..<5 { finder.locate([Self.socket]) }
        #expect(finder.processes(of: Self.socket).isEmpty)
        #expect(kernel.scans == 1)
        kernel.process(10, "late", [3: .socket(700)])
        finder.locate([Self.socket], again: true)
        #expect(finder.processes(of: Self.socket).map(\.pid) == [10])
    }

    @Test func `a process that closed its descriptor is not named any more`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [3: .socket(700)])
        kernel.process(11, "b", [3: .socket(700)])
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        // The number is used again, by another socket; the other process is gone.
        kernel.descriptors[10] = [3: .socket(701)]
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.pid) == [11])
        kernel.descriptors[11] = nil
        kernel.pids = [10]
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).isEmpty)
    }

    @Test func `a new socket with an old inode is looked for anew`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [3: .socket(700)])
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        kernel.pids = []
        kernel.process(12, "c", [5: .socket(700)])
        let other = PacketSocket(inode: 700, cookie: 99, userID: 0, memberships: [])
        finder.locate([other])
        #expect(finder.processes(of: other).map(\.pid) == [12])
        #expect(finder.processes(of: Self.socket).isEmpty)
    }

    @Test func `refused processes are counted`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [:])
        kernel.process(11, "b", [:])
        kernel.process(12, "gone", [:])
        kernel.refused = [10: .permissionDenied, 11: .notPermitted, 12: .noSuchFileOrDirectory]
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.coverage == ProcessCoverage(seen: 3, unreadable: 2))
    }

    @Test func `a mapped ring`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [:])
        kernel.files["/proc/10/maps"] = Array(
            """
            55d0c0000000-55d0c0021000 rw-p 00000000 00:00 0                          [heap]
            7f1c00000000-7f1c00010000 rw-s 00000000 00:08 700                        socket:[700]
            7f1c00020000-7f1c00030000 r--p 00000000 08:01 9                          /tmp/a socket:[701]

            """.utf8)
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.pid) == [10])
        // Another process with the same pid is not it.
        kernel.files["/proc/10/stat"] = Array("10 (x) S \(String(repeating: "0 ", count: 18))999 0\n".utf8)
        kernel.files["/proc/10/maps"] = nil
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).isEmpty)
    }

    @Test func `a file registered with io_uring`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [7: .ioUring])
        kernel.files["/proc/10/fdinfo/7"] = Array("pos:\t0\nUserFiles:\t1\n    0: socket:[700]\nUserBufs:\t0\n".utf8)
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.pid) == [10])
    }

    /// Older kernels show the bare name there, which the process chose.
    @Test(arguments: [
        ("6.18.0-rc1+\n", 1), ("6.14\n", 1), ("7.0.1\n", 1), ("6.13.9\n", 0), ("5.15.0-91-generic\n", 0), ("\n", 0),
        ("6\n", 0),
    ])
    func `only kernels that show paths are believed`(release: String, found: Int) {
        let kernel = ScriptedKernel()
        kernel.files["/proc/sys/kernel/osrelease"] = Array(release.utf8)
        kernel.process(10, "a", [7: .ioUring])
        kernel.files["/proc/10/fdinfo/7"] = Array("UserFiles:\t1\n    0: socket:[700]\n".utf8)
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).count == found)
    }

    /// Lines of maps: only one that the kernel made for a mapped socket is one.
    static let mapped: [(text: String, inode: UInt32?)] = [
        ("7f1c00000000-7f1c00010000 rw-s 00000000 00:08 700                        socket:[700]", 700),
        ("7f1c00000000-7f1c00010000 rw-s 00000000 00:08 4294967996 socket:[4294967996]", 700),
        // A file of that name: its inode and its device are its own, and its path begins with a slash.
        ("7f1c00000000-7f1c00010000 r--p 00000000 08:01 9                          /tmp/evil socket:[700]", nil),
        ("7f1c00000000-7f1c00010000 r--p 00000000 00:08 700                        /tmp/evil socket:[700]", nil),
        ("7f1c00000000-7f1c00010000 r--p 00000000 08:01 700                        socket:[700]", nil),
        ("7f1c00000000-7f1c00010000 r--p 00000000 00:08 9                          socket:[700]", nil),
        ("7f1c00000000-7f1c00010000 r--p 00000000 00:08 700                        x socket:[700]", nil),
        ("7f1c00000000-7f1c00010000 r--p 00000000 00:08 700                        socket:[700] (deleted)", nil),
        ("7f1c00000000-7f1c00010000 rw-p 00000000 00:00 0                          [anon: socket:[0]]", nil),
        ("7f1c00000000-7f1c00010000 rw-p 00000000 00:00 0 ", nil), ("", nil), ("socket:[700]", nil),
        ("a b c 00:08 700 socket:[]", nil), ("a b c 00:08 700 socket:[x]", nil), ("a b c 00:08 700 socket:[700", nil),
        // Numbers beyond 64 bits must not trap.
        ("a b c 00:08 99999999999999999999 socket:[99999999999999999999]", nil),
    ]

    @Test(arguments: mapped.indices) func `mapped sockets`(_ row: Int) {
        let line = Array(Self.mapped[row].text.utf8)
        #expect(HiddenSockets.mapped(line[...], on: Array("00:08".utf8)) == Self.mapped[row].inode)
    }

    static let registered: [(text: String, inode: UInt32?)] = [
        ("    0: socket:[700]", 700), ("12: socket:[700]", 700),
        ("    0: /tmp/evil\\040socket:[700]", nil), ("    0: /tmp/evil socket:[700]", nil),
        ("    0:  socket:[700]", nil),
        ("    0:socket:[700]", nil), ("SqThread: socket:[700]", nil), ("socket:[700]", nil), ("    0: socket:[]", nil),
        ("", nil), (":", nil), ("0: socket:[99999999999999999999999999]", nil),
    ]

    @Test(arguments: registered.indices) func `registered sockets`(_ row: Int) {
        #expect(HiddenSockets.registered(Array(Self.registered[row].text.utf8)[...]) == Self.registered[row].inode)
    }

    @Test func `commands that try to mislead`() throws {
        let kernel = ScriptedKernel()
        let details = ProcessDetails(kernel)
        kernel.files["/proc/1/stat"] = Array("1 (a) S 1 (b) R \(String(repeating: "7 ", count: 18))42 0\n".utf8)
        #expect(try details.startTime(of: 1) == 42)
        for text in ["", ")", "1 (a", "1 (a) S 1", "1 (a) " + String(repeating: "x ", count: 30)] {
            kernel.files["/proc/1/stat"] = Array(text.utf8)
            #expect(try details.startTime(of: 1) == nil)
        }
        for (text, user) in [("Uid:\t1\t2\t3\t4\n", 2), ("Name:\tx\nUid:\t1 2\n", 2)] as [(String, UInt32)] {
            #expect(ProcessDetails.effectiveUser(Array(text.utf8)) == user)
        }
        for text in ["", "Uid:", "Uid:\t1\n", "Uid:\t1\t-2\n", "Uid:\t1\t99999999999\n"] {
            #expect(ProcessDetails.effectiveUser(Array(text.utf8)) == nil)
        }
    }

    @Test func `arguments end with nul`() {
        for (text, expected) in [("", []), ("a\0", ["a"]), ("a\0\0b\0", ["a", "", "b"]), ("a", ["a"]), ("\0", [""])] {
            #expect(ProcessDetails.split(Array(text.utf8)) == expected)
        }
    }

    /// A capture that has given up root may not look at other users' descriptors any more: what was found stays, and is
    /// said to be unconfirmed. An answer that the descriptor is closed is another thing.
    @Test(arguments: [Errno.permissionDenied, .notPermitted, .tooManyOpenFiles, .noMemory])
    func `a refusal is not a closed descriptor`(_ errno: Errno) throws {
        let kernel = ScriptedKernel()
        kernel.process(10, "tcpdump", [3: .socket(700)])
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.isConfirmed) == [true])
        kernel.refused[10] = errno
        finder.locate([Self.socket], again: true)
        #expect(finder.processes(of: Self.socket).map(\.command) == ["tcpdump"])
        #expect(finder.processes(of: Self.socket).map(\.isConfirmed) == [false])
        // Seen again, it is confirmed again.
        kernel.refused[10] = nil
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.isConfirmed) == [true])
        // Another process under the same number is not it.
        kernel.refused[10] = errno
        kernel.files["/proc/10/stat"] = Array("10 (x) S \(String(repeating: "0 ", count: 18))999 0\n".utf8)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).isEmpty)
    }

    /// What cannot be read for another reason than a refusal is counted too, with the reason.
    @Test func `faults are counted and said`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [3: .socket(700)])
        kernel.process(11, "b", [:])
        kernel.refused[11] = .tooManyOpenFiles
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.coverage.unreadable == 1)
        #expect(finder.coverage.fault?.errno == .tooManyOpenFiles)
        #expect(finder.coverage.remedy.contains("Too many open files"))
        // /proc itself.
        let other = ScriptedKernel()
        other.process(10, "a", [3: .socket(700)])
        other.failure = .init(call: "getdents64", errno: .noMemory, first: 1, times: .max)
        let second = ProcessFinder(other)
        second.locate([Self.socket])
        #expect(second.coverage.fault?.errno == .noMemory)
    }

    /// A process whose name cannot be read holds all the same: a missing name must not allow it.
    @Test func `a process without a name is there`() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [3: .socket(700)])
        kernel.failure = .init(call: "open", errno: .tooManyOpenFiles, first: 1, times: .max)
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.pid) == [10])
        #expect(finder.processes(of: Self.socket).map(\.command) == [""])
    }
}
