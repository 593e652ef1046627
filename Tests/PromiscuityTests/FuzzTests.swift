import CLinux
import Packets
import Syscalls
import SystemPackage
import Testing

@testable import Promiscuity

/// Hostile bytes: nothing that netlink, sysfs or /proc can say may do more than be refused. A trap ends the run, so
/// coming to the end of these tests is most of what they prove; bounds on what may come out are the rest.
@Suite struct FuzzTests {
    /// Messages of every kind that is read, as scripts make them.
    static let seeds: [[UInt8]] = [
        ScriptedKernel.encode(
            .device(4, "eth0", count: 3) {
                $0.kind = "macvlan"
                $0.macvlanMode = 4
                $0.macvlanFlags = 1
                $0.lower = 3
                $0.lowerNamespaceID = 2
                $0.allmulti = 1
                $0.master = 9
                $0.slaveKind = "bridge"
                $0.portLearns = true
                $0.portFloods = false
            }),
        ScriptedKernel.encode(
            .device(8, "bond0", count: 1) {
                $0.kind = "bond"
                $0.bondMode = 1
                $0.bondActiveSlave = 4
            }, removed: true, moved: true),
        ScriptedKernel.encode(
            .device(9, "br0") {
                $0.kind = "bridge"; $0.bridgeFiltersVlans = true
            }),
        ScriptedKernel.encode(PacketSocket.with(700, [(4, PACKET_MR_PROMISC, 2), (5, PACKET_MR_UNICAST, 1)])),
        ScriptedKernel.encode(ForwardingEntry(index: 4, address: [2, 9, 9, 9, 9, 9], isSelf: true)),
        message(type: NetlinkType.error, bytes("edffffff") + [UInt8](repeating: 0, count: 16)),
        doneMessage,
    ]

    /// Everything that reads messages, on one datagram.
    private static func readAll(_ datagram: [UInt8]) {
        var messages = unsafe NetlinkMessages(datagram.span.bytes)
        var count = 0
        while let message = messages.next() {
            count += 1
            if let link = LinkMessage.parse(message)?.state {
                var surroundings = Surroundings()
                surroundings.add(neighbours: [link], of: link)
                surroundings.master = link
                _ =
                    Ledger(promiscuity: link.promiscuity, holders: Attribution.holders(of: link, in: surroundings))
                    .residual
                #expect(link.address.count <= 32)
            }
            if let socket = PacketSocketMessage.parse(message) {
                #expect(socket.memberships.count * MembershipInformation.length <= datagram.count)
            }
            if let entry = ForwardingMessage.parse(message) { #expect(entry.address.count <= 32) }
        }
        #expect(count * NetlinkMessage.headerLength <= datagram.count)
    }

    @Test func `every length`() {
        for seed in Self.seeds {
            for length in 0...seed.count {
                var cut = Array(seed.prefix(length))
                Self.readAll(cut)
                // With a header that admits it, so that the attributes are what is cut.
                if length >= 16 {
                    for i in 0..<4 { cut[i] = UInt8(truncatingIfNeeded: length >> (8 * i)) }
                    Self.readAll(cut)
                }
            }
        }
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64]) func mutations(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let extremes: [UInt8] = [0, 1, 3, 4, 0x7f, 0x80, 0xff]
        for _ in 0..<4_000 {
            var datagram = Self.seeds.randomElement(using: &generator) ?? []
            if Bool.random(using: &generator) { datagram += Self.seeds.randomElement(using: &generator) ?? [] }
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let at = Int.random(in: 0..<datagram.count, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: datagram[at] = extremes.randomElement(using: &generator) ?? 0
                case 1: datagram[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
                case 2: datagram[at] = UInt8.random(in: 0...255, using: &generator)
                default: datagram.remove(at: at)
                }
                if datagram.isEmpty { break }
            }
            Self.readAll(datagram)
        }
    }

    /// Whole books on a kernel that answers nonsense: they end in an error or in values, within a bounded number of
    /// questions.
    @Test(arguments: [11, 12, 13] as [UInt64]) func books(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let kernel = ScriptedKernel()
            kernel.links = [.device(4, "eth0", count: 1)]
            kernel.sockets = [.with(700, [(4, PACKET_MR_PROMISC, 1)])]
            kernel.process(10, "a", [3: .socket(700)])
            var state = generator
            kernel.corrupt = { datagram in
                var datagram = datagram
                for _ in 0..<Int.random(in: 0...2, using: &state) where !datagram.isEmpty {
                    datagram[Int.random(in: 0..<datagram.count, using: &state)] = UInt8.random(
                        in: 0...255, using: &state)
                }
                return datagram
            }
            if let books = try? Books(interface: "eth0", kernel: kernel) {
                kernel.announce(.device(4, "eth0", count: UInt32.random(in: 0 ... .max, using: &generator)))
                books.handleNotifications()
                books.sample(.during)
                kernel.announce(.device(4, "", count: 0))
                books.poll()
                books.sample(.after)
                _ = books.verdict
            }
            if let watch = try? Watch([], kernel: kernel) { _ = watch.poll() }
            _ = generator.next()
        }
    }

    @Test(arguments: [21, 22] as [UInt64]) func `proc texts`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let words = [
            "socket:[", "]", "\n", " ", "\t", "Uid:", ")", "(", "99999999999999999999", "-1", "net:[", "\\040", "\\77",
            "\0", "x",
            "7f00-7f01 rw-s 0 00:08 5 ", "\u{ff}",
        ]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0..<12, using: &generator)).map { _ in
                words.randomElement(using: &generator) ?? ""
            }
            .joined()
            let data = Array(text.utf8)
            _ = HiddenSockets.mapped(data[...], on: Array("00:08".utf8))
            _ = HiddenSockets.registered(data[...])
            _ = ProcessDetails.effectiveUser(data)
            _ = ProcessDetails.split(data)
            _ = NamespaceList.unescaped(data)
            _ = NamespaceList.inode(of: data)
            _ = AllowRule(text)
            let kernel = ScriptedKernel()
            kernel.files = [
                "/proc/1/stat": data, "/proc/thread-self/mountinfo": data, "/proc/1/maps": data, "/proc/1/status": data,
                "/sys/class/net/a/flags": data, "/sys/class/net/a/ifindex": data, "/sys/class/net/a/address": data,
            ]
            kernel.pids = [1]
            kernel.links = [.device(1, "a")]
            kernel.directories["/sys/class/net"] = ["a", text]
            _ = try? ProcessDetails(kernel).startTime(of: 1)
            _ = try? NamespaceList(kernel)
            _ = try? Books(interface: "a", kernel: kernel)
        }
    }
}
