import Packets

/// Arguments that are lists, or of which one tells what the others are.
enum AFSLists {
    static func call(
        _ d: inout Dissector, _ service: AFSService, _ operation: UInt32, _ arguments: inout AFSArguments
    ) throws(Truncation) {
        switch (service, operation) {
        case (.file, 155), (.file, 65536): _ = try list(&d, &arguments, "%f", separator: ",")
        case (.callback, 204): try callback(&d, &arguments)
        case (.protection, 504): _ = try list(&d, &arguments, "%v", separator: "")
        case (.protection, 505):
            d.put(" ids:")
            _ = try list(&d, &arguments, "%i", separator: "")
        case (.location, 502), (.location, 503), (.location, 507...509), (.location, 518):
            try volume(&d, &arguments)
        case (.location, 506), (.location, 520):
            try volume(&d, &arguments)
            _ = try arguments.print(&d, "%V")
        case (.authentication, 3), (.authentication, 23):
            guard try arguments.print(&d, " kvno%i domain%s") else { return }
            let size = Int(try arguments.word())
            guard arguments.has(size) else { return d.put(" [|kauth]") }
            arguments.skip(size)
            _ = try arguments.print(&d, " principal%s%s")
        case (.volume, 103):
            guard try arguments.print(&d, " fromtrans%u fromdate%d"), try server(&d, &arguments) else { return }
            _ = try arguments.print(&d, " desttrans%i")
        case (.volume, 128):
            guard try arguments.print(&d, " fromtrans%u fromdate%d") else { return }
            let count = try arguments.word()
            for index in 0..<count {
                guard try server(&d, &arguments) else { return }
                if index + 1 < count { d.put(",") }
            }
            if count == 0 { d.put(" <none!>") }
        default: break
        }
    }

    static func reply(
        _ d: inout Dissector, _ service: AFSService, _ operation: UInt32, _ arguments: inout AFSArguments
    ) throws(Truncation) {
        switch (service, operation) {
        case (.protection, 504):
            d.put(" ids:")
            _ = try list(&d, &arguments, "%i", separator: "")
        case (.protection, 505): _ = try list(&d, &arguments, "%v", separator: "")
        case (.protection, 508), (.protection, 514), (.protection, 517...519):
            _ = try list(&d, &arguments, "%i", separator: "")
        case (.location, 503), (.location, 504): try entry(&d, &arguments, .old)
        case (.location, 510):
            if try arguments.print(&d, " count%u nextindex%u") { try entry(&d, &arguments, .old) }
        case (.location, 518), (.location, 519): try entry(&d, &arguments, .new)
        case (.location, 521):
            if try arguments.print(&d, " count%u nextindex%u") { try entry(&d, &arguments, .new) }
        case (.location, 526), (.location, 527): try entry(&d, &arguments, .unique)
        case (.location, 529):
            if try arguments.print(&d, " count%u nextindex%u") { try entry(&d, &arguments, .unique) }
        case (.volume, 116), (.volume, 121):
            let count = try arguments.word()
            for index in 0..<count {
                d.put(" name")
                guard try arguments.print(&d, "%W volid%u type") else { return }
                arguments.skip(84)
                if index + 1 < count { d.put(",") }
            }
            if count == 0 { d.put(" <none!>") }
        default: break
        }
    }

    /// So many times a template as a number in front says.
    private static func list(
        _ d: inout Dissector, _ arguments: inout AFSArguments, _ template: StaticString, separator: StaticString
    ) throws(Truncation) -> Bool {
        let count = try arguments.word()
        for index in 0..<count {
            guard try arguments.print(&d, template) else { return false }
            if index + 1 < count { d.put(separator) }
        }
        if count == 0 { d.put(" <none!>") }
        return true
    }

    /// A volume's number and kind.
    private static func volume(_ d: inout Dissector, _ arguments: inout AFSArguments) throws(Truncation) {
        guard try arguments.print(&d, " volid%u") else { return }
        switch try arguments.word() {
        case 0: d.put(" type read-write")
        case 1: d.put(" type read-only")
        case 2: d.put(" type backup")
        default: break
        }
    }

    private static func server(_ d: inout Dissector, _ arguments: inout AFSArguments) throws(Truncation) -> Bool {
        if !arguments.has(12) {
            d.put(" [|vol]")
            return false
        }
        d.put(" server ", try arguments.word(), ":")
        d.put("", try arguments.word(), ":")
        d.put(try arguments.word())
        return true
    }

    private static func callback(_ d: inout Dissector, _ arguments: inout AFSArguments) throws(Truncation) {
        guard try list(&d, &arguments, "%f", separator: ",") else { return }
        let count = try arguments.word()
        if count != 0 { d.put(";") }
        for _ in 0..<count {
            guard try arguments.print(&d, " ver%i expires%d") else { return }
            _ = try arguments.word()
        }
    }

    /// Which of the formats that there have been in time.
    private enum Format { case old, new, unique }

    private static func entry(
        _ d: inout Dissector, _ arguments: inout AFSArguments, _ format: Format
    ) throws(Truncation) {
        guard try arguments.print(&d, "%V") else { return }
        let slots = format == .old ? 8 : 13
        if format == .old {
            guard arguments.has(4) else { return d.put(" [|vldb]") }
            arguments.skip(4)
        }
        d.put(" numservers")
        let count = try arguments.word()
        d.put(" ", count, " servers")
        for index in 0..<slots {
            let isUsed = UInt32(index) < count
            if format == .unique {
                if isUsed {
                    guard try arguments.print(&d, " afsuuid%g") else { return }
                } else {
                    guard arguments.has(44) else { return d.put(" [|vldb]") }
                    arguments.skip(44)
                }
            } else {
                guard arguments.has(4) else { return d.put(" [|vldb]") }
                let address = try arguments.address()
                if isUsed {
                    d.put(" ")
                    d.put(numericHost: address)
                }
            }
        }
        if format == .unique {
            guard arguments.has(4 * slots) else { return d.put(" [|vldb]") }
            arguments.skip(4 * slots)
        }
        d.put(" partitions")
        for index in 0..<slots {
            guard arguments.has(4) else { return d.put(" [|vldb]") }
            let partition = try arguments.word()
            if UInt32(index) >= count { continue }
            if partition <= 26 {
                d.put(" ")
                d.put(byte: 0x61 + UInt8(partition))
            } else {
                d.put(" ", partition)
            }
        }
        guard arguments.has(4 * slots) else { return d.put(" [|vldb]") }
        arguments.skip(4 * slots)
        _ = try arguments.print(&d, " rwvol%u rovol%u backup%u")
    }
}
