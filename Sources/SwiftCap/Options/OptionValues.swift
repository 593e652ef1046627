import Capture
import Dissection
import Savefiles

/// One function per option value, each with tcpdump's bounds and tcpdump's words.
extension OptionParser {
    static func packetCount(_ text: String) throws(UsageError) -> UInt64 {
        // tcpdump lets larger numbers wrap; a limit that the user did not ask for is of no use.
        let value = CNumber.atoi(text)
        if value <= 0 || value == .max { throw UsageError(message: "invalid packet count \(text)") }
        return UInt64(value)
    }

    /// KiB → bytes. tcpdump multiplies in 32 bits; a product that does not fit is refused here too.
    static func bufferSize(_ text: String) throws(UsageError) -> Int32 {
        let (bytes, overflow) = CNumber.atoi(text).multipliedReportingOverflow(by: 1024)
        if overflow || bytes <= 0 { throw UsageError(message: "invalid packet buffer size \(text)") }
        return bytes
    }

    static func snapshotLength(_ text: String) throws(UsageError) -> Int32 {
        guard let value = CNumber.whole(text, base: 0), value >= 0, value <= 262_144 else {
            throw UsageError(message: "invalid snaplen \(text) (must be >= 0 and <= 262144)")
        }
        return value == 0 ? 262_144 : Int32(value)
    }

    static func fileSize(_ text: String) throws(UsageError) -> UInt64 {
        if let value = CNumber.whole(text, base: 10), value > 0 {
            let (bytes, overflow) = value.multipliedReportingOverflow(by: 1_000_000)
            if overflow { throw UsageError(message: "file size \(text) is too large") }
            return UInt64(bytes)
        }
        throw UsageError(message: "invalid file size \(text)")
    }

    static func rotation(_ text: String) throws(UsageError) -> Int64 {
        let value = CNumber.atoi(text)
        if value < 0 { throw UsageError(message: "invalid number of seconds \(text)") }
        return Int64(value)
    }

    static func fileCount(_ text: String) throws(UsageError) -> Int {
        let value = CNumber.atoi(text)
        if value <= 0 { throw UsageError(message: "invalid number of output files \(text)") }
        return Int(value)
    }

    static func direction(_ text: String) throws(UsageError) -> CaptureSettings.Direction {
        switch text.lowercased() {
        case "in": return .incoming
        case "out": return .outgoing
        case "inout": return .both
        default: throw UsageError(message: "unknown capture direction `\(text)'")
        }
    }

    static func linkType(_ text: String) throws(UsageError) -> Int32 {
        guard let value = PcapNames.linkType(named: text) else {
            throw UsageError(message: "invalid data link type \(text)")
        }
        return value
    }

    static func timestampType(_ text: String) throws(UsageError) -> Int32 {
        guard let value = PcapNames.timestampType(named: text) else {
            throw UsageError(message: "invalid time stamp type \(text)")
        }
        return value
    }

    /// True for nanoseconds. What follows the two words does not count.
    static func precision(_ text: String) throws(UsageError) -> Bool {
        if text.hasPrefix("micro") { return false }
        if text.hasPrefix("nano") { return true }
        throw UsageError(message: "unsupported time stamp precision")
    }

    static func packetType(_ text: String) throws(UsageError) -> String {
        let lowered = text.lowercased()
        if !ProtocolList.packetTypes.contains(lowered) { throw UsageError(message: "unknown packet type `\(text)'") }
        return lowered
    }

    static func seconds(_ text: String) throws(UsageError) -> Double {
        guard let value = Double(text), value > 0, value <= 1e9 else {
            throw UsageError(message: "invalid duration \(text) (must be a number of seconds above 0)")
        }
        return value
    }

    static func milliseconds(_ text: String) throws(UsageError) -> Int {
        guard let value = Double(text), value >= 0, value <= 86_400 else {
            throw UsageError(message: "invalid poll interval \(text) (must be seconds, 0 for no polling)")
        }
        return Int(value * 1000)
    }

    /// Bytes: a number in millions as -C takes it, or with k, M or G behind it.
    static func stopSize(_ text: String) throws(UsageError) -> UInt64 {
        let units: [Character: UInt64] = ["k": 1000, "K": 1000, "M": 1_000_000, "G": 1_000_000_000]
        let unit = text.last.flatMap { units[$0] }
        let digits = unit == nil ? text : String(text.dropLast())
        if !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), let value = UInt64(digits), value > 0,
            case (let bytes, false) = value.multipliedReportingOverflow(by: unit ?? 1_000_000)
        {
            return bytes
        }
        throw UsageError(message: "invalid size \(text) (must be millions of bytes, or a number with k, M or G)")
    }

    static func stopFiles(_ text: String) throws(UsageError) -> Int {
        guard let value = Int(text), value > 0 else {
            throw UsageError(message: "invalid number of output files \(text)")
        }
        return value
    }

    static func isPcapng(_ text: String) throws(UsageError) -> Bool {
        switch text {
        case "pcap": return false
        case "pcapng": return true
        default: throw UsageError(message: "unknown file format `\(text)' (must be pcap, pcapng, ndjson or parquet)")
        }
    }

    static func direct(_ text: String) throws(UsageError) -> DirectWriting {
        guard let choice = DirectWriting(rawValue: text) else {
            throw UsageError(message: "unknown choice of direct writing `\(text)' (must be auto, always or never)")
        }
        return choice
    }

    static func threads(_ text: String) throws(UsageError) -> Int {
        guard let value = Int(text), value >= 1, value <= 64 else {
            throw UsageError(message: "invalid number of threads \(text) (must be >= 1 and <= 64)")
        }
        return value
    }

    static func color(_ text: String) throws(UsageError) -> ColorChoice {
        guard let choice = ColorChoice(rawValue: text) else {
            throw UsageError(message: "unknown colour choice `\(text)' (must be auto, always or never)")
        }
        return choice
    }
}
