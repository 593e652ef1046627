import CLinux
import Glibc
import Promiscuity
import Syscalls
import SystemPackage

/// The running kernel as a stage: namespaces that belong to this process alone. Made in process 1 of a pid namespace
/// (`Isolation`), so that whatever it starts ends with it.
public final class LiveStage: Stage {
    private let own: Namespace
    private var others: [String: Namespace] = [:]
    private var hosts: [String: Host] = [:]
    private var captures: [String: RunningCapture] = [:]
    private var sockets: [String: LabSocket] = [:]
    private let announcements: Announcements
    private var kernelLog: KernelLog?
    private var devices: Set<String> = ["lo"]
    public private(set) var lastAccepted = false
    /// Things that cannot be shown here, one line each.
    public let limits: [String]

    /// Takes for its own the namespaces that the process was started in.
    public init() throws(StageError) {
        var limits: [String] = []
        let readsSysfs = try Isolation.settle()
        if !readsSysfs { limits.append("flags cannot be read here: no sysfs can be mounted") }
        own = try Namespace(own: readsSysfs)
        announcements = try Announcements()
        do throws(SystemError) { kernelLog = try KernelLog() } catch {
            kernelLog = nil
            limits.append("the kernel's log cannot be read here (/dev/kmsg: \(error.errno))")
        }
        self.limits = limits
        try own.up(["lo"])
    }

    // MARK: reading

    public func beginStep() {
        announcements.forget()
        kernelLog?.skip()
    }

    public func reading(_ place: Place) throws(StageError) -> LinkReading {
        try namespace(place.namespace).reading(place.device)
    }

    public func announcements(_ place: Place) throws(StageError) -> Int? {
        guard place.namespace == nil else { throw StageError("announcements are heard on the stage only") }
        return announcements.count(try own.index(place.device))
    }

    public func frames(capture: String) -> Int? { captures[capture]?.frames }

    public func gaveUp(capture: String) -> Bool { captures[capture]?.gaveUp ?? false }

    public func log() -> [String]? {
        if kernelLog == nil { return nil }
        return kernelLog?.lines(about: devices)
    }

    // MARK: doing

    public func perform(_ action: Action) throws(StageError) {
        switch action {
        case .veth, .namespace, .host, .bridge, .macvlan: try make(action)
        case .up(let name): try own.up([name])
        case .down(let name): try own.setFlags(name, UInt32(IFF_UP), false)
        case .master(let port, let bridge):
            var master: Int32 = 0
            if let bridge { master = try own.index(bridge) }
            try own.send(.setMaster(index: try own.index(port), master: master), port)
        case .promisc(let name, let on):
            let place = Place(stringLiteral: name)
            try namespace(place.namespace).setFlags(place.device, UInt32(IFF_PROMISC), on)
        case .move(let name, let target): try own.move(name, to: try namespace(target))
        case .rename(let name, let new):
            try own.send(.rename(index: try own.index(name), to: new), name)
            devices.insert(new)
        case .writeFlagsBack(let name): try own.writeFlagsBack(name)
        case .capture(let name, let device, let promiscuous, let filter):
            captures[name] = try RunningCapture(on: device, promiscuous: promiscuous, filter: filter)
        case .interrupt(let name): try capture(name).end(SIGINT)
        case .kill(let name): try capture(name).end(SIGKILL)
        case .await(let name): try capture(name).awaitEnd()
        case .socket, .bind, .duplicate, .join, .drop, .close: try use(action)
        case .acquaint(let a, let b): try host(a).acquaint(try host(b))
        case .send(let from, let to, let count): try host(from).send(count, to: try host(to))
        case .stray(let from, let to, let count): try stray(from, to, count)
        }
    }

    private func make(_ action: Action) throws(StageError) {
        switch action {
        case .veth(let a, let b):
            try own.send(.newVeth(name: a, peer: b), "veth")
            devices.formUnion([a, b])
            try own.up([a, b])
        case .namespace(let name): others[name] = try Namespace(new: own.readsSysfs)
        case .host(let name, let port):
            let namespace = try Namespace(new: own.readsSysfs)
            others[name] = namespace
            try own.send(.newVeth(name: port, peer: "eth0"), "veth")
            try own.move("eth0", to: namespace)
            devices.insert(port)
            try own.setFlags(port, UInt32(IFF_UP), true)
            try namespace.up(["eth0"])
            let host = Host(namespace)
            try host.connect()
            hosts[name] = host
        case .bridge(let name):
            try own.send(.newLink(name: name, kind: "bridge"), "bridge")
            devices.insert(name)
            try own.setFlags(name, UInt32(IFF_UP), true)
        case .macvlan(let name, let lower, let passthru):
            let mode = passthru ? MACVLAN_MODE_PASSTHRU.rawValue : MACVLAN_MODE_BRIDGE.rawValue
            try own.send(.newMacvlan(name: name, lower: try own.index(lower), mode: mode), "macvlan")
            devices.insert(name)
        default: break
        }
    }

    private func use(_ action: Action) throws(StageError) {
        do throws(SystemError) {
            switch action {
            case .socket(let name): sockets[name] = try LabSocket()
            case .duplicate(let name, let copy): sockets[copy] = try sockets[name]?.duplicate()
            case .close(let name): sockets[name] = nil
            default: break
            }
        } catch { throw StageError(error) }
        switch action {
        case .bind(let name, let device): try bind(name, try own.index(device))
        case .join(let name, let device, let kind):
            lastAccepted = sockets[name]?.membership(try own.index(device), kind, add: true) ?? false
        case .drop(let name, let device, let kind):
            lastAccepted = sockets[name]?.membership(try own.index(device), kind, add: false) ?? false
        default: break
        }
    }

    private func bind(_ name: String, _ index: Int32) throws(StageError) {
        do throws(SystemError) { try sockets[name]?.bind(index) } catch { throw StageError(error) }
    }

    /// Through sockets that join nothing: one sends, one waits for what arrives.
    private func stray(_ from: String, _ to: String, _ count: Int) throws(StageError) {
        let source = try own.link(from).state
        let target = try own.index(to)
        do throws(SystemError) {
            let sender = try LabSocket()
            try sender.bind(source.index)
            let witness = try LabSocket()
            try witness.bind(target)
            for _ in 0..<count { try sender.send(to: [0x02, 0, 0, 0, 0, 0x77], from: source.address) }
            let arrived = witness.receive(PACKET_OTHERHOST, most: count, milliseconds: 5_000)
            guard arrived == count else { throw SystemError("recvfrom", .timedOut, to) }
        } catch { throw StageError(error) }
    }

    private func namespace(_ name: String?) throws(StageError) -> Namespace {
        guard let name else { return own }
        guard let found = others[name] else { throw StageError("no namespace \(name)") }
        return found
    }

    private func host(_ name: String) throws(StageError) -> Host {
        guard let found = hosts[name] else { throw StageError("no host \(name)") }
        return found
    }

    private func capture(_ name: String) throws(StageError) -> RunningCapture {
        guard let found = captures[name] else { throw StageError("no capture \(name)") }
        return found
    }
}
