import Glibc

/// Packet sockets that hold promiscuity, in a process of their own: `Bench hold INTERFACE COUNT`.
///
/// They exist at once, join at SIGUSR1 and leave at SIGUSR2. The process stays until it is killed.
enum PacketSockets {
    static func hold(interface: String, count: Int) throws {
        var signals = sigset_t()
        unsafe sigemptyset(&signals)
        for number in [SIGUSR1, SIGUSR2] { unsafe sigaddset(&signals, number) }
        unsafe sigprocmask(SIG_BLOCK, &signals, nil)
        let index = unsafe if_nametoindex(interface)
        let sockets = try (0..<count).map { _ in
            // Protocol 0: no frame is delivered.
            let socket = Glibc.socket(17 /* AF_PACKET */, Int32(SOCK_RAW.rawValue), 0)
            guard socket >= 0 else { throw BenchError("socket: errno \(errno)") }
            return socket
        }
        print("ready")
        fflush(nil)
        while true {
            var number: Int32 = 0
            unsafe sigwait(&signals, &number)
            for socket in sockets { try change(socket, index, join: number == SIGUSR1) }
            print(number == SIGUSR1 ? "joined" : "left")
            fflush(nil)
        }
    }

    /// packet(7): struct packet_mreq is index, type, length and eight octets of address.
    private static func change(_ socket: Int32, _ index: UInt32, join: Bool) throws {
        var request = [UInt8](repeating: 0, count: 16)
        for i in 0..<4 { request[i] = UInt8(truncatingIfNeeded: index >> (8 * UInt32(i))) }
        request[4] = 1  // PACKET_MR_PROMISC
        // SOL_PACKET; PACKET_ADD_MEMBERSHIP, PACKET_DROP_MEMBERSHIP
        guard unsafe setsockopt(socket, 263, join ? 1 : 2, &request, 16) == 0 else {
            throw BenchError("membership: errno \(errno)")
        }
    }
}
