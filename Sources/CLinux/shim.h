// The kernel's own headers for Swift: constants, structs, and inline shims for what the importer cannot
// take (function-like macros, variadic functions, flexible structs). Nothing else is here.
//
// Order matters: <net/if.h> before <linux/if.h>, and never netpacket/packet.h beside linux/if_packet.h.
#ifndef SWIFTCAP_CLINUX_SHIM_H
#define SWIFTCAP_CLINUX_SHIM_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE 1
#endif

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <net/if.h>
#include <netdb.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/types.h>
#include <sys/vfs.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <time.h>
#include <ucontext.h>
#include <unistd.h>

#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/if_addr.h>
#include <linux/if_ether.h>
#include <linux/if_link.h>
#include <linux/if_packet.h>
#include <linux/magic.h>
#include <linux/neighbour.h>
#include <linux/net_namespace.h>
#include <linux/netlink.h>
#include <linux/openat2.h>
#include <linux/packet_diag.h>
#include <linux/rtnetlink.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>
#include <linux/sock_diag.h>

// SCM_RIGHTS, whose control messages are laid out with macros. One byte goes with the descriptor.
static inline ssize_t swiftcap_send_descriptor(int through, int descriptor) {
    char byte = 0;
    struct iovec vector = {&byte, 1};
    union { struct cmsghdr header; char room[CMSG_SPACE(sizeof(int))]; } control;
    struct msghdr message = {0};
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    message.msg_control = control.room;
    message.msg_controllen = sizeof control.room;
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    __builtin_memcpy(CMSG_DATA(&control.header), &descriptor, sizeof descriptor);
    return sendmsg(through, &message, 0);
}

// The descriptor, or -1.
static inline int swiftcap_receive_descriptor(int from) {
    char byte = 0;
    struct iovec vector = {&byte, 1};
    union { struct cmsghdr header; char room[CMSG_SPACE(sizeof(int))]; } control;
    struct msghdr message = {0};
    message.msg_iov = &vector;
    message.msg_iovlen = 1;
    message.msg_control = control.room;
    message.msg_controllen = sizeof control.room;
    if (recvmsg(from, &message, MSG_CMSG_CLOEXEC) < 0) return -1;
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);
    if (!header || header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS
        || header->cmsg_len != CMSG_LEN(sizeof(int))) {
        // The kernel leaves out what has no room in this process.
        errno = message.msg_flags & MSG_CTRUNC ? EMFILE : EPROTO;
        return -1;
    }
    int descriptor;
    __builtin_memcpy(&descriptor, CMSG_DATA(header), sizeof descriptor);
    return descriptor;
}
// getopt(3) keeps its state in global variables, which Swift 6 does not let through as they are.
static inline int swiftcap_optind(void) { return optind; }
static inline void swiftcap_set_optind(int value) { optind = value; }
static inline void swiftcap_set_opterr(int value) { opterr = value; }
static inline const char *swiftcap_optarg(void) { return optarg; }

// A path below an open directory, no symbolic link followed and none left out of it (openat2(2)).
static inline int swiftcap_open_beneath(int directory, const char *path, int flags, mode_t mode) {
    struct open_how how = {0};
    how.flags = (uint64_t)(flags | O_CLOEXEC);
    how.mode = mode;
    how.resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;
    return (int)syscall(SYS_openat2, directory, path, &how, sizeof how);
}

// environ(7), a global variable like getopt's.
static inline char **swiftcap_environment(void) { return environ; }

// prctl(2) is variadic; the second takes one number.
static inline int swiftcap_set_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }

// capget(2) and capset(2), for which glibc has no functions. 64 bits, permitted; -1 in case of an error is all of them.
static inline uint64_t swiftcap_capabilities(void) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0, 0, 0}, {0, 0, 0}};
    if (syscall(SYS_capget, &header, data) != 0) return ~(uint64_t)0;
    return data[0].permitted | (uint64_t)data[1].permitted << 32;
}

