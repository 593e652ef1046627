import CLinux
import Glibc
import Syscalls

/// What the processes beside a run may do: each what it was started for. As far as the kernel has what it takes: what is not to be
/// had is said of the run itself, which has asked for the same (`Confinement`).
enum HelperConfinement {
    enum Work {
        /// Looks up names by way of libraries and services that an administrator chooses: no list knows their calls.
        case lookingUp
        /// Names the processes of sockets. - Parameter sockets: that it answers through, and asks with.
        case namingHolders(sockets: [Int32])
        /// Opens files for reading, and hands them out.
        case openingInputs
        /// Makes files, and hands them out.
        case makingFiles
    }

    /// From now on, for every thread; before there is more than one.
    static func enter(_ work: Work) {
        // Read now: a later look at the file might not be let.
        tzset()
        if Confinement.isSanitized { return }
        try? enterLandlock(work)
        if Confinement.isInstrumented || !SystemCallFilter.isSupported { return }
        let refusal = SystemCallFilter.refusal(isStrict: false)
        let filter = SystemCallFilter(rules(work), refusal: refusal, allowsOthers: work.allowsOthers)
        try? filter.install()
    }

    private static func enterLandlock(_ work: Work) throws(SystemError) {
        let everything = "/"
        switch work {
        case .lookingUp:
            guard let rules = try Landlock(isOffline: false) else { return }
            try rules.allow(.read, beneath: everything)
            // Where libraries put their complaints.
            try rules.allow([.readFile, .writeFile], beneath: "/dev/null")
            try rules.enter()
        case .makingFiles:
            guard let rules = try Landlock() else { return }
            try rules.allow(.makeFiles, beneath: everything)
            try rules.allow([.readFile, .writeFile], beneath: "/dev/null")
            try rules.enter()
        // In a domain the links under another process's /proc/PID/fd cannot be read, and the names of inputs may be such links.
        case .namingHolders, .openingInputs: return
        }
    }

    static func rules(_ work: Work) -> [SystemCallFilter.Rule] {
        switch work {
        case .lookingUp: refused
        case .namingHolders(let sockets):
            Sandbox.common() + [
                answering(sockets), .init("getdents64"),
                // To know the device of sockets. Nothing is sent through it.
                .init("socket", (0, .isOne(of: [UInt32(AF_NETLINK)])), (2, .isOne(of: [0])), otherwise: EACCES),
            ]
        case .openingInputs: Sandbox.common() + [.init("sendto", (4, .isNull)), .init("sendmsg")]
        case .makingFiles: making
        }
    }

    private static func answering(_ sockets: [Int32]) -> SystemCallFilter.Rule {
        .init("sendto", (0, .isOne(of: sockets.map { UInt32(bitPattern: $0) })), (4, .isNull))
    }

    /// Calls by which a process that looks up names would reach others, or more than it has.
    private static var refused: [SystemCallFilter.Rule] {
        [
            "execve", "execveat", "fork", "vfork", "ptrace", "process_vm_readv", "process_vm_writev", "kill", "tkill",
            "rt_sigqueueinfo", "rt_tgsigqueueinfo", "pidfd_open", "pidfd_send_signal", "pidfd_getfd", "setns",
            "unshare",
            "mount", "umount2", "pivot_root", "chroot", "fsopen", "fsmount", "open_tree", "move_mount",
            "open_by_handle_at", "bpf", "perf_event_open", "io_uring_setup", "userfaultfd", "keyctl", "add_key",
            "request_key", "init_module", "finit_module", "delete_module", "kexec_load", "reboot",
        ].map { SystemCallFilter.Rule.never($0) } + [
            .init("clone", (0, .has(UInt32(CLONE_VM | CLONE_THREAD)))), .never("clone3", otherwise: ENOSYS),
            .init("tgkill", (0, .isOne(of: [UInt32(bitPattern: getpid())]))),
        ]
    }

    /// Opening for writing, by names too that lie beneath an open folder (openat2(2), whose flags are in memory: Landlock holds for
    /// these), and what comes before and after.
    private static var making: [SystemCallFilter.Rule] {
        Sandbox.plain.map { .init($0) } + Sandbox.writing.map { .init($0) } + [
            .init("mmap", (2, .lacks(UInt32(PROT_EXEC))), otherwise: EPERM),
            .init("mprotect", (2, .lacks(UInt32(PROT_EXEC))), otherwise: EPERM),
            .init("fcntl", (1, .isOne(of: [F_DUPFD_CLOEXEC, F_GETFD, F_SETFD, F_GETFL, F_SETFL].map { UInt32($0) }))),
            .init("ioctl", (1, .isOne(of: Sandbox.questions)), otherwise: ENOTTY),
            .init("tgkill", (0, .isOne(of: [UInt32(bitPattern: getpid())]))),
            .init("openat"), .init("openat2"), .init("mkdirat"), .init("mkdir"), .init("renameat"), .init("unlinkat"),
            .init("fchmod"), .init("fchown"), .init("getdents64"),
            .init("recvfrom"), .init("sendmsg"), .init("sendto", (4, .isNull)),
        ]
    }
}

extension HelperConfinement.Work {
    /// The rules are for what is refused.
    fileprivate var allowsOthers: Bool { if case .lookingUp = self { true } else { false } }
}
