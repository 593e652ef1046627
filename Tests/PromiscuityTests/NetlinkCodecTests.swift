import CLinux
import Packets
import Syscalls
import SystemPackage
import Testing

@testable import Promiscuity

/// Messages, attributes, requests: the frame of netlink.
@Suite struct NetlinkCodecTests {
    /// Types of the messages in a datagram, and whether it consisted of whole ones.
    private static func walk(_ datagram: [UInt8]) -> (types: [UInt16], malformed: Bool) {
        var messages = unsafe NetlinkMessages(datagram.span.bytes)
        var types: [UInt16] = []
        while let message = messages.next() { types.append(message.type) }
        return (types, messages.malformed)
    }

    static let datagrams: [(hex: String, types: [UInt16], malformed: Bool)] = [
        ("", [], false),
        // length 20, type 3 (NLMSG_DONE), flags 2, sequence 7, port 0x255b; payload 0
        ("14000000 0300 0200 07000000 5b250000 00000000", [3], false),
        // two: length 17 with 3 bytes of padding, then 16
        ("11000000 1000 0000 00000000 00000000 aa000000  10000000 1100 0000 00000000 00000000", [16, 17], false),
        // the padding of the last one may be missing
        ("11000000 1000 0000 00000000 00000000 aa", [16], false),
        // wrong lengths: 0, 15, beyond the end, all ones
        ("00000000 1000 0000 00000000 00000000", [], true),
        ("0f000000 1000 0000 00000000 00000000", [], true),
        ("11000000 1000 0000 00000000 00000000", [], true),
        ("ffffffff 1000 0000 00000000 00000000", [], true),
        // a whole one, then half a header
        ("10000000 1000 0000 00000000 00000000 10000000 10", [16], true),
    ]

    @Test(arguments: datagrams.indices) func messages(_ row: Int) {
        let (hex, types, malformed) = Self.datagrams[row]
        let found = Self.walk(bytes(hex))
        #expect(found.types == types)
        #expect(found.malformed == malformed)
    }

    static let attributes: [(hex: String, expected: [String])] = [
        ("", []),
        // length 7, type 3 (IFLA_IFNAME), "v0", NUL, one byte of padding; length 8, type 30
        ("0700 0300 763000 00 0800 1e00 02000000", ["3:763000", "30:02000000"]),
        // flags in the type: 0x8000 is "nested", 0x4000 network byte order
        ("0400 1280 0400 1240", ["18:", "18:"]),
        // wrong lengths end the walk: 0, 3, beyond the end
        ("0800 1e00 02000000 0000 0300", ["30:02000000"]),
        ("0300 0300", []),
        ("0900 0300 00000000", []),
        ("ffff 0300 00000000", []),
        // half a header
        ("0400 0300 0400", ["3:"]),
    ]

    @Test(arguments: attributes.indices) func `attribute walk`(_ row: Int) {
        let (hex, expected) = Self.attributes[row]
        let data = bytes(hex)
        var walk = unsafe NetlinkAttributes(data.span.bytes)
        var found: [String] = []
        while let attribute = walk.next() {
            let value = attribute.bytes().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            found.append("\(attribute.type):\(value)")
        }
        #expect(found == expected)
    }

    @Test func `short values count as absent`() {
        let data = bytes("0500 1e00 02 000000")
        var walk = unsafe NetlinkAttributes(data.span.bytes)
        let attribute = walk.next()
        #expect(attribute?.uint8 == 2)
        #expect(attribute?.uint16 == nil)
        #expect(attribute?.uint32 == nil)
        #expect(attribute?.int32 == nil)
    }

    @Test func `names end at the first NUL and are octets`() {
        for (hex, expected) in [
            ("0a00 0300 6162 0063 6400 0000", "ab"), ("0600 0300 ff61 0000", "\u{10ffff}a"), ("0400 0300", ""),
        ] {
            let data = bytes(hex)
            var walk = unsafe NetlinkAttributes(data.span.bytes)
            #expect(walk.next()?.string == expected)
        }
    }

    @Test func requests() {
        // As `ip link` asks, without its filter mask: length 32, RTM_GETLINK, request and dump, sequence 0, port 0;
        // ifinfomsg.
        #expect(
            NetlinkRequest.allLinks().bytes
                == bytes("20000000 1200 0103 00000000 00000000  00 00 0000 00000000 00000000 00000000"))
        // By name: IFLA_IFNAME, length 7, padded.
        #expect(
            NetlinkRequest.link(name: "v0").bytes
                == bytes("28000000 1200 0100 00000000 00000000 00000000000000000000000000000000 0700 0300 763000 00"))
        // packet_diag: family 17, all protocols, no inode, INFO and MCLIST, no cookie.
        #expect(
            PacketSocketMessage.dumpRequest().bytes
                == bytes("24000000 1400 0103 00000000 00000000  11 00 0000 00000000 03000000 ffffffff ffffffff"))
        // The switch: RTM_NEWLINK with an acknowledgement; flags and mask are PROMISC alone.
        #expect(
            NetlinkRequest.setFlags(index: 3, flags: 0x100, change: 0x100).bytes
                == bytes("20000000 1000 0500 00000000 00000000  00 00 0000 03000000 00010000 00010000"))
    }

    @Test func `nests know their length`() {
        // ip link add v0 type veth peer name v1: IFLA_LINKINFO { IFLA_INFO_KIND, IFLA_INFO_DATA { peer { ifinfomsg,
        // name } } }
        #expect(
            NetlinkRequest.newVeth(name: "v0", peer: "v1").bytes
                == bytes(
                    """
                    58000000 1000 0506 00000000 00000000   # RTM_NEWLINK, request, acknowledge, create, exclusive
                    00000000 00000000 00000000 00000000    # ifinfomsg
                    0700 0300 763000 00                    # IFLA_IFNAME v0
                    3000 1280                              # IFLA_LINKINFO, nested
                      0900 0100 7665746800 000000          #   IFLA_INFO_KIND veth
                      2000 0280                            #   IFLA_INFO_DATA
                        1c00 0180 00000000 00000000 00000000 00000000   # VETH_INFO_PEER: ifinfomsg
                          0700 0300 763100 00              #       IFLA_IFNAME v1
                    """
                ))
    }

    @Test func `the sequence can be read back`() {
        var request = NetlinkRequest(type: 1, sequence: 0x0102_0304)
        #expect(request.sequence == 0x0102_0304)
        request.sequence = .max
        #expect(request.sequence == .max)
    }

    @Test func `a value that is too long is cut`() {
        var request = NetlinkRequest(type: 1)
        request.attribute(1, bytes: [UInt8](repeating: 7, count: 70_000))
        #expect(Self.walk(request.bytes).malformed == false)
        #expect(request.bytes.count == 16 + 65_536)
    }
}
