import Foundation
import Glibc
import Packets
import Savefiles
import Syscalls
import Testing

/// A packet copied out, to compare.
struct Copy: Equatable, CustomStringConvertible {
    var seconds: Int64
    var nanoseconds: Int64
    var original: Int
    var linkType: Int32
    var bytes: [UInt8]

    var description: String { "\(seconds).\(nanoseconds) \(bytes.count)/\(original) dlt \(linkType)" }
}

/// Keeps all packets; stops after `limit`.
struct Collector: ~Copyable, PacketSink {
    var packets: [Copy] = []
    var limit = Int.max

    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        packets.append(
            Copy(
                seconds: packet.timestamp.seconds, nanoseconds: packet.timestamp.nanoseconds,
                original: packet.originalLength, linkType: packet.linkType.rawValue,
                bytes: unsafe packet.bytes.withUnsafeBytes { unsafe Array($0) }))
        return packets.count >= limit ? .stop : .more
    }
}

/// Counts packets and touches their ends, for inputs with no expected content.
struct Toucher: ~Copyable, PacketSink {
    var count = 0
    var sum = 0

    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        count += 1
        let n = packet.bytes.byteCount
        if n > 0, let first = try? packet.bytes.u8(0), let last = try? packet.bytes.u8(n - 1) {
            sum &+= Int(first) &+ Int(last)
        }
        return .more
    }
}

/// Bytes in the byte order asked for.
struct Bytes {
    var array: [UInt8] = []
    var big = false

    mutating func put<T: FixedWidthInteger>(_ value: T) {
        let ordered = big ? value.bigEndian : value.littleEndian
        unsafe Swift.withUnsafeBytes(of: ordered) { unsafe array.append(contentsOf: $0) }
    }
}

/// A classic file's header.
func fileHeader(
    magic: UInt32 = 0xA1B2_C3D4, major: UInt16 = 2, minor: UInt16 = 4, snapshot: UInt32 = 262_144, link: UInt32 = 1,
    big: Bool = false
) -> [UInt8] {
    var out = Bytes(big: big)
    out.put(magic)
    out.put(major)
    out.put(minor)
    out.put(UInt32(0))
    out.put(UInt32(0))
    out.put(snapshot)
    out.put(link)
    return out.array
}

/// A classic file's record.
func record(
    _ bytes: [UInt8], seconds: UInt32 = 1, fraction: UInt32 = 2, captured: UInt32? = nil, original: UInt32? = nil,
    big: Bool = false
) -> [UInt8] {
    var out = Bytes(big: big)
    out.put(seconds)
    out.put(fraction)
    out.put(captured ?? UInt32(bytes.count))
    out.put(original ?? UInt32(bytes.count))
    return out.array + bytes
}

let sixty = (0..<60).map { UInt8($0) }

/// An open file with these bytes and no name.
func memoryFile(_ bytes: [UInt8]) throws -> Descriptor {
    let number = unsafe memfd_create("savefile", 1)
    let file = Descriptor(owning: number)
    try unsafe bytes.withUnsafeBytes { buffer in
        var done = 0
        while done < buffer.count {
            let n = unsafe Glibc.write(number, buffer.baseAddress! + done, buffer.count - done)
            try #require(n > 0)
            done += n
        }
    }
    lseek(number, 0, SEEK_SET)
    return file
}

/// What reading gave: the packets handed out, and the error that ended it.
struct Outcome: Equatable {
    var packets: [Copy] = []
    var error: SavefileError?
    var linkType: Int32 = -1
    var snapshotLength = -1
}

func readAll(
    _ source: consuming Descriptor, precision: SavefileReader.Precision = .microsecond
) -> Outcome {
    var outcome = Outcome()
    do throws(SavefileError) {
        var reader = try SavefileReader(source: source, precision: precision)
        outcome.linkType = reader.linkType.rawValue
        outcome.snapshotLength = reader.snapshotLength
        var sink = Collector()
        do throws(SavefileError) { _ = try reader.read(into: &sink) } catch { outcome.error = error }
        outcome.packets = sink.packets
    } catch {
        outcome.error = error
    }
    return outcome
}

func readAll(_ bytes: [UInt8], precision: SavefileReader.Precision = .microsecond) throws -> Outcome {
    readAll(try memoryFile(bytes), precision: precision)
}

/// A directory that goes away with its owner.
final class Scratch {
    let path: String

    init() {
        let place = ProcessInfo.processInfo.environment["TMPDIR"] ?? "/tmp"
        var template = Array("\(place)/savefiles-XXXXXX".utf8CString)
        path = unsafe template.withUnsafeMutableBufferPointer { unsafe String(cString: mkdtemp($0.baseAddress!)) }
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    func file(_ name: String) -> String { path + "/" + name }

    func contents(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: file(name))))
    }
}

/// A small generator with a seed: the same numbers every run.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Where a tool is, or nil.
func tool(_ name: String) -> String? {
    for directory in ["/usr/bin", "/usr/sbin", "/bin", "/sbin", "/usr/local/bin"]
    where FileManager.default.isExecutableFile(atPath: directory + "/" + name) {
        return directory + "/" + name
    }
    return nil
}

/// Runs a tool to its end.
func run(_ path: String, _ arguments: [String]) throws -> (status: Int32, output: [UInt8], error: String) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let output = Pipe()
    let error = Pipe()
    process.standardOutput = output
    process.standardError = error
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    let text = error.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return (process.terminationStatus, [UInt8](bytes), String(decoding: text, as: UTF8.self))
}
