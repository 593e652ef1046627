import CLinux
import Glibc
import Promiscuity
import Syscalls
import SystemPackage
import Testing

/// Packet sockets against the running kernel: entries, not counts; by the membership's device, not the bound one; through
/// everything that keeps a socket alive.
@Suite(.enabled(if: Namespace.isAvailable, "needs to make network namespaces: \(Namespace.obstacle ?? "")"))
struct PacketSocketLiveTests {
    @Test func `joining twice is one entry`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let index = try lab.index("v0")
            let socket = try RawSocket()
            try socket.membership(index)
            try socket.membership(index)
            #expect(try lab.summary("v0") == "1: packet_socket×1")
            try socket.membership(index, add: false)
            #expect(try lab.summary("v0") == "1: packet_socket×1")
            try socket.membership(index, add: false)
            #expect(try lab.settled("v0") == "0:")
        }
    }

    @Test func `different address lengths are two entries`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            try socket.membership(try lab.index("v0"), address: [2, 0, 0, 0, 0, 1])
            #expect(try lab.summary("v0") == "2: packet_socket×2")
        }
    }

    @Test func `bound elsewhere still holds its own device`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            var address = sockaddr_ll()
            address.sll_family = UInt16(AF_PACKET)
            address.sll_ifindex = try lab.index("v1")
            address.sll_protocol = UInt16(0x0300)
            let bound = unsafe withUnsafePointer(to: &address) {
                unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    unsafe bind(
                        socket.descriptor, __CONST_SOCKADDR_ARG(__sockaddr__: $0),
                        socklen_t(MemoryLayout<sockaddr_ll>.size))
                }
            }
            #expect(bound == 0)
            #expect(try lab.summary("v0") == "1: packet_socket×1")
            #expect(try lab.summary("v1") == "0:")
        }
    }

    @Test func `allmulti and multicast hold nothing`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"), type: PACKET_MR_ALLMULTI)
            try socket.membership(try lab.index("v0"), type: PACKET_MR_MULTICAST, address: [1, 0, 0x5e, 0, 0, 9])
            #expect(try lab.settled("v0") == "0:")
            #expect(try lab.link("v0").allmulti == 1)
        }
    }

    @Test func `a unicast membership is inferred`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"), type: PACKET_MR_UNICAST, address: [2, 0, 0, 0, 0, 9])
            #expect(try lab.summary("v0") == "1: unicast_filter×1")
            let holder = try #require(try lab.sample("v0").holders.first)
            #expect(holder.certainty == .inferred)
        }
    }

    @Test func `copies of a descriptor are one reference`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            let copy = RawSocket(owning: try checked("dup") { fcntl(socket.descriptor, F_DUPFD_CLOEXEC, 0) })
            #expect(try lab.summary("v0") == "1: packet_socket×1")
            #expect(try lab.sample("v0").holders.first?.processes.map(\.pid) == [getpid()])
            socket.close()
            #expect(try lab.summary("v0") == "1: packet_socket×1")
            copy.close()
            #expect(try lab.settled("v0") == "0:")
        }
    }

    @Test func `every process with the socket is named`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            let child = try Child.holding(socket.descriptor)
            defer { child.end() }
            #expect(try lab.summary("v0") == "1: packet_socket×1")
            let processes = try lab.sample("v0").holders.first?.processes.map(\.pid) ?? []
            #expect(Set(processes) == [getpid(), child.pid])
            socket.close()
            #expect(try lab.sample("v0").holders.first?.processes.map(\.pid) == [child.pid])
            #expect(try lab.sample("v0").holders.first?.processes.first?.command == "sleep")
            child.end()
            #expect(try lab.settled("v0") == "0:")
        }
    }

    @Test func `in flight has no process`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            let pair = try SocketPair()
            try pair.pass(socket.descriptor)
            socket.close()
            let holder = try #require(try lab.sample("v0").holders.first)
            #expect(holder.kind == .packetSocket)
            #expect(holder.processes.isEmpty)
            pair.close()
            #expect(try lab.settled("v0") == "0:")
        }
    }

    @Test func `a mapped ring is found through maps`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let socket = try RawSocket()
            try socket.membership(try lab.index("v0"))
            let ring = try MappedRing(socket.descriptor)
            socket.close()
            let holder = try #require(try lab.sample("v0").holders.first)
            #expect(holder.kind == .packetSocket)
            #expect(holder.processes.map(\.pid) == [getpid()])
            ring.unmap()
            #expect(try lab.settled("v0") == "0:")
        }
    }

    @Test func `a fanout group holds one each`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1")
            let index = try lab.index("v0")
            let group = try (0..<4).map { _ in try RawSocket() }
            for socket in group { try socket.membership(index) }
            #expect(try lab.summary("v0") == "4: packet_socket×1 packet_socket×1 packet_socket×1 packet_socket×1")
        }
    }

    @Test func `joining works while down and survives renaming`() throws {
        try Namespace.run {
            let lab = try LiveLab()
            try lab.veth("v0", "v1", up: false)
            let index = try lab.index("v0")
            let socket = try RawSocket()
            try socket.membership(index)
            #expect(try lab.summary("v0") == "1: packet_socket×1")
            try lab.send(.rename(index: index, to: "other"))
            #expect(try lab.summary("other") == "1: packet_socket×1")
        }
    }
}
