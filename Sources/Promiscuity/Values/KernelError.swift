import Syscalls
import SystemPackage

/// Why the kernel could not be asked or did not answer.
public enum KernelError: Error, Equatable, Sendable {
    /// A system call failed.
    case system(SystemError)
    /// The kernel answered with an error number (NLMSG_ERROR, or an error within NLMSG_DONE).
    case refused(Errno)
    /// The answer did not consist of whole messages, or was larger than any that the kernel sends.
    case malformed
    /// Nothing came.
    case silent

    /// The error number, where there is one.
    public var errno: Errno? {
        switch self {
        case .system(let error): error.errno
        case .refused(let number): number
        case .malformed, .silent: nil
        }
    }

    /// The kernel has answered with a refusal that will not change.
    var isFinal: Bool {
        if case .refused(let number) = self { return !number.meansShortage && number != .resourceBusy }
        return false
    }
}

extension KernelError: CustomStringConvertible {
    /// One line: the call or "netlink", and what is wrong.
    public var description: String {
        switch self {
        case .system(let error): error.description
        case .refused(let number): "netlink: \(number)"
        case .malformed: "netlink: malformed answer"
        case .silent: "netlink: no answer"
        }
    }
}
