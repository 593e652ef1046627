import CLinux
import Glibc
import Synchronization
import Syscalls
import SystemPackage
import Testing

/// Between fork and exec a new process has every descriptor of ours: a socket that is closed in that moment stays a
/// little longer. Held while processes are made and while sockets are closed.
let spawning = Mutex<Void>(())

/// A child process that has one descriptor of ours and does nothing.
final class Child: @unchecked Sendable {
    let pid: pid_t
    private var running = true

    private init(pid: pid_t) { self.pid = pid }
    deinit { end() }

    /// `sleep`, with `descriptor` as its number 9.
    static func holding(_ descriptor: Int32, seconds: Int = 60) throws -> Child {
        var actions = unsafe posix_spawn_file_actions_t()
        _ = unsafe posix_spawn_file_actions_init(&actions)
        defer { _ = unsafe posix_spawn_file_actions_destroy(&actions) }
        _ = unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, 9)
        var pid = pid_t()
        let result = unsafe "sleep".withCString { name in
            unsafe String(seconds).withCString { time in
                var arguments = unsafe [
                    UnsafeMutablePointer(mutating: name), UnsafeMutablePointer(mutating: time), nil,
                ]
                return unsafe posix_spawnp(&pid, "sleep", &actions, nil, &arguments, nil)
            }
        }
        guard result == 0 else { throw SystemError("posix_spawnp", Errno(rawValue: result)) }
        return Child(pid: pid)
    }

    /// The kernel closes what exec does not pass on after it wakes the parent: done only once the new program sleeps.
    private static func awaitName(_ name: String, of pid: pid_t) {
        for _ in 0..<10_000 {
            let state = (try? Descriptor.contents(of: "/proc/\(pid)/stat")) ?? []
            if String(decoding: state, as: UTF8.self).contains("(\(name)) S") { return }
            usleep(100)
        }
    }

    func end(_ signal: Int32 = SIGKILL) {
        guard running else { return }
        running = false
        kill(pid, signal)
        var status: Int32 = 0
        _ = unsafe waitpid(pid, &status, 0)
    }
}

/// A pair of AF_UNIX sockets to send descriptors through.
final class SocketPair: @unchecked Sendable {
    private var ends: [Int32] = [-1, -1]

    init() throws {
        try checked("socketpair") {
            unsafe socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends)
        }
    }

    deinit { close() }

    func close() {
        for end in ends where end >= 0 { _ = Glibc.close(end) }
        ends = [-1, -1]
    }

    /// SCM_RIGHTS: the descriptor now lies in the queue of the other end.
    func pass(_ descriptor: Int32) throws {
        let sent = swiftcap_send_descriptor(ends[0], descriptor)
        guard sent == 1 else { throw SystemError("sendmsg", lastErrno()) }
    }

    func take() throws -> RawSocket {
        let received = swiftcap_receive_descriptor(ends[1])
        guard received >= 0 else { throw SystemError("recvmsg", lastErrno()) }
        return RawSocket(owning: received)
    }
}

/// A receive ring of a packet socket, mapped: it keeps the socket alive without a descriptor.
@safe final class MappedRing: @unchecked Sendable {
    private var base: UnsafeMutableRawPointer?
    private let length = 1 << 16

    init(_ descriptor: Int32) throws {
        var request = tpacket_req()
        request.tp_block_size = 1 << 16
        request.tp_block_nr = 1
        request.tp_frame_size = 1 << 11
        request.tp_frame_nr = 32
        try checked("setsockopt") {
            unsafe setsockopt(
                descriptor, SOL_PACKET, PACKET_RX_RING, &request, socklen_t(MemoryLayout<tpacket_req>.size))
        }
        unsafe base = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, 0)
        guard unsafe base != MAP_FAILED else { throw SystemError("mmap", lastErrno()) }
    }

    deinit { unmap() }

    func unmap() {
        if let base = unsafe base { unsafe munmap(base, length) }
        unsafe base = nil
    }
}

/// Another network namespace, kept alive by a descriptor.
final class NamespaceHandle: @unchecked Sendable {
    let descriptor: Int32

    private init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { _ = Glibc.close(descriptor) }

    static func current() throws -> NamespaceHandle {
        NamespaceHandle(try Descriptor.open("/proc/thread-self/ns/net", O_RDONLY).release())
    }

    static func new() throws -> NamespaceHandle {
        let result = Mutex<Int32>(-1)
        try Namespace.onThread {
            try checked("unshare") { unshare(CLONE_NEWNET) }
            let number = try Descriptor.open("/proc/thread-self/ns/net", O_RDONLY).release()
            result.withLock { $0 = number }
        }
        return NamespaceHandle(result.withLock { $0 })
    }

    /// Runs `body` in this namespace.
    func run(_ body: () throws -> Void) throws {
        try Namespace.run(in: descriptor, body)
    }

    /// The same with a result.
    func make<T>(_ body: () throws -> T) throws -> T {
        var result: T?
        try run { result = try body() }
        return try #require(result)
    }
}
