import Fuzzing
import Glibc
import Packets
import Savefiles
import Syscalls

/// A savefile of any format, packed or not, read in each way there is.
///
/// Input: the file.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSavefiles(_ start: UnsafeRawPointer, _ count: Int) -> Int32 {
    let bytes = unsafe RawSpan(_unsafeStart: start, byteCount: count)
    for uniform in [true, false] {
        for annotations in [true, false] { read(bytes, uniform: uniform, annotations: annotations) }
    }
    comments(bytes)
    return 0
}

/// An open file with these bytes and no name.
private func memoryFile(_ bytes: RawSpan) -> Descriptor {
    let file = Descriptor(owning: unsafe memfd_create("savefile", 1))
    do { try Descriptor.writeAll(bytes, to: file.rawValue) } catch { fatalError("\(error)") }
    lseek(file.rawValue, 0, SEEK_SET)
    return file
}

private func read(_ bytes: RawSpan, uniform: Bool, annotations: Bool) {
    var sink = Sink()
    do throws(SavefileError) {
        var reader = try SavefileReader(
            source: memoryFile(bytes), precision: uniform ? .microsecond : .nanosecond, uniform: uniform,
            annotations: annotations)
        require(reader.snapshotLength >= 0, "a snapshot length of \(reader.snapshotLength)")
        _ = try reader.read(into: &sink)
        if annotations {
            require(reader.takeStatistics().reduce(0) { $0 + $1.values.comments.count } <= 16 << 10, "comments")
        }
    } catch {
        require(!error.description.isEmpty, "an error without words")
    }
    // A packed file may unpack to anything; each packet of any other takes twelve octets of it at least.
    if !sink.isFull && !isPacked(bytes) { require(sink.packets <= bytes.byteCount / 12, "\(sink.packets) packets") }
}

private func comments(_ bytes: RawSpan) {
    let file = memoryFile(bytes)
    do throws(SavefileError) {
        guard let found = try SavefileComments.read(path: "/proc/self/fd/\(file.rawValue)") else { return }
        require(found.section.count + found.statistics.count <= 16 << 10, "comments")
    } catch {
        require(!error.description.isEmpty, "an error without words")
    }
}

private func isPacked(_ bytes: RawSpan) -> Bool {
    guard bytes.byteCount >= 2 else { return false }
    let magic = unsafe UInt16(bigEndian: bytes.unsafeLoadUnaligned(as: UInt16.self))
    return magic == 0x1F8B || magic == 0x28B5 || magic == 0x0422
}

/// Reads each packet whole; ends after so many that a file which unpacks to gigabytes costs no minutes.
private struct Sink: ~Copyable, PacketSink {
    var packets = 0
    var octets = 0
    var sum = 0

    var isFull: Bool { packets >= 100_000 || octets >= 16 << 20 }

    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        packets += 1
        octets += packet.bytes.byteCount
        for offset in stride(from: 0, to: packet.bytes.byteCount, by: 16) {
            sum &+= unsafe Int(packet.bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
        }
        if packet.bytes.byteCount > 0 {
            sum &+= unsafe Int(packet.bytes.unsafeLoad(fromByteOffset: packet.bytes.byteCount - 1, as: UInt8.self))
        }
        return isFull ? .stop : .more
    }
}

@main struct Main {
    static func main() { unsafe runFuzzer(fuzzSavefiles) }
}
