import CLinux
import Glibc
import Packets
import Syscalls

/// Asks a process that may look (`NamingService`), over a socket that keeps messages whole.
public final class NamingClient: HolderNaming {
    private let socket: Int32
    private let books: UInt16
    /// This process, which knows itself: the one that looks may not look at it.
    private let own: HolderProcess?
    /// The other process answers no more.
    private var isLost = false
    private let noteLoss: () -> Void
    /// What was answered last, by the socket's cookie: still said, as not confirmed, once nothing is answered any more.
    private var known: [UInt64: NamingMessage.Answer] = [:]
    public private(set) var coverage = ProcessCoverage()

    /// - Parameters:
    ///   - socket: it stays the caller's.
    ///   - books: tells these from others of the same capture.
    ///   - noteLoss: called once, when the other process answers no more.
    public init(_ socket: Int32, books: UInt16, noteLoss: @escaping () -> Void = {}) {
        self.socket = socket
        self.noteLoss = noteLoss
        self.books = books
        own = ProcessDetails(LiveKernel()).read(getpid())
    }

    public func name(_ holders: inout [Holder], _ held: [PacketSocket], among alive: [PacketSocket], again: Bool) {
        var answers: [UInt64: NamingMessage.Answer] = [:]
        for start in stride(from: 0, to: alive.count, by: NamingMessage.most) {
            let part = Array(alive[start..<min(start + NamingMessage.most, alive.count)])
            send(NamingMessage.Request(kind: .alive, again: false, books: books, sockets: part))
        }
        for start in stride(from: 0, to: held.count, by: NamingMessage.most) {
            let part = Array(held[start..<min(start + NamingMessage.most, held.count)])
            send(NamingMessage.Request(kind: .locate, again: again, books: books, sockets: part))
            for socket in part { answers[socket.cookie] = receive() ?? unconfirmed(socket.cookie) }
        }
        known = answers
        for place in holders.indices {
            guard let cookie = holders[place].cookie else { continue }
            let answer = answers[cookie]
            holders[place].user = answer?.user
            holders[place].processes = answer?.processes ?? []
            if holders[place].own, holders[place].processes.isEmpty, let own { holders[place].processes = [own] }
        }
    }

    private func unconfirmed(_ cookie: UInt64) -> NamingMessage.Answer? {
        guard var answer = known[cookie] else { return nil }
        for place in answer.processes.indices { answer.processes[place].isConfirmed = false }
        return answer
    }

    private func lose() {
        if !isLost { noteLoss() }
        isLost = true
    }

    private func send(_ request: NamingMessage.Request) {
        if isLost { return }
        let bytes = NamingMessage.bytes(request)
        let sent = try? checked("send") {
            unsafe bytes.withUnsafeBytes { unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
        if sent != bytes.count { lose() }
    }

    private func receive() -> NamingMessage.Answer? {
        if isLost { return nil }
        var room = [UInt8](repeating: 0, count: NamingMessage.longest)
        let length =
            (try? checked("recv") {
                unsafe room.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
            }) ?? 0
        if length < 1 { lose() }
        return unsafe NamingMessage.answer(room.span.bytes.upTo(max(0, length)))
    }
}

/// Looks for the processes of sockets, for a process that may not.
public final class NamingService {
    /// Of one capture.
    private static let mostBooks = 1024
    /// Of one machine, and of all books together.
    private static let mostSockets = 1 << 20

    private let kernel: any KernelAccess
    private var finders: [UInt16: ProcessFinder] = [:]
    private var alive: [PacketSocket] = []
    /// The next ones that exist are a new list.
    private var isListed = false

    /// A service that has been asked nothing yet.
    public init(_ kernel: any KernelAccess = LiveKernel()) { self.kernel = kernel }

    /// Answers until nothing is asked any more, or something that is no question.
    public func serve(_ socket: Int32) {
        var room = [UInt8](repeating: 0, count: NamingMessage.longest)
        while true {
            let length =
                (try? checked("recv") {
                    unsafe room.withUnsafeMutableBytes { unsafe recv(socket, $0.baseAddress, $0.count, 0) }
                }) ?? 0
            if length < 1 { return }
            guard let answers = unsafe answer(room.span.bytes.upTo(length)) else { return }
            for answer in answers {
                let bytes = NamingMessage.bytes(answer)
                let sent = unsafe bytes.withUnsafeBytes {
                    unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if sent != bytes.count { return }
            }
        }
    }

    /// Nil for what is no question, or none that a capture has.
    func answer(_ bytes: RawSpan) -> [NamingMessage.Answer]? {
        guard let request = NamingMessage.request(bytes) else { return nil }
        if request.kind == .alive {
            if isListed { alive = [] }
            isListed = false
            alive += request.sockets
            return alive.count <= NamingService.mostSockets ? [] : nil
        }
        if finders[request.books] == nil && finders.count >= NamingService.mostBooks { return nil }
        let finder = finders[request.books] ?? ProcessFinder(kernel)
        finders[request.books] = finder
        finder.locate(request.sockets, among: alive, again: request.again)
        isListed = true
        let remembered = finders.values.reduce(0) { $0 + $1.socketCount }
        if remembered > NamingService.mostSockets { return nil }
        return request.sockets.map { socket in
            NamingMessage.Answer(user: finder.userName(of: socket), processes: finder.processes(of: socket))
        }
    }
}
