import Packets
import Testing
import Wire

/// Walks over options and the like: what they find, and where hostile lengths end them.
@Suite struct WalkTests {
    @Test(arguments: [
        ("0204 05b4 01 0303 07 0101 080a 00000001 00000002", [2, 3, 8]),
        ("00 0204 05b4", []),  // nothing behind the end
        ("0101", []),
        ("0200", []),  // a length that cannot be
        ("0201", []),
        ("02ff 05b4", []),  // longer than what is there
        ("02", []),
    ])
    func `TCP options`(_ octets: String, kinds: [UInt8]) throws {
        var walk = TCPOptions(bytes(octets).span.octets)
        var found: [UInt8] = []
        while let option = walk.next() { found.append(try option.kind) }
        #expect(found == kinds)
    }

    @Test func `TCP option fields`() throws {
        var walk = TCPOptions(bytes("0204 05b4 0303 07 080a 00000001 00000002 050a 00000003 00000004").span.octets)
        while let option = walk.next() {
            switch try option.kind {
            case TCPOptionKind.maximumSegment: #expect(try option.maximumSegment == 1460)
            case TCPOptionKind.windowScale: #expect(try option.windowScale == 7)
            case TCPOptionKind.timestamps:
                #expect(try option.timestampValue == 1)
                #expect(try option.timestampEcho == 2)
            case TCPOptionKind.selective:
                #expect(option.blockCount == 1)
                #expect(try option.leftEdge(0) == 3)
                #expect(try option.rightEdge(0) == 4)
            default: Issue.record("an option that was not sent")
            }
        }
    }

    @Test func `LLDP elements`() throws {
        var walk = LLDPElements(bytes("0207 04 020000000001 0404 07 657468 0602 0078 0000 0a02 7377").span.octets)
        var types: [UInt8] = []
        while let element = walk.next() { types.append(try element.type) }
        #expect(types == [1, 2, 3])
    }

    @Test func `DHCP options`() throws {
        var walk = DHCPOptions(bytes("35 01 01 00 0c 04 686f7374 ff 37 01 01").span.octets)
        var tags: [UInt8] = []
        while let option = walk.next() {
            tags.append(try option.tag)
            if try option.tag == 12 { #expect(text(try option.value) == "host") }
        }
        #expect(tags == [53, 12])
    }

    @Test func `extension options`() throws {
        var walk = IPv6Options(bytes("00 0102 0000 0502 0000 c204 00010000").span.octets)
        var kinds: [UInt8] = []
        while let option = walk.next() { kinds.append(try option.kind) }
        #expect(kinds == [5, 0xC2])
    }

    @Test func `SCTP chunks`() throws {
        // The second chunk begins at a multiple of four octets.
        var walk = SCTPChunks(bytes("0003 0005 aa 000000 0e00 0004").span.octets)
        var types: [UInt8] = []
        while let chunk = walk.next() { types.append(try chunk.type) }
        #expect(types == [0, 14])
    }

    /// Whatever the bytes, a walk ends, and no sooner than it must.
    @Test(arguments: [1 as UInt64]) func noise(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            let octets = (0..<generator.below(60)).map { _ in UInt8(generator.below(generator.below(2) == 0 ? 256 : 8))
            }
            let span = octets.span.octets
            var count = 0
            var tcp = TCPOptions(span)
            while tcp.next() != nil { count += 1 }
            var ip = IPv4Options(span)
            while ip.next() != nil { count += 1 }
            var ip6 = IPv6Options(span)
            while ip6.next() != nil { count += 1 }
            var neighbors = NeighborOptions(span)
            while neighbors.next() != nil { count += 1 }
            var chunks = SCTPChunks(span)
            while chunks.next() != nil { count += 1 }
            var attributes = RADIUSAttributes(span)
            while attributes.next() != nil { count += 1 }
            var elements = LLDPElements(span)
            while elements.next() != nil { count += 1 }
            var dhcp = DHCPOptions(span)
            while dhcp.next() != nil { count += 1 }
            var dhcp6 = DHCPv6Options(span)
            while dhcp6.next() != nil { count += 1 }
            #expect(count <= 9 * octets.count, "\(generator)")
        }
    }

    /// Fields throw where they are read, and only there.
    @Test(arguments: 0...20)
    func `TCP header cut`(_ count: Int) {
        let octets = Array(bytes("0050 01bb 00000001 00000002 5018 2000 abcd 0000").prefix(count))
        let header = TCPHeader(octets.span.octets)
        #expect((try? header.source) == (count >= 2 ? 80 : nil))
        #expect((try? header.sequence) == (count >= 8 ? 1 : nil))
        #expect((try? header.headerLength) == (count >= 13 ? 20 : nil))
        #expect((try? header.urgent) == (count >= 20 ? 0 : nil))
    }
}
