import CLinux
import Glibc
import Syscalls

/// Classic savefiles as the tests need them: written here, so that what is under test neither makes nor reads its
/// own evidence.
enum Savefile {
    /// Little-endian, microseconds, Ethernet; packets one second apart from 1700000000. `lengths` are those on the
    /// wire, where the frames are cut.
    static func bytes(_ frames: [[UInt8]], lengths: [Int]? = nil, snaplen: UInt32 = 262_144) -> [UInt8] {
        var bytes = word(0xa1b2_c3d4) + [2, 0, 4, 0] + word(0) + word(0) + word(snaplen) + word(1)
        for (number, frame) in frames.enumerated() {
            bytes += word(1_700_000_000 + UInt32(number)) + word(0) + word(UInt32(frame.count))
            bytes += word(UInt32(lengths?[number] ?? frame.count)) + frame
        }
        return bytes
    }

    private static func word(_ value: UInt32) -> [UInt8] {
        (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }

    static func write(_ bytes: [UInt8], to path: String) throws {
        let file = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC)
        try unsafe file.writeAll(bytes.span.bytes)
    }

    /// How many whole packets a file holds; fails when it does not end on one.
    static func count(_ path: String) throws -> Int {
        let bytes = try Descriptor.contents(of: path, limit: 1 << 30)
        guard bytes.count >= 24 else { throw LiveFailure("\(path): \(bytes.count) octets are no savefile") }
        var offset = 24
        var count = 0
        while offset < bytes.count {
            guard offset + 16 <= bytes.count else { throw LiveFailure("\(path) ends in a packet header") }
            let length = (0..<4).reduce(0) { $0 | Int(bytes[offset + 8 + $1]) << (8 * $1) }
            offset += 16 + length
            count += 1
        }
        guard offset == bytes.count else { throw LiveFailure("\(path) ends in the midst of a packet") }
        return count
    }
}
