import Packets
import Savefiles
import Testing

/// Headers that hold numbers in the byte order of the machine that captured: what libpcap 1.10.3 made of the same bytes.
@Suite struct PseudoHeaderTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let link: UInt16
        let file: [UInt8]
        let read: [UInt8]
    }

    static let cooked: [UInt8] = [0, 1, 1, 24, 0, 6, 2, 0, 0, 0, 0, 1, 0, 0]  // type, ARPHRD_CAN, address

    static let cases = [
        Case(
            testDescription: "NFLOG: length and type of each attribute",
            // family, version 0, resource; attribute 1 of 7 bytes and its padding; attribute 9 of 4 bytes
            link: 239, file: [2, 0, 0, 5, 0, 7, 0, 1, 0xA, 0xB, 0xC, 0, 0, 4, 0, 9],
            read: [2, 0, 0, 5, 7, 0, 1, 0, 0xA, 0xB, 0xC, 0, 4, 0, 9, 0]),
        Case(
            testDescription: "NFLOG of another version stays",
            link: 239, file: [2, 1, 0, 5, 0, 4, 0, 1], read: [2, 1, 0, 5, 0, 4, 0, 1]),
        Case(
            testDescription: "NFLOG attribute that ends early",
            link: 239, file: [2, 0, 0, 5, 0, 0, 0, 1, 0, 4], read: [2, 0, 0, 5, 0, 0, 1, 0, 0, 4]),
        Case(
            testDescription: "CAN below the cooked header: its identifier",
            link: 113, file: cooked + [0, 0xC] + [1, 2, 3, 4, 5], read: cooked + [0, 0xC] + [4, 3, 2, 1, 5]),
        Case(
            testDescription: "IPv4 below the cooked header stays",
            link: 113, file: cooked + [8, 0] + [1, 2, 3, 4, 5], read: cooked + [8, 0] + [1, 2, 3, 4, 5]),
        Case(
            testDescription: "USB that ends in its header",
            // id:8, then type, transfer, endpoint, device, bus:2
            link: 189, file: [1, 2, 3, 4, 5, 6, 7, 8, 0x53, 3, 0x81, 2, 0, 1],
            read: [8, 7, 6, 5, 4, 3, 2, 1, 0x53, 3, 0x81, 2, 1, 0]),
    ]

    @Test(arguments: cases) func `other byte order`(_ c: Case) throws {
        let classic = fileHeader(link: UInt32(c.link), big: true) + record(c.file, big: true)
        // Twice, the second time across what was read at first: no packet may be swapped again.
        #expect(try readAll(classic + record(c.file, big: true)).packets.map(\.bytes) == [c.read, c.read])
        let ng = pcapng(big: true) {
            $0.section()
            $0.interface(link: c.link)
            $0.enhanced(c.file)
        }
        #expect(try readAll(ng).packets.map(\.bytes) == [c.read])
    }

    @Test(arguments: cases) func `own byte order`(_ c: Case) throws {
        #expect(try readAll(fileHeader(link: UInt32(c.link)) + record(c.file)).packets.map(\.bytes) == [c.file])
    }
}
