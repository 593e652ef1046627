import Glibc

/// Standard input, output and error.
public enum StandardDescriptors {
    /// Fills those that the process was started without, so that no file or socket is opened under their numbers and gets
    /// what was meant for a terminal. What stands in only reads: writing fails with EBADF, as it would without.
    public static func fill() {
        for number in STDIN_FILENO...STDERR_FILENO where fcntl(number, F_GETFD) == -1 {
            // The lowest free number is this one.
            _ = unsafe open("/dev/null", O_RDONLY)
        }
    }
}
