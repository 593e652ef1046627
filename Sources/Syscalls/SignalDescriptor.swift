import CLinux
import Glibc

/// Signals as readable events (signalfd(2)): blocked for the process, taken in turn by the event loop, so that no
/// handler ever runs between two instructions of the capture.
public struct SignalDescriptor: ~Copyable {
    private let file: Descriptor

    /// Blocks `signals` for this thread and those it starts, and opens a descriptor that delivers them.
    public init(_ signals: [Int32]) throws(SystemError) {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        let status = unsafe pthread_sigmask(SIG_BLOCK, &set, nil)
        if status != 0 { throw SystemError("pthread_sigmask", .init(rawValue: status)) }
        file = Descriptor(
            owning: try checked("signalfd") { unsafe signalfd(-1, &set, Int32(SFD_NONBLOCK | SFD_CLOEXEC)) })
    }

    public var descriptor: Int32 { file.rawValue }

    /// The next signal that has arrived; nil when there is none.
    public func next() throws(SystemError) -> Int32? { try SignalDescriptor.next(of: file.rawValue) }

    /// The same for a descriptor that is somebody else's.
    public static func next(of descriptor: Int32) throws(SystemError) -> Int32? {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        let n = unsafe Glibc.read(descriptor, &info, size)
        if n == size { return Int32(bitPattern: info.ssi_signo) }
        if n < 0 && lastErrno() != .wouldBlock && lastErrno() != .interrupted {
            throw SystemError("read", lastErrno(), "signalfd")
        }
        return nil
    }

    /// True when the process was started with the signal ignored, as nohup(1) does with SIGHUP.
    public static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}

/// Ignores SIGPIPE and SIGXFSZ, so that a write to a closed pipe, or beyond the limit on file sizes, fails with EPIPE or EFBIG
/// instead of ending the process in the middle of a packet.
public func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
}
