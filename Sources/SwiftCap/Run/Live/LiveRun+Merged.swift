import Capture
import Packets
import Promiscuity
import Reports
import Syscalls

// Several sockets, on several devices or in one group on one device: each has its own membership and a thread of its
// own, the packets are merged by time.
extension LiveRun {
    func captureMerged(_ names: [String], _ opening: consuming Opening) throws(RunError) -> Outcome {
        let news = try RunError.wrap { () throws(SystemError) in try MergedIntake.News() }
        let width = names.count > 1 ? names.map(\.printable.utf8.count).max() ?? 0 : 0
        let log = KernelLog()
        var devices: [CaptureDevice] = []
        var threads: [CaptureThread] = []
        for (place, name) in names.enumerated() {
            let sockets = names.count > 1 ? 1 : options.threads
            let books = openBooks(name)
            var own: [CaptureThread] = []
            let limit = MergedIntake.blocks(for: max(sockets, names.count))
            for _ in 0..<sockets {
                let queue = try RunError.wrap { () throws(SystemError) in
                    try BlockQueue(limit: limit) { news.event.signal() }
                }
                own.append(try openThread(name, place, of: sockets, books, queue))
            }
            if sockets > 1 { try share(own) }
            books?.sample(.during)
            devices.append(try attach(opening.expression, to: own, books, labelWidth: width))
            threads += own
        }
        let (expression, started) = (opening.expression, opening.started)
        var pipeline = try makePipeline(devices, expression, LiveRun.sockets(threads))
        let watch = try guardSignals(opening, &pipeline)
        if !quiet { for (place, device) in devices.enumerated() { announce(device, isFirst: place == 0) } }
        let sources = MergedSources(devices, threads)
        let turns = TurnBooks(
            self, started,
            devices.enumerated().map { place, device in
                TurnBooks.Source(
                    outcome: RunOutcome(device, expression: expression, started: started), books: device.books,
                    counts: { sources.counts(place) })
            })
        let tells = pipeline.endFiles(with: turns.statistics, notes: turns.notes)
        let intake = MergedIntake(
            sources, news, processors: options.processors, readTimeout: heldBack)
        var session = CaptureSession(
            intake, pipeline, devices.compactMap(\.books), tells || reader != nil ? turns : nil, opening.signals,
            watch, limits())
        session.bookRows = try BookRows(options, drop?.booksOpener)
        session.growing = reader.map { GrowingBooks($0, turns) }
        session.course = CaptureCourse(devices, log)
        return conclude(session, devices, expression, started)
    }

    /// Those that packets come through; nil where one of the devices has none.
    private static func sockets(_ threads: [CaptureThread]) -> [Int32]? {
        var sockets: [Int32?] = []
        for thread in threads {
            thread.prepare { handle in sockets.append(handle.socketInode == nil ? nil : handle.descriptor) }
        }
        return sockets.contains(nil) ? nil : sockets.compactMap(\.self)
    }

    /// How long the kernel holds packets back for more.
    private var heldBack: Int64 { options.immediate ? 0 : limits().readTimeout }

    /// One socket with its membership. In a group it rejects all packets until the group is complete.
    private func openThread(
        _ name: String, _ place: Int, of sockets: Int, _ books: Books?, _ queue: BlockQueue
    ) throws(RunError) -> CaptureThread {
        var settings = options.settings(for: name)
        // The roomy ring is shared out; one that was asked for is each socket's.
        if options.bufferSize == 0 { settings.bufferSize = max(2 << 20, settings.bufferSize / Int32(sockets)) }
        do throws(CaptureError) {
            var handle = try CaptureHandle(activating: settings)
            if let inode = handle.socketInode { books?.setOwnSocket(inode: inode) }
            if sockets > 1 && handle.socketInode != nil { try handle.rejectAllPackets() }
            return CaptureThread(handle, device: place, queue, readTimeout: limits().readTimeout)
        } catch {
            throw RunError(error)
        }
    }

    /// Makes a group of the sockets, in which each packet goes to one of them.
    ///
    /// Until a socket joined it was given every packet. What came meanwhile is thrown away and not counted: the
    /// sockets reject all packets, the rings are emptied, and only then the filter of the capture is attached.
    private func share(_ threads: [CaptureThread]) throws(RunError) {
        do throws(CaptureError) {
            var group: UInt16?
            for thread in threads {
                try thread.prepare { (handle) throws(CaptureError) in group = try handle.joinFanout(group) }
            }
            let deadline = Clock.monotonic() &+ limits().readTimeout &+ 50_000_000
            for thread in threads {
                try thread.prepare { (handle) throws(CaptureError) in
                    try LiveRun.empty(&handle, until: deadline)
                    try handle.restartStatistics()
                }
            }
        } catch {
            throw RunError(error)
        }
    }

    private static func empty(_ handle: inout CaptureHandle, until deadline: Int64) throws(CaptureError) {
        var taken: UInt32 = 0
        var loop = EventLoop()
        _ = loop.add(handle.descriptor)
        while true {
            taken &+= UInt32(truncatingIfNeeded: try handle.discard())
            let counts = try handle.statistics()
            if taken == counts.ringed32 || Clock.monotonic() >= deadline { return }
            try? loop.wait(until: deadline)
        }
    }

    /// Attaches the filter to each socket of a device, which lets packets in.
    private func attach(
        _ expression: String, to threads: [CaptureThread], _ books: Books?, labelWidth: Int
    ) throws(RunError) -> CaptureDevice {
        var device: CaptureDevice?
        for (place, thread) in threads.enumerated() {
            try thread.prepare { (handle) throws(RunError) in
                if place == 0 { for warning in handle.warnings { Messages.warn(warning) } }
                try attachFilter(expression, to: &handle, isFirst: place == 0)
                if place == 0 {
                    device = CaptureDevice(
                        handle, books, sockets: threads.count, labelWidth: labelWidth, countsForeign: countsForeign)
                }
            }
        }
        guard let device else { throw RunError("no device to capture on") }
        return device
    }
}