// Keeps those of `wanted` that the calling thread has, to use and not to pass on.
static inline int swiftcap_keep_capabilities(uint64_t wanted) {
    struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
    struct __user_cap_data_struct data[2] = {{0, 0, 0}, {0, 0, 0}};
    if (syscall(SYS_capget, &header, data) != 0) return -1;
    for (int i = 0; i < 2; i++) {
        data[i].permitted &= (uint32_t)(wanted >> 32 * i);
        data[i].effective = data[i].permitted;
        data[i].inheritable = 0;
    }
    return (int)syscall(SYS_capset, &header, data);
}
static inline int swiftcap_prctl(int option, unsigned long value) { return prctl(option, value, 0UL, 0UL, 0UL); }
static inline int swiftcap_clear_ambient_capabilities(void) {
    return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0UL, 0UL, 0UL);
}

// Of linux/prctl.h, which has it since Linux 5.17.
#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

// Numbers of system calls, by name. Some are not there on every architecture: then -1.
#define SWIFTCAP_CALL(name) swiftcap_call_##name = SYS_##name
enum {
    SWIFTCAP_CALL(bind), SWIFTCAP_CALL(brk), SWIFTCAP_CALL(clock_getres), SWIFTCAP_CALL(clock_gettime), SWIFTCAP_CALL(clock_nanosleep),
    SWIFTCAP_CALL(clone), SWIFTCAP_CALL(clone3), SWIFTCAP_CALL(close), SWIFTCAP_CALL(connect), SWIFTCAP_CALL(dup),
    SWIFTCAP_CALL(dup3), SWIFTCAP_CALL(epoll_create1), SWIFTCAP_CALL(eventfd2), SWIFTCAP_CALL(exit),
    SWIFTCAP_CALL(exit_group), SWIFTCAP_CALL(fadvise64), SWIFTCAP_CALL(fallocate), SWIFTCAP_CALL(faccessat),
    SWIFTCAP_CALL(fchmod), SWIFTCAP_CALL(fchown), SWIFTCAP_CALL(fcntl), SWIFTCAP_CALL(fdatasync), SWIFTCAP_CALL(fstat),
    SWIFTCAP_CALL(fstatfs), SWIFTCAP_CALL(fsync), SWIFTCAP_CALL(ftruncate), SWIFTCAP_CALL(futex),
    SWIFTCAP_CALL(getcpu), SWIFTCAP_CALL(getdents64), SWIFTCAP_CALL(getegid), SWIFTCAP_CALL(geteuid),
    SWIFTCAP_CALL(getgid), SWIFTCAP_CALL(getpid), SWIFTCAP_CALL(getppid), SWIFTCAP_CALL(getrandom),
    SWIFTCAP_CALL(getrusage), SWIFTCAP_CALL(getsockname), SWIFTCAP_CALL(getsockopt), SWIFTCAP_CALL(gettid),
    SWIFTCAP_CALL(gettimeofday), SWIFTCAP_CALL(getuid), SWIFTCAP_CALL(ioctl), SWIFTCAP_CALL(lseek),
    SWIFTCAP_CALL(madvise), SWIFTCAP_CALL(membarrier), SWIFTCAP_CALL(mkdirat), SWIFTCAP_CALL(mmap),
    SWIFTCAP_CALL(mprotect), SWIFTCAP_CALL(mremap), SWIFTCAP_CALL(munmap), SWIFTCAP_CALL(nanosleep),
    SWIFTCAP_CALL(newfstatat), SWIFTCAP_CALL(openat), SWIFTCAP_CALL(openat2), SWIFTCAP_CALL(ppoll),
    SWIFTCAP_CALL(prctl), SWIFTCAP_CALL(pread64), SWIFTCAP_CALL(prlimit64), SWIFTCAP_CALL(pwrite64),
    SWIFTCAP_CALL(read), SWIFTCAP_CALL(readlinkat), SWIFTCAP_CALL(readv), SWIFTCAP_CALL(recvfrom),
    SWIFTCAP_CALL(recvmsg), SWIFTCAP_CALL(renameat), SWIFTCAP_CALL(restart_syscall), SWIFTCAP_CALL(rseq),
    SWIFTCAP_CALL(rt_sigaction), SWIFTCAP_CALL(rt_sigprocmask), SWIFTCAP_CALL(rt_sigreturn),
    SWIFTCAP_CALL(sched_getaffinity), SWIFTCAP_CALL(sched_setaffinity), SWIFTCAP_CALL(sched_yield),
    SWIFTCAP_CALL(sendto), SWIFTCAP_CALL(set_robust_list), SWIFTCAP_CALL(setitimer), SWIFTCAP_CALL(setsockopt),
    SWIFTCAP_CALL(shutdown), SWIFTCAP_CALL(sigaltstack), SWIFTCAP_CALL(socket), SWIFTCAP_CALL(statx),
    SWIFTCAP_CALL(sysinfo), SWIFTCAP_CALL(tgkill), SWIFTCAP_CALL(uname), SWIFTCAP_CALL(unlinkat),
    SWIFTCAP_CALL(write), SWIFTCAP_CALL(writev), SWIFTCAP_CALL(mincore), SWIFTCAP_CALL(sync_file_range),
    // What an attack would want: only named, never let through.
    SWIFTCAP_CALL(bpf), SWIFTCAP_CALL(execve), SWIFTCAP_CALL(execveat), SWIFTCAP_CALL(io_uring_setup),
    SWIFTCAP_CALL(keyctl), SWIFTCAP_CALL(kill), SWIFTCAP_CALL(mount), SWIFTCAP_CALL(pidfd_open),
    SWIFTCAP_CALL(process_vm_readv), SWIFTCAP_CALL(process_vm_writev), SWIFTCAP_CALL(ptrace),
    SWIFTCAP_CALL(sendmmsg), SWIFTCAP_CALL(sendmsg), SWIFTCAP_CALL(setns), SWIFTCAP_CALL(setuid),
    SWIFTCAP_CALL(unshare), SWIFTCAP_CALL(userfaultfd), SWIFTCAP_CALL(umount2), SWIFTCAP_CALL(pivot_root),
    SWIFTCAP_CALL(chroot), SWIFTCAP_CALL(tkill), SWIFTCAP_CALL(rt_sigqueueinfo), SWIFTCAP_CALL(rt_tgsigqueueinfo),
    SWIFTCAP_CALL(pidfd_send_signal), SWIFTCAP_CALL(pidfd_getfd), SWIFTCAP_CALL(perf_event_open),
    SWIFTCAP_CALL(init_module), SWIFTCAP_CALL(finit_module), SWIFTCAP_CALL(delete_module),
    SWIFTCAP_CALL(kexec_load), SWIFTCAP_CALL(open_by_handle_at), SWIFTCAP_CALL(open_tree),
    SWIFTCAP_CALL(move_mount), SWIFTCAP_CALL(add_key), SWIFTCAP_CALL(request_key), SWIFTCAP_CALL(reboot),
    // Of commands that look into other network namespaces, and of helpers.
    SWIFTCAP_CALL(fsopen), SWIFTCAP_CALL(fsconfig), SWIFTCAP_CALL(fsmount), SWIFTCAP_CALL(signalfd4),
#ifdef SYS_poll
    SWIFTCAP_CALL(poll), SWIFTCAP_CALL(readlink), SWIFTCAP_CALL(dup2), SWIFTCAP_CALL(access), SWIFTCAP_CALL(fork),
    SWIFTCAP_CALL(vfork), SWIFTCAP_CALL(time), SWIFTCAP_CALL(open), SWIFTCAP_CALL(stat), SWIFTCAP_CALL(lstat),
    SWIFTCAP_CALL(mkdir),
#else
    swiftcap_call_poll = -1, swiftcap_call_readlink = -1, swiftcap_call_dup2 = -1, swiftcap_call_access = -1,
    swiftcap_call_fork = -1, swiftcap_call_vfork = -1, swiftcap_call_time = -1, swiftcap_call_open = -1,
    swiftcap_call_stat = -1, swiftcap_call_lstat = -1, swiftcap_call_mkdir = -1,
#endif
};

