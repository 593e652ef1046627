import Dissection
import Packets
import Glibc
import Syscalls

/// Names of hosts, asked for on threads of their own: the packets wait a little for an answer, and not at all once they
/// have waited enough. An answer that comes late serves later packets. A slow resolver costs names, not packets.
///
/// Bounded: so many threads, addresses on their way and answers that were not fetched. An address that finds no room is
/// asked for again with its next packet.
final class HostResolver: @unchecked Sendable {
    /// How long packets wait.
    struct Patience {
        /// For one name, nanoseconds.
        var perName: Int64
        /// For all of them together.
        var budget: Int64
        /// What comes to the budget per nanosecond of the run: a tenth lets names take a tenth of the time.
        var income: Double
        /// Only waiting that brought no answer counts.
        var paysOnlyForNothing: Bool

        /// The ring goes on filling meanwhile.
        static let live = Patience(
            perName: 20_000_000, budget: 200_000_000, income: 0.1, paysOnlyForNothing: false)
        /// Nothing is lost by waiting but time.
        static let savefile = Patience(
            perName: 5_000_000_000, budget: 5_000_000_000, income: 0, paysOnlyForNothing: true)
    }

    private static let threadLimit = 4
    private static let pendingLimit = 256
    private static let answerLimit = 4096

    private let patience: Patience
    private let lookUp: @Sendable (HostAddress) -> String?
    private let started = Clock.monotonic()
    private let lock = Lock()
    // All under the lock.
    private var queue: [HostAddress] = []
    private var pending: Set<HostAddress> = []
    private var answers: [HostAddress: String?] = [:]
    private var threads = 0
    private var idle = 0
    private var paid: Int64 = 0

    init(_ patience: Patience, lookUp: @escaping @Sendable (HostAddress) -> String? = { Names.host($0) }) {
        self.patience = patience
        self.lookUp = lookUp
    }

    /// The name, that there is none, or that it may come later.
    func name(_ address: HostAddress) -> HostName {
        lock.locked {
            if let answer = take(address) { return answer }
            if !pending.contains(address) && !ask(address) { return .later }
            return awaitAnswer(address)
        }
    }

    private func take(_ address: HostAddress) -> HostName? {
        guard let answer = answers.removeValue(forKey: address) else { return nil }
        return answer.map { .known($0) } ?? .unknown
    }

    /// False when there is no room.
    private func ask(_ address: HostAddress) -> Bool {
        guard pending.count < HostResolver.pendingLimit else { return false }
        if idle == 0 && threads < HostResolver.threadLimit { startThread() }
        guard threads > 0 else { return false }
        pending.insert(address)
        queue.append(address)
        lock.wakeAll()
        return true
    }

    private func awaitAnswer(_ address: HostAddress) -> HostName {
        let began = Clock.monotonic()
        let earned = Int64(Double(began &- started) * patience.income)
        let allowance = min(patience.perName, patience.budget &+ earned &- paid)
        let deadline = began &+ max(0, allowance)
        var answer: HostName?
        while answer == nil, !Interruption.happened {
            let now = Clock.monotonic()
            if now >= deadline { break }
            // In slices, so that an interrupt need not wait for a resolver.
            lock.wait(atMost: min(deadline &- now, 100_000_000))
            answer = take(address)
        }
        if answer == nil || !patience.paysOnlyForNothing { paid &+= Clock.monotonic() &- began }
        return answer ?? .later
    }

    private func startThread() {
        guard let thread = try? WorkThread({ self.work() }) else { return }
        thread.detach()
        threads += 1
    }

    /// One thread: it runs until the process ends. A look-up that hangs holds up no other thread.
    private func work() {
        while true {
            let address = lock.locked {
                idle += 1
                while queue.isEmpty { lock.wait() }
                idle -= 1
                return queue.removeFirst()
            }
            let name = lookUp(address)
            lock.locked {
                pending.remove(address)
                if answers.count >= HostResolver.answerLimit { answers.removeAll() }
                answers[address] = .some(name)
                lock.wakeAll()
            }
        }
    }
}
