import CLinux
import Packets
import Promiscuity
import Syscalls

/// RTM_NEWLINK messages that say that a device's PROMISC was touched: struct ifinfomsg with IFF_PROMISC in ifi_change.
final class Announcements {
    private let transport: any NetlinkTransport
    private var buffer = [UInt8](repeating: 0, count: 64 * 1024)
    private var counts: [Int32: Int] = [:]
    private var lost = false

    init() throws(StageError) {
        do throws(SystemError) { transport = try LiveKernel().openLinkNotifications() } catch {
            throw StageError(error)
        }
    }

    func forget() {
        fetch()
        counts = [:]
        lost = false
    }

    /// Nil when messages were lost.
    func count(_ index: Int32) -> Int? {
        fetch()
        return lost ? nil : counts[index, default: 0]
    }

    /// Reads what has come. The kernel queues these messages before the call that causes them returns.
    private func fetch() {
        for _ in 0..<10_000 {
            var length = 0
            do throws(SystemError) {
                guard let received = try transport.receive(into: &buffer) else { return }
                length = received
            } catch {
                lost = true
                guard error.errno == .noBufferSpace else { return }
            }
            if length > buffer.count { lost = true }
            var messages = unsafe NetlinkMessages(buffer.span.bytes.upTo(length))
            while let message = messages.next() {
                guard let parsed = LinkMessage.parse(message), !parsed.isRemoval,
                    let change = try? message.payload.native(12, as: UInt32.self), change & 0x100 != 0
                else { continue }
                counts[parsed.state.index, default: 0] += 1
            }
        }
    }
}
