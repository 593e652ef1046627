import Packets
import Syscalls
import SystemPackage
@_exported import TestSupport

@testable import Promiscuity

/// One netlink message around a payload.
func message(type: UInt16, flags: UInt16 = 0, sequence: UInt32 = 0, _ payload: [UInt8]) -> [UInt8] {
    var request = NetlinkRequest(type: type, flags: flags, sequence: sequence)
    for byte in payload { request.append(byte) }
    var result = request.bytes
    // Requests always carry NLM_F_REQUEST; answers do not.
    result[6] = UInt8(flags & 0xff)
    result[7] = UInt8(flags >> 8)
    return result
}

/// What is read from the first message of a datagram.
func first<T>(of datagram: [UInt8], _ parse: (borrowing NetlinkMessage) -> T?) -> T? {
    var messages = unsafe NetlinkMessages(datagram.span.bytes)
    if let message = messages.next() { return parse(message) }
    return nil
}

let doneMessage = message(type: NetlinkType.done, flags: NetlinkFlags.multi, [0, 0, 0, 0])

/// A netlink socket whose answers were written down before.
final class ScriptedTransport: NetlinkTransport {
    enum Answer {
        case datagram([UInt8])
        case failure(Errno)
    }

    let descriptor: Int32 = -1
    private(set) var requests: [[UInt8]] = []
    var answers: [Answer] = []
    /// Makes the answers to a request; the sequence number is put in afterwards.
    var respond: (([UInt8]) -> [Answer])?
    var corrupt: (([UInt8]) -> [UInt8])?
    /// Called with each system call; throws where it is to fail.
    var failing: ((StaticString) throws(SystemError) -> Void)?

    init(_ answers: [Answer] = []) { self.answers = answers }

    func send(_ bytes: [UInt8]) throws(SystemError) {
        try failing?("send")
        requests.append(bytes)
        guard let respond else { return }
        for answer in respond(bytes) {
            if case .datagram(let datagram) = answer {
                let numbered = Self.number(datagram, as: bytes)
                answers.append(.datagram(corrupt?(numbered) ?? numbered))
            } else {
                answers.append(answer)
            }
        }
    }

    func receive(into buffer: inout [UInt8]) throws(SystemError) -> Int? {
        try failing?("recvfrom")
        guard !answers.isEmpty else { return nil }
        switch answers.removeFirst() {
        case .failure(let error): throw SystemError("recvfrom", error)
        case .datagram(let datagram):
            for i in 0..<min(buffer.count, datagram.count) { buffer[i] = datagram[i] }
            return datagram.count
        }
    }

    /// Gives every message of a datagram the sequence number of a request.
    static func number(_ datagram: [UInt8], as request: [UInt8]) -> [UInt8] {
        var result = datagram
        var at = 0
        while at + 16 <= result.count {
            for i in 0..<4 { result[at + 8 + i] = request[8 + i] }
            let length = Int(result[at]) | Int(result[at + 1]) << 8 | Int(result[at + 2]) << 16
            if length < 16 { break }
            at += netlinkAligned(length)
        }
        return result
    }
}

/// A kernel made of values: links, sockets, files.
final class ScriptedKernel: KernelAccess {
    var links: [LinkState] = []
    var sockets: [PacketSocket] = []
    var entries: [ForwardingEntry] = []
    var files: [String: [UInt8]] = ["/proc/sys/kernel/osrelease": Array("6.18.0\n".utf8)]
    var directories: [String: [String]] = [:]
    var targets: [String: String] = [:]
    var pids: [Int32] = []
    var descriptors: [Int32: [Int32: DescriptorTarget]] = [:]
    /// Processes whose descriptors are refused, with why.
    var refused: [Int32: Errno] = [:]
    var mounts: [String: UInt64] = [:]
    var users: [UInt32: String] = [0: "root"]
    var namespace: UInt64 = 4_026_531_840
    var time = Timestamp(seconds: 1_000, nanoseconds: 0)
    let notifications = ScriptedTransport()
    /// Called before each answer to a request: things that happen while one reads.
    var meanwhile: (() -> Void)?
    /// Applied to every answer, after it got its number.
    var corrupt: (([UInt8]) -> [UInt8])?
    private(set) var scans = 0
    private(set) var requests = 0
    /// A kernel without packet_diag.
    var refusesDiagnostics = false
    /// The system call that fails, with why, from its `first` time on, for so many times.
    struct Failure {
        var call: StaticString
        var errno: Errno
        var first: Int
        var times: Int
    }
    var failure: Failure?
    /// How often each call has been made.
    private(set) var calls: [String: Int] = [:]

    /// Counts a call, and fails it where that is scripted.
    func fail(_ call: StaticString) throws(SystemError) {
        calls[call.description, default: 0] += 1
        let count = calls[call.description, default: 0]
        guard let failure, failure.call.description == call.description, count >= failure.first,
            count - failure.first < failure.times
        else { return }
        throw SystemError(call, failure.errno)
    }

    func openNetlink(_ family: NetlinkFamily) throws(SystemError) -> any NetlinkTransport {
        try fail("socket")
        let transport = ScriptedTransport()
        transport.respond = { [unowned self] in answer(family, $0) }
        transport.corrupt = { [unowned self] in corrupt?($0) ?? $0 }
        transport.failing = { [unowned self] (call) throws(SystemError) in try fail(call) }
        return transport
    }

