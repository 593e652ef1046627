import Packets
import Testing
import Wire

@Suite struct DNSWireTests {
    /// Two answers behind the question, their names compressed to offset 12.
    static let answer =
        bytes("0001 8180 0001 0002 0000 0000 03777777 076578616d706c65 03636f6d 00 0001 0001")
        + bytes("c00c 0005 0001 00000e10 0006 036d7478 c010")  // CNAME, mtx.example.com
        + bytes("c02b 0001 0001 0000003c 0004 cb007105")  // A, one minute, 203.0.113.5

    static func name(_ name: DNSName) -> String? {
        var labels = name.labels
        var parts: [String] = []
        while let label = labels.next() { parts.append(text(label) ?? "") }
        return labels.isComplete ? parts.joined(separator: ".") : nil
    }

    @Test func `questions and records`() throws {
        let message = DNSWireTests.answer.span.octets
        let header = DNSHeader(message)
        let isResponse = try header.isResponse
        #expect(isResponse)
        #expect(try header.answerCount == 2)
        var questions = header.questions
        while let question = questions.next() {
            #expect(Self.name(question.name) == "www.example.com")
            #expect(try question.type == DNSType.a)
        }
        var records = DNSRecords(message, from: questions.offset, count: try header.answerCount)
        var seen: [UInt16] = []
        while let record = records.next() {
            seen.append(try record.type)
            if try record.type == DNSType.cname { #expect(Self.name(record.target) == "mtx.example.com") }
            if try record.type == DNSType.a { #expect(try record.address == HostAddress(ipv4: 0xCB00_7105)) }
        }
        #expect(seen == [DNSType.cname, DNSType.a])
        #expect(records.offset == message.byteCount)
    }

    @Test(arguments: [
        "c000",  // points at itself
        "c002 c000",  // points forwards
        "0161 c000",  // points at its own beginning
        "40",  // a label of a kind that is not defined
        "3f61",  // cut off
        "",
    ])
    func `names that end nowhere`(_ octets: String) {
        #expect(Self.name(DNSName(bytes(octets).span.octets, at: 0)) == nil)
    }

    @Test func `names are bounded`() {
        // 200 labels of one letter are more than 255 octets.
        let long = [UInt8](repeating: 0, count: 400).indices.map { UInt8($0 & 1 == 0 ? 1 : 0x61) } + [0]
        #expect(Self.name(DNSName(long.span.octets, at: 0)) == nil)
        #expect(DNSName(long.span.octets, at: 0).end == long.count)
    }

    @Test(arguments: [3 as UInt64]) func `every length and changed bytes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for round in 0..<20_000 {
            var octets = Array(Self.answer.prefix(round % (Self.answer.count + 1)))
            if !octets.isEmpty { octets[generator.below(octets.count)] = UInt8(generator.below(256)) }
            let header = DNSHeader(octets.span.octets)
            var questions = header.questions
            var count = 0
            while let question = questions.next() {
                count += 1
                _ = Self.name(question.name)
            }
            var records = DNSRecords(octets.span.octets, from: questions.offset, count: 65_535)
            while let record = records.next() {
                count += 1
                _ = Self.name(record.name)
            }
            #expect(count <= octets.count, "\(generator)")
        }
    }
}
