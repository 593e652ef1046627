import CLinux
import Glibc
import Syscalls

/// Puts a sandbox in place, as far as the kernel has what it takes.
struct Confinement {
    let sandbox: Sandbox
    /// `-v`: said once each.
    let tells: Bool

    /// No way out from here: nothing more is opened by name but what the sandbox says, and no other system call is made. Before
    /// the first thread is started.
    ///
    /// - Parameters: see `Sandbox.rules`.
    func enter(asking asked: [Int32] = [], silent: [Int32] = []) throws(RunError) {
        // Read now: a later look at the file might not be let.
        tzset()
        do throws(SystemError) { try enterLandlock() } catch { try lack("Landlock", error) }
        if Confinement.isInstrumented {
            return try lack("the list of system calls: this is a valgrind or sanitizer run", nil)
        }
        guard SystemCallFilter.isSupported else { return try lack("a list of system calls for this processor", nil) }
        do throws(SystemError) {
            try SystemCallFilter(sandbox.rules(asking: asked, silent: silent), refusal: sandbox.refusal).install()
        } catch { try lack("seccomp", error) }
    }

    private func enterLandlock() throws(SystemError) {
        guard let rules = try Landlock() else { throw SystemError("landlock_create_ruleset", .noFunction) }
        for path in sandbox.readable { try rules.allow(.read, beneath: path) }
        try rules.enter()
    }

    /// Something is not to be had here.
    func lack(_ what: String, _ error: SystemError?) throws(RunError) {
        let why = error.map { " (\($0))" } ?? ""
        if sandbox.level == .strict { throw RunError("--sandbox strict: without \(what)\(why)") }
        if tells { Messages.say("sandbox: without \(what)\(why)") }
    }

    /// Their machinery runs in this process, makes code at run time and starts threads and processes of its own.
    private static var isInstrumented: Bool {
        if swiftcap_is_sanitized() != 0 { return true }
        guard let preloaded = unsafe getenv("LD_PRELOAD") else { return false }
        return unsafe String(systemText: preloaded).contains("vgpreload")
    }
}
