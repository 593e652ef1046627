import CLinux
import Glibc

/// What a build for a sanitizer (scripts/sanitize) cannot be held to.
public enum Sanitizers {
    /// The programs beside the tests are built as the tests are.
    public static let areOn = swiftcap_is_sanitized() != 0

    /// How much longer everything may take.
    public static let slowness: Double = areOn ? 5 : 1

    /// What a program must be given besides the environment of its test: where reports go, for example.
    public static let settings: [String: String] = {
        var values: [String: String] = [:]
        for name in ["ASAN_OPTIONS", "TSAN_OPTIONS"] {
            if let value = unsafe getenv(name) { values[name] = unsafe String(cString: value) }
        }
        return values
    }()

    public static let speed = "could not run because a sanitizer's build cannot follow what is sent"
    public static let memory = "could not run because a sanitizer's own memory would be measured"
    public static let sandbox = "could not run because a sanitizer's build has no Landlock and no list of system calls"
}
