import Dissection
import Packets

// Printing on several threads, where nobody waits for a line. The text is the same, byte by byte: what depends on earlier
// packets is filled in when the text is taken back, in the order of the packets.
extension Pipeline {
    /// Starts the threads.
    mutating func startCrew() {
        guard let options = printer?.options else { return }
        let queue = PrintQueue { Printing.makePrinter(options) }
        guard queue.start(crewSize) else { return crewSize = 0 }
        crew = PrintCrew(queue)
        hasCrew = true
        queue.free.printer.begin(after: printer!)
    }

    /// Ends them, when all that they have is printed.
    mutating func endCrew() {
        if hasCrew { collect(all: true) }
        crewSize = 0
        hasCrew = false
        crew = nil
    }

    /// One packet for them.
    @inline(__always)
    mutating func share(_ packet: borrowing PacketView) -> Verdict {
        if crew!.batch.add(packet) {
            printer!.skip(packet)
            return .more
        }
        return shareNext(packet)
    }

    /// One for which the job at hand has no room.
    private mutating func shareNext(_ packet: borrowing PacketView) -> Verdict {
        collect(all: false)
        if crew?.pays == true && crew!.batch.add(packet) {
            printer!.skip(packet)
        } else {
            printAlone(packet)
        }
        return hasStopped ? .stop : .more
    }

    /// One that is too long for a job, or the first after the threads, when those do not pay.
    private mutating func printAlone(_ packet: borrowing PacketView) {
        collect(all: true)
        if hasStopped { return }
        _ = printer!.consume(packet)
        if printer!.out.count >= Pipeline.textBlock && writeText() == .stop { return }
        if crew?.pays == true { crew?.queue.free.printer.begin(after: printer!) } else { endCrew() }
    }

    /// Hands over what has been gathered, and takes back what is printed: everything, or one job, so that there is always
    /// something to do for the others.
    mutating func collect(all: Bool) {
        crew!.handOver()
        guard let queue = crew?.queue else { return }
        while !hasStopped, let job = queue.oldest(waiting: all || queue.isFull) {
            crew!.judge(job)
            take(job)
            queue.collect()
            if !all { break }
        }
        if !hasStopped { queue.free.printer.begin(after: printer!) }
    }

    private mutating func take(_ job: PrintJob) {
        while true {
            printer!.take(from: &job.printer)
            if printer!.out.count >= Pipeline.textBlock && writeText() == .stop { return }
            if job.batch.isDone { return }
            job.print()
        }
    }
}
