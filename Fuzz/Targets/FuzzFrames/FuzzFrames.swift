import Dissection
import Fuzzing
import Packets

/// One frame of any link type, dissected with each verbosity.
///
/// Input: link type (2 bytes), switches (2), then the frame. One switch makes two frames of it, printed by the same
/// printer, for what is remembered from packet to packet.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFrames(_ start: UnsafeRawPointer, _ count: Int) -> Int32 {
    var input = unsafe Input(RawSpan(_unsafeStart: start, byteCount: count))
    let link = LinkType(rawValue: Int32(input.word() & 0x1FF))
    let switches = Switches(rawValue: input.word())
    var first = 0
    if switches.contains(.two) { first = Int(input.byte()) * input.rest.byteCount / 256 }
    for verbosity in 0...3 {
        var printer = Printer(options: switches.options(verbosity))
        if first > 0 { print(&printer, input.rest.extracting(first: first), link, switches) }
        print(&printer, input.rest.extracting(droppingFirst: first), link, switches)
    }
    return 0
}

/// What a text may be at most beside the dump that was asked for: 256 KiB.
private let longestText = 256 << 10

private func print(_ printer: inout Printer, _ frame: RawSpan, _ link: LinkType, _ switches: Switches) {
    printer.out.removeAll()
    let extra = switches.contains(.cut) ? 100 : 0
    _ = printer.consume(
        PacketView(
            bytes: frame, timestamp: Timestamp(seconds: 1_700_000_000, nanoseconds: 0),
            originalLength: frame.byteCount + extra, linkType: link))
    let text = printer.out.bytes
    // The dump of a line of 16 octets takes up to 70 letters.
    let dump = switches.isDisjoint(with: [.dump, .ascii]) ? 0 : frame.byteCount * 5 + 128
    require(text.byteCount <= longestText + dump, "\(text.byteCount) octets of text for \(frame.byteCount)")
    require(text.byteCount > 0, "no text")
    for offset in 0..<text.byteCount {
        let letter = unsafe text.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
        let isShown = letter >= 0x20 && letter < 0x7F || letter == 0x0A || letter == 0x09 || letter == 0x0D
        require(isShown, "a control character, \(letter), at \(offset)")
    }
    require(unsafe text.unsafeLoad(fromByteOffset: text.byteCount - 1, as: UInt8.self) == 0x0A, "no line feed")
}

/// Printing options, one bit each; the highest four choose a type for -T.
private struct Switches: OptionSet {
    let rawValue: UInt16

    static let two = Switches(rawValue: 1 << 0)
    static let cut = Switches(rawValue: 1 << 1)
    static let linkHeader = Switches(rawValue: 1 << 2)
    static let quick = Switches(rawValue: 1 << 3)
    static let absolute = Switches(rawValue: 1 << 4)
    static let dump = Switches(rawValue: 1 << 5)
    static let ascii = Switches(rawValue: 1 << 6)
    static let plain = Switches(rawValue: 1 << 7)
    static let names = Switches(rawValue: 1 << 8)
    static let noChecksums = Switches(rawValue: 1 << 9)
    static let signature = Switches(rawValue: 1 << 10)
    static let longTypes = Switches(rawValue: 1 << 11)

    private static let types = [
        "aodv", "carp", "cnfp", "domain", "lmp", "pgm", "pgm_zmtp1", "ptp", "radius", "resp", "rpc", "rtcp", "rtp",
        "snmp", "someip", "tftp", "vat", "vxlan", "wb", "zmtp1",
    ]

    func options(_ verbosity: Int) -> PrintOptions {
        var options = PrintOptions()
        options.verbosity = verbosity
        options.numeric = contains(.names) ? 0 : 1
        options.linkHeader = contains(.linkHeader)
        options.quick = contains(.quick)
        options.absoluteSequenceNumbers = contains(.absolute)
        options.skipChecksums = contains(.noChecksums)
        options.asDot = contains(.plain)
        options.meshHeaders = contains(.plain)
        options.undecodedNFSHandles = contains(.plain)
        options.dumpLinkHeader = contains(.plain)
        if contains(.signature) { options.signatureSecret = [0x61, 0x62] }
        if contains(.dump) { options.dump = contains(.ascii) ? .hexAndASCII : .hex }
        if !contains(.dump) && contains(.ascii) { options.dump = .ascii }
        // No -T half of the time.
        let place = Int(rawValue >> 12) + (contains(.longTypes) ? 8 : 0)
        if place >= 4 { options.packetType = Self.types[(place - 4) % Self.types.count] }
        return options
    }
}

@main struct Main {
    static func main() { unsafe runFuzzer(fuzzFrames) }
}
