import CLinux
import Packets
import SystemPackage
import Testing

@testable import Promiscuity
@testable import Syscalls

/// Books on a kernel that cannot be read: each system call fails at each time that it is made, once and for ever. What
/// was not read is not known, and never reported as right.
@Suite struct FailingBooksTests {
    private static func kernel() -> ScriptedKernel {
        let kernel = ScriptedKernel()
        kernel.links = [.device(4, "eth0")]
        kernel.directories["/sys/class/net"] = ["eth0"]
        for (file, text) in [("ifindex", "4"), ("address", "02:00:00:00:00:04"), ("flags", "0x1003")] {
            kernel.files["/sys/class/net/eth0/\(file)"] = Array("\(text)\n".utf8)
        }
        kernel.process(10, "swiftcap", [3: .socket(700)])
        return kernel
    }

    private static func set(_ kernel: ScriptedKernel, joined: Bool) {
        kernel.sockets = joined ? [.with(700, [(4, PACKET_MR_PROMISC, 1)])] : []
        kernel.links[0].promiscuity = joined ? 1 : 0
        kernel.files["/sys/class/net/eth0/flags"] = Array((joined ? "0x1103\n" : "0x1003\n").utf8)
        kernel.announce(kernel.links[0])
    }

    /// A capture: one reference is taken and given back.
    private static func capture(_ kernel: ScriptedKernel) throws -> Books {
        let books = try Books(interface: "eth0", kernel: kernel)
        set(kernel, joined: true)
        books.setOwnSocket(inode: 700)
        books.sample(.during)
        // Something else about the device.
        kernel.announce(kernel.links[0])
        books.handleNotifications()
        books.poll()
        set(kernel, joined: false)
        books.sample(.after)
        return books
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let call: StaticString
        let errno: Errno
        /// Without the answer there is no state.
        let isNeeded: Bool
        var testDescription: String { "\(call): \(errno)" }
    }

    static let rows = [
        Row(call: "socket", errno: .tooManyOpenFiles, isNeeded: true),
        Row(call: "bind", errno: .noMemory, isNeeded: true),
        Row(call: "send", errno: .noBufferSpace, isNeeded: true),
        Row(call: "send", errno: .operationNotSupportedByDevice, isNeeded: true),
        Row(call: "send", errno: .noSuchFileOrDirectory, isNeeded: true),
        Row(call: "recvfrom", errno: .noBufferSpace, isNeeded: true),
        Row(call: "recvfrom", errno: .noMemory, isNeeded: true),
        Row(call: "recvfrom, news", errno: .noMemory, isNeeded: true),
        Row(call: "recvfrom, news", errno: .noBufferSpace, isNeeded: true),
        // Without these, flags, namespaces and names of processes are not known.
        Row(call: "open", errno: .tooManyOpenFiles, isNeeded: false),
        Row(call: "getdents64", errno: .noMemory, isNeeded: false),
        Row(call: "readlink", errno: .permissionDenied, isNeeded: false),
        Row(call: "stat", errno: .noSuchFileOrDirectory, isNeeded: false),
    ]

