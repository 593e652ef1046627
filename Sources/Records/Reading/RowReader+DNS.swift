import Packets
import Wire

extension RowReader {
    /// - Parameter isPart: the message goes on in the next fragment or segment: it is neither cut nor malformed.
    mutating func readDNS(_ bytes: RawSpan, _ name: Word, isPart: Bool) {
        layer = name
        do throws(Truncation) {
            try dns(bytes, name, isPart: isPart)
        } catch {
            fault(missing: isPart)
        }
    }

    /// A length stands in front of each message (RFC 1035 section 4.2.2). A segment may begin within one, too: what cannot be
    /// a message's beginning is not read.
    mutating func readStreamedDNS(_ bytes: RawSpan) {
        let stream = DNSStream(bytes)
        guard let whole = try? stream.length, let message = try? stream.message, whole >= DNSHeader.length else {
            return
        }
        let header = DNSHeader(message)
        guard let flags = try? header.flags, let questions = try? header.questionCount, questions <= 1,
            // Operations up to 6, and the bit that is reserved (RFC 6895 section 2).
            flags >> 11 & 0xF <= 6, flags & 0x40 == 0
        else { return }
        readDNS(message, .dns, isPart: whole > message.byteCount)
    }

    private mutating func dns(_ bytes: RawSpan, _ name: Word, isPart: Bool) throws(Truncation) {
        let header = DNSHeader(bytes)
        let (identifier, flags) = (try header.identifier, try header.flags)
        let isAnswer = flags & 0x8000 != 0
        // The sender has left records out (RFC 1035 section 4.1.1).
        let isPart = isPart || flags & 0x0200 != 0
        let (questions, answers) = (try header.questionCount, try header.answerCount)
        row.set(.application, name)
        row.set(.dnsID, identifier)
        row.set(.dnsType, isAnswer ? Word.answer : Word.query)
        if isAnswer {
            row.beginText()
            putResponseCode(UInt16(flags & 0xF))
            row.endText(.dnsResponseCode)
            row.set(.dnsAnswerCount, answers)
        }
        var walk = header.questions
        var isFirst = true
        var left = questions
        while let question = walk.next() {
            left -= 1
            if !isFirst { continue }
            isFirst = false
            row.beginText()
            put(question.name)
            row.endText(.dnsQuestionName)
            row.beginText()
            putType(try question.type)
            row.endText(.dnsQuestionType)
        }
        if left > 0 { return fault(missing: isPart) }
        if isAnswer && answers > 0 { putAnswers(bytes, walk.offset, answers, isPart) }
    }

    /// Each answer's data; one that would make the text too long, and those behind it, are left out.
    private mutating func putAnswers(_ bytes: RawSpan, _ offset: Int, _ count: Int, _ isPart: Bool) {
        var walk = DNSRecords(bytes, from: offset, count: count)
        var left = count
        row.beginText()
        while let record = walk.next() {
            left -= 1
            let before = row.textLength
            if before > 0 { row.put(0x2C) }
            do throws(Truncation) { try putData(record) } catch { break }
            if row.textLength >= Row.longestText - 1 {
                row.cutText(to: before)
                left = 0
                break
            }
        }
        row.endText(.dnsAnswers)
        if left > 0 { fault(missing: isPart) }
    }

    private mutating func putData(_ record: borrowing DNSRecord) throws(Truncation) {
        let type = try record.type
        switch type {
        case DNSType.a: put(ipv4: UInt32(truncatingIfNeeded: try record.address.low))
        case DNSType.aaaa:
            let address = try record.address6
            put(ipv6: address.high, address.low)
        case DNSType.ns, DNSType.cname, DNSType.ptr: put(record.target)
        case DNSType.mx: put(record.exchange)
        case DNSType.srv: put(record.provider)
        case DNSType.txt: row.put(text: try record.text, special: 0x2C)
        default: putType(type)
        }
    }

    /// Labels with dots between them; the root is a dot. A dot or a comma within a label is escaped.
    private mutating func put(_ name: DNSName) {
        var labels = name.labels
        var isFirst = true
        while let label = labels.next() {
            if !isFirst { row.put(0x2E) }
            isFirst = false
            for place in 0..<label.byteCount {
                guard let octet = try? label.u8(place) else { break }
                row.put(foreign: octet, special: octet == 0x2C ? 0x2C : 0x2E)
            }
        }
        if isFirst && labels.isComplete { row.put(0x2E) }
    }

    private mutating func put(ipv4 address: UInt32) {
        for shift: UInt32 in [24, 16, 8, 0] {
            row.put(decimal: UInt64(address >> shift & 0xFF))
            if shift > 0 { row.put(0x2E) }
        }
    }

    private mutating func put(ipv6 high: UInt64, _ low: UInt64) {
        scratch.removeAll()
        scratch.append(ipv6: high, low)
        for place in 0..<scratch.count {
            if let octet = try? scratch.bytes.u8(place) { row.put(octet) }
        }
    }

    /// IANA's registry of DNS parameters; `TYPE` and the number for others (RFC 3597).
    private mutating func putType(_ type: UInt16) {
        switch type {
        case 1: row.put("A")
        case 2: row.put("NS")
        case 5: row.put("CNAME")
        case 6: row.put("SOA")
        case 12: row.put("PTR")
        case 13: row.put("HINFO")
        case 15: row.put("MX")
        case 16: row.put("TXT")
        case 28: row.put("AAAA")
        case 33: row.put("SRV")
        case 35: row.put("NAPTR")
        case 39: row.put("DNAME")
        case 41: row.put("OPT")
        case 43: row.put("DS")
        case 46: row.put("RRSIG")
        case 47: row.put("NSEC")
        case 48: row.put("DNSKEY")
        case 50: row.put("NSEC3")
        case 52: row.put("TLSA")
        case 64: row.put("SVCB")
        case 65: row.put("HTTPS")
        case 99: row.put("SPF")
        case 251: row.put("IXFR")
        case 252: row.put("AXFR")
        case 255: row.put("ANY")
        case 257: row.put("CAA")
        default:
            row.put("TYPE")
            row.put(decimal: UInt64(type))
        }
    }

    /// IANA's registry of DNS response codes.
    private mutating func putResponseCode(_ code: UInt16) {
        switch code {
        case 0: row.put("NOERROR")
        case 1: row.put("FORMERR")
        case 2: row.put("SERVFAIL")
        case 3: row.put("NXDOMAIN")
        case 4: row.put("NOTIMP")
        case 5: row.put("REFUSED")
        case 6: row.put("YXDOMAIN")
        case 7: row.put("YXRRSET")
        case 8: row.put("NXRRSET")
        case 9: row.put("NOTAUTH")
        case 10: row.put("NOTZONE")
        default:
            row.put("RCODE")
            row.put(decimal: UInt64(code))
        }
    }
}
