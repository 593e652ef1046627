import Foundation
import Glibc
import Packets
import Savefiles
import Syscalls
@_exported import TestSupport
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
