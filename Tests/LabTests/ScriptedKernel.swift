import Lab

/// The rules of promiscuity as a table of holders, without a kernel: what the scenarios' expectations are held against.
/// A `Flaw` breaks one rule, and some scenario has to notice.
final class ScriptedKernel: Stage {
    enum Flaw: CaseIterable {
        case none
        case switchCounts, switchOffEndsCaptures, captureShowsInGflags, flagsStay, silentJoin
        case killedCapturesStay, anyHolds, equalRequestsCount, drainedDropFails, lengthsAreEqual
        case bridgeForgetsPorts, portsNeedTheBridgeUp, modestHearsAll, curiousHearsNothing
        case macvlanIsAnnounced, everyMacvlanCounts, moveKeepsMemberships, moveTakesTheSwitch
    }

    private struct Entry: Equatable {
        var socket: String
        var length: UInt16
        var count = 1
    }

    private struct Device {
        var namespace: String?
        var up = false
        var gflags = 0
        var entries: [Entry] = []
        var master: String?
        var lower: String?
        var isBridge = false
    }

    private let flaw: Flaw
    private var devices: [String: Device] = ["lo": Device(up: true)]
    private var captures: [String: (device: String, promiscuous: Bool)] = [:]
    private var counted: [String: Int] = [:]
    private var endings: Set<String> = []
    private var announced: [String: Int] = [:]
    private(set) var lastAccepted = false

    init(_ flaw: Flaw = .none) {
        self.flaw = flaw
    }

    // MARK: reading

    func beginStep() { announced = [:] }

    func reading(_ place: Place) throws(StageError) -> LinkReading {
        guard let device = devices[place.device], device.namespace == place.namespace else {
            throw StageError("no device \(place)")
        }
        let count = promiscuity(place.device)
        let shown = device.gflags > 0 || (flaw == .captureShowsInGflags && count > 0)
        return LinkReading(
            promiscuity: UInt32(count), flagsPromisc: count > 0 && flaw != .flagsStay,
            interfaceFlags: (shown ? 0x100 : 0) | (device.up ? 1 : 0))
    }

    func announcements(_ place: Place) throws(StageError) -> Int? { announced[place.device, default: 0] }
    func frames(capture: String) -> Int? { counted[capture] }
    func gaveUp(capture: String) -> Bool { endings.contains(capture) }
    func log() -> [String]? { nil }

    private func promiscuity(_ name: String) -> Int {
        guard let device = devices[name] else { return 0 }
        var sum = device.gflags + device.entries.count
        if flaw == .equalRequestsCount { sum = device.gflags + device.entries.reduce(0) { $0 + $1.count } }
        if let master = device.master, flaw != .bridgeForgetsPorts {
            sum += flaw == .portsNeedTheBridgeUp && devices[master]?.up != true ? 0 : 1
        }
        let uppers = devices.filter { $0.value.lower == name && $0.value.up }
        if !uppers.isEmpty { sum += flaw == .everyMacvlanCounts ? uppers.count : 1 }
        return sum + uppers.keys.count { promiscuity($0) > 0 }
    }

    /// Runs a change and announces where the count moved.
    private func change(_ name: String, _ body: (inout Device) -> Void) {
        let before = promiscuity(name)
        body(&devices[name, default: Device()])
        if promiscuity(name) != before && flaw != .silentJoin { announced[name, default: 0] += 1 }
    }

    private func changeWithLower(_ name: String, _ body: (inout Device) -> Void) {
        guard let lower = devices[name]?.lower else { return change(name, body) }
        let before = promiscuity(lower)
        change(name, body)
        if promiscuity(lower) != before { announced[lower, default: 0] += 1 }
    }

    // MARK: doing

