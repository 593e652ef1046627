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
        || header->cmsg_len != CMSG_LEN(sizeof(int))) return -1;
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

#endif
