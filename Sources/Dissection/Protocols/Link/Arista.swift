import Packets

/// Arista's time stamps in front of a frame's type.
///
///     | subtype 2 | time scale 1 | format 4 bits, hardware 4 bits | seconds 4 or 2 | nanoseconds 4 |
enum Arista {
    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 4 }
        var subtype: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var scale: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var format: UInt8 { get throws(Truncation) { try bytes.u8(3) >> 4 } }
        var hardware: UInt8 { get throws(Truncation) { try bytes.u8(3) & 0xF } }
        var seconds: UInt32 { get throws(Truncation) { try bytes.u32(4) } }
        var nanoseconds: UInt32 { get throws(Truncation) { try bytes.u32(8) } }
        /// The short format has the lower half of the seconds.
        var shortSeconds: UInt16 { get throws(Truncation) { try bytes.u16(4) } }
        var shortNanoseconds: UInt32 { get throws(Truncation) { try bytes.u32(6) } }
    }

    /// Octets that were read; nil when the kind is not known.
    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) -> Int? {
        d.layer = "arista"
        let header = Header(bytes)
        let subtype = try header.subtype
        d.put("SubType ")
        d.put(subtype == 1 ? "Timestamp" : "Unknown")
        d.put(" (0x", hex: subtype, 4, "), ")
        if subtype != 1 { return nil }
        let scale = try header.scale
        d.put("Timescale ")
        d.put(scale == 0 ? "TAI" : scale == 1 ? "UTC" : "Unknown")
        d.put(" (", scale, "), ")
        let (format, hardware) = (try header.format, try header.hardware)
        d.put("Format ")
        d.put(format == 1 ? "64-bit" : format == 2 ? "48-bit" : "Unknown")
        d.put(" (", format, "), HwInfo ")
        d.put(hardware == 0 ? "R/R2" : hardware == 1 ? "R3" : "Unknown")
        d.put(" (", hardware, "), Timestamp ")
        // Nanoseconds beyond a second belong to the seconds.
        let second: UInt32 = 1_000_000_000
        var size: Int?
        switch format {
        case 1:
            let (seconds, nanoseconds) = (try header.seconds, try header.nanoseconds)
            d.put(dateAndTime: seconds &+ nanoseconds / second)
            d.put(".")
            d.put(zeroed: nanoseconds % second, width: 9)
            size = 12
        case 2:
            let (seconds, nanoseconds) = (try header.shortSeconds, try header.shortNanoseconds)
            d.put("", UInt32(seconds) + nanoseconds / second, ".")
            d.put(zeroed: nanoseconds % second, width: 9)
            size = 10
        default: break
        }
        if size != nil { d.put(": ") }
        return size
    }
}

extension Dissector {
    /// `2019-12-31 23:59:59` in UTC.
    mutating func put(dateAndTime seconds: UInt32) {
        // Days since 1970 to a date of the proleptic Gregorian calendar, in eras of 400 years from March on.
        let days = Int(seconds / 86_400) + 719_468
        let era = days / 146_097
        let day = days - era * 146_097
        let yearOfEra = (day - day / 1460 + day / 36_524 - day / 146_096) / 365
        let dayOfYear = day - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let month = (5 * dayOfYear + 2) / 153
        let isLate = month >= 10
        put(zeroed: UInt32(yearOfEra + era * 400 + (isLate ? 1 : 0)), width: 4)
        put("-")
        put(zeroed: UInt32(isLate ? month - 9 : month + 3), width: 2)
        put("-")
        put(zeroed: UInt32(dayOfYear - (153 * month + 2) / 5 + 1), width: 2)
        put(" ")
        put(zeroed: seconds / 3600 % 24, width: 2)
        put(":")
        put(zeroed: seconds / 60 % 60, width: 2)
        put(":")
        put(zeroed: seconds % 60, width: 2)
    }
}