    func perform(_ action: Action) throws(StageError) {
        switch action {
        case .veth(let a, let b): for name in [a, b] { devices[name] = Device(up: true) }
        case .namespace, .acquaint: break
        case .host(_, let port): devices[port] = Device(up: true)
        case .bridge(let name): devices[name] = Device(up: true, isBridge: true)
        case .macvlan(let name, let lower): devices[name] = Device(lower: lower)
        case .up(let name): raise(name, true)
        case .down(let name): raise(name, false)
        case .master(let port, let bridge): change(port) { $0.master = bridge }
        case .promisc(let name, let on): flip(Place(stringLiteral: name).device, on)
        case .move(let name, let target): move(name, target)
        case .delete(let name): devices[name] = nil
        case .capture(let name, let device, let promiscuous, _): start(name, device, promiscuous)
        case .interrupt(let name): end(name, killed: false)
        case .kill(let name): end(name, killed: true)
        case .await(let name): if captures[name] == nil { endings.insert(name) }
        case .socket: break
        case .join(let name, let device, let length): join(name, device, length)
        case .drop(let name, let device, let length): drop(name, device, length)
        case .close(let name): leave(name)
        case .send(_, _, let count): send(count)
        }
    }

    private func raise(_ name: String, _ up: Bool) {
        devices[name]?.up = up
        if let lower = devices[name]?.lower, flaw == .macvlanIsAnnounced { announced[lower, default: 0] += 1 }
    }

    private func flip(_ name: String, _ on: Bool) {
        change(name) { device in
            if flaw == .switchCounts {
                device.gflags = max(0, device.gflags + (on ? 1 : -1))
            } else {
                device.gflags = on ? 1 : 0
            }
            if !on && flaw == .switchOffEndsCaptures { device.entries = [] }
        }
    }

    private func start(_ name: String, _ device: String, _ promiscuous: Bool) {
        captures[name] = (device, promiscuous)
        counted[name] = 0
        if device == "any" {
            if flaw == .anyHolds {
                for name in devices.keys { change(name) { $0.entries.append(Entry(socket: "any", length: 0)) } }
            }
        } else if promiscuous {
            changeWithLower(device) { $0.entries.append(Entry(socket: name, length: 0)) }
        }
    }

    private func end(_ name: String, killed: Bool) {
        captures[name] = nil
        if !(killed && flaw == .killedCapturesStay) { leave(name) }
    }

    private func leave(_ socket: String) {
        for name in devices.keys {
            while devices[name]?.entries.contains(where: { $0.socket == socket }) == true {
                changeWithLower(name) { device in
                    if let place = device.entries.firstIndex(where: { $0.socket == socket }) {
                        device.entries.remove(at: place)
                    }
                }
            }
        }
    }

    private func join(_ socket: String, _ name: String, _ length: UInt16) {
        lastAccepted = true
        change(name) { device in
            let place = device.entries.firstIndex {
                $0.socket == socket && ($0.length == length || flaw == .lengthsAreEqual)
            }
            if let place {
                device.entries[place].count += 1
            } else {
                device.entries.append(Entry(socket: socket, length: length))
            }
        }
    }

    private func drop(_ socket: String, _ name: String, _ length: UInt16) {
        lastAccepted = true
        change(name) { device in
            guard let place = device.entries.firstIndex(where: { $0.socket == socket && $0.length == length }) else {
                lastAccepted = flaw != .drainedDropFails
                return
            }
            device.entries[place].count -= 1
            if device.entries[place].count == 0 { device.entries.remove(at: place) }
        }
    }

    private func move(_ name: String, _ target: String) {
        guard var device = devices[name] else { return }
        device.namespace = target
        device.up = false
        if flaw != .moveKeepsMemberships {
            for entry in device.entries { captures[entry.socket] = nil }
            device.entries = []
        }
        if flaw == .moveTakesTheSwitch { device.gflags = 0 }
        devices[name] = device
    }

    /// Every bridge's own device hears what passes between others only while it is promiscuous.
    private func send(_ count: Int) {
        for (name, capture) in captures where devices[capture.device]?.isBridge == true {
            var hears = promiscuity(capture.device) > 0
            if flaw == .modestHearsAll { hears = true }
            if flaw == .curiousHearsNothing { hears = false }
            if hears { counted[name, default: 0] += count }
        }
    }
}
