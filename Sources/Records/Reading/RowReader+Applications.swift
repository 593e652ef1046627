import Packets
import Wire

// What TCP and UDP carry, where it is one of a few protocols: DNS by its ports, DHCP by its ports, TLS and HTTP by how they
// begin, on any port. Each message is taken from the one packet it begins in.
extension RowReader {
    mutating func readStream(_ bytes: RawSpan, _ source: UInt16, _ destination: UInt16) {
        guard let first = try? bytes.u8(0) else { return }
        if first >= 0x14 && first <= 0x18 {
            if TLSRecord(bytes).isPlausible {
                row.set(.application, Word.tls)
                if first == TLSRecord.handshake { readClientHello(bytes) }
                return
            }
        } else if first >= 0x41 && first <= 0x5A {
            if readHTTP(bytes) { return }
        }
        if source == 53 || destination == 53 { readStreamedDNS(bytes) }
    }

    mutating func readDatagram(_ bytes: RawSpan, _ source: UInt16, _ destination: UInt16) {
        // The rest of what a first fragment begins is in the next ones.
        if source == 53 || destination == 53 {
            readDNS(bytes, .dns, isPart: isFragment)
        } else if source == 5353 || destination == 5353 {
            readDNS(bytes, .mdns, isPart: isFragment)
        } else if source == 5355 || destination == 5355 {
            readDNS(bytes, .llmnr, isPart: isFragment)
        } else if source == 67 || destination == 67 || source == 68 || destination == 68 {
            readDHCP(bytes)
        }
    }

    // MARK: TLS

    private mutating func readClientHello(_ bytes: RawSpan) {
        guard let hello = TLSRecord(bytes).clientHello else { return }
        if let name = hello.serverName {
            row.beginText()
            row.put(text: name)
            row.endText(.tlsServerName)
        }
        row.beginText()
        var names = hello.applicationProtocols
        var isFirst = true
        while let name = names.next() {
            if !isFirst { row.put(0x2C) }
            row.put(text: name, special: 0x2C)
            isFirst = false
        }
        row.endText(.tlsALPN)
        guard let version = try? hello.version else { return fault(in: .tls) }
        row.beginText()
        switch version {
        case 0x0300: row.put("SSL 3.0")
        case 0x0301...0x03FF:
            row.put("1.")
            row.put(decimal: UInt64(version & 0xFF) - 1)
        case _ where TLSVersion.isDraft(version):
            row.put("1.3 draft ")
            row.put(decimal: UInt64(version & 0xFF))
        default:
            row.put("0x")
            row.put(hex: version)
        }
        row.endText(.tlsVersion)
    }

    mutating func fault(in layer: Word) {
        self.layer = layer
        fault()
    }

    // MARK: HTTP/1

    /// A method has three letters or more, and a version is `HTTP`: what does not begin so is not looked at any further.
    private mutating func readHTTP(_ bytes: RawSpan) -> Bool {
        guard let head = try? bytes.u24(0), RowReader.isUpper(head >> 8 & 0xFF), RowReader.isUpper(head & 0xFF) else {
            return false
        }
        if let line = HTTPStatusLine(bytes) {
            row.set(.application, Word.http)
            row.set(.httpStatus, line.status)
            setVersion(line.version)
            return true
        }
        guard let line = HTTPRequestLine(bytes) else { return false }
        row.set(.application, Word.http)
        row.beginText()
        row.put(text: line.method)
        row.endText(.httpMethod)
        setVersion(line.version)
        setTarget(line.target)
        var fields = HTTPFields(bytes, from: line.length)
        if let host = fields.value(of: "host") { setDomain(host) }
        return true
    }

    private static func isUpper(_ octet: UInt32) -> Bool { octet >= 0x41 && octet <= 0x5A }

    /// The three characters behind `HTTP/`.
    private mutating func setVersion(_ version: RawSpan) {
        guard let digits = try? version.from(5) else { return }
        row.beginText()
        row.put(text: digits)
        row.endText(.httpVersion)
    }

    private mutating func setTarget(_ target: RawSpan) {
        var mark = 0
        while let octet = try? target.u8(mark), octet != 0x3F { mark += 1 }
        row.beginText()
        row.put(text: target.upTo(mark))
        row.endText(.urlPath)
        guard let query = try? target.from(mark + 1) else { return }
        row.beginText()
        row.put(text: query)
        row.endText(.urlQuery)
    }

    /// Without the port; an IPv6 address stands in brackets (RFC 3986 section 3.2.2).
    private mutating func setDomain(_ host: RawSpan) {
        var end = 0
        let isAddress = (try? host.u8(0)) == 0x5B
        while let octet = try? host.u8(end), isAddress ? octet != 0x5D : octet != 0x3A { end += 1 }
        row.beginText()
        if isAddress {
            if let inner = try? host.upTo(end).from(1) { row.put(text: inner) }
        } else {
            row.put(text: host.upTo(end))
        }
        row.endText(.urlDomain)
    }

    // MARK: DHCP

    private mutating func readDHCP(_ bytes: RawSpan) {
        layer = .dhcp
        do throws(Truncation) { try dhcp(bytes) } catch { fault(missing: isFragment) }
    }

    private mutating func dhcp(_ bytes: RawSpan) throws(Truncation) {
        let header = DHCPHeader(bytes)
        let operation = try header.operation
        guard operation == 1 || operation == 2 else { return }
        row.set(.application, Word.dhcp)
        if try header.hardware == 1, try header.hardwareLength == 6 {
            row.set(.dhcpClientMAC, try header.clientHardware)
        }
        let given = try header.yours
        if given.low != 0 { row.set(.dhcpGivenIP, ipv4: given) }
        guard try header.magic == DHCPHeader.cookie else { return }
        var options = DHCPOptions(try header.options)
        while let option = options.next() {
            switch try option.tag {
            case 12:
                row.beginText()
                row.put(text: try option.value)
                row.endText(.dhcpHostName)
            case 50: row.set(.dhcpRequestedIP, ipv4: try option.address)
            case 53: if let word = RowReader.dhcpType(try option.messageType) { row.set(.dhcpType, word) }
            case 54: row.set(.dhcpServerIP, ipv4: try option.address)
            default: break
            }
        }
    }

    /// RFC 2132 section 9.6.
    private static func dhcpType(_ number: UInt8) -> Word? {
        switch number {
        case 1: .discover
        case 2: .offer
        case 3: .request
        case 4: .decline
        case 5: .ack
        case 6: .nak
        case 7: .release
        case 8: .inform
        default: nil
        }
    }
}
