import Syscalls
import SystemPackage

/// How much of /proc could be read.
public struct ProcessCoverage: Equatable, Sendable {
    /// Processes in sight at the last scan.
    public var seen = 0
    /// Those that could not be read.
    public var unreadable = 0
    /// Why one of them could not be read, or /proc itself, where the reason was another than a refusal (EACCES, EPERM).
    public var fault: SystemError?

    /// Makes one of these values; see the properties.
    public init(seen: Int = 0, unreadable: Int = 0) {
        self.seen = seen
        self.unreadable = unreadable
    }

    /// A process that could not be read. One that has ended is none.
    mutating func note(_ error: SystemError) {
        if error.errno.meansGone { return }
        unreadable &+= 1
        if !error.errno.meansRefused { fault = fault ?? error }
    }

    /// This process has both capabilities that reading another user's `/proc/PID/fd` takes; for the code that words
    /// `remedy`.
    public var privileged = false

    /// What would show the rest; nil where nothing is missing.
    public var missingCapabilities: String? {
        privileged ? nil : "CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH"
    }

    /// The same as the end of a sentence about what could not be read: why, or what to do about it.
    public var remedy: String {
        if let fault { return fault.description }
        return missingCapabilities.map { "\($0) would show what they hold" }
            ?? "protected even from all capabilities"
    }
}

/// Finds the processes behind packet sockets: through their descriptors, then, for sockets that no descriptor leads to
/// (for all of them where it is to be thorough), through mapped rings (`/proc/PID/maps`) and through io_uring's own
/// file tables (`/proc/PID/fdinfo`).
///
/// Known sockets are not looked for again; that a process still has one is checked with a single readlink. A socket's
/// cookie is the key: inodes are used again.
public final class ProcessFinder {
    /// Where a process was found to have a socket.
    private struct Trace {
        var pid: Int32
        /// Descriptor number; nil where the socket was found mapped or in a ring.
        var descriptor: Int32?
        /// When the process was started: a number may be another process's later.
        var start: UInt64?
        var process: HolderProcess
    }

    private enum Presence {
        case there
        case gone
        /// It may not be looked at, or cannot be at present.
        case unknown
    }

    private struct Entry {
        var inode: UInt32
        var traces: [Trace]
    }

    /// Processes that are named of one socket; as many as `NamingMessage` takes.
    private static let mostOfSocket = 255
    /// Processes that are named of all sockets together: a user's processes may share all of that user's sockets, which
    /// costs less than a name does here.
    private static let mostOfAll = 1 << 14

    private let kernel: any KernelAccess
    private let isThorough: Bool
    private let details: ProcessDetails
    private var known: [UInt64: Entry] = [:]
    /// Traces of all sockets, while a scan adds to them.
    private var traceCount = 0
    /// How many processes the last search has looked at.
    public private(set) var coverage = ProcessCoverage()

    /// - Parameters:
    ///   - kernel: what is asked.
    ///   - thorough: looks for processes that have a socket without a descriptor even where another one has a
    ///     descriptor: reads every process's maps, which a capture does not wait for.
    public init(_ kernel: any KernelAccess, thorough: Bool = false) {
        self.kernel = kernel
        isThorough = thorough
        details = ProcessDetails(kernel)
    }

    /// Makes sure that every socket has been looked for, with at most one scan; forgets those that are gone.
    ///
    /// - Parameters:
    ///   - sockets: those whose processes are asked for.
    ///   - alive: all sockets that exist, of which others may be asked for next; nil: there are no others.
    ///   - again: look again for sockets without a process: one may have been in flight between two.
    public func locate(_ sockets: [PacketSocket], among alive: [PacketSocket]? = nil, again: Bool = false) {
        var wanted: [UInt32: UInt64] = [:]
        for socket in sockets {
            if let entry = known[socket.cookie], entry.inode == socket.inode {
                let before = entry.traces.count
                let alive = entry.traces.compactMap { confirmed($0, entry.inode) }
                known[socket.cookie]?.traces = alive
                if !alive.isEmpty || (before == 0 && !again) { continue }
            }
            if socket.inode != 0 { wanted[socket.inode] = socket.cookie }
            known[socket.cookie] = Entry(inode: socket.inode, traces: [])
        }
        let alive = alive ?? sockets
        if known.count > alive.count { forget(except: alive) }
        if !wanted.isEmpty { scan(for: wanted) }
    }

    /// Every process that was found to have the socket. Empty: none was found, not: there is none.
    public func processes(of socket: PacketSocket) -> [HolderProcess] {
        known[socket.cookie]?.traces.map(\.process) ?? []
    }

