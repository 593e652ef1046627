import Packets

// Options are type, length and value, padded to 4; type 0 ends them.

/// Where one option's value lies.
struct PcapngOption {
    var code: UInt16
    var start: Int
    var length: Int
}

extension PcapngFormat {
    /// The option at `at`, which moves on to the next one; nil at the end, and where an option is cut short.
    func option(_ body: RawSpan, _ at: inout Int) -> PcapngOption? {
        guard let code = try? native(body.u16(at)), let field = try? body.u16(at + 2), code != 0 else { return nil }
        let length = Int(native(field))
        guard body.byteCount - at - 4 >= length else { return nil }
        let option = PcapngOption(code: code, start: at + 4, length: length)
        at += 4 + (length + 3) & ~3
        return option
    }
}
