import CLinux
import Glibc
import SystemPackage

/// Waits for input on a thread that no signal reaches, and can be woken (eventfd(2)): to look again, because another file
/// has been put in the input's place, or to end.
@safe
public final class InputWaker: @unchecked Sendable {
    private let event: Descriptor

    public init() throws(SystemError) {
        event = Descriptor(owning: try checked("eventfd") { eventfd(0, Int32(EFD_CLOEXEC | EFD_NONBLOCK)) })
    }

    /// For a signal handler, which writes eight bytes that are not all nothing.
    public var descriptor: Int32 { event.rawValue }

    public func wake() {
        var one: UInt64 = 1
        _ = unsafe Glibc.write(event.rawValue, &one, MemoryLayout<UInt64>.size)
    }

    /// Waits until `input` can be read without waiting, or has ended, or somebody wakes this. False when it was only woken:
    /// nothing is there to be read.
    public func wait(for input: Int32) -> Bool {
        var entries = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: event.rawValue, events: Int16(POLLIN), revents: 0),
        ]
        var count: Int32
        repeat { count = unsafe poll(&entries, nfds_t(entries.count), -1) } while count < 0 && errno == EINTR
        if count <= 0 || entries[0].revents != 0 { return true }
        var sum: UInt64 = 0
        _ = unsafe Glibc.read(event.rawValue, &sum, MemoryLayout<UInt64>.size)
        // The number may stand for another file by now.
        return unsafe poll(&entries, 1, 0) != 0
    }
}
