import Glibc
import Packets
import Savefiles
import Syscalls
import TestSupport
import Testing

@testable import SwiftCap

extension FrontEndTests {
    /// Files that follow one another, under a clock that the test sets.
    @Suite struct FileSeriesTests {
        final class Hands: @unchecked Sendable {
            var monotonic: Int64 = 1_000_000_000_000
            var wall: Int64 = 1_700_000_000
        }

        private static let second: Int64 = 1_000_000_000
        private let scratch = Scratch("file-series")
        var folder: String { scratch.path }
        let hands = Hands()

        init() {
            unsafe setenv("TZ", "UTC", 1)
            tzset()
        }

        /// A series from words as -w's companions take them; its files are named in `folder`.
        private func series(_ words: String...) throws -> FileSeries {
            var options = try OptionParser.parse(words)
            options.writeFile = "\(folder)/\(options.writeFile ?? "f")"
            let plan = try #require(FilePlan(options))
            let header = SavefileWriter.Header(linkType: .ethernet, snapshotLength: 262_144)
            let clocks = FileSeries.Clocks(monotonic: { [hands] in hands.monotonic }, wall: { [hands] in hands.wall })
            return try FileSeries(plan, format: .classic(header), clocks: clocks)
        }

        /// 1,000 bytes of packet: 1,016 in the file.
        private func feed(_ series: inout FileSeries, _ count: Int) -> Verdict {
            let bytes = [UInt8](repeating: 7, count: 1000)
            for _ in 0..<count {
                let packet = unsafe PacketView(
                    bytes: bytes.span.bytes, timestamp: Timestamp(seconds: 1, nanoseconds: 0), originalLength: 1000,
                    linkType: .ethernet)
                if series.consume(packet) == .stop { return .stop }
            }
            return .more
        }

        /// Names and sizes.
        private func files() throws -> [String: Int] {
            var found: [String: Int] = [:]
            var names: [String] = []
            try unsafe DirectoryReader.names(in: folder) { unsafe names.append(String(cString: $0)) }
            for name in names where name != "." && name != ".." {
                found[name] = try Descriptor.contents(of: "\(folder)/\(name)", limit: 1 << 28).count
            }
            return found
        }

        @Test func `-C turns behind the packet that overshoots`() throws {
            var series = try series("-w", "f", "-C", "1")
            // 985 packets are 1,000,784 bytes with the header: the 986th goes into the next file.
            #expect(feed(&series, 986) == .more)
            series.finish()
            #expect(try files() == ["f": 1_000_784, "f1": 24 + 1016])
        }

        @Test func `--stop-files ends behind so many files`() throws {
            var series = try series("-w", "f", "-C", "1", "--stop-files", "2")
            #expect(feed(&series, 3000) == .stop)
            #expect(series.limit == .size && series.failure == nil)
            series.finish()
            #expect(try files() == ["f": 1_000_784, "f1": 1_000_784])
        }

        @Test func `--stop-size is never exceeded, over all files`() throws {
            var series = try series("-w", "f", "-C", "1", "--stop-size", "1500k")
            #expect(feed(&series, 3000) == .stop)
            #expect(series.limit == .size)
            series.finish()
            // 1,000,784 and 24 + 491 * 1,016: one more packet would make 1,500,680.
            #expect(try files() == ["f": 1_000_784, "f1": 24 + 491 * 1016])
        }

        @Test func `-G turns without packets, and does not drift`() throws {
            var series = try series("-w", "f%H%M%S", "-G", "10")
            for step in 1...3 {
                // Each look comes a little late; the turns stay on the tens.
                hands.monotonic += 10 * Self.second + 1_000_000
                hands.wall += 10
                #expect(series.nextTurn == 1_000_000_000_000 + Int64(step) * 10 * Self.second)
                #expect(series.turnIfDue() == .more)
                #expect(series.turnIfDue() == .more)
            }
            series.finish()
            #expect(try files() == ["f221320": 24, "f221330": 24, "f221340": 24, "f221350": 24])
        }

        @Test func `a machine that slept makes up for nothing`() throws {
            var series = try series("-w", "f%H%M%S", "-G", "10")
            hands.monotonic += 1234 * Self.second
            hands.wall += 1234
            #expect(series.turnIfDue() == .more)
            #expect(series.nextTurn == 1_000_000_000_000 + 1240 * Self.second)
            series.finish()
            #expect(try files().count == 2)
        }

        @Test func `a wall clock that stands overwrites nothing`() throws {
            var series = try series("-w", "f%S", "-G", "1")
            for _ in 1...3 {
                #expect(feed(&series, 1) == .more)
                hands.monotonic += Self.second
                #expect(series.turnIfDue() == .more)
            }
            series.finish()
            #expect(try files() == ["f20": 1040, "f201": 1040, "f202": 1040, "f203": 24])
        }

        @Test func `a wall clock that jumps back makes no file early, late or lost`() throws {
            var series = try series("-w", "f%S", "-G", "1")
            for jump: Int64 in [3600, -7200, 0] {
                hands.wall += jump
                #expect(feed(&series, 1) == .more)
                #expect(series.turnIfDue() == .more)
                hands.monotonic += Self.second
                #expect(series.turnIfDue() == .more)
            }
            series.finish()
            #expect(try files() == ["f20": 1040, "f201": 1040, "f202": 1040, "f203": 24])
        }

        @Test func `-G -W ends by the clock`() throws {
            var series = try series("-w", "f", "-G", "1", "-W", "2")
            hands.monotonic += Self.second
            #expect(series.turnIfDue() == .more)
            hands.monotonic += Self.second
            #expect(series.turnIfDue() == .stop)
            #expect(series.limit == .duration && series.failure == nil)
            series.finish()
            #expect(try files() == ["f": 24, "f1": 24])
        }

        @Test func `a file that cannot be opened ends the series and is named`() throws {
            var series = try series("-w", "f", "-C", "1")
            let obstacle = folder + "/f1"
            let made = unsafe mkdir(obstacle, 0o700) == 0
            try #require(made)
            #expect(feed(&series, 2000) == .stop)
            #expect(series.failure?.message == "\(obstacle): Is a directory")
            series.finish()
            unsafe _ = rmdir(obstacle)
            #expect(try files() == ["f": 1_000_784])
        }

        @Test func `-C has no effect on standard output`() throws {
            let options = try OptionParser.parse(["-w", "-", "-C", "1", "-G", "1"])
            #expect(FilePlan(options)?.turns == false)
            #expect(options.notices.count == 1)
        }

        @Test(arguments: [
            ("f.pcapng", true, nil as Compression?, ".pcapng"), ("f.pcapng.gz", true, .gzip, ".pcapng.gz"),
            ("f.pcap.zst", false, .zstd, ".zst"), ("f.lz4", false, .lz4, ".lz4"), ("pcapng", false, nil, ""),
        ])
        func `the name's ending chooses the format`(
            name: String, isPcapng: Bool, compression: Compression?, ending: String
        ) throws {
            let plan = try #require(FilePlan(OptionParser.parse(["-w", name])))
            #expect(plan.isPcapng == isPcapng && plan.compression == compression && plan.ending == ending)
        }
    }
}
