import CLinux

/// A system call, by its number on this architecture and by its name in the manual.
public struct SystemCall: Sendable, Hashable {
    /// -1 where the architecture has no such call.
    public let number: Int
    public let name: String

    private init(_ name: String, _ number: Int) {
        self.name = name
        self.number = number
    }

    /// Every call that this program has a reason to name.
    public static let known: [SystemCall] = [
        .init("access", swiftcap_call_access), .init("add_key", swiftcap_call_add_key),
        .init("bind", swiftcap_call_bind), .init("bpf", swiftcap_call_bpf), .init("brk", swiftcap_call_brk),
        .init("chroot", swiftcap_call_chroot), .init("clock_getres", swiftcap_call_clock_getres),
        .init("clock_gettime", swiftcap_call_clock_gettime), .init("clock_nanosleep", swiftcap_call_clock_nanosleep),
        .init("clone", swiftcap_call_clone), .init("clone3", swiftcap_call_clone3),
        .init("close", swiftcap_call_close), .init("connect", swiftcap_call_connect),
        .init("delete_module", swiftcap_call_delete_module), .init("dup", swiftcap_call_dup),
        .init("dup2", swiftcap_call_dup2), .init("dup3", swiftcap_call_dup3),
        .init("eventfd2", swiftcap_call_eventfd2), .init("execve", swiftcap_call_execve),
        .init("execveat", swiftcap_call_execveat), .init("exit", swiftcap_call_exit),
        .init("exit_group", swiftcap_call_exit_group), .init("faccessat", swiftcap_call_faccessat),
        .init("fadvise64", swiftcap_call_fadvise64), .init("fallocate", swiftcap_call_fallocate),
        .init("fchmod", swiftcap_call_fchmod), .init("fchown", swiftcap_call_fchown),
        .init("fcntl", swiftcap_call_fcntl), .init("fdatasync", swiftcap_call_fdatasync),
        .init("finit_module", swiftcap_call_finit_module), .init("fork", swiftcap_call_fork),
        .init("fsconfig", swiftcap_call_fsconfig), .init("fsmount", swiftcap_call_fsmount),
        .init("fsopen", swiftcap_call_fsopen), .init("fstat", swiftcap_call_fstat),
        .init("fstatfs", swiftcap_call_fstatfs), .init("fsync", swiftcap_call_fsync),
        .init("ftruncate", swiftcap_call_ftruncate), .init("futex", swiftcap_call_futex),
        .init("getcpu", swiftcap_call_getcpu), .init("getdents64", swiftcap_call_getdents64),
        .init("getegid", swiftcap_call_getegid), .init("geteuid", swiftcap_call_geteuid),
        .init("getgid", swiftcap_call_getgid), .init("getpid", swiftcap_call_getpid),
        .init("getppid", swiftcap_call_getppid), .init("getrandom", swiftcap_call_getrandom),
        .init("getrusage", swiftcap_call_getrusage), .init("getsockname", swiftcap_call_getsockname),
        .init("getsockopt", swiftcap_call_getsockopt), .init("gettid", swiftcap_call_gettid),
        .init("gettimeofday", swiftcap_call_gettimeofday), .init("getuid", swiftcap_call_getuid),
        .init("init_module", swiftcap_call_init_module), .init("io_uring_setup", swiftcap_call_io_uring_setup),
        .init("ioctl", swiftcap_call_ioctl), .init("kexec_load", swiftcap_call_kexec_load),
        .init("keyctl", swiftcap_call_keyctl), .init("kill", swiftcap_call_kill), .init("lseek", swiftcap_call_lseek),
        .init("lstat", swiftcap_call_lstat), .init("madvise", swiftcap_call_madvise),
        .init("membarrier", swiftcap_call_membarrier), .init("mincore", swiftcap_call_mincore),
        .init("mkdir", swiftcap_call_mkdir), .init("mkdirat", swiftcap_call_mkdirat), .init("mmap", swiftcap_call_mmap),
        .init("mount", swiftcap_call_mount), .init("move_mount", swiftcap_call_move_mount),
        .init("mprotect", swiftcap_call_mprotect), .init("mremap", swiftcap_call_mremap),
        .init("munmap", swiftcap_call_munmap), .init("nanosleep", swiftcap_call_nanosleep),
        .init("newfstatat", swiftcap_call_newfstatat), .init("open", swiftcap_call_open),
        .init("open_by_handle_at", swiftcap_call_open_by_handle_at), .init("open_tree", swiftcap_call_open_tree),
        .init("openat", swiftcap_call_openat), .init("openat2", swiftcap_call_openat2),
        .init("perf_event_open", swiftcap_call_perf_event_open), .init("pidfd_getfd", swiftcap_call_pidfd_getfd),
        .init("pidfd_open", swiftcap_call_pidfd_open), .init("pidfd_send_signal", swiftcap_call_pidfd_send_signal),
        .init("pivot_root", swiftcap_call_pivot_root), .init("poll", swiftcap_call_poll),
        .init("ppoll", swiftcap_call_ppoll), .init("prctl", swiftcap_call_prctl),
        .init("pread64", swiftcap_call_pread64), .init("prlimit64", swiftcap_call_prlimit64),
        .init("process_vm_readv", swiftcap_call_process_vm_readv),
        .init("process_vm_writev", swiftcap_call_process_vm_writev), .init("ptrace", swiftcap_call_ptrace),
        .init("pwrite64", swiftcap_call_pwrite64), .init("read", swiftcap_call_read),
        .init("readlink", swiftcap_call_readlink), .init("readlinkat", swiftcap_call_readlinkat),
        .init("readv", swiftcap_call_readv), .init("reboot", swiftcap_call_reboot),
        .init("recvfrom", swiftcap_call_recvfrom), .init("recvmsg", swiftcap_call_recvmsg),
        .init("renameat", swiftcap_call_renameat), .init("request_key", swiftcap_call_request_key),
        .init("restart_syscall", swiftcap_call_restart_syscall), .init("rseq", swiftcap_call_rseq),
        .init("rt_sigaction", swiftcap_call_rt_sigaction), .init("rt_sigprocmask", swiftcap_call_rt_sigprocmask),
        .init("rt_sigqueueinfo", swiftcap_call_rt_sigqueueinfo), .init("rt_sigreturn", swiftcap_call_rt_sigreturn),
        .init("rt_tgsigqueueinfo", swiftcap_call_rt_tgsigqueueinfo),
        .init("sched_getaffinity", swiftcap_call_sched_getaffinity),
        .init("sched_setaffinity", swiftcap_call_sched_setaffinity), .init("sched_yield", swiftcap_call_sched_yield),
        .init("sendmmsg", swiftcap_call_sendmmsg), .init("sendmsg", swiftcap_call_sendmsg),
        .init("sendto", swiftcap_call_sendto), .init("set_robust_list", swiftcap_call_set_robust_list),
        .init("setitimer", swiftcap_call_setitimer), .init("setns", swiftcap_call_setns),
        .init("setsockopt", swiftcap_call_setsockopt), .init("setuid", swiftcap_call_setuid),
        .init("shutdown", swiftcap_call_shutdown), .init("sigaltstack", swiftcap_call_sigaltstack),
        .init("signalfd4", swiftcap_call_signalfd4), .init("socket", swiftcap_call_socket),
        .init("stat", swiftcap_call_stat), .init("statx", swiftcap_call_statx),
        .init("sync_file_range", swiftcap_call_sync_file_range), .init("sysinfo", swiftcap_call_sysinfo),
        .init("tgkill", swiftcap_call_tgkill), .init("time", swiftcap_call_time), .init("tkill", swiftcap_call_tkill),
        .init("umount2", swiftcap_call_umount2), .init("uname", swiftcap_call_uname),
        .init("unlinkat", swiftcap_call_unlinkat), .init("unshare", swiftcap_call_unshare),
        .init("userfaultfd", swiftcap_call_userfaultfd), .init("vfork", swiftcap_call_vfork),
        .init("wait4", swiftcap_call_wait4),
        .init("write", swiftcap_call_write), .init("writev", swiftcap_call_writev),
    ]

    private static let byName = Dictionary(known.map { ($0.name, $0) }) { first, _ in first }

    /// The call of that name; nil for one that this program does not know.
    public static func named(_ name: String) -> SystemCall? { byName[name] }
}