    @Test(arguments: rows) func `every call once and for ever`(_ row: Row) throws {
        let quiet = Self.kernel()
        _ = try Self.capture(quiet)
        let count = try #require(quiet.calls[row.call.description])
        for first in 1...count {
            for times in [1, Int.max] {
                let kernel = Self.kernel()
                kernel.failure = .init(call: row.call, errno: row.errno, first: first, times: times)
                let books = try Self.capture(kernel)
                let place = "\(row.call), from \(first) of \(count), \(times == 1 ? "once" : "for ever")"
                for (sample, right) in [(books.before, 0), (books.during, 1), (books.after, 0)] {
                    guard let sample else { continue }
                    #expect(sample.link.promiscuity == UInt32(right) && sample.ledger.own == right, "\(place)")
                    #expect(sample.link.flagsPromisc != (right == 0), "\(place)")
                }
                let verdict = books.verdict
                #expect(verdict.ownTaken ?? 1 == 1 && verdict.ownReturned ?? 1 == 1, "\(place)")
                #expect((books.before == nil) == (books.unread[.before] != nil), "\(place)")
                #expect((books.during == nil) == (books.unread[.during] != nil), "\(place)")
                #expect((books.after == nil) == (books.unread[.after] != nil), "\(place)")
                // What comes once is tried again; what stays is not known, and the errno is said.
                #expect(verdict.status == (times == 1 || !row.isNeeded ? .balanced : .unknown), "\(place)")
                for fault in books.unread.values { #expect(fault.error.errno == row.errno, "\(place)") }
            }
        }
    }

    /// The state right after activation could not be read then, and can be a moment later.
    @Test func `the state while it runs is read as soon as it can be`() throws {
        let kernel = Self.kernel()
        let books = try Books(interface: "eth0", kernel: kernel)
        Self.set(kernel, joined: true)
        books.setOwnSocket(inode: 700)
        kernel.failure = .init(call: "send", errno: .noBufferSpace, first: 1, times: .max)
        books.sample(.during)
        #expect(books.during == nil && books.unread[.during]?.error.errno == .noBufferSpace)
        #expect(books.poll() == 0)
        #expect(books.poll() == 0)
        #expect(books.failedLooks.count == 2)
        // A gap, however often one looked in it.
        #expect(books.timeline.missed == 1)
        kernel.failure = nil
        books.poll()
        #expect(books.during?.ledger.own == 1 && books.unread.isEmpty)
        // What was announced meanwhile has not been forgotten.
        #expect(books.timeline.changes.map(\.delta) == [1])
        #expect(books.timeline.changes.map(\.cause) == [.notification])
        Self.set(kernel, joined: false)
        books.sample(.after)
        #expect(books.verdict == BooksVerdict(ownTaken: 1, ownReturned: 1, promiscuousWithoutUs: false))
    }

    /// Nothing could be read when it began: the device is found later, by its name.
    @Test func `a device that is found late`() throws {
        let kernel = Self.kernel()
        kernel.failure = .init(call: "socket", errno: .tooManyOpenFiles, first: 1, times: .max)
        let books = try Books(interface: "eth0", kernel: kernel)
        kernel.failure = nil
        Self.set(kernel, joined: true)
        books.setOwnSocket(inode: 700)
        books.sample(.during)
        Self.set(kernel, joined: false)
        books.sample(.after)
        #expect(books.before == nil && books.during?.link.promiscuity == 1 && books.after?.link.promiscuity == 0)
        #expect(books.verdict.status == .unknown && books.verdict.ownTaken == 1 && books.verdict.ownReturned == 1)
        // And one that turns out to be none has no books at all.
        kernel.failure = .init(call: "socket", errno: .tooManyOpenFiles, first: 1, times: .max)
        let none = try Books(interface: "nflog", kernel: kernel)
        #expect(!none.isNoInterface)
        kernel.failure = nil
        none.sample(.during)
        #expect(none.isNoInterface)
    }

    /// Only the kernel's own word means that there is no such device, or no packet socket.
    @Test func `an error of a call is no answer`() throws {
        let kernel = Self.kernel()
        kernel.failure = .init(call: "send", errno: .operationNotSupportedByDevice, first: 1, times: .max)
        #expect(throws: KernelError.system(SystemError("send", .operationNotSupportedByDevice))) {
            _ = try LinkReader(kernel).link(name: "eth0")
        }
        kernel.failure = .init(call: "recvfrom", errno: .noSuchFileOrDirectory, first: 1, times: .max)
        #expect(throws: KernelError.self) { _ = try LinkReader(kernel).packetSockets() }
    }

    /// A kernel without packet_diag: no sockets where there are none, and otherwise it is not known who holds.
    @Test(
        arguments: [
            (nil, true), ("sk RefCnt Type\n", true), ("sk RefCnt Type\n0000 3 3 0003 4\n", false),
        ] as [(String?, Bool)])
    func `without packet diagnostics`(table: String?, isKnown: Bool) throws {
        let kernel = Self.kernel()
        kernel.refusesDiagnostics = true
        kernel.files["/proc/thread-self/net/packet"] = table.map { Array($0.utf8) }
        if isKnown {
            #expect(try LinkReader(kernel).packetSockets().isEmpty)
        } else {
            #expect(throws: KernelError.refused(.noSuchFileOrDirectory)) { _ = try LinkReader(kernel).packetSockets() }
        }
    }

