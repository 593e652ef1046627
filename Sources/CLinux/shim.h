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
#include <unistd.h>

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

// Of linux/prctl.h, which has it since Linux 5.17.
#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#endif

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

#endif
