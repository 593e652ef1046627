import Packets
import Syscalls
import SystemPackage

/// Requests and their answers over one netlink socket: sequence numbers, multipart answers, errors, interrupted dumps.
/// Not for notifications, which come unasked on a socket of their own.
public final class NetlinkChannel {
    /// The kernel's dumps come in pieces of at most 32 KiB; one link with many virtual functions can be larger.
    static let bufferSize = 256 * 1024
    /// Nil where it is not open yet, and after an answer that did not come to its end.
    private var transport: (any NetlinkTransport)?
    private let open: (() throws(SystemError) -> any NetlinkTransport)?
    private var buffer = [UInt8](repeating: 0, count: NetlinkChannel.bufferSize)
    private var sequence: UInt32 = 0

    /// Over a socket that is open.
    public init(_ transport: any NetlinkTransport) {
        self.transport = transport
        open = nil
    }

    /// Opens its socket when it is first needed, and another one after an answer that did not come to its end: the rest
    /// of a dump would stand in the way of the next (EBUSY, netlink_dump_start in the kernel).
    public init(opening open: @escaping () throws(SystemError) -> any NetlinkTransport) {
        self.open = open
    }

    /// Sends a request and hands out every message of the answer, errors and the end mark apart.
    ///
    /// - Returns: false when the kernel said that the table changed during the dump (NLM_F_DUMP_INTR).
    @discardableResult
    public func ask(
        _ request: NetlinkRequest, _ body: (borrowing NetlinkMessage) -> Void
    ) throws(KernelError) -> Bool {
        do throws(KernelError) { return try exchange(request, body) } catch {
            var isWhole = false
            if case .refused(let number) = error { isWhole = number != .resourceBusy }
            if open != nil && !isWhole { transport = nil }
            throw error
        }
    }

    private func opened() throws(KernelError) -> any NetlinkTransport {
        if let transport { return transport }
        guard let open else { throw .silent }
        do throws(SystemError) {
            let fresh = try open()
            transport = fresh
            return fresh
        } catch { throw .system(error) }
    }

    private func exchange(
        _ request: NetlinkRequest, _ body: (borrowing NetlinkMessage) -> Void
    ) throws(KernelError) -> Bool {
        let transport = try opened()
        var request = request
        sequence &+= 1
        request.sequence = sequence
        do { try transport.send(request.bytes) } catch { throw .system(error) }
        var wanted = Answer(request)
        // A local owner, so that views into it are plain borrows; given back at the end. A request from within `body`
        // would find none and make its own.
        var room = buffer
        buffer = []
        if room.isEmpty { room = [UInt8](repeating: 0, count: NetlinkChannel.bufferSize) }
        defer { buffer = room }
        while true {
            // An error here, ENOBUFS too, means that parts of this answer are lost: the rest cannot be used.
            let received: Int?
            do { received = try transport.receive(into: &room) } catch { throw .system(error) }
            guard let length = received else { throw .silent }
            guard length <= room.count else { throw .malformed }
            if try unsafe wanted.walk(room.span.bytes.upTo(length), body) { return wanted.whole }
        }
    }

    /// The state of one answer. What ends it depends on what was asked.
    private struct Answer {
        let sequence: UInt32
        let isDump: Bool
        let isAcknowledged: Bool

        /// The table did not change while it was read.
        private(set) var whole = true

        init(_ request: NetlinkRequest) {
            sequence = request.sequence
            isDump = request.flags & NetlinkFlags.dump == NetlinkFlags.dump
            isAcknowledged = request.flags & NetlinkFlags.acknowledge != 0
        }

        /// True when one of the messages in `bytes` was the end.
        mutating func walk(
            _ bytes: RawSpan, _ body: (borrowing NetlinkMessage) -> Void
        ) throws(KernelError) -> Bool {
            var messages = NetlinkMessages(bytes)
            while let message = messages.next() {
                // Answers to earlier requests that were given up.
                if message.sequence != sequence { continue }
                if message.flags & NetlinkFlags.dumpInterrupted != 0 { whole = false }
                if try handle(message, body) { return true }
            }
            if messages.malformed { throw .malformed }
            return false
        }

        private func handle(
            _ message: borrowing NetlinkMessage, _ body: (borrowing NetlinkMessage) -> Void
        ) throws(KernelError) -> Bool {
            switch message.type {
            case NetlinkType.noop:
                return false
            case NetlinkType.overrun:
                throw .malformed
            case NetlinkType.error, NetlinkType.done:
                // NLMSG_ERROR with 0 is an acknowledgement; NLMSG_DONE may carry the error that cut a dump short.
                let code = (try? message.payload.native(0, as: Int32.self)) ?? 0
                if code < 0 { throw .refused(Errno(rawValue: 0 &- code)) }
                return true
            default:
                body(message)
                return !isDump && !isAcknowledged && message.flags & NetlinkFlags.multi == 0
            }
        }
    }
}
