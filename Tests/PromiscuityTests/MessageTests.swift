import CLinux
import Packets
import Testing

@testable import Promiscuity

/// Messages as Linux 6.18 sent them, attributes without influence left out, against what is read from them.
@Suite struct MessageTests {
    private static func link(type: UInt16 = NetlinkType.newLink, _ hex: String) -> LinkMessage.Parsed? {
        let datagram = message(type: type, bytes(hex))
        return first(of: datagram) { LinkMessage.parse($0) }
    }

    @Test func `a veth with three references`() throws {
        let parsed = try #require(
            Self.link(
                """
                00 00 0100 03000000 43100100 00000000   # AF_UNSPEC, ARPHRD_ETHER, index 3, UP|BROADCAST|RUNNING|MULTICAST|LOWER_UP
                0700 0300 763000 00                     # IFLA_IFNAME v0
                0800 1e00 03000000                      # IFLA_PROMISCUITY 3
                0800 3d00 00000000                      # IFLA_ALLMULTI 0
                0a00 0100 e2598acefece 0000             # IFLA_ADDRESS
                1000 1200 0900 0100 7665746800 000000   # IFLA_LINKINFO { IFLA_INFO_KIND veth }
                0800 0500 02000000                      # IFLA_LINK 2: the peer
                """))
        var expected = LinkState(index: 3, name: "v0")
        expected.promiscuity = 3
        expected.gflagsPromisc = false
        expected.allmulti = 0
        expected.isUp = true
        expected.hardwareType = 1
        expected.address = [0xe2, 0x59, 0x8a, 0xce, 0xfe, 0xce]
        expected.kind = "veth"
        expected.lower = 2
        #expect(parsed.state == expected)
        #expect(!parsed.isRemoval && !parsed.movedAway)
    }

    @Test func `alternative names`() throws {
        let parsed = try #require(
            Self.link(
                """
                00 00 0100 03000000 43100100 00000000
                0700 0300 763000 00                     # v0
                1c00 3480                               # IFLA_PROP_LIST, nested
                  0b00 3500 6f74686572 3000 00          #   IFLA_ALT_IFNAME other0
                  0c00 3500 6c6f6e67 657230 00          #   longer0
                """))
        #expect(parsed.state.alternativeNames == ["other0", "longer0"])
        #expect(["v0", "other0", "longer0"].allSatisfy(parsed.state.isNamed) && !parsed.state.isNamed("other"))
    }

    @Test func `the switch`() throws {
        // ifi_flags with 0x100, ifi_change 0x100: `ip link set v0 promisc on`
        let on = try #require(Self.link("00 00 0100 03000000 43110100 00010000 0800 1e00 04000000"))
        #expect(on.state.gflagsPromisc == true)
        #expect(on.state.promiscuity == 4)
    }

    @Test func `a bridge port`() throws {
        let parsed = try #require(
            Self.link(
                """
                00 00 0100 02000000 43100100 00000000
                0700 0300 763100 00                     # v1
                0800 1e00 01000000
                0800 0a00 05000000                      # IFLA_MASTER 5
                3000 1200                               # IFLA_LINKINFO
                  0900 0100 7665746800 000000           #   IFLA_INFO_KIND veth
                  0b00 0400 62726964676500 00           #   IFLA_INFO_SLAVE_KIND bridge
                  1400 0500                             #   IFLA_INFO_SLAVE_DATA
                    0500 0800 01 000000                 #     IFLA_BRPORT_LEARNING
                    0500 0900 00 000000                 #     IFLA_BRPORT_UNICAST_FLOOD
                """)
        ).state
        #expect(parsed.master == 5)
        #expect(parsed.kind == "veth")
        #expect(parsed.slaveKind == "bridge")
        #expect(parsed.portLearns == true)
        #expect(parsed.portFloods == false)
    }

    @Test func `a macvlan`() throws {
        let parsed = try #require(
            Self.link(
                """
                00 00 0100 04000000 43100100 00000000
                0800 0300 6d763000                      # mv0
                3c00 1200                               # IFLA_LINKINFO
                  0c00 0100 6d6163766c616e00            #   macvlan
                  2c00 0200                             #   IFLA_INFO_DATA
                    0800 0100 08000000                  #     IFLA_MACVLAN_MODE passthru
                    0600 0200 0100 0000                 #     IFLA_MACVLAN_FLAGS NOPROMISC
                    0800 0600 00000000 0800 0700 e8030000 0800 0800 e8030000
                0800 0500 03000000                      # IFLA_LINK 3
                0800 2500 00000000                      # IFLA_LINK_NETNSID 0
                """)
        ).state
        #expect(parsed.kind == "macvlan")
        #expect(parsed.macvlanMode == 8)
        #expect(parsed.macvlanFlags == 1)
        #expect(parsed.lower == 3)
        #expect(parsed.lowerNamespaceID == 0)
    }

    @Test func `the details do not depend on the order of the kind`() throws {
        let parsed = try #require(
            Self.link(
                """
                00 00 0100 04000000 43100100 00000000
                1c00 1200
                  0c00 0200 0800 0100 04000000          # IFLA_INFO_DATA before
                  0c00 0100 6d6163766c616e00            # IFLA_INFO_KIND
                """)
        ).state
        #expect(parsed.macvlanMode == 4)
    }

    @Test func `messages of a bridge as such are not about the device`() {
        // Family 7 (AF_BRIDGE): the port left its bridge.
        #expect(Self.link("07 00 0100 02000000 43100100 00000000 0700 0300 763100 00") == nil)
        #expect(
            Self.link(type: NetlinkType.delLink, "07 00 0100 02000000 43100100 00000000 0700 0300 763100 00") == nil)
    }

    @Test func removals() throws {
        let deleted = try #require(Self.link(type: NetlinkType.delLink, "00 00 0100 03000000 02100000 ffffffff"))
        #expect(deleted.isRemoval && !deleted.movedAway)
        // IFLA_NEW_NETNSID 0, IFLA_NEW_IFINDEX 3
        let moved = try #require(
            Self.link(
                type: NetlinkType.delLink,
                "00 00 0100 03000000 02100000 ffffffff 0800 2d00 00000000 0800 3100 03000000"))
        #expect(moved.isRemoval && moved.movedAway)
    }

    @Test func `other messages are no links`() {
        #expect(Self.link(type: NetlinkType.newNeighbour, "00 00 0100 03000000 02100000 ffffffff") == nil)
        #expect(Self.link("00 00 0100 03000000 02100000 ffffff") == nil)
    }

    @Test func `a packet socket`() throws {
        let datagram = bytes(
            """
            cc000000 1400 0200 07000000 5b250000        # SOCK_DIAG_BY_FAMILY, multi
            11 03 0000 84a70000                         # AF_PACKET, SOCK_RAW, protocol 0, inode 42884
            0d000000 00000000                           # cookie 13
            1c00 0000 0000000000000000000000000000000000000000 00000000   # PACKET_DIAG_INFO
            0800 0500 00000000                          # PACKET_DIAG_UID 0
            8800 0100                                   # PACKET_DIAG_MCLIST
              03000000 01000000 0000 0600 010203040506  # index 3, count 1, MR_MULTICAST, 6 bytes of address
                0000000000000000000000000000000000000000000000000000
              03000000 01000000 0100 0600 010203040506  # MR_PROMISC with an address
                0000000000000000000000000000000000000000000000000000
              03000000 02000000 0100 0000 000000000000  # MR_PROMISC without, joined twice
                0000000000000000000000000000000000000000000000000000
            """)
        let socket = try #require(first(of: datagram) { PacketSocketMessage.parse($0) })
        #expect(socket.inode == 42_884)
        #expect(socket.cookie == 13)
        #expect(socket.userID == 0)
        #expect(socket.memberships.map(\.count) == [1, 1, 2])
        #expect(socket.entries(on: 3) == 2)
        #expect(socket.entries(on: 4) == 0)
        #expect(socket.entries(on: 3, type: UInt16(PACKET_MR_MULTICAST)) == 1)
    }

    @Test func `forwarding entries`() throws {
        let rows: [(String, ForwardingEntry, Bool)] = [
            // index 3, NUD_PERMANENT, NTF_SELF, an address that differs from the device's: a macvlan's
            (
                "07000000 03000000 8000 02 00 0a00 0200 96d12a24dd81 0000",
                ForwardingEntry(index: 3, address: [0x96, 0xd1, 0x2a, 0x24, 0xdd, 0x81], isSelf: true), true
            ),
            // a multicast address
            (
                "07000000 03000000 8000 02 00 0a00 0200 333300000001 0000",
                ForwardingEntry(index: 3, address: [0x33, 0x33, 0, 0, 0, 1], isSelf: true), false
            ),
            // NTF_MASTER: an entry of the bridge above
            (
                "07000000 03000000 8000 04 00 0a00 0200 96d12a24dd81 0000",
                ForwardingEntry(index: 3, address: [0x96, 0xd1, 0x2a, 0x24, 0xdd, 0x81], isSelf: false), false
            ),
        ]
        for (hex, expected, secondary) in rows {
            let datagram = message(type: NetlinkType.newNeighbour, bytes(hex))
            let entry = try #require(first(of: datagram) { ForwardingMessage.parse($0) })
            #expect(entry == expected)
            #expect(entry.isSecondaryUnicast == secondary)
        }
    }
}
