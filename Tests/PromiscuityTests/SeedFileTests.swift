import CLinux
import TestSupport
import Testing

@testable import Promiscuity

/// Fuzz/Seeds/netlink.txt: an octet that says what the rest is, then a datagram, or pieces behind two octets of length
/// each: answers to the books' questions, or contents of files.
@Suite struct SeedFileTests {
    private static let file = SeedFile("netlink")

    @Test func `messages of the file`() throws {
        if SeedFile.isWriting { try Self.write() }
        let seeds = try Self.file.read()
        #expect(seeds.count > 10)
        var messages = 0
        for seed in seeds where seed.bytes.first.map({ $0 & 3 < 2 }) ?? false {
            let datagram = Array(seed.bytes.dropFirst())
            var walk = unsafe NetlinkMessages(datagram.span.bytes)
            while let message = walk.next() {
                _ = LinkMessage.parse(message)
                _ = PacketSocketMessage.parse(message)
                _ = ForwardingMessage.parse(message)
                messages += 1
            }
        }
        #expect(messages > 5)
    }

    private static func pieces(_ kind: UInt8, _ pieces: [[UInt8]]) -> [UInt8] {
        [kind] + pieces.flatMap { [UInt8($0.count >> 8), UInt8($0.count & 0xFF)] + $0 }
    }

    private static func write() throws {
        var seeds = FuzzTests.seeds.enumerated().map { SeedFile.Seed("datagram \($0)", [0] + $1) }
        seeds += FuzzTests.seeds.indices.map { place in
            SeedFile.Seed("answers from \(place) on", pieces(2, Array(FuzzTests.seeds[place...])))
        }
        let link = ScriptedKernel.encode(.device(4, "eth0", count: 1))
        seeds.append(SeedFile.Seed("later answers", pieces(2, [[], [], link, doneMessage, [], link])))
        let files = [
            "10 (a b) c) S 1 1 1 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 1 0 12345 1 1",
            "22 1 0:4 net:[4026531840] /run/netns/a\\040b rw shared:1 - nsfs nsfs rw",
            "7f00-7f01 rw-s 00000000 00:08 700 socket:[700]", "Name:\ta\nUid:\t1\t0\t2\t3\n", "/bin/a\0-i\0eth0\0",
            "a\n",
            "0x1103\n", "4\n", "02:00:00:00:00:01\n", "6.18.0\n",
        ]
        seeds.append(SeedFile.Seed("files", pieces(3, files.map { Array($0.utf8) })))
        try file.write("What it is for, then datagrams or files: those of the tests of promiscuity.", seeds)
    }
}
