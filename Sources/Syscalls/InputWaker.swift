import CLinux
import Glibc
import SystemPackage

/// Waits for input on a thread that no signal reaches, and can be woken (eventfd(2)): to look again, because another
/// file has been put in the input's place, or to end.
@safe
public final class InputWaker: @unchecked Sendable {
    private let event: EventDescriptor

    public init() throws(SystemError) {
        event = try EventDescriptor()
    }

    /// For a signal handler, which writes eight bytes that are not all nothing.
    public var descriptor: Int32 { event.descriptor }

    public func wake() { event.signal() }

    /// Waits until `input` can be read without waiting, or has ended, or a handler wakes this. False when it was only
    /// woken: nothing is there to be read.
    public func wait(for input: Int32) -> Bool {
        var entries = [
            pollfd(fd: input, events: Int16(POLLIN), revents: 0),
            pollfd(fd: event.descriptor, events: Int16(POLLIN), revents: 0),
        ]
        var count: Int32
        repeat { count = unsafe poll(&entries, nfds_t(entries.count), -1) } while count < 0 && errno == EINTR
        if count <= 0 || entries[0].revents != 0 { return true }
        event.clear()
        // The number may stand for another file by now.
        return unsafe poll(&entries, 1, 0) != 0
    }
}
