import Syscalls

/// A host: a namespace with an `eth0` and a socket on it.
final class Host {
    let namespace: Namespace
    private var socket: LabSocket?
    private var address: [UInt8] = []

    init(_ namespace: Namespace) {
        self.namespace = namespace
    }

    /// Once `eth0` is there and up.
    func connect() throws(StageError) {
        let link = try namespace.link("eth0").state
        address = link.address
        socket = try namespace.inside { () throws(SystemError) in
            let socket = try LabSocket()
            try socket.bind(link.index)
            return socket
        }
    }

    private func send(to other: Host) throws(StageError) {
        do throws(SystemError) { try socket?.send(to: other.address, from: address) } catch {
            throw StageError(error)
        }
    }

    /// Until a frame has gone each way, so that the bridge between them has learnt both. Ports begin to forward when
    /// their carrier is noticed, which takes a moment.
    func acquaint(_ other: Host) throws(StageError) {
        for _ in 0..<50 {
            try send(to: other)
            guard other.socket?.receive(most: 1, milliseconds: 50) == 1 else { continue }
            try other.send(to: self)
            guard socket?.receive(most: 1, milliseconds: 50) == 1 else { continue }
            // What was flooded before the first frame came through.
            _ = other.socket?.receive(most: 50, milliseconds: 5)
            return
        }
        throw StageError("no frame passes between the hosts")
    }

    func send(_ count: Int, to other: Host) throws(StageError) {
        for _ in 0..<count { try send(to: other) }
        let arrived = other.socket?.receive(most: count, milliseconds: 5_000)
        guard arrived == count else { throw StageError("\(arrived ?? 0) of \(count) frames arrived") }
    }
}
