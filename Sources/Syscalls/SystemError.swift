import Glibc
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
        subject.isEmpty ? "\(call): \(errno.words)" : "\(call) \(subject): \(errno.words)"
    }
}

extension Errno {
    /// The process beside this one, which was asked for something, has ended (EOWNERDEAD, which no call that it is asked for has).
    public static let helperGone = Errno(rawValue: Glibc.EOWNERDEAD)

    /// The error in words, for a line to a user.
    public var words: String {
        self == .helperGone
            ? "the process that opens files for this run has ended: no further file can be had" : description
    }

    /// The file or process that was asked for is not there, or not any more.
    public var meansGone: Bool { self == .noSuchFileOrDirectory || self == .noSuchProcess }

    /// It is there, and this process may not look at it.
    public var meansRefused: Bool { self == .permissionDenied || self == .notPermitted }

    /// Descriptors or memory ran out: it says nothing of what was asked for, and may be granted a moment later.
    public var meansShortage: Bool {
        self == .tooManyOpenFiles || self == .tooManyOpenFilesInSystem || self == .noMemory || self == .noBufferSpace
    }
}
