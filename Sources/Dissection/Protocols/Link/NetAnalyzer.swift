import Packets

/// Hilscher netANALYZER: four octets of the device in front of an Ethernet frame, and in transparent mode its preamble
/// and start delimiter too.
enum NetAnalyzer {
    static func print(
        _ d: inout Dissector, _ bytes: RawSpan, _ length: Int, transparent: Bool
    ) throws(Truncation) {
        d.layer = transparent ? "netanalyzer_transparent" : "netanalyzer"
        let size = transparent ? 12 : 4
        guard bytes.byteCount >= size, length >= size else {
            throw Truncation(offset: 0, need: size, have: bytes.byteCount)
        }
        try Ethernet.frame(&d, bytes.from(size), length - size)
        d.linkHeaderLength += size
    }
}
