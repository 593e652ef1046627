import Packets
import Testing

@testable import Records

/// DNS, TLS, HTTP and DHCP, each from one packet.
@Suite struct ApplicationTests {
    static func udp(_ source: UInt16, _ destination: UInt16, _ payload: [UInt8]) -> [UInt8] {
        RowReaderTests.outer(17, IP.udp(source, destination, payload))
    }

    static func tcp(_ payload: [UInt8], _ source: UInt16 = 40000, _ destination: UInt16 = 8000) -> [UInt8] {
        RowReaderTests.outer(6, IP.tcp(source, destination, payload))
    }

    static func tcp(_ text: String) -> [UInt8] { tcp(Array(text.utf8)) }

    /// example.test: an alias, an address of each version, a text with a comma.
    static let dnsAnswer = udp(
        53, 40000,
        hex("1234 8180 0001 0004 0000 0000  07 6578616d706c65 04 74657374 00 0001 0001")
            + hex("c00c 0005 0001 0000003c 0004 01 61 c014")
            + hex("c02a 0001 0001 0000003c 0004 c0000201")
            + hex("c02a 001c 0001 0000003c 0010 20010db8000000000000000000000001")
            + hex("c02a 0010 0001 0000003c 0004 03 612c62"))

    @Test func `DNS`() {
        let text = json(ApplicationTests.dnsAnswer)
        #expect(
            text.contains(
                "\"dns\":{\"id\":4660,\"type\":\"answer\",\"question\":{\"name\":\"example.test\",\"type\":\"A\"},"
                    + "\"response_code\":\"NOERROR\"}"), "\(text)")
        #expect(
            text.contains("\"dns\":{\"answer_count\":4,\"answers\":\"a.test,192.0.2.1,2001:db8::1,a\\\\x2cb\"}"),
            "\(text)")
        #expect(text.contains("\"protocol\":\"dns\"") && !text.contains("malformed"), "\(text)")
    }

    @Test func `names of DNS are hostile`() {
        // Labels of a dot, a quotation mark, a backslash, a line feed, 0xff.
        let query = ApplicationTests.udp(
            40000, 53, hex("0001 0100 0001 0000 0000 0000 06 2e 22 5c 0a ff 2c 01 78 00 ff00 0001"))
        let text = json(query)
        #expect(
            text.contains("\"name\":\"\\\\x2e\\\"\\\\x5c\\\\x0a\\\\xff\\\\x2c.x\",\"type\":\"TYPE65280\""), "\(text)")
    }

    @Test func `a message that points at itself ends`() {
        let looped = ApplicationTests.udp(40000, 53, hex("0001 0100 0001 0000 0000 0000 c00c 0001 0001"))
        #expect(json(looped).contains("\"type\":\"A\""))
        // Answers that each stand for a name of 250 octets: the text has an end.
        var long = hex("0001 8100 0001 0200 0000 0000")
        for _ in 0..<4 { long += [62] + [UInt8](repeating: 0x61, count: 62) }
        long += [0] + hex("0001 0001")
        for _ in 0..<512 { long += hex("c00c 0002 0001 00000000 0002 c00c") }
        let text = json(ApplicationTests.udp(53, 40000, long), columns: ColumnSet([.dnsAnswers]))
        #expect(text.utf8.count > 3000 && text.utf8.count < 4200)
        #expect(text.hasSuffix("aaa\"}}}\n"))
    }

    /// An answer of which the rest is elsewhere is incomplete; one that claims what it has not is malformed.
    @Test func `parts of DNS`() {
        let message = Array(ApplicationTests.dnsAnswer.dropFirst(42))
        let length = UInt8(message.count)
        let part = Array(message.dropLast(10))
        func parts(_ packet: [UInt8], _ length: Int? = nil) -> String { json(packet, .raw, length: length) }
        // A first fragment: the datagram's length is that of the whole.
        var datagram = IP.udp(53, 40000, message)
        datagram = Array(datagram.dropLast(10))
        var fragment = IP.v4(hex("0a000001"), hex("0a000002"), 17, datagram)
        fragment[6] = 0x20
        let first = parts(fragment)
        #expect(!first.contains("malformed") && !first.contains("cut_in"), "\(first)")
        #expect(first.contains("\"answers\":\"a.test,192.0.2.1,2001:db8::1\""), "\(first)")
        // The same, cut by the capture.
        let cut = parts(Array(fragment.dropLast(20)), fragment.count)
        #expect(cut.contains("\"cut_in\":\"dns\"") && !cut.contains("malformed"), "\(cut)")
        // The sender has left records out, and says so.
        var short = part
        short[2] |= 0x02
        let truncated = parts(IP.v4(hex("0a000001"), hex("0a000002"), 17, IP.udp(53, 40000, short)))
        #expect(!truncated.contains("malformed"), "\(truncated)")
        let wrong = parts(IP.v4(hex("0a000001"), hex("0a000002"), 17, IP.udp(53, 40000, part)))
        #expect(wrong.contains("\"malformed\":\"dns\""), "\(wrong)")
        // Segments: a part of a message, a whole one that is malformed, and what begins within another.
        let stream = json(ApplicationTests.tcp([0, length] + part, 53))
        #expect(!stream.contains("malformed") && stream.contains("\"dns\":{\"id\":4660"), "\(stream)")
        let broken = json(ApplicationTests.tcp([0, length - 10] + part, 53))
        #expect(broken.contains("\"malformed\":\"dns\""), "\(broken)")
        let within = json(ApplicationTests.tcp(Array(repeating: 0x61, count: 100), 53))
        #expect(!within.contains("\"dns\"") && !within.contains("malformed"), "\(within)")
    }

    @Test func `mDNS and LLMNR say so`() {
        let message = hex("0000 0000 0000 0000 0000 0000")
        #expect(json(ApplicationTests.udp(5353, 5353, message)).contains("\"protocol\":\"mdns\""))
        #expect(json(ApplicationTests.udp(1, 5355, message)).contains("\"protocol\":\"llmnr\""))
    }

    @Test func `TLS`() {
        let name = Array("example.test".utf8)
        let serverName = hex("0000 0011 000f 00 000c") + name
        let alpn = hex("0010 000e 000c 02 6832 08 687474702f312e31")
        let versions = hex("002b 0005 04 0304 0303")
        let extensions = serverName + alpn + versions
        let body =
            hex("0303") + [UInt8](repeating: 7, count: 32) + hex("00 0002 1301 01 00")
            + [0, UInt8(extensions.count)] + extensions
        let handshake = [1, 0, 0, UInt8(body.count)] + body
        let text = json(ApplicationTests.tcp(hex("16 0301") + [0, UInt8(handshake.count)] + handshake))
        #expect(text.contains("\"tls\":{\"client\":{\"server_name\":\"example.test\"}}"), "\(text)")
        #expect(text.contains("\"tls\":{\"version\":\"1.3\",\"alpn\":\"h2,http/1.1\"}"), "\(text)")
        #expect(text.contains("\"protocol\":\"tls\""))
    }

    /// Versions on offer, and what is made of them.
    static let versions: [(String, String)] = [
        ("7f1c 0303", "1.3 draft 28"), ("7f12 0304 0303", "1.3"), ("0303 7f12", "1.3 draft 18"),
        ("fb1a 0303", "1.3 draft 26"),
        ("4a4a 0305 0304", "1.4"), ("0301", "1.0"), ("4a4a", "1.2"), ("feff 0302", "1.1"),
    ]

    @Test(arguments: versions) func `versions of TLS`(offer: String, version: String) {
        let list = hex(offer)
        let extensions = hex("002b 00") + [UInt8(list.count + 1), UInt8(list.count)] + list
        let body =
            hex("0303") + [UInt8](repeating: 7, count: 32) + hex("00 0002 1301 01 00")
            + [0, UInt8(extensions.count)] + extensions
        let handshake = [1, 0, 0, UInt8(body.count)] + body
        let text = json(
            ApplicationTests.tcp(hex("16 0301") + [0, UInt8(handshake.count)] + handshake),
            columns: ColumnSet([.tlsVersion]))
        #expect(text == "{\"swiftcap\":{\"tls\":{\"version\":\"\(version)\"}}}\n")
    }

    @Test func `HTTP`() {
        let request = json(
            ApplicationTests.tcp("GET /a/b?c=\"d\u{1}\" HTTP/1.1\r\nAccept: */*\r\nhOST: www.example.test:8000\r\n\r\n")
        )
        #expect(
            request.contains(
                "\"http\":{\"version\":\"1.1\",\"request\":{\"method\":\"GET\"}},\"url\":{\"domain\":\"www.example.test\","
                    + "\"path\":\"/a/b\",\"query\":\"c=\\\"d\\\\x01\\\"\"}"), "\(request)")
        let response = json(ApplicationTests.tcp("HTTP/1.0 404 Not Found\r\n\r\n"))
        #expect(response.contains("\"http\":{\"version\":\"1.0\",\"response\":{\"status_code\":404}}"), "\(response)")
        let address = json(ApplicationTests.tcp("GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n"))
        #expect(address.contains("\"domain\":\"2001:db8::1\""), "\(address)")
        #expect(!json(ApplicationTests.tcp("GETTING STARTED\n")).contains("http"))
    }

    @Test func `DHCP`() {
        var message = hex("01 01 06 00 12345678 0000 8000 00000000 00000000 00000000 00000000 020000000001")
        message += [UInt8](repeating: 0, count: 236 - message.count) + hex("63825363")
        message += hex("35 01 03  32 04 c0a80064  36 04 c0a80001  0c 04 686f7374  ff")
        let text = json(ApplicationTests.udp(68, 67, message))
        #expect(
            text.contains(
                "\"dhcp\":{\"type\":\"request\",\"client_mac\":\"02:00:00:00:00:01\",\"requested_ip\":\"192.168.0.100\","
                    + "\"server_ip\":\"192.168.0.1\",\"host_name\":\"host\"}"), "\(text)")
    }

    @Test func `what is not asked for is not read`() {
        let text = json(ApplicationTests.dnsAnswer, columns: ColumnSet([.sourcePort]))
        #expect(text == "{\"source\":{\"port\":53}}\n")
    }
}
