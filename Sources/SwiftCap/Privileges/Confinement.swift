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
        // A sanitizer opens the file for its report, and starts what names its lines, when it has found something. It is no
        // news to those who build for one.
        if Confinement.isSanitized {
            guard sandbox.level == .strict else { return }
            throw RunError("--sandbox strict: a sanitizer's build has no Landlock and no list of system calls")
        }
        do throws(SystemError) { try enterLandlock() } catch { try lack("Landlock", error) }
        do throws(Shortfall) {
            try Confinement.install(sandbox.rules(asking: asked, silent: silent), sandbox.refusal)
        } catch { try lack(error.what, error.error) }
    }

    /// What cannot be put in place, and why.
    struct Shortfall: Error {
        let what: String
        var error: SystemError?

        /// With `--sandbox strict`.
        var refusal: RunError {
            RunError("--sandbox strict: without \(what)\(error.map { " (\($0))" } ?? "")")
        }
    }

    /// From now on no other system call is made, by any thread.
    static func install(
        _ rules: [SystemCallFilter.Rule], _ refusal: SystemCallFilter.Refusal
    ) throws(Shortfall) {
        if isInstrumented { throw Shortfall(what: "the list of system calls: this is a valgrind or sanitizer run") }
        if !SystemCallFilter.isSupported { throw Shortfall(what: "a list of system calls for this processor") }
        do throws(SystemError) { try SystemCallFilter(rules, refusal: refusal).install() } catch {
            throw Shortfall(what: "seccomp", error: error)
        }
    }

    private func enterLandlock() throws(SystemError) {
        guard let rules = try Landlock() else { throw SystemError("landlock_create_ruleset", .noFunction) }
        for path in sandbox.readable { try rules.allow(.read, beneath: path) }
        try rules.enter()
    }

    /// Something is not to be had here.
    func lack(_ what: String, _ error: SystemError?) throws(RunError) {
        let why = error.map { " (\($0))" } ?? ""
        if sandbox.level == .strict { throw Shortfall(what: what, error: error).refusal }
        if tells { Messages.say("sandbox: without \(what)\(why)") }
    }

    static var isSanitized: Bool { swiftcap_is_sanitized() != 0 }

    /// Their machinery runs in this process, makes code at run time and starts threads and processes of its own.
    static var isInstrumented: Bool {
        if isSanitized { return true }
        guard let preloaded = unsafe getenv("LD_PRELOAD") else { return false }
        return unsafe String(systemText: preloaded).contains("vgpreload")
    }
}
