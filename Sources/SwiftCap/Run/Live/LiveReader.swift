import Glibc
import Packets
import Promiscuity
import Savefiles
import Syscalls

/// A program that reads the savefile while it grows, and that ends the capture by closing it (Wireshark). What the file is
/// to say of the capture it has to be told before: nothing written afterwards arrives.
final class LiveReader {
    /// The end of the pipe that is written to.
    let opener: FileOpener
    /// The same once more: it hangs up when the reader goes, packets or none.
    private let watched: Descriptor

    /// Two signals within this time are one: Wireshark sends SIGTERM behind the terminal's SIGINT, and a machine under load
    /// may take its time for it. For an end at once there is SIGKILL, which Wireshark sends 30 s later.
    static let echo: Int64 = 20_000_000_000

    init(_ pipe: consuming Descriptor) throws(SystemError) {
        let number = pipe.rawValue
        watched = Descriptor(owning: try checked("fcntl") { fcntl(number, F_DUPFD_CLOEXEC, 3) })
        opener = FileOpener(held: pipe)
    }

    /// Ready (POLLERR) once there is no reader any more. A regular file is always ready: -1 then.
    var descriptor: Int32 { FileStatus.isRegular(watched.rawValue) ? -1 : watched.rawValue }
}

/// When and what a growing file says of its capture: at its beginning, soon after the books have changed, and else after
/// times that double, so that a long capture's file is not filled with it.
struct GrowingBooks {
    private static let least: Int64 = 1_000_000_000
    private static let longest: Int64 = 64_000_000_000

    let reader: LiveReader
    private let turnBooks: TurnBooks
    private var changes = -1
    private var packets: UInt64 = 0
    private var last: Int64 = 0
    private var pause = GrowingBooks.least

    init(_ reader: LiveReader, _ turnBooks: TurnBooks) {
        self.reader = reader
        self.turnBooks = turnBooks
    }

    private static func changes(_ books: [Books]) -> Int {
        books.reduce(0) { $0 &+ $1.timeline.changes.count &+ $1.timeline.missed }
    }

    /// When there will be something to say; nil while nothing is new.
    func deadline(_ captured: UInt64, _ books: [Books]) -> Int64? {
        if GrowingBooks.changes(books) != changes { return changes < 0 ? 0 : last &+ GrowingBooks.least }
        return captured == packets ? nil : last &+ pause
    }

    /// What is due now; empty for nothing.
    mutating func due(_ now: Int64, _ captured: UInt64, _ books: [Books]) -> [PcapngStatistics] {
        guard let deadline = deadline(captured, books), now >= deadline else { return [] }
        let count = GrowingBooks.changes(books)
        pause = count == changes ? min(pause &* 2, GrowingBooks.longest) : pause
        (changes, packets, last) = (count, captured, now)
        return turnBooks.statisticsOnTheWay(captured)
    }
}
