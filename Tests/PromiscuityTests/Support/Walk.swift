import CLinux
import Glibc
import Promiscuity
import Syscalls
import Testing

/// A walk: random steps, each done to the kernel and to the model.
final class Walk {
    let lab: LiveLab
    var model = WalkModel()
    var generator: SeededGenerator
    let elsewhere: NamespaceHandle
    let home: NamespaceHandle
    private var nextName = 0
    private var nextSocket = 0
    private(set) var log: [String] = []

    init(seed: UInt64) throws {
        lab = try LiveLab()
        generator = SeededGenerator(seed: seed)
        elsewhere = try NamespaceHandle.new()
        home = try NamespaceHandle.current()
        try lab.veth("v0", "v1")
        try lab.veth("w0", "w1")
        try lab.bridge("br0")
    }

    /// Devices in this namespace.
    private var here: [String] { model.devices.filter { !model.away.contains($0) } }

    func step() throws {
        let steps: [() throws -> Void] = [
            join, join, join, joinAgain, joinUnicast, takeDown, leave, close, close, spawn, endChild, fly, land, flip,
            flip, enslave,
            addMacvlan, addMacvlan, changeMacvlan, removeMacvlan, filter, move, rename,
        ]
        guard let step = steps.randomElement(using: &generator) else { return }
        try step()
        model.collect()
    }

    private func note(_ text: String) {
        log.append(text)
        if log.count > 40 { log.removeFirst() }
    }

    private func pickSocket(_ condition: (WalkModel.Socket) -> Bool = { $0.open }) -> Int? {
        model.sockets.filter { condition($0.value) }.keys.sorted().randomElement(using: &generator)
    }

    private func join() throws {
        guard let device = here.randomElement(using: &generator), model.sockets.count < 12 else { return }
        let raw = try RawSocket()
        nextSocket += 1
        model.sockets[nextSocket] = .init(raw: raw, inode: try raw.inode)
        try add(nextSocket, device)
    }

    private func joinAgain() throws {
        guard let key = pickSocket(), let device = here.randomElement(using: &generator) else { return }
        try add(key, device)
    }

    private func add(_ key: Int, _ device: String) throws {
        try change(key, .init(device: device, kind: Bool.random(using: &generator) ? .long : .plain), by: 1)
    }

    /// Only where it counts: a macvlan hands the address down to a device that has a second one anyway.
    private func joinUnicast() throws {
        let candidates = here.filter { !model.down.contains($0) && model.macvlans[$0] == nil }
        guard let key = pickSocket(), let device = candidates.randomElement(using: &generator) else { return }
        try change(key, .init(device: device, kind: .unicast), by: 1)
    }

    private func change(_ key: Int, _ membership: WalkModel.Membership, by step: Int) throws {
        note("socket \(key) \(membership) \(step)")
        try model.sockets[key]?.raw.membership(
            try lab.index(membership.device), type: membership.kind == .unicast ? PACKET_MR_UNICAST : PACKET_MR_PROMISC,
            address: membership.kind == .plain ? [] : [2, 0, 0, 0, 0, 1], add: step > 0)
        let count = (model.sockets[key]?.memberships[membership] ?? 0) + step
        model.sockets[key]?.memberships[membership] = count == 0 ? nil : count
    }

    /// Down and up again. Not while there is a second address: its reference would outlive it.
    private func takeDown() throws {
        if let device = model.down.sorted().randomElement(using: &generator) {
            note("\(device) up")
            try lab.up(device)
            model.down.remove(device)
            return
        }
        let lowers = Set(model.macvlans.values.map(\.lower))
        let candidates = WalkModel.veths.filter { device in
            !model.away.contains(device) && !lowers.contains(device)
                && !model.holders(device).contains("unicast_filter ×1")
        }
        guard let device = candidates.randomElement(using: &generator) else { return }
        note("\(device) down")
        try lab.up(device, false)
        model.down.insert(device)
    }

    private func leave() throws {
        guard let key = pickSocket({ $0.open && !$0.memberships.isEmpty }),
            let membership = model.sockets[key]?.memberships.keys.sorted(by: { "\($0)" < "\($1)" })
                .randomElement(using: &generator)
        else { return }
        try change(key, membership, by: -1)
    }

    private func close() throws {
        guard let key = pickSocket() else { return }
        note("socket \(key) closed")
        model.sockets[key]?.raw.close()
        model.sockets[key]?.open = false
    }

    private func spawn() throws {
        guard let key = pickSocket(), model.sockets.values.reduce(0, { $0 + $1.children.count }) < 4,
            let raw = model.sockets[key]?.raw
        else { return }
        note("socket \(key) goes to a child")
        model.sockets[key]?.children.append(try Child.holding(raw.descriptor, seconds: 1800))
    }

    private func endChild() throws {
        guard let key = pickSocket({ !$0.children.isEmpty }) else { return }
        note("a child of socket \(key) is killed")
        model.sockets[key]?.children.removeLast().end()
    }

    private func fly() throws {
        guard let key = pickSocket({ $0.open && $0.flight == nil }), let raw = model.sockets[key]?.raw else { return }
        note("socket \(key) is sent")
        let pair = try SocketPair()
        try pair.pass(raw.descriptor)
        model.sockets[key]?.flight = pair
    }

