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
        case copiesCount, firstCloseReleases, boundDeviceIsHeld, unicastIsAnnounced, allMulticastHolds
        case flagsAreOnlyRead, cableFilters, macvlanHearsAll, passthruIsSilent, passthruPassesDown
        case downReleases, nameIsWhatCounts
    }

    private struct Entry: Equatable {
        var socket: String
        var kind: Membership
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
        var isPassthru = false
    }

    private let flaw: Flaw
    private var devices: [String: Device] = ["lo": Device(up: true)]
    private var captures: [String: (device: String, promiscuous: Bool)] = [:]
    private var counted: [String: Int] = [:]
    /// Descriptors and the socket that each is of; a socket's name is that of its first one.
    private var descriptors: [String: String] = [:]
    private var bindings: [String: String] = [:]
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
        var sum = device.gflags
        for entry in device.entries where entry.kind == .promiscuous || entry.kind == .promiscuousWithAddress {
            sum += flaw == .equalRequestsCount ? entry.count : 1
        }
        if flaw == .allMulticastHolds { sum += device.entries.count { $0.kind == .allMulticast } }
        if device.entries.contains(where: { $0.kind == .unicast }) { sum += 1 }
        if let master = device.master, flaw != .bridgeForgetsPorts {
            sum += flaw == .portsNeedTheBridgeUp && devices[master]?.up != true ? 0 : 1
        }
        let uppers = devices.filter { $0.value.lower == name && $0.value.up }
        if !uppers.isEmpty { sum += flaw == .everyMacvlanCounts ? uppers.count : 1 }
        return sum
            + uppers.count { ($0.value.isPassthru ? flaw == .passthruPassesDown : true) && promiscuity($0.key) > 0 }
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
        case .macvlan(let name, let lower, let passthru):
            devices[name] = Device(lower: lower, isPassthru: passthru)
        case .up(let name): raise(name, true)
        case .down(let name): raise(name, false)
        case .master(let port, let bridge): change(port) { $0.master = bridge }
        case .promisc(let name, let on): flip(Place(stringLiteral: name).device, on)
        case .move(let name, let target): move(name, target)
        case .rename(let name, let new):
            devices[new] = devices.removeValue(forKey: name)
            if flaw == .nameIsWhatCounts { devices[new]?.entries = [] }
        case .writeFlagsBack(let name):
            if promiscuity(name) > 0 && flaw != .flagsAreOnlyRead { flip(name, true) }
        case .capture(let name, let device, let promiscuous, _): start(name, device, promiscuous)
        case .interrupt(let name): end(name, killed: false)
        case .kill(let name): end(name, killed: true)
        case .await(let name): if captures[name] == nil { endings.insert(name) }
        case .socket(let name): descriptors[name] = name
        case .bind(let name, let device): bindings[name] = device
        case .duplicate(let name, let copy):
            descriptors[copy] = descriptors[name]
            if flaw == .copiesCount { change("lab0") { $0.entries.append(Entry(socket: copy, kind: .promiscuous)) } }
        case .join(let name, let device, let kind): join(name, device, kind)
        case .drop(let name, let device, let kind): drop(name, device, kind)
        case .close(let name): close(name)
        case .stray(_, let target, let count): stray(target, count)
        case .send(_, _, let count): send(count)
        }
    }

    private func raise(_ name: String, _ up: Bool) {
        devices[name]?.up = up
        if !up && flaw == .downReleases { devices[name]?.entries = [] }
        guard let device = devices[name], let lower = device.lower else { return }
        if device.isPassthru ? flaw != .passthruIsSilent : flaw == .macvlanIsAnnounced {
            announced[lower, default: 0] += 1
        }
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
                for name in devices.keys {
                    change(name) { $0.entries.append(Entry(socket: "any", kind: .promiscuous)) }
                }
            }
        } else if promiscuous {
            changeWithLower(device) { $0.entries.append(Entry(socket: name, kind: .promiscuous)) }
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

    private func close(_ descriptor: String) {
        guard let socket = descriptors.removeValue(forKey: descriptor) else { return }
        if flaw == .firstCloseReleases || !descriptors.values.contains(socket) { leave(socket) }
    }

    private func join(_ socket: String, _ named: String, _ kind: Membership) {
        lastAccepted = true
        let name = flaw == .boundDeviceIsHeld ? bindings[socket] ?? named : named
        let silent = kind == .unicast && flaw != .unicastIsAnnounced
        let before = announced[name]
        change(name) { device in
            let place = device.entries.firstIndex {
                $0.socket == socket && ($0.kind == kind || flaw == .lengthsAreEqual)
            }
            if let place {
                device.entries[place].count += 1
            } else {
                device.entries.append(Entry(socket: socket, kind: kind))
            }
        }
        if silent { announced[name] = before }
    }

    private func drop(_ socket: String, _ name: String, _ kind: Membership) {
        lastAccepted = true
        let silent = kind == .unicast && flaw != .unicastIsAnnounced
        let before = announced[name]
        change(name) { device in
            guard let place = device.entries.firstIndex(where: { $0.socket == socket && $0.kind == kind }) else {
                lastAccepted = flaw != .drainedDropFails
                return
            }
            device.entries[place].count -= 1
            if device.entries[place].count == 0 { device.entries.remove(at: place) }
        }
        if silent { announced[name] = before }
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

    /// A capture at the end of the cable hears everything, a macvlan above it nothing.
    private func stray(_ target: String, _ count: Int) {
        for (name, capture) in captures {
            let above = devices[capture.device]?.lower == target
            let heard = capture.device == target && (flaw != .cableFilters || promiscuity(target) > 0)
            if heard || (above && flaw == .macvlanHearsAll) { counted[name, default: 0] += count }
        }
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
