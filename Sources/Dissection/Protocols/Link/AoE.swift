import Packets

/// ATA over Ethernet, version 1 (the AoE specification, revision 11).
///
///     | version 4 bits, flags 4 bits | error 1 | major 2 | minor 1 | command 1 | tag 4 | argument
enum AoE {
    /// A directive about an address at `offset`.
    struct MaskDirective: ~Escapable {
        let bytes: RawSpan
        let offset: Int
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan, at offset: Int) {
            self.bytes = bytes
            self.offset = offset
        }

        /// Octets.
        static var length: Int { 8 }
        /// 0 none, 1 add, 2 delete.
        var directive: UInt8 { get throws(Truncation) { try bytes.u8(offset + 1) } }
        /// The address.
        var address: UInt64 { get throws(Truncation) { try bytes.u48(offset + 2) } }
    }

    struct Header: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 10 }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(0) >> 4 } }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) & 0xF } }
        var error: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var major: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var minor: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var command: UInt8 { get throws(Truncation) { try bytes.u8(5) } }
        var tag: UInt32 { get throws(Truncation) { try bytes.u32(6) } }
    }

    /// The argument of command 0: an ATA command and its registers.
    struct ATA: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 12 }
        var flags: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var feature: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var sectors: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var command: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
        /// Six octets of a block's address.
        func block(_ index: Int) throws(Truncation) -> UInt8 { try bytes.u8(4 + index) }
    }

    struct Configuration: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var length: Int { 8 }
        var buffers: UInt16 { get throws(Truncation) { try bytes.u16(0) } }
        var firmware: UInt16 { get throws(Truncation) { try bytes.u16(2) } }
        var sectors: UInt8 { get throws(Truncation) { try bytes.u8(4) } }
        var version: UInt8 { get throws(Truncation) { try bytes.u8(5) >> 4 } }
        var command: UInt8 { get throws(Truncation) { try bytes.u8(5) & 0xF } }
        var textLength: UInt16 { get throws(Truncation) { try bytes.u16(6) } }
    }

    /// Lists of addresses: reservations and masks.
    struct AddressList: ~Escapable {
        let bytes: RawSpan
        @_lifetime(copy bytes)
        init(_ bytes: RawSpan) { self.bytes = bytes }

        static var reservationLength: Int { 2 }
        static var maskLength: Int { 4 }
        var reservation: UInt8 { get throws(Truncation) { try bytes.u8(0) } }
        var reservationCount: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var mask: UInt8 { get throws(Truncation) { try bytes.u8(1) } }
        var maskError: UInt8 { get throws(Truncation) { try bytes.u8(2) } }
        var maskCount: UInt8 { get throws(Truncation) { try bytes.u8(3) } }
    }

    static func print(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.layer = "aoe"
        d.put("AoE length ", length)
        if length < 1 { return try invalid(&d, bytes, length) }
        let header = Header(bytes)
        let version = try header.version
        d.put(", Ver ", version)
        // Any other version's fields could be anything.
        if version != 1 { return }
        if length < Header.length { return try invalid(&d, bytes, length) }
        let flags = try header.flags
        d.put(", Flags: [")
        d.put(flags: UInt32(flags), [(8, "Response"), (4, "Error"), (2, "MBZ-1"), (1, "MBZ-0")])
        d.put("]")
        guard d.verbose else { return }
        let error = try header.error
        if flags & 4 != 0 {
            d.put("\n\tError: ")
            d.put(errorName(error), or: "unknown (", error, ")")
        }
        d.put("\n\tMajor: 0x", hex: try header.major, 4)
        d.put(", Minor: 0x", hex: try header.minor, 2)
        let command = try header.command
        d.put(", Command: ")
        d.put(commandName(command), or: "Unknown (0x", hex: command, 2, ")")
        d.put(", Tag: 0x", hex: try header.tag, 8)
        let rest = try bytes.from(Header.length)
        let count = length - Header.length
        switch command {
        case 0: try ata(&d, rest, count)
        case 1: try configuration(&d, rest, count)
        case 2: try masks(&d, rest, count)
        case 3: try reservations(&d, rest, count)
        default: break
        }
    }

    private static func invalid(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        d.markInvalid()
        try bytes.require(length, at: 0)
    }

    private static func ata(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < ATA.length { return try invalid(&d, bytes, length) }
        let command = ATA(bytes)
        d.put("\n\tAFlags: [")
        d.put(
            flags: UInt32(try command.flags),
            [
                (0x80, "MBZ-7"), (0x40, "Ext48"), (0x20, "MBZ-5"), (0x10, "Device"), (0x08, "MBZ-3"), (0x04, "MBZ-2"),
                (0x02, "Async"), (0x01, "Write"),
            ])
        d.put("]")
        d.put(", Err/Feature: ", try command.feature)
        d.put(", Sector Count: ", try command.sectors)
        d.put(", Cmd/Status: ", try command.command)
        for index in 0..<6 {
            let value = try command.block(index)
            d.put(index == 0 ? "\n\tlba" : ", lba")
            d.put("", index, ": ")
            d.put(value)
        }
        // Two octets are spare.
        try bytes.require(2, at: 10)
        let rest = length - ATA.length
        if rest > 0 { d.put("\n\tData: ", rest, " bytes") }
    }

    private static func configuration(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < Configuration.length { return try invalid(&d, bytes, length) }
        let header = Configuration(bytes)
        d.put("\n\tBuffer Count: ", try header.buffers)
        d.put(", Firmware Version: ", try header.firmware)
        d.put(", Sector Count: ", try header.sectors)
        let (version, command) = (try header.version, try header.command)
        d.put(", AoE: ", version, ", CCmd: ")
        // The number is lost in tcpdump's format.
        d.put(configurationName(command) ?? "Unknown (0x02x)")
        let size = Int(try header.textLength)
        if size > length - Configuration.length { return try invalid(&d, bytes, length) }
        if size > 0 {
            d.put("\n\tConfig String (length ", size, "): ")
            try d.put(text: bytes, at: Configuration.length, size)
        }
    }

    private static func masks(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < AddressList.maskLength { return try invalid(&d, bytes, length) }
        let list = AddressList(bytes)
        try bytes.require(1, at: 0)
        let command = try list.mask
        d.put("\n\tMCmd: ")
        d.put(
            command == 0 ? "Read Mac Mask List" : command == 1 ? "Edit Mac Mask List" : nil, or: "Unknown (0x",
            hex: command, 2, ")")
        let error = try list.maskError
        d.put(", MError: ")
        d.put(maskErrorName(error), or: "Unknown (0x", hex: error, 2, ")")
        let count = try list.maskCount
        d.put(", Dir Count: ", count)
        let size = AddressList.maskLength + Int(count) * 8
        if size > length { return try invalid(&d, bytes, length) }
        for index in 0..<Int(count) {
            let offset = AddressList.maskLength + index * MaskDirective.length
            let entry = MaskDirective(bytes, at: offset)
            let directive = try entry.directive
            d.put("\n\t DCmd: ")
            d.put(directiveName(directive), or: "Unknown (0x", hex: directive, 2, ")")
            let address = try entry.address
            d.put(", Ethernet Address: ")
            d.put(linkAddress: address)
        }
        try bytes.require(length, at: 0)
    }

    private static func reservations(_ d: inout Dissector, _ bytes: RawSpan, _ length: Int) throws(Truncation) {
        if length < AddressList.reservationLength { return try invalid(&d, bytes, length) }
        let list = AddressList(bytes)
        let command = try list.reservation
        let name: StaticString? =
            switch command {
            case 0: "Read reserve list"
            case 1: "Set reserve list"
            case 2: "Force set reserve list"
            default: nil
            }
        d.put("\n\tRCmd: ")
        d.put(name, or: "Unknown (0x", hex: command, 2, ")")
        let count = try list.reservationCount
        d.put(", NMacs: ", count)
        if AddressList.reservationLength + Int(count) * 6 > length { return try invalid(&d, bytes, length) }
        for index in 0..<Int(count) {
            let address = try bytes.u48(AddressList.reservationLength + index * 6)
            d.put("\n\tEthernet Address ", index, ": ")
            d.put(linkAddress: address)
        }
        try bytes.require(length, at: 0)
    }
}

