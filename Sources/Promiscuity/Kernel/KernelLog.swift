import CLinux
import Glibc
import Packets
import Syscalls
import SystemPackage

/// The kernel's log from now on, of what it says of some interfaces (/dev/kmsg). It never waits.
///
/// Where the log may not be read (`kernel.dmesg_restrict`, no CAP_SYSLOG) there is `error`, and no lines.
public final class KernelLog {
    /// Lines that are kept; more are counted as missed.
    public static let limit = 1000
    /// Records of one reading: of a log that is written faster than it is read, the rest comes later.
    private static let recordsAtOnce = 20_000

    private var file: Descriptor?
    private var sequence: UInt64?
    /// Of the reading before: what came since is not older.
    private var looked: Timestamp
    /// What the kernel said so far, in order.
    public private(set) var lines: [KernelLogLine] = []
    /// Records that were overwritten before they were read, whatever they were about, and lines beyond `limit`.
    public private(set) var missed = 0
    /// Why it cannot be read.
    public private(set) var error: SystemError?

    /// Opens the log behind what is there already.
    public init(path: String = "/dev/kmsg") {
        looked = KernelLog.now
        do throws(SystemError) {
            let file = try Descriptor.open(path, O_RDONLY | O_NONBLOCK)
            let number = file.rawValue
            try checked("lseek", path) { lseek(number, 0, SEEK_END) }
            self.file = consume file
        } catch { self.error = error }
    }

    /// Takes what came.
    ///
    /// - Parameter names: of the interfaces in question.
    public func read(_ names: Set<String>) {
        guard let number = file?.rawValue else { return }
        let boot = KernelLog.bootTime()
        let now = KernelLog.now
        var buffer = [UInt8](repeating: 0, count: 8192)
        for _ in 0..<KernelLog.recordsAtOnce {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe Glibc.read(number, $0.baseAddress, $0.count) }
            if count > 0 {
                take(buffer.prefix(count), names, boot, now)
                continue
            }
            let error = lastErrno()
            if count == 0 || error == .wouldBlock { break }
            // What was to be read next has been overwritten; the next call gives the oldest that is left.
            if error == .brokenPipe || error == .interrupted { continue }
            self.error = SystemError("read", error, "/dev/kmsg")
            file = nil
            break
        }
        looked = now
    }

    private func take(_ bytes: ArraySlice<UInt8>, _ names: Set<String>, _ boot: Timestamp, _ now: Timestamp) {
        guard let record = KernelLogRecord(bytes) else { return }
        if let sequence, record.sequence > sequence &+ 1 {
            missed &+= Int(clamping: record.sequence &- sequence &- 1)
        }
        sequence = record.sequence
        guard let what = record.promiscuity, names.contains(what.interface) else { return }
        guard lines.count < KernelLog.limit else { return missed &+= 1 }
        lines.append(
            KernelLogLine(
                time: time(record, boot, now), interface: what.interface, entered: what.entered, text: record.text))
    }

    /// The log's own clock is not corrected as the wall clock is, and may have gone apart from it since the machine was
    /// started: but a line came after the reading before, and before this one.
    private func time(_ record: KernelLogRecord, _ boot: Timestamp, _ now: Timestamp) -> Timestamp {
        let nanoseconds = Int64(record.microseconds % 1_000_000) * 1000
        let seconds = boot.seconds &+ Int64(clamping: record.microseconds / 1_000_000)
        let time = Timestamp(seconds: seconds, nanoseconds: boot.nanoseconds &+ nanoseconds).normalized
        return min(max(time, looked), now)
    }

    private static var now: Timestamp {
        let time = Clock.realtime()
        return Timestamp(seconds: time.seconds, nanoseconds: time.nanoseconds)
    }

    /// The wall clock when the monotonic one was 0.
    private static func bootTime() -> Timestamp {
        let since = Clock.monotonic()
        let now = now
        return Timestamp(
            seconds: now.seconds &- since / 1_000_000_000, nanoseconds: now.nanoseconds &- since % 1_000_000_000
        ).normalized
    }
}
