import Syscalls

/// Packs and writes rows on a thread of its own, in the order in which it is asked to. Where no thread can be had the caller
/// does it.
public final class RowWorker: Sendable {
    let queue = RowQueue()

    public init() { queue.start() }

    /// Waits until everything is done, and ends the thread.
    deinit { queue.stop() }

    /// Interrupts a write that waits (see `Abandonment`).
    public func interrupt() { queue.interrupt() }

    /// How often the capture had to wait.
    public var waits: UInt64 { queue.waits }

    public func waitUntilIdle() { queue.waitUntilIdle() }
}

/// What the worker's thread is asked to do.
final class RowQueue: @unchecked Sendable {
    private let lock = Lock()
    private var thread: WorkThread?
    // Under the lock.
    private var work: [() -> Void] = []
    private var isBusy = false
    private var isOver = false
    private var waited: UInt64 = 0

    func start() {
        thread = try? WorkThread(isInterruptible: true) { self.run() }
    }

    func stop() {
        locked { isOver = true }
        thread?.join()
        thread = nil
    }

    func interrupt() { thread?.interrupt() }
    var waits: UInt64 { locked { waited } }

    func add(_ body: @escaping () -> Void) {
        if thread == nil { return body() }
        locked { work.append(body) }
    }

    /// Takes what there is of something that work gives back, and waits until there is.
    func take<Item>(_ item: () -> Item?) -> Item {
        lock.locked {
            if let item = item() { return item }
            waited &+= 1
            while true {
                lock.wait()
                if let item = item() { return item }
            }
        }
    }

    /// What changes is told to those who wait.
    func locked<Result>(_ body: () -> Result) -> Result {
        lock.locked {
            defer { lock.wakeAll() }
            return body()
        }
    }

    func waitUntilIdle() {
        lock.locked { while isBusy || !work.isEmpty { lock.wait() } }
    }

    private func run() {
        while let body = next() { body() }
    }

    private func next() -> (() -> Void)? {
        lock.locked {
            isBusy = false
            lock.wakeAll()
            while work.isEmpty && !isOver { lock.wait() }
            if work.isEmpty { return nil }
            isBusy = true
            return work.removeFirst()
        }
    }
}
