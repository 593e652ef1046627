import Capture
import Packets
import Promiscuity
import Reports
import Savefiles
import Syscalls

/// What a pcapng file says at its end when the capture goes on in the next one: each interface's counts since the
/// capture began, and the books so far as a report that is not over. Of the timeline it has what happened since the
/// file before was closed, so that a long capture does not say everything again in each file.
///
/// Drawn up only when a file is closed, never for a packet.
final class TurnBooks {
    /// One interface: what does not change, and what is asked when a file is closed.
    struct Source {
        var outcome: RunOutcome
        var books: Books?
        /// Nil where the files' packets are all that the device has given.
        var counts: (() -> PacketsSoFar)?
    }

    private let run: LiveRun
    private let started: Timestamp
    private var sources: [Source]
    /// Changes that an earlier file has.
    private var said: [Int]
    /// The kernel's counts of a single device: libpcap must not be asked while it hands packets out.
    private var kernel = CaptureStatistics()

    init(_ run: LiveRun, _ started: Timestamp, _ sources: [Source]) {
        self.run = run
        self.started = started
        self.sources = sources
        said = sources.map { _ in 0 }
    }

    /// Remembers the kernel's counts.
    func note(_ counts: CaptureStatistics) { kernel = counts }

    /// - Parameter packets: how many the files hold, the one that is closed now included.
    func statistics(_ packets: UInt64) -> [PcapngStatistics] {
        report(packets).statistics(telling: run.options.textReport)
    }

    /// For a file that goes on, whose last report is to say all. A long timeline is told in parts still.
    func statisticsOnTheWay(_ packets: UInt64) -> [PcapngStatistics] {
        report(packets, whole: true).statistics(telling: run.options.textReport)
    }

    /// The same for a file of rows.
    func notes(_ packets: UInt64) -> RowNotes { report(packets).notes(telling: run.options.textReport) }

    /// Changes that a report tells again and again.
    private static let repeated = 100

    private func report(_ packets: UInt64, whole: Bool = false) -> CaptureReport {
        for place in sources.indices {
            let now = sources[place].counts?() ?? PacketsSoFar(captured: packets, foreign: nil, kernel: kernel)
            sources[place].outcome.take(captured: now.captured, foreign: now.foreign, now.kernel, .nextFile)
        }
        let interfaces = sources.indices.map { place in
            var report = sources[place].outcome.interface(run, sources[place].books)
            let all = report.timeline.count
            if !whole || all > TurnBooks.repeated { report.timeline.removeFirst(min(said[place], all)) }
            said[place] = all
            return report
        }
        return RunOutcome.report(run, started, .nextFile, interfaces)
    }
}

extension CaptureReport {
    /// A statistics block for each interface; the whole report is a comment of the last one.
    ///
    /// - Parameter telling: false for the counts alone, without names of hosts and processes, nor what was typed.
    func statistics(telling: Bool) -> [PcapngStatistics] {
        let last = interfaces.count - 1
        return interfaces.enumerated().map { place, interface in
            PcapngStatistics(
                interface: place, time: ended, started: started, ended: ended,
                acceptedByFilter: interface.packets.receivedByFilter,
                droppedByKernel: interface.packets.droppedByKernel,
                droppedByInterface: interface.packets.droppedByInterface, delivered: interface.packets.captured,
                comments: telling && place == last ? [json(indented: false).text] : [])
        }
    }
}
