import Packets
import Promiscuity
import Reports
import Syscalls

/// What a report says of the time between its states, gathered once a second: packets and drops of each device, and what the
/// kernel's log says of it.
final class CaptureCourse {
    private static let period: Int64 = 1_000_000_000

    private let devices: [CaptureDevice]
    private let log: KernelLog
    private let begun: Int64
    private var rates: [PacketRates]
    /// When to look again.
    private(set) var nextLook: Int64?

    init(_ devices: [CaptureDevice], _ log: KernelLog) {
        self.devices = devices
        self.log = log
        begun = Clock.monotonic()
        let now = Timestamp.now
        rates = devices.map { _ in PacketRates(started: now) }
        nextLook = begun &+ CaptureCourse.period
        readLog()
    }

    func isDue(_ now: Int64) -> Bool { nextLook.map { now >= $0 } ?? false }

    /// - Parameter counts: of each device, since the capture began.
    func note(_ counts: [PacketsSoFar]) {
        let now = Clock.monotonic()
        nextLook = now &+ CaptureCourse.period
        for (place, count) in counts.enumerated() where place < rates.count {
            rates[place].note(
                (now &- begun) / 1_000_000, captured: count.captured,
                dropped: count.kernel.dropped &+ count.kernel.interfaceDropped)
        }
        readLog()
    }

    private func readLog() { log.read(Set(devices.flatMap(CaptureCourse.names))) }

    /// The names that a device had.
    private static func names(_ device: CaptureDevice) -> [String] {
        guard let books = device.books else { return [] }
        return [device.name] + [books.first?.link.name, books.latest?.link.name].compactMap(\.self)
            + books.timeline.changes.lazy.filter { $0.event == .renamed }.map(\.interface)
    }

    /// The device's part of the report, when the capture is over.
    func complete(_ report: InterfaceReport, _ device: CaptureDevice) -> InterfaceReport {
        guard let place = devices.firstIndex(where: { $0 === device }) else { return report }
        var report = report
        report.rates = rates[place]
        guard report.before != nil || report.during != nil else { return report }
        // "Left" is written when the handle is closed.
        readLog()
        report.kernelLog = KernelLogReport(log, Set(CaptureCourse.names(device)))
        return report
    }
}
