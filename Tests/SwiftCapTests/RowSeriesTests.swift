import Glibc
import Packets
import Records
import Syscalls
import TestSupport
import Testing

@testable import SwiftCap

extension FrontEndTests {
    /// Files of rows that follow one another, under a clock that the test sets.
    @Suite struct RowSeriesTests {
        private static let second: Int64 = 1_000_000_000
        private let scratch = Scratch("row-series")
        private let hands = FileSeriesTests.Hands()

        init() {
            unsafe setenv("TZ", "UTC", 1)
            tzset()
        }

        private func options(_ words: [String]) throws -> CaptureOptions {
            var options = try OptionParser.parse(words)
            options.writeFile = "\(scratch.path)/\(options.writeFile ?? "f")"
            return options
        }

        private func series(_ words: String...) throws -> RowSeries {
            let options = try options(words)
            let clocks = FileSeries.Clocks(monotonic: { [hands] in hands.monotonic }, wall: { [hands] in hands.wall })
            return try RowSeries(
                FilePlan(options), columns: options.rows.columns, interfaces: [], flushesEachRow: false, host: "",
                clocks: clocks)
        }

        private func feed(_ series: inout RowSeries, _ count: Int) -> Verdict {
            let bytes = [UInt8](repeating: 7, count: 60)
            for _ in 0..<count {
                let packet = unsafe PacketView(
                    bytes: bytes.span.bytes, timestamp: Timestamp(seconds: 1, nanoseconds: 0), originalLength: 60,
                    linkType: .ethernet)
                if series.consume(packet) == .stop { return .stop }
            }
            return .more
        }

        private func names() throws -> [String] {
            var names: [String] = []
            try unsafe DirectoryReader.names(in: scratch.path) { unsafe names.append(String(cString: $0)) }
            return names.filter { !$0.hasPrefix(".") }.sorted()
        }

        /// How long a file lasts, in seconds; nil for as long as the run.
        @Test(arguments: [
            ("-i eth0 -w f.parquet", Int64(300)), ("-i eth0 -w f.parquet -G 60", 60),
            ("-i eth0 -w f.parquet -C 10", nil), ("-i eth0 -w f.parquet -G 0", 300), ("-r f -w f.parquet", nil),
            ("-i eth0 -w f.ndjson", nil), ("-i eth0 -w f.ndjson.zst", nil), ("-i eth0 -w f --format parquet", 300),
        ])
        func `a Parquet file of a live capture lasts five minutes, unless it is told`(line: String, period: Int64?)
            throws
        {
            let plan = try #require(FilePlan(try options(line.split(separator: " ").map(String.init))))
            #expect(plan.turnPeriod == period.map { $0 * Self.second })
        }

        @Test func `five minutes on the clock`() throws {
            var series = try series("-i", "eth0", "-w", "f.parquet")
            #expect(feed(&series, 3) == .more)
            hands.monotonic += 299 * Self.second
            #expect(series.turnIfDue() == .more)
            #expect(try names().allSatisfy { $0.hasSuffix("~") })
            hands.monotonic += Self.second
            #expect(series.turnIfDue() == .more)
            // The file that is closed has its name; the one in progress another one.
            series.worker.waitUntilIdle()
            #expect(try names().count == 2 && names().contains("f.parquet"))
            #expect(feed(&series, 2) == .more)
            // After the machine has slept: one file, not ten.
            hands.monotonic += 3010 * Self.second
            #expect(series.turnIfDue() == .more)
            series.finish([])
            #expect(try names() == ["f.parquet", "f1.parquet", "f2.parquet"])
            #expect(series.rows == 5 && series.failure == nil)
        }

        /// Each row is a line's end for who reads the file as it grows.
        @Test func `a growing file of lines ends with a line`() throws {
            var series = try series("-i", "eth0", "-w", "f.ndjson", "--columns", "event.sequence")
            for round in 1...50 {
                #expect(feed(&series, 7) == .more)
                #expect(series.flush() == .more)
                let text = try Descriptor.contents(of: scratch.path + "/f.ndjson", limit: 1 << 20)
                #expect(text.last == 0x0A && text.count { $0 == 0x0A } == 7 * round)
            }
            series.finish([])
        }

        @Test func `sizes, rings and limits`() throws {
            // Lines of some 70 octets.
            var ring = try series("-i", "eth0", "-w", "f.ndjson", "-C", "1", "-W", "3")
            #expect(feed(&ring, 40_000) == .more)
            ring.finish([])
            #expect(try names() == ["f0.ndjson", "f1.ndjson", "f2.ndjson"])
            var limited = try series("-i", "eth0", "-w", "g.ndjson", "-G", "1", "-W", "2")
            for _ in 0..<2 {
                _ = feed(&limited, 1)
                hands.monotonic += Self.second
                _ = limited.turnIfDue()
            }
            #expect(limited.limit == .duration)
            limited.finish([])
            #expect(try names().filter { $0.hasPrefix("g") } == ["g.ndjson", "g1.ndjson"])
        }
    }
}
