import Syscalls
import SystemPackage

/// How much of /proc could be read.
public struct ProcessCoverage: Equatable, Sendable {
    /// Processes in sight at the last scan.
    public var seen = 0
    /// Those whose descriptors were refused (EACCES, EPERM).
    public var unreadable = 0

    public init(seen: Int = 0, unreadable: Int = 0) {
        self.seen = seen
        self.unreadable = unreadable
    }

    /// This process has both capabilities that reading another user's `/proc/PID/fd` takes; for whoever words `remedy`.
    public var privileged = false

    /// What would show the rest; nil where nothing is missing.
    public var missingCapabilities: String? {
        privileged ? nil : "CAP_SYS_PTRACE and CAP_DAC_READ_SEARCH"
    }

    /// The same as the end of a sentence about what could not be read.
    public var remedy: String {
        missingCapabilities.map { "\($0) would show what they hold" } ?? "they are protected even from all capabilities"
    }
}

/// Finds the processes behind packet sockets: through their descriptors, then, for sockets that no descriptor leads to
/// (for all of them where it is to be thorough), through mapped rings (`/proc/PID/maps`) and through io_uring's own file tables (`/proc/PID/fdinfo`).
///
/// Known sockets are not looked for again; that a process still has one is checked with a single readlink. A socket's
/// cookie is the key: inodes are used again.
public final class ProcessFinder {
    /// Where a process was found to have a socket.
    private struct Trace {
        var pid: Int32
        /// Descriptor number; nil where the socket was found mapped or in a ring.
        var descriptor: Int32?
        var start: UInt64?
        var process: HolderProcess
    }

    private struct Entry {
        var inode: UInt32
        var traces: [Trace]
    }

    private let kernel: any KernelAccess
    private let isThorough: Bool
    private let details: ProcessDetails
    private var known: [UInt64: Entry] = [:]
    public private(set) var coverage = ProcessCoverage()

    /// - Parameter thorough: looks for processes that have a socket without a descriptor even where another one has a
    ///   descriptor: reads every process's maps, which a capture does not wait for.
    public init(_ kernel: any KernelAccess, thorough: Bool = false) {
        self.kernel = kernel
        isThorough = thorough
        details = ProcessDetails(kernel)
    }

    /// Makes sure that every socket has been looked for, with at most one scan; forgets those that are gone.
    ///
    /// - Parameters:
    ///   - alive: all sockets that exist, of which others may be asked for next; nil: there are no others.
    ///   - again: look again for sockets without a process: one may have been in flight between two.
    public func locate(_ sockets: [PacketSocket], among alive: [PacketSocket]? = nil, again: Bool = false) {
        var wanted: [UInt32: UInt64] = [:]
        for socket in sockets {
            if let entry = known[socket.cookie], entry.inode == socket.inode {
                let before = entry.traces.count
                let alive = entry.traces.filter { stillHas(entry.inode, $0) }
                if alive.count != before { known[socket.cookie]?.traces = alive }
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
            holders[i].user = socket.userID.map(details.name(of:))
            holders[i].processes = processes(of: socket)
        }
    }

    private func forget(except sockets: [PacketSocket]) {
        let alive = Set(sockets.map(\.cookie))
        known = known.filter { alive.contains($0.key) }
    }

    private func stillHas(_ inode: UInt32, _ trace: Trace) -> Bool {
        if let number = trace.descriptor { return kernel.descriptor(number, of: trace.pid) == .socket(inode) }
        return trace.start != nil && details.startTime(of: trace.pid) == trace.start
    }

    private func scan(for wanted: [UInt32: UInt64]) {
        guard let pids = try? kernel.processes() else { return }
        coverage = ProcessCoverage(seen: pids.count)
        var read: [Int32: HolderProcess] = [:]
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
                if error.errno == .permissionDenied || error.errno == .notPermitted { coverage.unreadable += 1 }
            }
            for (cookie, number) in found { add(pid, descriptor: number, to: cookie, &read) }
        }
        let missing = wanted.filter { isThorough || known[$0.value]?.traces.isEmpty ?? false }
        if !missing.isEmpty {
            HiddenSockets(kernel).search(missing, pids: pids, rings: rings) { add($0, descriptor: nil, to: $1, &read) }
        }
    }

    /// A process that has a socket twice (dup) is named once.
    private func add(_ pid: Int32, descriptor: Int32?, to cookie: UInt64, _ read: inout [Int32: HolderProcess]) {
        guard known[cookie]?.traces.contains(where: { $0.pid == pid }) == false,
            let process = read[pid] ?? details.read(pid)
        else { return }
        read[pid] = process
        known[cookie]?.traces.append(
            Trace(
                pid: pid, descriptor: descriptor, start: descriptor == nil ? details.startTime(of: pid) : nil,
                process: process))
    }
}
