import Packets
import Testing
import Wire

/// A ClientHello as `openssl s_client` sends it, written by field.
enum Hello {
    /// Extensions: a made-up one (RFC 8701), server name example.org, protocols h2 and http/1.1, versions.
    static let extensions: [UInt8] =
        bytes("0a0a 0000")
        + bytes("0000 0010 000e 00 000b 6578616d706c652e6f7267")
        + bytes("0010 000e 000c 02 6832 08 687474702f312e31")
        + bytes("002b 0007 06 4a4a 0304 0303")
    static let body: [UInt8] =
        bytes("0303") + [UInt8](repeating: 7, count: 32) + bytes("04 01020304") + bytes("0004 1301 1302")
        + bytes("01 00")
        + [0, UInt8(extensions.count)] + extensions
    static let record: [UInt8] =
        bytes("16 0301 00") + [UInt8(body.count + 4)] + bytes("01 0000") + [UInt8(body.count)] + body
}

@Suite struct TLSTests {
    @Test func `fields of a hello`() throws {
        let record = TLSRecord(Hello.record.span.octets)
        let plausible = record.isPlausible
        #expect(plausible)
        #expect(try record.length == Hello.record.count - 5)
        guard let hello = record.clientHello else {
            Issue.record("no hello")
            return
        }
        #expect(try hello.legacyVersion == 0x0303)
        #expect(try hello.session.byteCount == 4)
        #expect(try hello.cipherSuites.byteCount == 4)
        #expect(try hello.version == 0x0304)
        #expect(text(hello.serverName) == "example.org")
        var names = hello.applicationProtocols
        #expect(text(names.next()) == "h2")
        #expect(text(names.next()) == "http/1.1")
        #expect(text(names.next()) == nil)
    }

    /// A hello is often spread over several segments: what is there is read, and nothing else.
    @Test func `every length`() throws {
        var named = 0
        for count in 0...Hello.record.count {
            let hello = TLSRecord(Array(Hello.record.prefix(count)).span.octets)
            guard let found = hello.clientHello else { continue }
            let name = text(found.serverName)
            #expect(name == nil || name == "example.org")
            if name != nil { named += 1 }
        }
        #expect(named > 0)
    }

    @Test(arguments: [
        "15 0303 0002 0100",  // an alert
        "16 0203 0005 0100000100",  // SSL 2
        "16 0301 0000",  // empty
        "16 0301 ffff 01",  // longer than a record may be
        "16 0301 0004 02000000",  // another handshake message
        "474554202f",  // HTTP
    ])
    func `not a hello`(_ octets: String) {
        let record = bytes(octets)
        let found = TLSRecord(record.span.octets).clientHello != nil
        #expect(!found)
    }

    @Test(arguments: [11 as UInt64]) func `changed bytes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<20_000 {
            var record = Hello.record
            for _ in 0...generator.below(3) { record[generator.below(record.count)] = UInt8(generator.below(256)) }
            guard let hello = TLSRecord(record.span.octets).clientHello else { continue }
            _ = hello.serverName?.byteCount
            _ = try? hello.version
            var names = hello.applicationProtocols
            var count = 0
            while names.next() != nil { count += 1 }
            #expect(count <= record.count, "\(generator)")
        }
    }
}
