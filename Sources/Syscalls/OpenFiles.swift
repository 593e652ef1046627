import Glibc

/// How many files the process may have open (RLIMIT_NOFILE, getrlimit(2)).
public enum OpenFiles {
    private static let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)

    /// Raises the soft limit to the hard one, which takes no privilege. What it cannot raise stays as it was: the calls
    /// that then fail say so.
    public static func raiseLimit() {
        var limits = rlimit()
        guard unsafe getrlimit(resource, &limits) == 0, limits.rlim_cur < limits.rlim_max else { return }
        limits.rlim_cur = limits.rlim_max
        _ = unsafe setrlimit(resource, &limits)
    }
}
