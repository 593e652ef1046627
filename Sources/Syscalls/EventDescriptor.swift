import CLinux
import Glibc

/// One thread's "there is something" as a descriptor that another one polls (eventfd(2)).
public struct EventDescriptor: ~Copyable, Sendable {
    private let file: Descriptor

    public init() throws(SystemError) {
        file = Descriptor(owning: try checked("eventfd") { eventfd(0, Int32(EFD_NONBLOCK | EFD_CLOEXEC)) })
    }

    /// Readable from `signal` until `clear`.
    public var descriptor: Int32 { file.rawValue }

    public func signal() {
        var one: UInt64 = 1
        _ = unsafe Glibc.write(file.rawValue, &one, 8)
    }

    public func clear() {
        var count: UInt64 = 0
        _ = unsafe Glibc.read(file.rawValue, &count, 8)
    }
}
