import Dissection
import Packets

// Printing on several threads, where no reader waits for a line. The text is the same, byte by byte: what depends on
// earlier packets is filled in when the text is taken back, in the order of the packets.
extension TextOutput {
    /// How many threads print beside this one from now on, as soon as there is enough to do.
    mutating func useHelpers(_ count: Int) {
        helpers = count
        if count == 0 { endPrinters() }
    }

    /// Starts the threads.
    mutating func startPrinters() {
        let options = printer.options
        let queue = PrintQueue { Printing.makePrinter(options) }
        guard queue.start(helpers) else { return helpers = 0 }
        printers = PrinterPool(queue)
        hasPrinters = true
        queue.free.printer.begin(after: printer)
    }

    /// Ends them, when all that they have is printed.
    mutating func endPrinters() {
        if hasPrinters { collect(all: true) }
        helpers = 0
        hasPrinters = false
        printers = nil
    }

    /// One packet for them.
    @inline(__always)
    mutating func share(_ packet: borrowing PacketView) -> Verdict {
        if printers!.batch.add(packet) {
            printer.skip(packet)
            return .more
        }
        return shareNext(packet)
    }

    /// One for which the current job has no room.
    private mutating func shareNext(_ packet: borrowing PacketView) -> Verdict {
        collect(all: false)
        if printers?.pays == true && printers!.batch.add(packet) {
            printer.skip(packet)
        } else {
            printAlone(packet)
        }
        return failure != nil ? .stop : .more
    }

    /// One that is too long for a job, or the first after the threads, when those do not pay.
    private mutating func printAlone(_ packet: borrowing PacketView) {
        collect(all: true)
        if failure != nil { return }
        _ = printer.consume(packet)
        if printer.out.count >= TextOutput.block && write() == .stop { return }
        if printers?.pays == true { printers?.queue.free.printer.begin(after: printer) } else { endPrinters() }
    }

    /// Hands over what has been gathered, and takes back what is printed: everything, or one job, so that there is
    /// always something to do for the others.
    mutating func collect(all: Bool) {
        printers!.handOver()
        guard let queue = printers?.queue else { return }
        while failure == nil, let job = queue.oldest(waiting: all || queue.isFull) {
            printers!.judge(job)
            take(job)
            queue.collect()
            if !all { break }
        }
        if failure == nil { queue.free.printer.begin(after: printer) }
    }

    private mutating func take(_ job: PrintJob) {
        while true {
            printer.take(from: &job.printer)
            if printer.out.count >= TextOutput.block && write() == .stop { return }
            if job.batch.isDone { return }
            job.print()
        }
    }
}
