import CLinux
import Glibc

/// Signals as readable events (signalfd(2)): blocked for the process, taken in turn by the event loop, so that no
/// handler ever runs between two instructions of the capture.
public struct SignalDescriptor: ~Copyable {
    private let file: Descriptor
    private let all: [Int32]

    /// Blocks `signals` for this thread and those it starts, and opens a descriptor that delivers them.
    ///
    /// - Parameter later: signals that it delivers from `blockAll` on. Until then they do what they do without.
    public init(_ signals: [Int32], later: [Int32] = []) throws(SystemError) {
        all = signals + later
        SignalDescriptor.mask(SIG_UNBLOCK, later)
        SignalDescriptor.mask(SIG_BLOCK, signals)
        var set = SignalDescriptor.set(all)
        file = Descriptor(
            owning: try checked("signalfd") { unsafe signalfd(-1, &set, Int32(SFD_NONBLOCK | SFD_CLOEXEC)) })
    }

    public var descriptor: Int32 { file.rawValue }

    /// Blocks those too that were left to do what they do.
    public func blockAll() { SignalDescriptor.mask(SIG_BLOCK, all) }

    /// Lets all of them do again what they do without this. Those that wait do it now.
    public func unblockAll() { SignalDescriptor.mask(SIG_UNBLOCK, all) }

    private static func mask(_ how: Int32, _ signals: [Int32]) {
        var set = set(signals)
        // It fails only for another `how`.
        unsafe pthread_sigmask(how, &set, nil)
    }

    private static func set(_ signals: [Int32]) -> sigset_t {
        var set = sigset_t()
        unsafe sigemptyset(&set)
        for signal in signals { unsafe sigaddset(&set, signal) }
        return set
    }

    /// The next signal that has arrived; nil when there is none.
    public func next() throws(SystemError) -> Int32? { try SignalDescriptor.next(of: file.rawValue) }

    /// The same for a descriptor that has another owner.
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

    /// Undoes that a signal is ignored, as it is for what a script starts in the background: capturing ends with them
    /// all the same, as tcpdump does.
    public static func heed(_ signals: [Int32]) {
        for number in signals where isIgnored(number) { signal(number, SIG_DFL) }
    }

    /// True when the process was started with the signal ignored, as nohup(1) does with SIGHUP.
    public static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard unsafe sigaction(signal, nil, &action) == 0 else { return false }
        return unsafe unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
    }
}

/// Ignores SIGPIPE and SIGXFSZ, so that a write to a closed pipe, or beyond the limit on file sizes, fails with EPIPE
/// or EFBIG instead of ending the process in the middle of a packet.
public func ignoreBrokenPipes() {
    signal(SIGPIPE, SIG_IGN)
    signal(SIGXFSZ, SIG_IGN)
}
