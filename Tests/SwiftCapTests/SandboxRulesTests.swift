import CLinux
import Glibc
import Syscalls
import Testing

@testable import SwiftCap

/// What the lists of system calls let through, rule by rule. That the kernel's program does what the rules say is for
/// `SystemCallFilterTests`.
@Suite struct SandboxRulesTests {
    /// What an attacker would want.
    static let attacks: [(call: String, arguments: [UInt64])] = [
        ("execve", []), ("execveat", []), ("fork", []), ("vfork", []), ("clone", [UInt64(SIGCHLD)]), ("ptrace", [16]),
        ("kill", [1, 9]), ("tgkill", [1, 1, 9]), ("tkill", [1, 9]), ("pidfd_open", [1]), ("process_vm_readv", []),
        ("process_vm_writev", []), ("bpf", [5]), ("io_uring_setup", [1]), ("mount", []), ("move_mount", []),
        ("umount2", []), ("pivot_root", []), ("open_tree", []), ("open_by_handle_at", []), ("userfaultfd", []),
        ("keyctl", []), ("perf_event_open", []), ("finit_module", []), ("kexec_load", []),
    ]
    /// What a process that reads hostile text has no use for besides.
    static let reaching: [(call: String, arguments: [UInt64])] = [
        ("connect", [3]), ("socket", [UInt64(AF_INET), 1, 0]), ("socket", [UInt64(AF_UNIX), 1, 0]),
        ("socket", [UInt64(AF_PACKET), 3, 0]), ("socket", [UInt64(AF_NETLINK), 3, 16]),
        ("sendto", [3, 1, 1, 0, 1, 16]),
        ("openat", [0, 0, UInt64(O_WRONLY)]), ("openat", [0, 0, UInt64(O_RDWR | O_CREAT)]), ("openat2", []),
        ("mmap", [0, 1, UInt64(PROT_WRITE | PROT_EXEC)]), ("mprotect", [0, 1, UInt64(PROT_EXEC)]), ("unlinkat", []),
        ("renameat", []), ("fchmod", []), ("fchown", []), ("ioctl", [3, 0x8914]), ("prctl", [UInt64(PR_SET_KEEPCAPS)]),
    ]
    static let entering: [(call: String, arguments: [UInt64])] = [
        ("setns", [3, UInt64(CLONE_NEWNET)]), ("unshare", [UInt64(CLONE_NEWNS)]), ("fsopen", []), ("fsmount", []),
    ]

    private func allows(
        _ rules: [SystemCallFilter.Rule], _ call: String, _ arguments: [UInt64], others: Bool = false
    ) -> Bool {
        guard let rule = rules.first(where: { $0.call == call }) else { return others }
        return rule.tests.allSatisfy { argument, test in
            let whole = argument < arguments.count ? arguments[argument] : 0xDEAD_BEEF
            let value = UInt32(truncatingIfNeeded: whole)
            return switch test {
            case .isOne(let values): values.contains(value)
            case .isNone(let values): !values.contains(value)
            case .lacks(let bits): value & bits == 0
            case .has(let bits): value & bits == bits
            case .isNull: whole == 0
            }
        }
    }

    @Test func `commands that look may do nothing but look`() throws {
        for enters in [false, true] {
            let rules = try LookingSandbox(nil, for: "x", entersNamespaces: enters).rules
            for (call, arguments) in Self.attacks + Self.reaching {
                #expect(!allows(rules, call, arguments), "\(call) \(arguments)")
            }
            for (call, arguments) in Self.entering { #expect(allows(rules, call, arguments) == enters, "\(call)") }
            for (call, kind) in [("setns", CLONE_NEWUSER), ("setns", CLONE_NEWNS), ("unshare", CLONE_NEWUSER)] {
                #expect(!allows(rules, call, call == "setns" ? [3, UInt64(kind)] : [UInt64(kind)]), "\(call) \(kind)")
            }
            // No device, no option: FSCONFIG_SET_STRING, _SET_PATH, _SET_FD.
            for command in [1, 3, 5] { #expect(!allows(rules, "fsconfig", [3, UInt64(command)])) }
            for (call, arguments) in [
                ("openat", [0, 0, UInt64(O_RDONLY)]), ("readlinkat", []), ("getdents64", []),
                ("socket", [UInt64(AF_NETLINK), 3, 4]), ("sendto", [3, 1, 1, 0, 0, 0]),
            ] as [(String, [UInt64])] { #expect(allows(rules, call, arguments), "\(call)") }
        }
    }

    @Test func `helpers may do what they are for, and nothing that reaches others`() {
        let works: [(HelperConfinement.Work, others: Bool)] = [
            (.lookingUp, true), (.namingHolders(sockets: [3, 4]), false), (.openingInputs, false),
            (.makingFiles, false),
        ]
        for (work, others) in works {
            let rules = HelperConfinement.rules(work)
            for (call, arguments) in Self.attacks {
                #expect(!allows(rules, call, arguments, others: others), "\(work) \(call)")
            }
            for (call, arguments) in Self.entering {
                #expect(!allows(rules, call, arguments, others: others), "\(work) \(call)")
            }
            #expect(allows(rules, "connect", [3], others: others) == others)
            let writes = allows(rules, "openat", [0, 0, UInt64(O_WRONLY | O_CREAT)], others: others)
            // Of the one that looks up names Landlock says that it may not.
            #expect(writes == (others || allows(rules, "renameat", [])), "\(work)")
        }
        let naming = HelperConfinement.rules(.namingHolders(sockets: [3, 4]))
        for (socket, may) in [(3, true), (4, true), (5, false)] {
            #expect(allows(naming, "sendto", [UInt64(socket), 1, 1, 0, 0, 0]) == may)
        }
    }
}
