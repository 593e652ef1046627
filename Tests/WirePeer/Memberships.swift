import CLinux
import Glibc
import Syscalls

/// `hold`: an interpreter for steps on standard input, so that a test sees each state between two of them.
/// Every step is answered by one line: "ok", "ok PID", or "error ..." (and nothing has changed then).
///
///     open S                     a packet socket, protocol 0, in slot S (a name)
///     bind S IF                  bound to that interface
///     join S IF KIND [ARG]       KIND promisc, allmulti, multicast, unicast; ARG the address, or a bare length (0, 6)
///     drop S IF KIND [ARG]       the same, leaving
///     fanout S GROUP             joins a fanout group (the socket must be bound)
///     ring S / unring S          maps a receive ring / unmaps it
///     close S                    closes the descriptor; a mapping stays
///     fork                       a child that holds copies of all descriptors
///     pass S                     a child that gets S by SCM_RIGHTS and nothing else
///     flight S / land            puts a copy of S into a socket queue that no process reads / closes that queue
///     end PID                    ends a child
///     switch IF on|off           the ip-link switch, by ioctl
///     stamp                      makes the kernel stamp each frame once, so that all captures show the same time
///     quit                       (or the end of the input) ends everything
@safe struct Memberships {
    private var sockets: [String: Int32] = [:]
    private var rings: [String: UnsafeMutableRawPointer] = unsafe [:]
    private var children: [pid_t] = []
    private var queue: (Int32, Int32)?
    private static let ringBytes = 64 * 4096

    static func run() throws(PeerError) {
        var state = Memberships()
        printLine("ready")
        while let line = readLine() {
            let words = line.split(separator: " ").map(String.init)
            guard let verb = words.first else { continue }
            if verb == "quit" { break }
            do throws(PeerError) {
                let answer = try state.step(verb, Array(words.dropFirst()))
                printLine(answer.isEmpty ? "ok" : "ok \(answer)")
            } catch {
                printLine("error \(error.message)")
            }
        }
        for child in state.children { state.end(child) }
    }

    private mutating func step(_ verb: String, _ words: [String]) throws(PeerError) -> String {
        func word(_ index: Int) throws(PeerError) -> String {
            guard index < words.count else { throw PeerError("\(verb) needs more words") }
            return words[index]
        }
        switch verb {
        case "open": try open(try word(0))
        case "bind": try bindPacketSocket(try slot(try word(0)), try word(1), protocol: UInt16(ETH_P_ALL))
        case "join", "drop":
            try membership(
                try slot(try word(0)), try word(1), try word(2), words.count > 3 ? words[3] : nil, join: verb == "join")
        case "fanout":
            guard let group = UInt16(try word(1)) else { throw PeerError("group \(words[1])") }
            try set(try slot(try word(0)), PACKET_FANOUT, Int32(group), "PACKET_FANOUT")
        case "ring": try ring(try word(0))
        case "unring":
            guard let mapping = unsafe rings.removeValue(forKey: try word(0)) else { throw PeerError("no ring") }
            unsafe munmap(mapping, Memberships.ringBytes)
        case "close":
            _ = Glibc.close(try slot(try word(0)))
            sockets[words[0]] = nil
        case "fork": return String(try spawn(receiving: nil))
        case "pass": return String(try spawn(receiving: try slot(try word(0))))
        case "flight": try flight(try slot(try word(0)))
        case "land":
            guard let pair = queue else { throw PeerError("nothing is in flight") }
            _ = Glibc.close(pair.0)
            _ = Glibc.close(pair.1)
            queue = nil
        case "end":
            guard let child = pid_t(try word(0)), children.contains(child) else { throw PeerError("no such child") }
            end(child)
            children.removeAll { $0 == child }
        case "stamp": try stampFrames()
        case "switch": try switchPromiscuous(try word(0), on: try word(1) == "on")
        default: throw PeerError("no step \(verb)")
        }
        return ""
    }

    private func slot(_ name: String) throws(PeerError) -> Int32 {
        guard let number = sockets[name] else { throw PeerError("no socket \(name)") }
        return number
    }

