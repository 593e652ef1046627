import Dissection
import Syscalls

/// Packets and the printer that turns them into text. Only the thread that has taken it touches it.
final class PrintJob: @unchecked Sendable {
    var batch = PacketBatch()
    var printer: Printer

    init(_ printer: consuming Printer) {
        self.printer = printer
    }

    func print() {
        batch.print(to: &printer)
    }

    var textLength: Int { printer.out.count }
}

/// Jobs on their way between the thread that reads packets and those that print them, in a ring: job number n has its
/// place at n modulo the places. The reading thread fills a job, hands it over, and takes the text back in the order of
/// the numbers; when there is nothing for it to do but wait, it prints a job itself.
///
/// A job belongs to the reading thread, then to the one that took it, then to the reading thread again; each step is
/// taken under the lock.
final class PrintQueue: @unchecked Sendable {
    /// Enough for one to be late; few enough to stay in the caches.
    private static let places = 8
    /// So many jobs have to wait before a sleeping thread is woken: where processors are busy the threads change places
    /// less often.
    private static let awakening = 4
    /// Text that waits to be taken back: beyond it no job is begun but the oldest.
    private static let textLimit = 8 << 20

    private let jobs: [PrintJob]
    private var threads: [WorkThread] = []
    private let lock = Lock()
    // Under the lock. Jobs handed over, begun, and taken back so far; the text that waits of each place, -1 for none.
    private var handed = 0
    private var begun = 0
    private var collected = 0
    private var lengths = [Int](repeating: -1, count: places)
    private var text = 0
    private var isOver = false

    /// - Parameter makePrinter: makes one printer for each job; several threads use them, one at a time.
    init(makePrinter: () -> Printer) {
        jobs = (0..<PrintQueue.places).map { _ in PrintJob(makePrinter()) }
    }

    /// Starts as many threads as can be had of `count`; false when that is none.
    func start(_ count: Int) -> Bool {
        for _ in 0..<count {
            guard let thread = try? WorkThread({ self.work() }) else { break }
            threads.append(thread)
        }
        return !threads.isEmpty
    }

    /// Ends the threads; jobs that no thread has begun stay as they are.
    func stop() {
        lock.locked {
            isOver = true
            lock.wakeAll()
        }
        for thread in threads { thread.join() }
        threads = []
    }

    private func work() {
        while let number = awaitNumber() { run(number) }
    }

    private func awaitNumber() -> Int? {
        lock.locked {
            while !isOver {
                if let number = begin() { return number }
                lock.wait()
            }
            return nil
        }
    }

    /// The next job, if it may be begun. Under the lock.
    private func begin() -> Int? {
        if begun == handed || text > PrintQueue.textLimit && begun != collected { return nil }
        begun += 1
        return begun - 1
    }

    private func run(_ number: Int) {
        let place = number % PrintQueue.places
        jobs[place].print()
        let length = jobs[place].textLength
        lock.locked {
            lengths[place] = length
            text += length
            lock.wakeAll()
        }
    }
}

// MARK: - The reading thread

extension PrintQueue {
    /// The job to be filled next: there is one as long as not all are on their way.
    var free: PrintJob { jobs[handed % PrintQueue.places] }
    var isFull: Bool { handed - collected == PrintQueue.places }

    /// Gives `free` away.
    func handOver() {
        lock.locked {
            handed += 1
            if handed - begun >= PrintQueue.awakening { lock.wakeAll() }
        }
    }

    /// The oldest job that was handed over, when it is printed; with `waiting`, as soon as it is. It is the caller's
    /// until `collect`. Nil when there is none.
    func oldest(waiting: Bool) -> PrintJob? {
        let place = collected % PrintQueue.places
        while true {
            var next: Int?
            let isPrinted = lock.locked {
                while waiting && collected != handed && lengths[place] < 0 {
                    next = begin()
                    if next != nil { break }
                    lock.wait()
                }
                return lengths[place] >= 0
            }
            if isPrinted { return jobs[place] }
            guard let next else { return nil }
            run(next)
        }
    }

    /// The oldest job's text has been taken.
    func collect() {
        lock.locked {
            let place = collected % PrintQueue.places
            if text > PrintQueue.textLimit { lock.wakeAll() }
            text -= lengths[place]
            lengths[place] = -1
            collected += 1
        }
    }
}

/// The reading thread's end of the queue, and the end of the threads with its own: the packets for the next job, and
/// whether it pays.
struct PrinterPool: ~Copyable {
    let queue: PrintQueue
    var batch = PacketBatch()
    /// False when the packets are so large, and so little is said of them, that they take longer to copy than to print.
    private(set) var pays = true
    private var bytes = 0
    private var text = 0
    private static let sample = 4 << 20
    /// One byte of text for so many of packets.
    private static let leastText = 32

    init(_ queue: PrintQueue) {
        self.queue = queue
    }

    deinit {
        queue.stop()
    }

    /// Hands over what has been gathered, if anything has.
    mutating func handOver() {
        if batch.isEmpty { return }
        swap(&batch, &queue.free.batch)
        batch.removeAll()
        queue.handOver()
    }

    /// Looks at a job that is printed; now and then it is decided whether threads pay.
    mutating func judge(_ job: PrintJob) {
        bytes += job.batch.count
        text += job.textLength
        if bytes < PrinterPool.sample { return }
        pays = text > bytes / PrinterPool.leastText
        (bytes, text) = (0, 0)
    }
}
