@testable import Lab
import Promiscuity
import Syscalls
import SystemPackage
import Testing

/// What this machine lacks is not counted as a difference of the kernel.
@Suite struct StageErrorTests {
    @Test(
        arguments: [
            (.refused(Errno(rawValue: 95)), "this kernel has no bridge", true),
            (.refused(.notPermitted), "bridge: netlink: Operation not permitted", true),
            (.refused(.invalidArgument), "bridge: netlink: Invalid argument", false),
            (.silent, "bridge: netlink: no answer", false),
        ] as [(KernelError, String, Bool)])
    func netlink(_ error: KernelError, text: String, missing: Bool) {
        #expect(StageError(error, "bridge") == StageError(text, isMissing: missing))
    }

    @Test func `system calls`() {
        #expect(StageError(SystemError("mount", .notPermitted, "/sys")).isMissing)
        #expect(!StageError(SystemError("mount", .invalidArgument, "/sys")).isMissing)
    }
}
