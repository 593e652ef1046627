import Dissection
import Packets
import Testing

@testable import SwiftCap

/// Several threads print what one printer would, in the same order.
@Suite struct PrintQueueTests {
    /// UDP and TCP over IPv4 in Ethernet, of all sizes; every fifth one is of an unknown protocol.
    private static func packet(_ number: Int) -> [UInt8] {
        let length = 40 + (number &* 7919) % 1400 + (number % 997 == 0 ? 200_000 : 0)
        var bytes: [UInt8] = [2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0, 0x45, 0]
        bytes += [
            UInt8((length >> 8) & 0xFF), UInt8(length & 0xFF), 0, 0, 0x40, 0, 64, number % 5 == 0 ? 200 : 6, 0, 0,
        ]
        bytes += [10, 0, 0, UInt8(number % 9), 10, 0, 1, UInt8(number % 4), 0x9C, 0x40, 1, 0xBB]
        bytes += (0..<8).map { UInt8(truncatingIfNeeded: (number &* 131) >> ($0 % 4 * 8)) }
        bytes += [0x50, 0x10, 1, 0, 0, 0, 0, 0] + [UInt8](repeating: UInt8(number % 256), count: length - 40)
        return bytes
    }

    private static func send(_ packets: Range<Int>, _ body: (borrowing PacketView) -> Void) {
        for number in packets {
            let bytes = packet(number)
            let time = Timestamp(seconds: 1_700_000_000 + Int64(number / 100), nanoseconds: Int64(number % 100) * 1000)
            let span = unsafe bytes.span.bytes
            body(PacketView(bytes: span, timestamp: time, originalLength: bytes.count, linkType: .ethernet))
        }
    }

    private static func bytes(_ printer: borrowing Printer) -> [UInt8] {
        let text = printer.out.bytes
        return (0..<text.byteCount).map { unsafe text.unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
    }

    /// The reading thread of `threads` + 1.
    private static func printed(_ packets: Range<Int>, _ options: PrintOptions, threads: Int) -> [UInt8] {
        var printer = Printer(options: options)
        let queue = PrintQueue { Printer(options: options) }
        #expect(threads == 0 || queue.start(threads))
        var pool = PrinterPool(queue)
        func collect(_ all: Bool, _ pool: inout PrinterPool) {
            pool.handOver()
            while let job = queue.oldest(waiting: all || queue.isFull) {
                printer.take(from: &job.printer)
                while !job.batch.isDone {
                    job.print()
                    printer.take(from: &job.printer)
                }
                queue.collect()
                if !all { break }
            }
            queue.free.printer.begin(after: printer)
        }
        queue.free.printer.begin(after: printer)
        send(packets) { packet in
            if !pool.batch.add(packet) {
                collect(false, &pool)
                if !pool.batch.add(packet) {
                    collect(true, &pool)
                    _ = printer.consume(packet)
                    return queue.free.printer.begin(after: printer)
                }
            }
            printer.skip(packet)
        }
        collect(true, &pool)
        return bytes(printer)
    }

    @Test(arguments: [PrintOptions.Dump.none, .hexAndASCII], [0, 1, 3])
    func `same text`(_ dump: PrintOptions.Dump, _ threads: Int) {
        var options = PrintOptions()
        options.numeric = 1
        options.dump = dump
        options.packetNumbers = true
        options.time = .deltaPrevious
        let packets = 0..<6000
        var one = Printer(options: options)
        Self.send(packets) { _ = one.consume($0) }
        let expected = Self.bytes(one)
        let found = Self.printed(packets, options, threads: threads)
        #expect(expected == found)
    }

    /// Large packets of which little is said are better printed where they lie.
    @Test(arguments: [(100, true), (1448, true), (9000, false), (65_000, false)])
    func `pays or not`(_ size: Int, _ pays: Bool) {
        var options = PrintOptions()
        options.numeric = 1
        var pool = PrinterPool(PrintQueue { Printer(options: options) })
        let job = PrintJob(Printer(options: options))
        let frame = Array(Self.packet(1).prefix(54)) + [UInt8](repeating: 0, count: size)
        for _ in 0..<50 {
            let span = unsafe frame.span.bytes
            let time = Timestamp(seconds: 0, nanoseconds: 0)
            while job.batch.add(
                PacketView(bytes: span, timestamp: time, originalLength: frame.count, linkType: .ethernet))
            {}
            job.print()
            pool.judge(job)
            job.printer.out.removeAll()
            job.batch.removeAll()
        }
        #expect(pool.pays == pays)
    }
}
