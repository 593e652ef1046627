import Glibc
import Syscalls

/// One ppoll(2) over everything that a capture waits for: libpcap's descriptor, netlink, signals, and the next
/// deadline. One thread owns it.
public struct EventLoop: ~Copyable {
    /// What `add` gave: names a descriptor in `isReady`.
    public struct Source: Sendable, Equatable {
        let index: Int
    }

    private var entries: [pollfd] = []

    /// A loop that waits for nothing yet.
    public init() {}

    /// Watches a descriptor for input. A negative one is never ready.
    public mutating func add(_ descriptor: Int32) -> Source {
        entries.append(pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0))
        return Source(index: entries.count - 1)
    }

    /// Stops watching; the other sources keep their names.
    public mutating func remove(_ source: Source) {
        entries[source.index].fd = -1
        entries[source.index].revents = 0
    }

    /// True after `wait` when there is input, an error or a hang-up to be read.
    public func isReady(_ source: Source) -> Bool {
        entries[source.index].revents != 0
    }

    /// Waits until a source is ready or `deadline` (nanoseconds of the monotonic clock) has come; forever without
    /// one. An interrupted wait returns with nothing ready.
    public mutating func wait(until deadline: Int64?) throws(SystemError) {
        var timeout = timespec()
        if let deadline {
            let now = Clock.monotonic()
            let left = deadline > now ? deadline &- now : 0
            timeout.tv_sec = Int(left / 1_000_000_000)
            timeout.tv_nsec = Int(left % 1_000_000_000)
        }
        let count = unsafe entries.withUnsafeMutableBufferPointer { buffer in
            unsafe withUnsafePointer(to: &timeout) { limit in
                unsafe ppoll(buffer.baseAddress, nfds_t(buffer.count), deadline == nil ? nil : limit, nil)
            }
        }
        if count < 0 {
            let error = lastErrno()
            for i in entries.indices { entries[i].revents = 0 }
            if error != .interrupted { throw SystemError("ppoll", error) }
        }
    }
}
