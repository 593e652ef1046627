import CLinux
import SystemPackage
import Testing

@testable import Promiscuity

/// The watch on a scripted kernel, without root.
@Suite struct WatchTests {
    private static func words(_ changes: [Change]) -> [String] {
        changes.map { "\($0.interface) \($0.event?.rawValue ?? String($0.delta)) \($0.cause.rawValue)" }
    }

    private static func kernel() -> ScriptedKernel {
        let kernel = ScriptedKernel()
        kernel.links = [.device(1, "lo"), .device(4, "eth0"), .device(5, "eth1")]
        return kernel
    }

    /// The switch, as the kernel does it.
    private static func flip(_ kernel: ScriptedKernel, _ at: Int, announced: Bool = true) {
        let on = kernel.links[at].gflagsPromisc != true
        kernel.links[at].gflagsPromisc = on
        kernel.links[at].promiscuity = (kernel.links[at].promiscuity ?? 0) &+ (on ? 1 : UInt32(bitPattern: -1))
        if announced { kernel.announce(kernel.links[at]) }
    }

    @Test func `only what is named`() throws {
        let kernel = Self.kernel()
        let watch = try Watch(["eth0"], kernel: kernel)
        Self.flip(kernel, 1)
        Self.flip(kernel, 2)
        #expect(Self.words(watch.handleNotifications()) == ["eth0 1 notification"])
        #expect(watch.states.map(\.link.name) == ["eth0"])
    }

    @Test func `everything when nothing is named`() throws {
        let kernel = Self.kernel()
        let watch = try Watch([], kernel: kernel)
        Self.flip(kernel, 2)
        Self.flip(kernel, 0)
        #expect(Self.words(watch.handleNotifications()) == ["lo 1 notification", "eth1 1 notification"])
        kernel.links.append(.device(9, "new", count: 0))
        Self.flip(kernel, 3)
        #expect(Self.words(watch.handleNotifications()) == ["new 1 notification"])
    }

    @Test func `a loss is told to every device once and new ones are found`() throws {
        let kernel = Self.kernel()
        let watch = try Watch(["eth0", "eth1", "new"], kernel: kernel)
        Self.flip(kernel, 1, announced: false)
        kernel.links.append(.device(9, "new"))
        kernel.notifications.answers.append(.failure(.noBufferSpace))
        Self.flip(kernel, 2)
        #expect(
            Self.words(watch.handleNotifications()).sorted() == [
                "eth0 1 notification", "eth0 overrun notification", "eth1 1 notification", "eth1 overrun notification",
            ])
        #expect(watch.missed == 1)
        #expect(watch.states.map(\.link.name) == ["eth0", "eth1", "new"])
        #expect(watch.handleNotifications().isEmpty)
        #expect(watch.poll().isEmpty)
    }

    @Test func `what is not announced is found by polling`() throws {
        let kernel = Self.kernel()
        let watch = try Watch([], kernel: kernel)
        Self.flip(kernel, 1, announced: false)
        #expect(watch.handleNotifications().isEmpty)
        #expect(Self.words(watch.poll()) == ["eth0 1 poll"])
    }

    @Test func `holders that change places silently are found by polling`() throws {
        let kernel = Self.kernel()
        kernel.links[1].promiscuity = 1
        kernel.sockets = [.with(700, [(4, PACKET_MR_PROMISC, 1)])]
        let watch = try Watch([], kernel: kernel)
        kernel.sockets = [.with(701, [(4, PACKET_MR_PROMISC, 1)])]
        let changes = watch.poll()
        #expect(Self.words(changes) == ["eth0 0 poll"])
        #expect(changes.first?.joined.map(\.inode) == [701])
        #expect(changes.first?.left.map(\.inode) == [700])
    }

    @Test func `an idle poll asks little`() throws {
        let kernel = Self.kernel()
        let watch = try Watch(["eth0"], kernel: kernel)
        let before = kernel.requests
        #expect(watch.poll().isEmpty)
        #expect(kernel.requests - before == 1)
        #expect(kernel.scans == 0)
    }

    @Test func `deletion and the name again`() throws {
        let kernel = Self.kernel()
        let watch = try Watch(["eth0"], kernel: kernel)
        kernel.announce(kernel.links[1], removed: true)
        kernel.links.remove(at: 1)
        #expect(Self.words(watch.handleNotifications()) == ["eth0 deleted notification"])
        kernel.links.append(.device(12, "eth0", count: 0))
        Self.flip(kernel, 2)
        let changes = watch.handleNotifications()
        #expect(Self.words(changes) == ["eth0 1 notification"])
        #expect(changes.first?.index == 12)
    }

    @Test func `a device that is followed keeps its place under another name`() throws {
        let kernel = Self.kernel()
        let watch = try Watch(["eth0"], kernel: kernel)
        kernel.links[1].name = "lan"
        kernel.announce(kernel.links[1])
        #expect(Self.words(watch.handleNotifications()) == ["lan renamed notification"])
        // And the name, given to another device, is watched as well.
        kernel.links[2].name = "eth0"
        kernel.announce(kernel.links[2])
        #expect(watch.handleNotifications().isEmpty)
        #expect(watch.states.map(\.link.name) == ["lan", "eth0"])
    }
}