    /// Puts to the packet sockets among holders what was found: the owner's name and the processes.
    public func complete(_ holders: inout [Holder], from sockets: [UInt64: PacketSocket]) {
        for i in holders.indices {
            guard let cookie = holders[i].cookie, let socket = sockets[cookie] else { continue }
            holders[i].user = userName(of: socket)
            holders[i].processes = processes(of: socket)
        }
    }

    /// Sockets that are remembered.
    var socketCount: Int { known.count }

    /// The name of the user who owns the socket; nil where the kernel does not tell who that is.
    func userName(of socket: PacketSocket) -> String? { socket.userID.map(details.name(of:)) }

    private func forget(except sockets: [PacketSocket]) {
        let alive = Set(sockets.map(\.cookie))
        known = known.filter { alive.contains($0.key) }
    }

    /// The trace with what is known of it now; nil when the process has the socket no more.
    private func confirmed(_ trace: Trace, _ inode: UInt32) -> Trace? {
        var trace = trace
        switch presence(trace, inode) {
        case .gone: return nil
        case .there: trace.process.isConfirmed = true
        case .unknown: trace.process.isConfirmed = false
        }
        return trace
    }

    private func presence(_ trace: Trace, _ inode: UInt32) -> Presence {
        guard let number = trace.descriptor else { return lives(trace) }
        do throws(SystemError) {
            return try kernel.descriptor(number, of: trace.pid) == .socket(inode) ? .there : .gone
        } catch {
            // A refusal is not a descriptor that was closed. A process that is started later under the same number is
            // not it.
            return lives(trace) == .gone ? .gone : .unknown
        }
    }

    private func lives(_ trace: Trace) -> Presence {
        do throws(SystemError) {
            guard let start = trace.start else { return .unknown }
            return try details.startTime(of: trace.pid) == start ? .there : .gone
        } catch { return .unknown }
    }

    private func scan(for wanted: [UInt32: UInt64]) {
        coverage = ProcessCoverage()
        let pids: [Int32]
        do throws(SystemError) { pids = try kernel.processes() } catch {
            coverage.fault = error
            return
        }
        coverage.seen = pids.count
        traceCount = known.values.reduce(0) { $0 + $1.traces.count }
        var read: [Int32: HolderProcess] = [:]
        // Counted once, however much of them cannot be read.
        var refused: Set<Int32> = []
        var rings: [(pid: Int32, descriptor: Int32)] = []
        for pid in pids {
            var found: [(UInt64, Int32)] = []
            do throws(SystemError) {
                try kernel.descriptors(of: pid) { number, target in
                    switch target {
                    case .socket(let inode): if let cookie = wanted[inode] { found.append((cookie, number)) }
                    case .ioUring: rings.append((pid, number))
                    case .networkNamespace, .file: break
                    }
                }
            } catch {
                coverage.note(error)
                refused.insert(pid)
            }
            for (cookie, number) in found { add(pid, descriptor: number, to: cookie, &read) }
        }
        let missing = wanted.filter { isThorough || known[$0.value]?.traces.isEmpty ?? false }
        if missing.isEmpty { return }
        do throws(SystemError) {
            try HiddenSockets(kernel).search(missing, pids: pids, rings: rings) { pid, found in
                switch found {
                case .socket(let cookie): add(pid, descriptor: nil, to: cookie, &read)
                case .fault(let error): if refused.insert(pid).inserted { coverage.note(error) }
                }
            }
        } catch { coverage.fault = coverage.fault ?? error }
    }

    /// A process that has a socket twice (dup) is named once. Of those beyond the bounds the first are named.
    private func add(_ pid: Int32, descriptor: Int32?, to cookie: UInt64, _ read: inout [Int32: HolderProcess]) {
        guard let traces = known[cookie]?.traces, traces.count < ProcessFinder.mostOfSocket,
            !traces.contains(where: { $0.pid == pid })
        else { return }
        guard traceCount < ProcessFinder.mostOfAll else {
            let many = "more than \(ProcessFinder.mostOfAll) processes of sockets"
            coverage.fault = coverage.fault ?? SystemError("naming", .noMemory, many)
            return
        }
        guard let process = read[pid] ?? details.read(pid) else { return }
        traceCount += 1
        read[pid] = process
        known[cookie]?.traces.append(
            Trace(
                pid: pid, descriptor: descriptor, start: (try? details.startTime(of: pid)) ?? nil, process: process))
    }
}
