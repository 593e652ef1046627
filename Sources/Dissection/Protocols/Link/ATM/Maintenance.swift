import Packets

/// ATM's operation and maintenance cells (ITU-T I.610).
///
///     | cell header 4 | header check 1 | type 4 bits, function 4 bits | by function 45 | CRC-10 in 2 octets |
enum Maintenance {
    struct Cell: ~Escapable {
        let bytes: RawSpan
        let start: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, hasCheck: Bool) {
            self.bytes = bytes
            start = hasCheck ? 1 : 0
        }

        /// Read behind the header check, where it is not.
        var header: UInt32 { get throws(Truncation) { try bytes.u32(start) } }
        /// The cell's payload.
        var payload: Int { start + 4 }
        static var payloadLength: Int { 48 }
        var type: UInt8 { get throws(Truncation) { try bytes.u8(payload) >> 4 } }
        var function: UInt8 { get throws(Truncation) { try bytes.u8(payload) & 0xF } }
        var indication: UInt8 { get throws(Truncation) { try bytes.u8(payload + 1) } }
        var correlation: UInt32 { get throws(Truncation) { try bytes.u32(payload + 2) } }
        var check: UInt16 { get throws(Truncation) { try bytes.u16(payload + 46) & 0x03FF } }
        func word(_ offset: Int) throws(Truncation) -> UInt16 { try bytes.u16(payload + offset) }
    }

    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, hasCheck: Bool
    ) throws(Truncation) {
        d.layer = "oam"
        let cell = Cell(bytes, hasCheck: hasCheck)
        let (header, type, function) = (try cell.header, try cell.type, try cell.function)
        let kind = UInt8(truncatingIfNeeded: header >> 1 & 7)
        d.put("OAM F5, vpi ", header >> 20 & 0xFF, ", vci ")
        d.put("", header >> 4 & 0xFFFF, ", payload [ ")
        d.put(payloadName(kind))
        d.put(" ], clp ", header & 1, ", length ")
        d.put(length)
        guard d.verbose else { return }
        d.put("\n\tcell-type ")
        d.put(typeName(type) ?? "unknown")
        d.put(" (", type, ")")
        d.put(", func-type ")
        d.put(functionName(type, function) ?? (hasFunctions(type) ? "none" : "unknown"))
        d.put(" (", function, ")")
        if type == 1 && function == 8 {
            let indication = try cell.indication & 1
            d.put("\n\tLoopback-Indicator ")
            d.put(indication != 0 ? "Request" : "Reply")
            d.put(", Correlation-Tag 0x", hex: try cell.correlation, 8)
            try words(&d, "\n\tLocation-ID ", cell, 7, 6)
            try words(&d, "\n\tSource-ID   ", cell, 19, 6)
        } else if type == 1 && function <= 1 {
            d.put("\n\tFailure-type 0x", hex: try cell.indication, 2)
            try words(&d, "\n\tLocation-ID ", cell, 3, 8)
        }
        let check = try cell.check
        let isRight = try remainder(bytes.slice(cell.payload, Cell.payloadLength)) == 0
        d.put("\n\tcksum 0x", hex: check, 3, isRight ? " (correct)" : " (incorrect)")
    }

    private static func words(
        _ d: inout Dissector, _ title: StaticString, _ cell: borrowing Cell, _ offset: Int, _ count: Int
    ) throws(Truncation) {
        d.put(title)
        for index in 0..<count { d.put("", hex: try cell.word(offset + 2 * index), 4, " ") }
    }

    /// The CRC-10 of I.610, x^10 + x^9 + x^5 + x^4 + x + 1: zero over a cell whose check is right.
    private static func remainder(_ bytes: RawSpan) throws(Truncation) -> UInt16 {
        let polynomial: UInt16 = 0x633
        var rest: UInt16 = 0
        for index in 0..<bytes.byteCount {
            var high = (rest >> 2 & 0xFF) << 2
            for _ in 0..<8 {
                high <<= 1
                if high & 0x400 != 0 { high ^= polynomial }
            }
            rest = (rest << 8 & 0x3FF) ^ high ^ UInt16(try bytes.u8(index))
        }
        return rest
    }

    private static func payloadName(_ kind: UInt8) -> StaticString {
        switch kind {
        case 0: "user data, uncongested, SDU 0"
        case 1: "user data, uncongested, SDU 1"
        case 2: "user data, congested, SDU 0"
        case 3: "user data, congested, SDU 1"
        case 4: "VCC OAM F5 flow segment"
        case 5: "VCC OAM F5 flow end-to-end"
        case 6: "Traffic Control and resource Mgmt"
        default: "unknown"
        }
    }

    private static func typeName(_ type: UInt8) -> StaticString? {
        switch type {
        case 1: "Fault Management"
        case 2: "Performance Management"
        case 8: "activate/deactivate"
        case 15: "System Management"
        default: nil
        }
    }

    private static func hasFunctions(_ type: UInt8) -> Bool { type == 1 || type == 2 || type == 8 }

    private static func functionName(_ type: UInt8, _ function: UInt8) -> StaticString? {
        switch (type, function) {
        case (1, 0): "AIS"
        case (1, 1): "RDI"
        case (1, 4): "Continuity Check"
        case (1, 8): "Loopback"
        case (2, 0): "Forward Monitoring"
        case (2, 1): "Backward Reporting"
        case (2, 2): "Monitoring and Reporting"
        case (8, 0): "Performance Monitoring"
        case (8, 1): "Continuity Check"
        default: nil
        }
    }
}
