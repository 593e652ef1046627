import CLinux
import Glibc
import Syscalls

/// `replay`: the frames of a classic pcap file (either byte order, micro- or nanoseconds) onto an interface,
/// without their pauses. Its own small reader: the one under test is not asked.
func replayFile(_ options: Options) throws(PeerError) {
    let interface = try options.word(0, "interface")
    let path = try options.word(1, "file")
    let times = try options.number("times", default: 1)
    let bytes: [UInt8]
    do throws(SystemError) { bytes = try Descriptor.contents(of: path, limit: 1 << 30) } catch {
        throw PeerError("\(error)")
    }
    let frames = try savedFrames(bytes)
    let socket = try sendingSocket(interface)
    var sent = 0
    for _ in 0..<times {
        for range in frames {
            try sendBatch(socket.rawValue, Array(bytes[range]), size: range.count, count: 1)
            sent += 1
        }
    }
    printLine("sent \(sent)")
}

/// Where each frame lies in the file.
private func savedFrames(_ bytes: [UInt8]) throws(PeerError) -> [Range<Int>] {
    func word(_ offset: Int, _ swapped: Bool) -> Int {
        let octets = bytes[offset..<offset + 4]
        let little = octets.reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        return Int(swapped ? little.byteSwapped : little)
    }
    guard bytes.count >= 24 else { throw PeerError("no pcap file") }
    let swapped: Bool
    switch word(0, false) {
    case 0xa1b2_c3d4, 0xa1b2_3c4d: swapped = false
    case 0xd4c3_b2a1, 0x4d3c_b2a1: swapped = true
    default: throw PeerError("no pcap file")
    }
    var frames: [Range<Int>] = []
    var offset = 24
    while offset + 16 <= bytes.count {
        let length = word(offset + 8, swapped)
        guard offset + 16 + length <= bytes.count else { throw PeerError("the file is cut off") }
        frames.append(offset + 16..<offset + 16 + length)
        offset += 16 + length
    }
    return frames
}