    /// Received, or lost with the queue.
    private func land() throws {
        guard let key = pickSocket({ $0.flight != nil }), let pair = model.sockets[key]?.flight else { return }
        if model.sockets[key]?.open == false && Bool.random(using: &generator) {
            note("socket \(key) is received")
            model.sockets[key]?.raw = try pair.take()
            model.sockets[key]?.open = true
        }
        note("the queue with socket \(key) is closed")
        pair.close()
        model.sockets[key]?.flight = nil
    }

    private func flip() throws {
        guard let device = here.randomElement(using: &generator) else { return }
        let on = Bool.random(using: &generator)
        note("\(device) promisc \(on)")
        try lab.promisc(device, on)
        if on { model.switchedOn.insert(device) } else { model.switchedOn.remove(device) }
    }

    private func enslave() throws {
        guard let device = ["v1", "w1"].filter({ !model.away.contains($0) }).randomElement(using: &generator) else {
            return
        }
        let on = !model.ports.contains(device)
        note("\(device) port \(on)")
        try lab.master(device, on ? "br0" : nil)
        if on { model.ports.insert(device) } else { model.ports.remove(device) }
    }

    private func addMacvlan() throws {
        guard
            let lower = ["v0", "w0"].filter({ !model.away.contains($0) && !model.down.contains($0) }).randomElement(
                using: &generator)
        else {
            return
        }
        let others = model.macvlans.values.filter { $0.lower == lower }
        // Passthru wants the device for itself.
        if others.count > 2 || others.contains(where: \.passthru) { return }
        let passthru = others.isEmpty && Int.random(in: 0..<3, using: &generator) == 0
        let silent = passthru && Bool.random(using: &generator)
        let modes = [MACVLAN_MODE_BRIDGE, MACVLAN_MODE_PRIVATE, MACVLAN_MODE_VEPA]
        let mode = passthru ? MACVLAN_MODE_PASSTHRU : modes.randomElement(using: &generator) ?? MACVLAN_MODE_BRIDGE
        let name = "mv\(nextName)"
        nextName += 1
        note("\(name) on \(lower), mode \(mode.rawValue), silent \(silent)")
        try lab.macvlan(
            name, on: lower, mode: mode.rawValue, flags: silent ? UInt16(MACVLAN_FLAG_NOPROMISC) : nil, up: false)
        model.macvlans[name] = .init(lower: lower, passthru: passthru, silent: silent, isUp: false)
    }

    private func changeMacvlan() throws {
        guard let name = model.macvlans.keys.sorted().randomElement(using: &generator) else { return }
        let up = model.macvlans[name]?.isUp == false
        note("\(name) up \(up)")
        try lab.up(name, up)
        model.macvlans[name]?.isUp = up
    }

    private func removeMacvlan() throws {
        guard let name = model.macvlans.keys.sorted().randomElement(using: &generator) else { return }
        note("\(name) deleted")
        try lab.delete(name)
        model.macvlans[name] = nil
        forget(name)
    }

    /// The kernel takes all memberships from a device that leaves.
    private func forget(_ device: String) {
        model.switchedOn.remove(device)
        for key in Array(model.sockets.keys) {
            for kind in WalkModel.Membership.Kind.allCases {
                model.sockets[key]?.memberships[.init(device: device, kind: kind)] = nil
            }
        }
    }

    private func filter() throws {
        guard
            let device = WalkModel.veths.filter({ !model.away.contains($0) && !model.down.contains($0) }).randomElement(
                using: &generator)
        else {
            return
        }
        let address: [UInt8] = [2, 0, 0, 1, 0, UInt8.random(in: 0..<2, using: &generator)]
        let add = model.filters[device]?.contains(address) != true
        note("\(device) self entry \(address) \(add)")
        try lab.filterEntry(device, address, add: add)
        if add { model.filters[device, default: []].insert(address) } else { model.filters[device]?.remove(address) }
    }

    /// To the other namespace and back again: the switch goes along, memberships and ports do not.
    private func move() throws {
        if let device = model.away.first {
            note("\(device) comes back")
            let home = home.descriptor
            try elsewhere.run {
                let lab = try LiveLab()
                try lab.send(.move(index: try lab.index(device), toNamespace: home))
            }
            try lab.up(device)
            model.away = []
            return
        }
        // Devices under a macvlan stay: it would go on holding them from here.
        let lowers = Set(model.macvlans.values.map(\.lower))
        let candidates = WalkModel.veths.filter { !lowers.contains($0) && !model.down.contains($0) }
        guard let device = candidates.randomElement(using: &generator) else { return }
        note("\(device) moves away")
        try lab.send(.move(index: try lab.index(device), toNamespace: elsewhere.descriptor))
        // It arrives down, with an empty address list, yet keeps a reference for it until it is up.
        try elsewhere.run { try LiveLab().up(device) }
        let on = model.switchedOn.contains(device)
        forget(device)
        if on { model.switchedOn.insert(device) }
        model.ports.remove(device)
        // Address lists are emptied as well.
        model.filters[device] = nil
        model.away = [device]
    }

    private func rename() throws {
        guard let device = here.randomElement(using: &generator) else { return }
        note("\(device) renamed and back")
        let index = try lab.index(device)
        try lab.send(.rename(index: index, to: "other"))
        try lab.send(.rename(index: index, to: device))
    }
}
