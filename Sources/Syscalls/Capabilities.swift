import CLinux
import Glibc
import SystemPackage

/// Root's single rights (capabilities(7)) of the calling thread, and of threads that it starts later.
public struct Capabilities: OptionSet, Sendable {
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }

    private init(_ number: Int32) { rawValue = 1 << UInt64(number) }

    public static let chown = Capabilities(CAP_CHOWN)
    public static let readAndWriteAll = Capabilities(CAP_DAC_OVERRIDE)
    public static let readAll = Capabilities(CAP_DAC_READ_SEARCH)
    public static let ownAll = Capabilities(CAP_FOWNER)
    public static let look = Capabilities(CAP_SYS_PTRACE)
    /// Entering other namespaces, among much else.
    public static let administer = Capabilities(CAP_SYS_ADMIN)

    /// Those that may be used, or may be made so.
    public static var held: Capabilities { Capabilities(rawValue: swiftcap_capabilities()) }

    /// What this thread executes gains no right that it has not itself (PR_SET_NO_NEW_PRIVS).
    public static func forbidNew() throws(SystemError) {
        try checked("prctl") { swiftcap_set_no_new_privileges() }
    }

    /// What is executed from now on can have no others, as far as this thread may see to that (CAP_SETPCAP): with no_new_privs it
    /// gains nothing in any case.
    public static func bound(_ kept: Capabilities) {
        for number in 0..<64 where kept.rawValue >> number & 1 == 0 {
            // Without the right to, or beyond the last one.
            if swiftcap_prctl(PR_CAPBSET_DROP, UInt(number)) != 0 { break }
        }
    }

    /// Gives up all but these: the permitted, effective, inheritable and ambient sets.
    public static func keep(_ kept: Capabilities) throws(SystemError) {
        _ = swiftcap_clear_ambient_capabilities()
        try checked("capset") { swiftcap_keep_capabilities(kept.rawValue) }
        if !held.subtracting(kept).isEmpty { throw SystemError("capset", .notPermitted) }
    }

    /// As the man page spells them.
    public var names: [String] {
        (0..<64).filter { rawValue >> $0 & 1 == 1 }.map { number in
            let known: [(Capabilities, String)] = [
                (.chown, "CAP_CHOWN"), (.readAndWriteAll, "CAP_DAC_OVERRIDE"), (.readAll, "CAP_DAC_READ_SEARCH"),
                (.ownAll, "CAP_FOWNER"), (.look, "CAP_SYS_PTRACE"),
                (.administer, "CAP_SYS_ADMIN"),
            ]
            return known.first { $0.0.rawValue == 1 << number }?.1 ?? "capability \(number)"
        }
    }
}
