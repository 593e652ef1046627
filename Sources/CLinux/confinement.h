// What a process gives up: capabilities, Landlock, the list of system calls.
#ifndef SWIFTCAP_CLINUX_CONFINEMENT_H
#define SWIFTCAP_CLINUX_CONFINEMENT_H

#include "shim.h"

#include <ucontext.h>

#include <linux/audit.h>
#include <linux/capability.h>
#include <linux/seccomp.h>
#include <linux/securebits.h>

// prctl(2) is variadic; the second takes one number.
static inline int swiftcap_set_no_new_privileges(void) { return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); }
static inline int swiftcap_prctl(int option, unsigned long value) { return prctl(option, value, 0UL, 0UL, 0UL); }

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

static inline int swiftcap_clear_ambient_capabilities(void) {
    return prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0UL, 0UL, 0UL);
}

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

// Sanitizers run threads and processes of their own, which no list of calls knows, and open files when they find something.
extern void __asan_init(void) __attribute__((weak));
extern void __tsan_init(void) __attribute__((weak));
static inline int swiftcap_is_sanitized(void) { return __asan_init != 0 || __tsan_init != 0; }

#endif
