import Capture
import Glibc
import Packets
import Promiscuity
import Reports
import Syscalls

/// What a session knows that the books do not: gathered while it runs, turned into the report when it is over.
struct RunOutcome {
    let device: String
    let linkType: LinkType
    let expression: String
    let started: Timestamp
    /// Packet sockets on the device.
    let sockets: Int
    private(set) var stopReason = StopReason.error
    private var packets = PacketCounts(
        captured: 0, receivedByFilter: 0, droppedByKernel: 0, droppedByInterface: 0, foreignUnicast: nil)

    init(_ device: CaptureDevice, expression: String, started: Timestamp) {
        self.device = device.name
        linkType = device.linkType
        sockets = device.sockets
        self.expression = expression
        self.started = started
    }
}

extension RunOutcome {
    /// Of a capture that goes on. What is counted of the packets can be ahead of the kernel's counts, which are
    /// asked less often.
    mutating func take(captured: UInt64, foreign: UInt64?, _ kernel: CaptureStatistics, _ reason: StopReason) {
        stopReason = reason
        packets = PacketCounts(
            captured: captured, receivedByFilter: max(kernel.received, captured &+ kernel.dropped),
            droppedByKernel: kernel.dropped, droppedByInterface: kernel.interfaceDropped, foreignUnicast: foreign)
    }

    /// Of a capture that is over.
    mutating func take(_ counts: PacketsSoFar, _ reason: StopReason) {
        stopReason = reason
        packets = PacketCounts(
            captured: counts.captured, receivedByFilter: counts.kernel.received,
            droppedByKernel: counts.kernel.dropped, droppedByInterface: counts.kernel.interfaceDropped,
            foreignUnicast: counts.foreign)
    }

    static func report(
        _ run: LiveRun, _ started: Timestamp, _ reason: StopReason, _ interfaces: [InterfaceReport]
    ) -> CaptureReport {
        CaptureReport(
            version: Help.version, kernel: Host.kernel, libpcap: PcapNames.library, host: Host.name,
            arguments: run.arguments, started: started, ended: .now,
            stopReason: reason, interfaces: interfaces)
    }

    /// One interface's part of it.
    func interface(_ run: LiveRun, _ books: Books?) -> InterfaceReport {
        // What turned out to be no interface has no books.
        let books = books?.isNoInterface == true ? nil : books
        let link = books?.first?.link
        let verdict = books?.verdict ?? BooksVerdict(ownTaken: 0, ownReturned: 0, promiscuousWithoutUs: false)
        let isUnfinished = stopReason == .nextFile && books != nil
        var report = InterfaceReport(
            name: device, index: link?.index ?? 0, networkNamespace: books?.networkNamespace ?? Host.networkNamespace,
            kind: link?.kind, address: link?.address ?? [],
            linkType: PcapNames.linkType(linkType) ?? "\(linkType.rawValue)",
            promiscuousRequested: run.options.promiscuous, sockets: sockets,
            filter: expression.isEmpty ? nil : expression,
            packets: packets, before: books?.report(.before), during: books?.report(.during),
            after: books?.report(.after), timeline: books?.timeline.changes ?? [],
            missedChanges: books?.timeline.missed ?? 0, failed: books?.failedLooks ?? FailedLooks(),
            verdict: isUnfinished ? verdict.unfinished : verdict)
        report.summary = report.sentence
        return report
    }
}

extension Books {
    /// A state for the report: as it was read, or why it could not be; nil as long as it has not come.
    func report(_ phase: Phase) -> StateReport? {
        if let fault = unread[phase] { return StateReport(fault) }
        let sample =
            switch phase {
            case .before: before
            case .during: during
            case .after: after
            }
        return sample.map { StateReport($0) }
    }
}

extension Timestamp {
    /// The wall clock.
    static var now: Timestamp {
        let time = Clock.realtime()
        return Timestamp(seconds: time.seconds, nanoseconds: time.nanoseconds)
    }
}