// Landlock (landlock(7)): the headers of many systems end before what their kernels have. The highest version of the
// interface that the kernel has; -1 without any.
static inline int swiftcap_landlock_version(void) {
    return (int)syscall(444 /* landlock_create_ruleset */, (void *)0, (size_t)0, 1U);
}
// struct landlock_ruleset_attr, of which the kernel is shown as much as it knows: 1 part, since version 4 2, since version 6 3.
static inline int swiftcap_landlock_create(uint64_t files, uint64_t network, uint64_t scopes, int version) {
    uint64_t handled[3] = {files, network, scopes};
    return (int)syscall(444, handled, (size_t)(version >= 6 ? 24 : version >= 4 ? 16 : 8), 0U);
}
// struct landlock_path_beneath_attr, LANDLOCK_RULE_PATH_BENEATH.
static inline int swiftcap_landlock_allow(int ruleset, int path, uint64_t files) {
    struct { uint64_t files; int32_t path; } __attribute__((packed)) rule = {files, path};
    return (int)syscall(445 /* landlock_add_rule */, ruleset, 1, &rule, 0U);
}
static inline int swiftcap_landlock_restrict(int ruleset) {
    return (int)syscall(446 /* landlock_restrict_self */, ruleset, 0U);
}

// seccomp(2), SECCOMP_SET_MODE_FILTER for all threads at once. A thread that cannot follow is told by its number.
static inline long swiftcap_install_call_filter(struct sock_filter *instructions, unsigned short count) {
    struct sock_fprog program = {count, instructions};
    return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program);
}

