import CLinux
import Glibc
import Syscalls

// The system calls of a run: what strace(1) shows of runs of each mode, and what a debug build, which names each call that it
// refuses, has said over the suite. What only asks for memory, time or a wait, and what uses what is
// open, is let through; of what could begin something only as much as is needed.
extension Sandbox {
    static let plain = [
        // Descriptors that are open.
        "close", "fadvise64", "fallocate", "fdatasync", "fstat", "fstatfs", "fsync", "ftruncate", "lseek", "pread64",
        "read",
        "readv", "sync_file_range",
        // Memory.
        "brk", "madvise", "mincore", "mremap", "munmap",
        // Threads, waits and time.
        "clock_getres", "clock_gettime", "clock_nanosleep", "exit", "exit_group", "futex", "getcpu", "gettimeofday",
        "membarrier", "nanosleep", "poll", "ppoll", "restart_syscall", "rseq", "sched_getaffinity", "sched_yield",
        "set_robust_list", "setitimer", "time",
        // How its own processes ended.
        "wait4",
        // Signals to oneself.
        "rt_sigaction", "rt_sigprocmask", "rt_sigreturn", "sigaltstack",
        // What is known of this process and this machine.
        "getegid", "geteuid", "getgid", "getpid", "getppid", "getrandom", "getrusage", "gettid", "getuid", "sysinfo",
        "uname",
        // What a name stands for, not what is in it.
        "access", "faccessat", "newfstatat", "readlink", "readlinkat", "stat", "statx",
        "eventfd2",
    ]

    static let writing = ["pwrite64", "write", "writev"]

    /// Flags of open(2) that change something.
    private static let changing = UInt32(O_WRONLY | O_RDWR | O_CREAT | O_TRUNC | O_APPEND)

    /// ioctl(2) that only asks: what a descriptor is (TCGETS), how wide a terminal (TIOCGWINSZ), how much there is to read (FIONREAD);
    /// an interface's name, flags, MTU, address and index (SIOCGIFNAME ...), of which libpcap asks for the flags when one goes down.
    static let questions: [UInt32] = [0x5401, 0x5413, 0x541B, 0x8910, 0x8913, 0x8921, 0x8927, 0x8933]

    /// A filter, the size of a buffer, SO_RCVTIMEO of 64-bit kernels, PACKET_RX_RING.
    private static let socketOptions: [UInt32] =
        [SO_ATTACH_FILTER, SO_DETACH_FILTER, SO_RCVBUF, SO_RCVBUFFORCE, 20, 5].map { UInt32($0) }

    /// - Parameters:
    ///   - asked: sockets that are written to with send(2): of helpers, of netlink.
    ///   - silent: sockets that nothing may be written to: of packets.
    func rules(asking asked: [Int32], silent: [Int32]) -> [SystemCallFilter.Rule] {
        let quiet = silent.map { UInt32(bitPattern: $0) }
        return Sandbox.common(silent: quiet) + own(asked, quiet)
    }

    /// What every process of a run may do that reads anything.
    static func common(silent quiet: [UInt32] = []) -> [SystemCallFilter.Rule] {
        var rules = Sandbox.plain.map { SystemCallFilter.Rule($0) }
        rules += Sandbox.writing.map { SystemCallFilter.Rule($0, (0, .isNone(of: quiet))) }
        rules += [
            // A resolver that libpcap asks for a name in a filter would load libraries and call a daemon: it is told no.
            .init("mmap", (2, .lacks(UInt32(PROT_EXEC))), otherwise: EPERM),
            .init("mprotect", (2, .lacks(UInt32(PROT_EXEC))), otherwise: EPERM),
            .init("connect", (0, .isOne(of: [])), otherwise: EACCES),
            // Threads, and no processes. The arguments of the newer call are in memory: libc takes the older one where it does not
            // exist.
            .init("clone", (0, .has(UInt32(CLONE_VM | CLONE_THREAD)))),
            .init("clone3", (0, .isOne(of: [])), otherwise: ENOSYS),
            .init("sched_setaffinity", (0, .isOne(of: [0]))), .init("prlimit64", (0, .isOne(of: [0])), (2, .isNull)),
            .init("prctl", (0, .isOne(of: [UInt32(PR_SET_NAME), UInt32(PR_SET_VMA)])), otherwise: EINVAL),
            .init("tgkill", (0, .isOne(of: [UInt32(getpid())]))),
            .init(
                "fcntl", (0, .isNone(of: quiet)),
                (
                    1,
                    .isOne(of: [F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL].map { UInt32($0) })
                )),
            .init("ioctl", (1, .isOne(of: Sandbox.questions)), otherwise: ENOTTY),
            // A signal puts /dev/null in the place of the input.
            .init("dup2", (0, .isNone(of: quiet))), .init("dup3", (0, .isNone(of: quiet))),
            .init("openat", (2, .lacks(Sandbox.changing)), otherwise: EACCES),
            .init("recvfrom"), .init("recvmsg"),
        ]
        return rules
    }

    private func own(_ asked: [Int32], _ quiet: [UInt32]) -> [SystemCallFilter.Rule] {
        switch calls {
        case .reading:
            [
                // Of if_indextoname(3). It can neither be connected nor sent from.
                .init("socket", (0, .isOne(of: [UInt32(AF_UNIX)])), otherwise: EACCES),
                .init("sendto", (0, .isOne(of: asked.map { UInt32(bitPattern: $0) })), (4, .isNull)),
            ]
        case .capturing:
            [
                // The books ask the kernel for links and sockets, with a new socket when an answer did not come to its end.
                .init(
                    "socket", (0, .isOne(of: [UInt32(AF_UNIX), UInt32(AF_NETLINK)])), (2, .isOne(of: [0, 4])),
                    otherwise: EACCES),
                .init("bind", (0, .isNone(of: quiet)), otherwise: EACCES),
                // What has no address goes to the kernel, or to a helper.
                .init("sendto", (0, .isNone(of: quiet)), (4, .isNull)),
                .init("getsockopt"), .init("getsockname"),
                // Of packet sockets a filter, and the ring, which libpcap gives back at the end.
                .init(
                    "setsockopt", (1, .isOne(of: [UInt32(SOL_SOCKET), UInt32(SOL_PACKET)])),
                    (2, .isOne(of: Sandbox.socketOptions))),
                .init("getdents64"),
            ]
        }
    }
}
