import SystemPackage

/// A system call that failed: which, with which error number, on what.
public struct SystemError: Error, Equatable, Sendable {
    /// The call, as the man page names it.
    public let call: StaticString
    public let errno: Errno
    /// The file, interface or process it was about; empty when there is none to name.
    public let subject: String

    public init(_ call: StaticString, _ errno: Errno, _ subject: String = "") {
        self.call = call
        self.errno = errno
        self.subject = subject
    }

    public static func == (a: SystemError, b: SystemError) -> Bool {
        a.errno == b.errno && a.subject == b.subject && a.call.description == b.call.description
    }
}

extension SystemError: CustomStringConvertible {
    /// For example `open /etc/x: No such file or directory`.
    public var description: String {
        subject.isEmpty ? "\(call): \(errno)" : "\(call) \(subject): \(errno)"
    }
}