    /// An answer without its end, or with a message that is cut, is none.
    @Test func `a mutilated answer is not an empty one`() throws {
        let kernel = Self.kernel()
        Self.set(kernel, joined: true)
        kernel.corrupt = { Array($0.prefix(20)) }
        #expect(throws: KernelError.self) { _ = try LinkReader(kernel).packetSockets() }
        #expect(throws: KernelError.self) { _ = try LinkReader(kernel).allLinks() }
        #expect(throws: KernelError.self) { _ = try LinkReader(kernel).link(index: 4) }
    }
}

/// The same for a watch.
@Suite struct FailingWatchTests {
    @Test func `a device that could not be read is taken up with the next look`() throws {
        let kernel = ScriptedKernel()
        kernel.links = [.device(1, "lo")]
        let watch = try Watch([], kernel: kernel)
        kernel.links.append(.device(9, "new", count: 1) { $0.gflagsPromisc = true })
        kernel.announce(kernel.links[1])
        kernel.failure = .init(call: "send", errno: .noBufferSpace, first: 1, times: .max)
        #expect(watch.handleNotifications().isEmpty)
        #expect(watch.lastError?.errno == .noBufferSpace)
        #expect(watch.poll().isEmpty)
        // A look that fails in part is not made good by the rest of it.
        #expect(watch.lastError?.errno == .noBufferSpace && watch.failedLooks == 2)
        kernel.failure = nil
        let changes = watch.poll()
        #expect(watch.lastError == nil)
        #expect(changes.map(\.interface) == ["new"] && changes.map(\.delta) == [1])
        // It was announced, if read late.
        #expect(changes.map(\.cause) == [.notification])
        #expect(watch.states.map(\.link.name) == ["lo", "new"])
    }

    @Test func `what was announced while nothing could be read is told`() throws {
        let kernel = ScriptedKernel()
        kernel.links = [.device(1, "lo")]
        let watch = try Watch(["lo"], kernel: kernel)
        kernel.failure = .init(call: "recvfrom", errno: .noMemory, first: 1, times: .max)
        for count in [1, 0, 1] as [UInt32] {
            kernel.links[0].promiscuity = count
            kernel.links[0].gflagsPromisc = count > 0
            kernel.announce(kernel.links[0])
            #expect(watch.handleNotifications().isEmpty)
        }
        kernel.failure = nil
        let changes = watch.poll()
        #expect(changes.map(\.delta) == [1, -1, 1])
        #expect(changes.allSatisfy { $0.cause == .notification })
    }
}

/// getdents64(2): what it gives at a time is the kernel's business.
@Suite struct DirectoryReaderTests {
    /// A record as the kernel writes it.
    private static func record(_ name: String) -> [UInt8] {
        let length = (19 + name.utf8.count + 1 + 7) / 8 * 8
        var bytes = [UInt8](repeating: 0, count: 16) + [UInt8(length), 0, 4] + Array(name.utf8)
        while bytes.count < length { bytes.append(0) }
        return bytes
    }

    @Test(arguments: [
        [["1", "2", "700"]], [["1"], ["2"], ["700"]], [["1"], ["2", "700"]],
    ]) func `a short answer is not the end`(_ answers: [[String]]) throws {
        var left = answers.map { $0.flatMap(Self.record) }
        var names: [String] = []
        try unsafe DirectoryReader.entries(size: 1024, { unsafe names.append(String(cString: $0)) }) { room in
            guard !left.isEmpty else { return 0 }
            let answer = left.removeFirst()
            for (at, byte) in answer.enumerated() { unsafe room[at] = byte }
            return answer.count
        }
        #expect(names == ["1", "2", "700"])
    }
}