// What SIGSYS's handler is told (SECCOMP_RET_TRAP), and the way to have the call answer with EPERM.
static inline int swiftcap_refused_call(const siginfo_t *info) { return info->si_syscall; }
static inline void swiftcap_refuse_call(void *context) {
#if defined(__x86_64__)
    ((ucontext_t *)context)->uc_mcontext.gregs[REG_RAX] = -EPERM;
#elif defined(__aarch64__)
    ((ucontext_t *)context)->uc_mcontext.regs[0] = (unsigned long)-EPERM;
#endif
}

// A file system that is mounted nowhere (fsopen(2), fsmount(2)): a descriptor of its root, read-only; -1 with errno. For kinds that
// take no options. Numbers of linux/mount.h, which libc's own header gets in the way of.
static inline int swiftcap_open_filesystem(const char *kind) {
    int context = (int)syscall(SYS_fsopen, kind, 1U /* FSOPEN_CLOEXEC */);
    if (context < 0) return -1;
    int root = -1;
    if (syscall(SYS_fsconfig, context, 0U /* FSCONFIG_SET_FLAG */, "ro", (void *)0, 0) == 0
        && syscall(SYS_fsconfig, context, 6U /* FSCONFIG_CMD_CREATE */, (void *)0, (void *)0, 0) == 0)
        // FSMOUNT_CLOEXEC; MOUNT_ATTR_RDONLY, _NOSUID, _NODEV, _NOEXEC.
        root = (int)syscall(SYS_fsmount, context, 1U, 15U);
    int error = errno;
    close(context);
    errno = error;
    return root;
}

// A process beside this one that goes on in the same code; only while there is one thread (fork(2)).
static inline pid_t swiftcap_fork(void) { return fork(); }

// syscall(2), which is variadic: for what libc has no function for, or does otherwise. -1 and errno.
static inline long swiftcap_call(long number, long a, long b, long c, long d, long e, long f) {
    return syscall(number, a, b, c, d, e, f);
}

// Sanitizers run threads and processes of their own, which no list of calls knows, and open files when they find something.
extern void __asan_init(void) __attribute__((weak));
extern void __tsan_init(void) __attribute__((weak));
static inline int swiftcap_is_sanitized(void) { return __asan_init != 0 || __tsan_init != 0; }

#endif
