import Packets
import Savefiles
import Testing

// Files with several interfaces.
extension PcapngReaderTests {
    @Test func `uniform files only`() throws {
        #expect(
            try readAll(Self.mixed).error?.description
                == "an interface has a type 113 different from the type of the first interface")
        let snapshots = pcapng {
            $0.section()
            $0.interface()
            $0.interface(snapshot: 100)
        }
        #expect(
            try readAll(snapshots).error?.description
                == "an interface has a snapshot length 100 different from the snapshot length of the first interface")
    }

    @Test func `anything goes where asked for`() throws {
        var reader = try SavefileReader(source: memoryFile(Self.mixed), uniform: false)
        var seen: [[Int32]] = []
        while try reader.advance() {
            seen.append([reader.packet.linkType.rawValue, Int32(reader.interface)])
        }
        #expect(seen == [[1, 0], [113, 1], [276, 0]])
    }

    /// Some writers end texts with a NUL, which is none of them.
    @Test(arguments: [false, true]) func `texts end at a terminator, and are there for uniform files too`(uniform: Bool)
        throws
    {
        let file = pcapng {
            $0.section()
            $0.interface(
                options: [
                    $0.option(2, Array("eth0\0".utf8)), $0.option(3, Array("a\0b".utf8)), $0.option(12, [0]),
                    $0.option(11, [0] + Array("arp\0".utf8)),
                ])
            $0.enhanced(Self.data)
        }
        var reader = try SavefileReader(source: memoryFile(file), uniform: uniform, annotations: true)
        #expect(try reader.advance())
        let found = reader.interfaceDescription(0)
        #expect(found?.name == "eth0" && found?.description == "a" && found?.system == "" && found?.filter == "arp")
    }

    /// epb_flags: the lowest two bits are the direction.
    @Test(arguments: [false, true]) func `packets tell their direction`(big: Bool) throws {
        let flags: [[UInt8]?] = [
            nil, [1, 0, 0, 0], [2, 0, 0, 0], [0, 0, 0, 0], [3, 0, 0, 0], [6, 0, 0, 0], [2, 0],
        ]
        let file = pcapng(big: big) {
            $0.section()
            $0.interface()
            for each in flags {
                // A comment in front, the end behind.
                var options: [UInt8] = []
                if let each {
                    let value = big ? Array(each.reversed()) : each
                    options = $0.option(1, [0x61]) + $0.option(2, value) + $0.option(0, [])
                }
                $0.enhanced([1, 2, 3, 4], options: options)
            }
        }
        var reader = try SavefileReader(source: memoryFile(file), annotations: true)
        var found: [Bool?] = []
        while try reader.advance() { found.append(reader.packetIsOutbound) }
        #expect(found == [nil, false, true, nil, nil, true, nil])
    }

    @Test func `interfaces tell their texts`() throws {
        let file = pcapng {
            $0.section()
            $0.interface(link: 1, snapshot: 100, options: [$0.option(2, Array("eth0".utf8))])
            $0.enhanced(Self.data)
            // Another section: what the first one said is forgotten. Filter: kind 0, text.
            $0.big = true
            $0.section()
            $0.interface(
                link: 101, options: [$0.option(11, [0] + Array("arp".utf8)), $0.option(6, [2, 0, 0, 0, 0, 1])])
            $0.enhanced(Self.data)
        }
        var reader = try SavefileReader(source: memoryFile(file), uniform: false)
        var seen: [PcapngInterfaceDescription?] = []
        while try reader.advance() {
            seen.append(reader.interfaceDescription(reader.interface))
            #expect(reader.interfaceCount == 1 && reader.interfaceDescription(1) == nil)
            #expect(reader.section == seen.count - 1)
        }
        #expect(
            seen == [
                PcapngInterfaceDescription(
                    linkType: .ethernet, snapshotLength: 100, name: "eth0", clock: PcapngClock(resolution: 6, offset: 0)
                ),
                PcapngInterfaceDescription(
                    linkType: .raw, snapshotLength: 262_144, filter: "arp", address: [2, 0, 0, 0, 0, 1],
                    clock: PcapngClock(resolution: 6, offset: 0)),
            ])
    }
}