    func openLinkNotifications() throws(SystemError) -> any NetlinkTransport {
        try fail("bind")
        notifications.failing = { [unowned self] (_) throws(SystemError) in try fail("recvfrom, news") }
        return notifications
    }

    private func answer(_ family: NetlinkFamily, _ request: [UInt8]) -> [ScriptedTransport.Answer] {
        requests += 1
        meanwhile?()
        let type = UInt16(request[4]) | UInt16(request[5]) << 8
        let isDump = request[7] & 3 == 3
        switch (family, type) {
        case (.socketDiagnostics, _) where refusesDiagnostics:
            // NLMSG_ERROR: -ENOENT.
            return [.datagram(message(type: NetlinkType.error, bytes("feffffff") + [UInt8](repeating: 0, count: 16)))]
        case (.socketDiagnostics, _):
            return sockets.map { .datagram(Self.encode($0)) } + [.datagram(doneMessage)]
        case (_, NetlinkType.getNeighbour):
            return entries.map { .datagram(Self.encode($0)) } + [.datagram(doneMessage)]
        case (_, NetlinkType.getLink) where isDump:
            return links.map { .datagram(Self.encode($0, flags: NetlinkFlags.multi)) } + [.datagram(doneMessage)]
        case (_, NetlinkType.getLink):
            let index = Int32(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(request[20 + $1]) << UInt32(8 * $1) })
            let name = request.count > 36 ? String(decoding: request[36...].prefix { $0 != 0 }, as: UTF8.self) : nil
            guard let link = links.first(where: { $0.index == index || $0.name == name }) else {
                // NLMSG_ERROR: -ENODEV, then the header of the request.
                return [
                    .datagram(message(type: NetlinkType.error, bytes("edffffff") + [UInt8](repeating: 0, count: 16)))
                ]
            }
            return [.datagram(Self.encode(link))]
        default:
            return [.datagram(message(type: NetlinkType.error, [0, 0, 0, 0] + [UInt8](repeating: 0, count: 16)))]
        }
    }

    /// Puts an announcement into the notification socket.
    func announce(_ link: LinkState, removed: Bool = false, moved: Bool = false) {
        notifications.answers.append(.datagram(Self.encode(link, removed: removed, moved: moved)))
    }

    func contents(of path: String, limit: Int) throws(SystemError) -> [UInt8] {
        if files[path] != nil { try fail("open") }
        guard let file = files[path] else { throw SystemError("open", .noSuchFileOrDirectory, path) }
        return Array(file.prefix(limit))
    }

    func entries(of directory: String) throws(SystemError) -> [String] {
        if directories[directory] != nil { try fail("getdents64") }
        guard let names = directories[directory] else {
            throw SystemError("open", .noSuchFileOrDirectory, directory)
        }
        return names
    }

    func target(of link: String) throws(SystemError) -> String {
        guard let target = targets[link] else { throw SystemError("readlink", .noSuchFileOrDirectory, link) }
        return target
    }

    func processes() throws(SystemError) -> [Int32] {
        scans += 1
        try fail("getdents64")
        return pids
    }

    func descriptors(of process: Int32, _ body: (Int32, DescriptorTarget) -> Void) throws(SystemError) {
        if let error = refused[process] { throw SystemError("open", error) }
        for (number, target) in (descriptors[process] ?? [:]).sorted(by: { $0.key < $1.key }) { body(number, target) }
    }

    func descriptor(_ number: Int32, of process: Int32) throws(SystemError) -> DescriptorTarget? {
        try fail("readlink")
        if let error = refused[process] { throw SystemError("readlink", error) }
        return descriptors[process]?[number]
    }

    func socketDevice() throws(SystemError) -> DeviceNumber {
        try fail("socket")
        return DeviceNumber(major: 0, minor: 8)
    }

    func networkNamespace() throws(SystemError) -> UInt64 {
        try fail("stat")
        return namespace
    }

    func namespaceInode(of path: String) throws(SystemError) -> UInt64? {
        if mounts[path] != nil { try fail("open") }
        return mounts[path]
    }

    func userName(_ userID: UInt32) -> String? { users[userID] }

    func now() -> Timestamp {
        time.seconds += 1
        return time
    }

    func pause(_ nanoseconds: Int64) {}

    /// A process with the files that are read of it.
    func process(_ pid: Int32, _ command: String, user: UInt32 = 0, start: Int = 100, _ open: [Int32: DescriptorTarget])
    {
        pids.append(pid)
        descriptors[pid] = open
        files["/proc/\(pid)/comm"] = Array("\(command)\n".utf8)
        files["/proc/\(pid)/cmdline"] = Array("/usr/bin/\(command)\0-i\0eth0\0".utf8)
        files["/proc/\(pid)/status"] = Array("Name:\t\(command)\nUid:\t1\t\(user)\t2\t3\nGid:\t0\n".utf8)
        files["/proc/\(pid)/stat"] = Array(
            "\(pid) (\(command)) S \(String(repeating: "0 ", count: 18))\(start) 0\n".utf8)
    }
}
