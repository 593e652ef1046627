import Syscalls
import SystemPackage
import Testing

@testable import Promiscuity

/// Sockets to processes, on a /proc that was written down.
@Suite struct ProcessFinderTests {
    private static let socket = PacketSocket.with(700, [(4, 1, 1)])

    @Test func throughDescriptors() {
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

    @Test func everyProcessIsNamedOnce() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [3: .socket(700), 9: .socket(700)])
        kernel.process(11, "b", [0: .socket(700)])
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.pid) == [10, 11])
    }

    /// One process has it as a descriptor, another only mapped, a third in an io_uring: who is thorough names them all.
    @Test(arguments: [(false, [10]), (true, [10, 11, 12])] as [(Bool, [Int32])])
    func descriptorsDoNotHideMaps(thorough: Bool, expected: [Int32]) {
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

    @Test func knownSocketsAreNotLookedForAgain() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [3: .socket(700)])
        let finder = ProcessFinder(kernel)
        for _ in 0..<5 { finder.locate([Self.socket]) }
        #expect(kernel.scans == 1)
        finder.locate([Self.socket, .with(701, [(4, 1, 1)])])
        #expect(kernel.scans == 2)
    }

    @Test func socketsOfOtherDevicesAreNotForgotten() {
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

    @Test func notFoundIsNotLookedForAtEveryPoll() {
        let kernel = ScriptedKernel()
        let finder = ProcessFinder(kernel)
        for _ in 0..<5 { finder.locate([Self.socket]) }
        #expect(finder.processes(of: Self.socket).isEmpty)
        #expect(kernel.scans == 1)
        kernel.process(10, "late", [3: .socket(700)])
        finder.locate([Self.socket], again: true)
        #expect(finder.processes(of: Self.socket).map(\.pid) == [10])
    }

    @Test func aProcessThatClosedItsDescriptorIsNotNamedAnyMore() {
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

    @Test func aNewSocketWithAnOldInodeIsLookedForAnew() {
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

    @Test func refusedProcessesAreCounted() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [:])
        kernel.process(11, "b", [:])
        kernel.process(12, "gone", [:])
        kernel.refused = [10: .permissionDenied, 11: .notPermitted, 12: .noSuchFileOrDirectory]
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.coverage == ProcessCoverage(seen: 3, unreadable: 2))
    }

    @Test func aMappedRing() {
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

    @Test func aFileRegisteredWithAnIOUring() {
        let kernel = ScriptedKernel()
        kernel.process(10, "a", [7: .ioUring])
        kernel.files["/proc/10/fdinfo/7"] = Array("pos:\t0\nUserFiles:\t1\n    0: socket:[700]\nUserBufs:\t0\n".utf8)
        let finder = ProcessFinder(kernel)
        finder.locate([Self.socket])
        #expect(finder.processes(of: Self.socket).map(\.pid) == [10])
    }

    static let hidden: [(text: String, inodes: [UInt32])] = [
        ("", []),
        (" socket:[5]", [5]),
        ("socket:[5]", []),
        ("x socket:[5]\n\ty\tsocket:[6]\n", [5, 6]),
        ("a socket:[]\na socket:[x]\na socket:[5\na socket:[5]z\n", []),
        // Numbers beyond 64 bits must not trap.
        ("a socket:[99999999999999999999999999]", [3_825_205_247]),
    ]

    @Test(arguments: hidden.indices) func hiddenInodes(_ row: Int) {
        var found: [UInt32] = []
        HiddenSockets.inodes(in: Array(Self.hidden[row].text.utf8)) { found.append($0) }
        #expect(found == Self.hidden[row].inodes)
    }

    @Test func commandsThatTryToMislead() {
        let kernel = ScriptedKernel()
        let details = ProcessDetails(kernel)
        kernel.files["/proc/1/stat"] = Array("1 (a) S 1 (b) R \(String(repeating: "7 ", count: 18))42 0\n".utf8)
        #expect(details.startTime(of: 1) == 42)
        for text in ["", ")", "1 (a", "1 (a) S 1", "1 (a) " + String(repeating: "x ", count: 30)] {
            kernel.files["/proc/1/stat"] = Array(text.utf8)
            #expect(details.startTime(of: 1) == nil)
        }
        for (text, user) in [("Uid:\t1\t2\t3\t4\n", 2), ("Name:\tx\nUid:\t1 2\n", 2)] as [(String, UInt32)] {
            #expect(ProcessDetails.effectiveUser(Array(text.utf8)) == user)
        }
        for text in ["", "Uid:", "Uid:\t1\n", "Uid:\t1\t-2\n", "Uid:\t1\t99999999999\n"] {
            #expect(ProcessDetails.effectiveUser(Array(text.utf8)) == nil)
        }
    }

    @Test func argumentsEndWithNul() {
        for (text, expected) in [("", []), ("a\0", ["a"]), ("a\0\0b\0", ["a", "", "b"]), ("a", ["a"]), ("\0", [""])] {
            #expect(ProcessDetails.split(Array(text.utf8)) == expected)
        }
    }
}
