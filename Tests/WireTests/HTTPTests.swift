import Packets
import Testing
import Wire

@Suite struct HTTPTests {
    @Test(arguments: [
        ("GET / HTTP/1.1\r\n", "GET", "/", "HTTP/1.1"),
        ("POST /a?b=c HTTP/1.0\n", "POST", "/a?b=c", "HTTP/1.0"),
        ("M-SEARCH * HTTP/1.1\r\nHost: x\r\n", "M-SEARCH", "*", "HTTP/1.1"),
        ("GET /with blank HTTP/1.1\r\n", nil, nil, nil),
        ("GET / HTTP/1.1", nil, nil, nil),  // not there in full
        ("G\u{01}T / HTTP/1.1\r\n", nil, nil, nil),
        (" / HTTP/1.1\r\n", nil, nil, nil),
        ("GET / HTTP/2.0\r\n", nil, nil, nil),
        ("", nil, nil, nil),
    ])
    func `request line`(_ input: String, method: String?, target: String?, version: String?) {
        let octets = Array(input.utf8)
        let line = HTTPRequestLine(octets.span.octets)
        #expect(text(line?.method) == method)
        #expect(text(line?.target) == target)
        #expect(text(line?.version) == version)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\n", 200, "OK"),
        ("HTTP/1.0 404\r\n", 404, ""),
        ("HTTP/1.1 301 Moved Permanently\n", 301, "Moved Permanently"),
        ("HTTP/1.1 2x0 OK\r\n", nil, nil),
        ("HTTP/1.1 2000 OK\r\n", nil, nil),
        ("HTTP/1.1  200 OK\r\n", nil, nil),
        ("HTTP/1.1 200 OK", nil, nil),
    ])
    func `status line`(_ input: String, status: UInt16?, reason: String?) {
        let octets = Array(input.utf8)
        let line = HTTPStatusLine(octets.span.octets)
        #expect(line?.status == status)
        #expect(text(line?.reason) == reason)
    }

    @Test func fields() {
        let octets = Array("GET / HTTP/1.1\r\nAccept: */*\r\nHOST:\t example.org \r\nbad\r\n\r\nHost: body".utf8)
        guard let line = HTTPRequestLine(octets.span.octets) else {
            Issue.record("no request")
            return
        }
        var fields = HTTPFields(octets.span.octets, from: line.length)
        #expect(text(fields.value(of: "host")) == "example.org")
        var again = HTTPFields(octets.span.octets, from: line.length)
        #expect(text(again.value(of: "content-type")) == nil)
    }

    @Test(arguments: [5 as UInt64]) func `every length and changed bytes`(seed: UInt64) {
        let request = Array("GET /x HTTP/1.1\r\nHost: a\r\nAccept:b\r\n\r\n".utf8)
        var generator = SeededGenerator(seed: seed)
        for round in 0..<20_000 {
            var octets = Array(request.prefix(round % (request.count + 1)))
            if !octets.isEmpty { octets[generator.below(octets.count)] = UInt8(generator.below(256)) }
            var fields = HTTPFields(octets.span.octets, from: HTTPRequestLine(octets.span.octets)?.length ?? 0)
            var count = 0
            while fields.next() != nil { count += 1 }
            #expect(count <= octets.count, "\(generator)")
            _ = HTTPStatusLine(octets.span.octets)?.status
        }
    }
}
