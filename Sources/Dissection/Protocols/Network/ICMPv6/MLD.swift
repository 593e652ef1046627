import Packets
import Wire

/// Multicast listener discovery (RFC 2710, RFC 3810) inside ICMPv6.
enum MLD {
    /// Version 1: the longest answer delay and a group.
    static func print(_ d: inout Dissector, _ bytes: RawSpan) throws(Truncation) {
        // Without the whole of it nothing is said, not even that it is cut.
        guard bytes.has(24, at: 0) else { return }
        let header = MLDHeader(bytes)
        d.put("max resp delay: ", try header.maximumResponse, " ")
        d.put("addr: ", host: try header.group)
    }

    static func query(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        let header = MLDHeader(bytes)
        let code = UInt32(try header.maximumResponse)
        // RFC 3810 5.1.3: large values are floating-point.
        let delay = code < 32_768 ? code : (code & 0x0FFF | 0x1000) << ((code >> 12 & 7) + 3)
        if d.verbose { d.put(" [max resp delay=", delay, "]") }
        let group = try header.group
        d.put(" [gaddr ", host: group)
        if d.verbose {
            let flags = try header.robustness
            if flags & 0x08 != 0 { d.put(" sflag") }
            if flags & 7 != 0 { d.put(" robustness=", flags & 7) }
            let interval = UInt32(try header.interval)
            let seconds = interval < 128 ? interval : (interval & 0x0F | 0x10) << ((interval >> 4 & 7) + 3)
            d.put(" qqi=", seconds)
        }
        let sources = Int(try header.sourceCount)
        if sources > 0 {
            if length < 28 + sources * 16 {
                d.put(" [invalid number of sources]")
            } else if d.verbosity > 1 {
                d.put(" {")
                for index in 0..<sources { d.put(" ", host: try header.source(index)) }
                d.put(" }")
            } else {
                d.put(", ", sources, " source(s)")
            }
        }
        d.put("]")
    }

    static func report(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < 8 {
            d.markInvalid()
            return
        }
        let groups = Int(try MLDHeader(bytes).recordCount)
        d.put(", ", groups, " group record(s)")
        guard d.verbose else { return }
        var offset = 8
        for _ in 0..<groups {
            if length < offset + 20 {
                d.put(" [invalid number of groups]")
                return
            }
            let record = GroupRecord(try bytes.from(offset))
            d.put(" [gaddr ", host: try record.group6)
            d.put(" ")
            d.put(MLD.recordName(try record.type), or: " [v2-report-#", try record.type, "]")
            let sources = Int(try record.sourceCount)
            // tcpdump takes auxiliary data for the next record.
            let end = offset + 20 + sources * 16
            if length < end {
                d.put(" [invalid number of sources ", sources, "]")
                return
            }
            if d.verbosity > 1 {
                d.put(" {")
                for index in 0..<sources {
                    d.put(" ", host: try record.source6(index))
                }
                d.put(" }]")
            } else {
                d.put(", ", sources, " source(s)]")
            }
            offset = end
        }
    }

    /// RFC 3810 5.2.12, the same numbers as in IGMPv3.
    static func recordName(_ kind: UInt8) -> StaticString? {
        switch kind {
        case 1: "is_in"
        case 2: "is_ex"
        case 3: "to_in"
        case 4: "to_ex"
        case 5: "allow"
        case 6: "block"
        default: nil
        }
    }
}
