// Numbers of system calls, by name. Some are not there on every architecture: then -1.
#ifndef SWIFTCAP_CLINUX_CALLS_H
#define SWIFTCAP_CLINUX_CALLS_H

#include <sys/syscall.h>

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
    SWIFTCAP_CALL(wait4), SWIFTCAP_CALL(write), SWIFTCAP_CALL(writev), SWIFTCAP_CALL(mincore), SWIFTCAP_CALL(sync_file_range),
    // What an attack would want: only named, never let through.
    SWIFTCAP_CALL(bpf), SWIFTCAP_CALL(execve), SWIFTCAP_CALL(execveat), SWIFTCAP_CALL(io_uring_setup),
    SWIFTCAP_CALL(keyctl), SWIFTCAP_CALL(kill), SWIFTCAP_CALL(mount), SWIFTCAP_CALL(pidfd_open),
    SWIFTCAP_CALL(process_vm_readv), SWIFTCAP_CALL(process_vm_writev), SWIFTCAP_CALL(ptrace),
    SWIFTCAP_CALL(sendmmsg), SWIFTCAP_CALL(setuid),
    SWIFTCAP_CALL(unshare), SWIFTCAP_CALL(userfaultfd), SWIFTCAP_CALL(umount2), SWIFTCAP_CALL(pivot_root),
    SWIFTCAP_CALL(chroot), SWIFTCAP_CALL(tkill), SWIFTCAP_CALL(rt_sigqueueinfo), SWIFTCAP_CALL(rt_tgsigqueueinfo),
    SWIFTCAP_CALL(pidfd_send_signal), SWIFTCAP_CALL(pidfd_getfd), SWIFTCAP_CALL(perf_event_open),
    SWIFTCAP_CALL(init_module), SWIFTCAP_CALL(finit_module), SWIFTCAP_CALL(delete_module),
    SWIFTCAP_CALL(kexec_load), SWIFTCAP_CALL(open_by_handle_at), SWIFTCAP_CALL(open_tree),
    SWIFTCAP_CALL(move_mount), SWIFTCAP_CALL(add_key), SWIFTCAP_CALL(request_key), SWIFTCAP_CALL(reboot),
    // Of commands that look into other network namespaces, and of helpers.
    SWIFTCAP_CALL(fsopen), SWIFTCAP_CALL(fsconfig), SWIFTCAP_CALL(fsmount), SWIFTCAP_CALL(sendmsg), SWIFTCAP_CALL(setns),
    SWIFTCAP_CALL(signalfd4),
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

#endif