    private mutating func open(_ name: String) throws(PeerError) {
        guard sockets[name] == nil else { throw PeerError("\(name) is open") }
        let number = socket(AF_PACKET, Int32(SOCK_RAW.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard number >= 0 else { throw PeerError(call: "socket") }
        sockets[name] = number
    }

    private func set(_ socket: Int32, _ option: Int32, _ value: Int32, _ call: String) throws(PeerError) {
        var value = value
        guard unsafe setsockopt(socket, SOL_PACKET, option, &value, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw PeerError(call: call)
        }
    }

    private func membership(
        _ socket: Int32, _ interface: String, _ kind: String, _ detail: String?, join: Bool
    ) throws(PeerError) {
        let kinds = [
            "promisc": PACKET_MR_PROMISC, "allmulti": PACKET_MR_ALLMULTI, "multicast": PACKET_MR_MULTICAST,
            "unicast": PACKET_MR_UNICAST,
        ]
        guard let type = kinds[kind] else { throw PeerError("no kind \(kind)") }
        var request = packet_mreq()
        request.mr_ifindex = try interfaceIndex(interface)
        request.mr_type = UInt16(type)
        if let detail, let length = UInt16(detail) {
            request.mr_alen = length
        } else if let detail {
            let octets = try hardwareAddress(detail)
            request.mr_alen = 6
            unsafe withUnsafeMutableBytes(of: &request.mr_address) { unsafe $0.copyBytes(from: octets) }
        }
        let option = join ? PACKET_ADD_MEMBERSHIP : PACKET_DROP_MEMBERSHIP
        guard unsafe setsockopt(socket, SOL_PACKET, option, &request, socklen_t(MemoryLayout<packet_mreq>.size)) == 0
        else { throw PeerError(call: join ? "PACKET_ADD_MEMBERSHIP" : "PACKET_DROP_MEMBERSHIP") }
    }

    private mutating func ring(_ name: String) throws(PeerError) {
        let socket = try slot(name)
        guard unsafe rings[name] == nil else { throw PeerError("\(name) has a ring") }
        var request = tpacket_req(tp_block_size: 4096, tp_block_nr: 64, tp_frame_size: 2048, tp_frame_nr: 128)
        guard
            unsafe setsockopt(socket, SOL_PACKET, PACKET_RX_RING, &request, socklen_t(MemoryLayout<tpacket_req>.size))
                == 0
        else { throw PeerError(call: "PACKET_RX_RING") }
        guard
            let mapping = unsafe mmap(nil, Memberships.ringBytes, PROT_READ | PROT_WRITE, MAP_SHARED, socket, 0),
            unsafe mapping != MAP_FAILED
        else { throw PeerError(call: "mmap") }
        unsafe rings[name] = mapping
    }
}

// MARK: children and queues

extension Memberships {
    /// A child that sleeps. With `receiving` it keeps only that descriptor, delivered by SCM_RIGHTS; without it
    /// keeps copies of all of ours. Returns when the child holds what it should.
    private mutating func spawn(receiving passed: Int32?) throws(PeerError) -> pid_t {
        let pair = try socketPair()
        let child = fork()
        guard child >= 0 else { throw PeerError(call: "fork") }
        if child == 0 {
            _ = Glibc.close(pair.0)
            if passed != nil {
                for number in sockets.values { _ = Glibc.close(number) }
                guard receiveDescriptor(pair.1) >= 0 else { _exit(1) }
            }
            var done: UInt8 = 1
            _ = unsafe write(pair.1, &done, 1)
            while true { pause() }
        }
        _ = Glibc.close(pair.1)
        defer { _ = Glibc.close(pair.0) }
        children.append(child)
        if let passed { try sendDescriptor(passed, over: pair.0) }
        var done: UInt8 = 0
        guard unsafe read(pair.0, &done, 1) == 1 else { throw PeerError("the child ended") }
        return child
    }

    private func end(_ child: pid_t) {
        kill(child, SIGKILL)
        waitpid(child, nil, 0)
    }

    private mutating func flight(_ socket: Int32) throws(PeerError) {
        guard queue == nil else { throw PeerError("one is in flight already") }
        let pair = try socketPair()
        try sendDescriptor(socket, over: pair.0)
        queue = pair
    }

    private func socketPair() throws(PeerError) -> (Int32, Int32) {
        var numbers: [Int32] = [-1, -1]
        guard unsafe socketpair(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &numbers) == 0
        else { throw PeerError(call: "socketpair") }
        return (numbers[0], numbers[1])
    }

    /// While any socket asks for receive times the kernel notes them before the first tap; otherwise each tap
    /// reads the clock for itself (socket(7), SO_TIMESTAMP). The socket lives as long as this process.
    private mutating func stampFrames() throws(PeerError) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw PeerError(call: "socket") }
        var on: Int32 = 1
        guard unsafe setsockopt(socket, SOL_SOCKET, SO_TIMESTAMP, &on, socklen_t(MemoryLayout<Int32>.size)) == 0 else {
            throw PeerError(call: "SO_TIMESTAMP")
        }
        sockets["stamp"] = socket
    }

    /// The ip-link switch: SIOCSIFFLAGS with IFF_PROMISC set or cleared.
    private func switchPromiscuous(_ name: String, on: Bool) throws(PeerError) {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw PeerError(call: "socket") }
        defer { _ = Glibc.close(socket) }
        var request = unsafe ifreq()
        unsafe withUnsafeMutableBytes(of: &request.ifr_ifrn) { unsafe $0.copyBytes(from: name.utf8.prefix(15)) }
        guard unsafe ioctl(socket, UInt(SIOCGIFFLAGS), &request) == 0 else { throw PeerError(call: "SIOCGIFFLAGS") }
        let flag = Int16(IFF_PROMISC)
        unsafe request.ifr_ifru.ifru_flags =
            on
            ? request.ifr_ifru.ifru_flags | flag : request.ifr_ifru.ifru_flags & ~flag
        guard unsafe ioctl(socket, UInt(SIOCSIFFLAGS), &request) == 0 else { throw PeerError(call: "SIOCSIFFLAGS") }
    }
}
