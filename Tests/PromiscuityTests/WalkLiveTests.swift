import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

/// A random walk over everything that can hold a device: at every step audit and watch must agree with a model that never
/// looks at the kernel.
@Suite(.enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"))
struct WalkLiveTests {
    /// SWIFTCAP_SEED repeats a walk.
    private static let seed: UInt64 = {
        if let text = unsafe getenv("SWIFTCAP_SEED"), let seed = unsafe UInt64(String(cString: text)) { return seed }
        return UInt64.random(in: 0 ..< .max)
    }()

    private static let steps = 2_000

    @Test func `two thousand steps`() throws {
        let seed = Self.seed
        print("walk with seed \(seed)")
        try Namespace.run {
            let walk = try Walk(seed: seed)
            let watch = try Watch([])
            var sums: [String: Int] = [:]
            var heard: [String] = []
            for step in 0..<Self.steps {
                try walk.step()
                // A process that was just made may have every descriptor of ours for another moment.
                for attempt in 0..<40 {
                    for change in watch.handleNotifications() + watch.poll() {
                        sums[change.interface, default: 0] += change.delta
                        heard.append("\(change.interface) \(change.delta) \(change.event?.rawValue ?? "")")
                    }
                    if Self.agree(watch, walk.model) { break }
                    usleep(UInt32(attempt) * 500)
                }
                heard.removeFirst(max(0, heard.count - 30))
                let place: Comment = "seed \(seed), step \(step): \(walk.log.suffix(6)), heard \(heard.suffix(6))"
                try Self.compare(watch, sums, with: walk.model, place)
                guard step % 10 == 9 else { continue }
                // The same goes for the processes that an audit finds.
                var audit = try Auditor().audit()
                for attempt in 0..<40 where !Self.sameProcesses(audit, walk.model) {
                    usleep(UInt32(attempt) * 500)
                    audit = try Auditor().audit()
                }
                try Self.compare(audit, with: walk, place)
            }
            #expect(watch.missed == 0)
        }
    }

    private static func agree(_ watch: Watch, _ model: WalkModel) -> Bool {
        watch.states.allSatisfy {
            $0.link.name == "lo" || WalkModel.words($0.holders) == model.holders($0.link.name)
        }
    }

    /// Holders that the model does not know belong to other namespaces.
    private static func sameProcesses(_ audit: Audit, _ model: WalkModel) -> Bool {
        audit.interfaces.flatMap(\.state.holders).allSatisfy { holder in
            let expected = holder.inode.map(model.processes) ?? []
            return expected.isEmpty || expected == Set(holder.processes.map(\.pid))
        }
    }

    private static func compare(
        _ watch: Watch, _ sums: [String: Int], with model: WalkModel, _ place: Comment
    ) throws {
        let states = Dictionary(watch.states.map { ($0.link.name, $0) }) { first, _ in first }
        for device in model.devices where !model.away.contains(device) {
            let state = try #require(states[device], place)
            try #require(WalkModel.words(state.holders) == model.holders(device), "\(device), \(place)")
            try #require(Int(state.link.promiscuity ?? 0) == model.count(device), "\(device), \(place)")
            try #require(state.residual == 0 && state.consistent, "\(device), \(place)")
            try #require(sums[device, default: 0] == model.count(device), "\(device), \(place)")
        }
    }

    private static func compare(_ audit: Audit, with walk: Walk, _ place: Comment) throws {
        let own = try walk.lab.kernel.networkNamespace()
        let other = try FileStatus.inode(of: walk.elsewhere.descriptor)
        for device in walk.model.devices {
            let namespace = walk.model.away.contains(device) ? other : own
            let found = audit.interfaces.first { $0.name == device && $0.networkNamespace == namespace }
            let state = try #require(found, "\(device), \(place)").state
            try #require(WalkModel.words(state.holders) == walk.model.holders(device), "\(device), \(place)")
            try #require(state.residual == 0, "\(device), \(place)")
            for holder in state.holders {
                guard let inode = holder.inode else { continue }
                try #require(Set(holder.processes.map(\.pid)) == walk.model.processes(inode), "\(device), \(place)")
            }
        }
    }
}