// MARK: - Names

extension AoE {
    private static func commandName(_ command: UInt8) -> StaticString? {
        switch command {
        case 0: "Issue ATA Command"
        case 1: "Query Config Information"
        case 2: "MAC Mask List"
        case 3: "Reserve/Release"
        default: nil
        }
    }

    private static func errorName(_ error: UInt8) -> StaticString? {
        switch error {
        case 1: "Unrecognized command code"
        case 2: "Bad argument parameter"
        case 3: "Device unavailable"
        case 4: "Config string present"
        case 5: "Unsupported version"
        case 6: "Target is reserved"
        default: nil
        }
    }

    private static func configurationName(_ command: UInt8) -> StaticString? {
        switch command {
        case 0: "read config string"
        case 1: "test config string"
        case 2: "test config string prefix"
        case 3: "set config string"
        case 4: "force set config string"
        default: nil
        }
    }

    private static func maskErrorName(_ error: UInt8) -> StaticString? {
        switch error {
        case 1: "Unspecified Error"
        case 2: "Bad DCmd directive"
        case 3: "Mask list full"
        default: nil
        }
    }

    private static func directiveName(_ directive: UInt8) -> StaticString? {
        switch directive {
        case 0: "No Directive"
        case 1: "Add mac address to mask list"
        case 2: "Delete mac address from mask list"
        default: nil
        }
    }
}
