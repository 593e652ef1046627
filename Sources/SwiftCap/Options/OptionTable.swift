/// All options of a capture, and their spelling as getopt_long(3) takes it.
enum OptionTable {
    /// In the help's order.
    static var entries: [OptionEntry] { OptionEntry.Group.allCases.flatMap(\.entries) }

    struct Long {
        let name: StaticString
        let takesValue: Bool
        let code: Int32
    }

    /// How many long options tcpdump has: their ranks are 0 to 25.
    static let tcpdumpCount = 26

    /// tcpdump's long options in its own order, then ours: an abbreviation that is unambiguous among tcpdump's stays so
    /// whatever is added (`ArgumentWalk`).
    static let longs: [Long] = {
        var theirs = [Long?](repeating: nil, count: tcpdumpCount)
        var own: [Long] = []
        eachEntry { entry, code in
            guard let name = entry.name else { return }
            let long = Long(name: name, takesValue: entry.value != nil, code: code)
            if let rank = entry.rank { theirs[rank] = long } else { own.append(long) }
        }
        return theirs.compactMap(\.self) + own
    }()

    static var tcpdump: ArraySlice<Long> { longs.prefix(tcpdumpCount) }
    static var own: ArraySlice<Long> { longs.dropFirst(tcpdumpCount) }

    /// Letters with a colon behind those that take a value, and a zero at the end, for getopt_long(3).
    static let letters: [CChar] = {
        var text: [CChar] = []
        text.reserveCapacity(96)
        eachEntry { entry, _ in
            guard let letter = entry.letter else { return }
            text.append(CChar(truncatingIfNeeded: letter.value))
            if entry.value != nil { text.append(58) }
        }
        text.append(0)
        return text
    }()

    /// What getopt_long(3) gives for an option: its letter, else the group and the place in it, beyond all letters.
    private static func eachEntry(_ body: (OptionEntry, Int32) -> Void) {
        var base: Int32 = 256
        for group in OptionEntry.Group.allCases {
            for (place, entry) in group.entries.enumerated() {
                body(entry, entry.letter.map(code) ?? base &+ Int32(truncatingIfNeeded: place))
            }
            base &+= 256
        }
    }

    static func code(_ letter: Unicode.Scalar) -> Int32 { Int32(truncatingIfNeeded: letter.value) }

    /// The option that has the code.
    static func entry(_ code: Int32) -> OptionEntry? {
        let groups = OptionEntry.Group.allCases
        if code < 256 {
            for group in groups {
                for entry in group.entries where entry.letter.map(Self.code) == code { return entry }
            }
            return nil
        }
        let (group, place) = (Int(code >> 8) - 1, Int(code & 255))
        guard groups.indices.contains(group), groups[group].entries.indices.contains(place) else { return nil }
        return groups[group].entries[place]
    }

    /// Whether an argument abbreviates several options of tcpdump's.
    static func isAmbiguous(_ argument: String) -> Bool {
        guard argument.hasPrefix("--"), argument.count > 2 else { return false }
        let name = argument.dropFirst(2).prefix { $0 != "=" }
        let names = tcpdump.map { "\($0.name)" }
        return names.filter { $0.hasPrefix(name) }.count > 1 && !names.contains(String(name))
    }

    /// The one option of tcpdump's that `prefix` abbreviates; nil for none or several.
    static func abbreviates(_ prefix: Substring) -> Long? {
        let matches = tcpdump.filter { "\($0.name)".hasPrefix(prefix) }
        return matches.count == 1 ? matches.first : nil
    }
}
