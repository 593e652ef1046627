import CLinux
import Glibc
import Savefiles
import Syscalls
import SystemPackage

/// After `-Z`, and in the sandbox, the capture may not create files where its caller may, yet `-C` and `-G` need new ones there,
/// and a report takes the place of the old one in one step. So a small process of the same program is started before, which keeps
/// two of root's capabilities (CAP_DAC_OVERRIDE and CAP_CHOWN). It is told once, on its command line, which names there will be;
/// over its socket it hears only what is due. It ends with the capture.
final class FileHelper {
    /// The first word of its command line.
    static let command = "create-files"

    /// What can be asked for: one octet, nothing else. The answer is an error number and the file's name, then a descriptor.
    enum Request: UInt8 {
        /// A file of the series, and why: the helper knows template, number and time.
        case first, size, clock
        /// A new file for the report; then, when that is written, to put it in the old one's place.
        case report, place
        /// The oldest file of rows that has another name gets its own, or is taken away.
        case placeRows, removeRows
        /// `-z` on the oldest file that it has not run on yet; and until all of them have ended.
        case command, awaitCommands

        var isOpening: Bool { self == .first || self == .size || self == .clock || self == .report }
    }

    /// What it is told at its start.
    struct Orders: Equatable {
        /// Whose the files are to be; nil for the caller's, which are opened as the caller would open them.
        var owner: Account?
        /// Of the series' files, below the folder of descriptor 4; empty for none.
        var template = ""
        var usesClock = false
        var isCounted = false
        var isRecorder = false
        var ring: Int?
        var ending = ""
        /// Folders of the names are made.
        var makesFolders = false
        /// Files have another name until they are whole.
        var isAtomic = false
        /// Of the report, in the folder of descriptor 5; empty for none.
        var report = ""
        /// `-z`: run with the caller's rights, or as the owner.
        var command = ""
        /// What the command is told in front of a series' names, or in the place of a single one.
        var called = ""

        var isSeries: Bool { usesClock || isCounted }

        var words: [String] {
            let words = [
                owner.map { String($0.userID) } ?? Orders.caller, owner.map { String($0.groupID) } ?? Orders.caller,
                template, usesClock ? "clock" : "",
                isRecorder ? "events" : isCounted ? "count" : "", ring.map(String.init) ?? "", ending, report,
                isAtomic ? "whole" : makesFolders ? "folders" : "",
            ]
            return command.isEmpty ? words : words + [command, called, owner?.name ?? ""]
        }

        private static let caller = "caller"

        init(owner: Account?) { self.owner = owner }

        /// Nil for a command line that is not ours.
        init?(_ words: [String]) {
            guard words.count == 9 || words.count == 12 else { return nil }
            if words[0] != Orders.caller || words[1] != Orders.caller {
                guard let user = uid_t(words[0]), let group = gid_t(words[1]) else { return nil }
                owner = Account(userID: user, groupID: group, name: words.count > 9 ? words[11] : nil)
            }
            template = words[2]
            usesClock = words[3] == "clock"
            isRecorder = words[4] == "events"
            isCounted = words[4] == "count" || isRecorder
            ring = Int(words[5])
            if !words[5].isEmpty && (ring ?? 0) < 1 { return nil }
            ending = words[6]
            report = words[7]
            isAtomic = words[8] == "whole"
            makesFolders = isAtomic || words[8] == "folders"
            if words.count > 9 { (command, called) = (words[9], words[10]) }
        }

        /// How the names of a series go on.
        mutating func take(_ plan: FilePlan) {
            guard plan.opensLater else { return }
            usesClock = plan.turnPeriod != nil
            isCounted = plan.turnSize != nil || plan.isRecorder
            isRecorder = plan.isRecorder
            ring = plan.isRecorder ? nil : plan.fileCount
            ending = plan.ending
        }

        var names: FileNames {
            FileNames(
                template: template, usesClock: usesClock, isCounted: isCounted, fileCount: ring, ending: ending,
                isRecorder: isRecorder)
        }
    }

    static let socketNumber: Int32 = 3
    static let seriesNumber: Int32 = 4
    static let reportNumber: Int32 = 5

    private let socket: Descriptor
    /// A file of rows is closed by another thread than the one that opens the next.
    private let lock = Lock()
    /// Answers that are still to come to what was given up on.
    private var stale = 0
    /// What all names begin with: the part of the template that is the same for all, up to its last slash. Nil for a
    /// single file, which is called as it was by the options.
    private let prefix: String?
    /// `-z` is run there.
    let runsCommands: Bool

    /// Starts the process.
    ///
    /// - Parameters:
    ///   - report: the report's name, if it is for the helper; empty otherwise.
    ///   - folder: where the report is to be.
    ///   - owner: whose the files are to be; nil for the caller's.
    init(_ plan: FilePlan?, report: String, in folder: Int32, owner: Account?) throws(SystemError) {
        var orders = Orders(owner: owner)
        var series: Descriptor?
        var prefix: String?
        orders.makesFolders = plan?.rows != nil
        orders.isAtomic = plan?.rows == .parquet
        if let plan, owner == nil {
            orders.template = plan.path
            prefix = plan.opensLater ? "" : nil
            orders.take(plan)
        } else if let plan, !plan.opensLater, let end = try FileHelper.end(of: plan) {
            orders.template = end.name
            series = end.takeFolder()
        } else if let plan {
            let constant = plan.turnPeriod == nil ? plan.path[...] : plan.path.prefix { $0 != "%" }
            let shared = FileHelper.folder(constant, mustBeThere: plan.rows != nil)
            prefix = shared
            orders.template = String(plan.path.dropFirst(shared.count))
            orders.take(plan)
            series = try PathEnd.folder(shared, following: .ofCaller)
        }
        self.prefix = prefix
        orders.command = plan?.command ?? ""
        orders.called = orders.isSeries ? prefix ?? "" : plan?.path ?? ""
        runsCommands = !orders.command.isEmpty
        orders.report = report
        var ends: [Int32] = [-1, -1]
        let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
        try checked("socketpair") { unsafe socketpair(AF_UNIX, kind, 0, &ends) }
        socket = Descriptor(owning: ends[0])
        let far = Descriptor(owning: ends[1])
        let process = try FileHelper.spawn(orders, far.rawValue, series?.rawValue ?? -1, folder)
        RunningHelpers.add(process, sockets: [socket.rawValue])
    }

    /// Where a single file is to be; nil where folders have to be made for its rows.
    private static func end(of plan: FilePlan) throws(SystemError) -> PathEnd? {
        do throws(SystemError) { return try PathEnd.find(plan.path, following: .ofCaller) } catch {
            if plan.rows == nil || error.errno != .noSuchFileOrDirectory { throw error }
            return nil
        }
    }

    /// The names in front of the last slash, that one too. - Parameter mustBeThere: without those that are yet to be made.
    private static func folder(_ names: Substring, mustBeThere: Bool) -> String {
        guard let slash = names.lastIndex(of: "/") else { return "" }
        let folder = String(names[...slash])
        if mustBeThere && FileStatus.status(of: folder) == nil {
            return Self.folder(names[..<slash], mustBeThere: true)
        }
        return folder
    }

    private static func spawn(_ orders: Orders, _ descriptors: Int32...) throws(SystemError) -> pid_t {
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        // High numbers first, so that none stands where another one has to go.
        var copies: [Int32] = []
        defer { for copy in copies { _ = close(copy) } }
        for (place, descriptor) in descriptors.enumerated() {
            let number = socketNumber + Int32(place)
            if descriptor < 0 {
                unsafe posix_spawn_file_actions_addclose(&actions, number)
                continue
            }
            let copy = try checked("fcntl") {
                fcntl(descriptor, F_DUPFD_CLOEXEC, socketNumber + Int32(descriptors.count))
            }
            copies.append(copy)
            unsafe posix_spawn_file_actions_adddup2(&actions, copy, number)
        }
        // What this process was started with, the pipe of a >(command) for example, ends when this process does.
        unsafe posix_spawn_file_actions_addclosefrom_np(&actions, reportNumber + 1)
        let words = ["swiftcap", command] + orders.words
        var argv: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe $0.withSystemText { unsafe strdup($0) } }
        unsafe argv.append(nil)
        defer { unsafe argv.forEach { unsafe free($0) } }
        var pid: pid_t = 0
        let status = unsafe posix_spawn(&pid, "/proc/self/exe", &actions, nil, argv, swiftcap_environment())
        if status != 0 { throw SystemError("posix_spawn", Errno(rawValue: status), "/proc/self/exe") }
        return pid
    }

    /// Asks for the next file of the series, created or emptied, and learns its name.
    func next(_ turn: FileNames.Turn, _ name: inout String) throws(SystemError) -> Descriptor {
        let request: Request =
            switch turn {
            case .first: .first
            case .size: .size
            case .clock: .clock
            }
        var given = ""
        defer { if let prefix, !given.isEmpty { name = prefix + given } }
        return try ask(request, &given)
    }

    /// Has a new file made, writes it, and has it put in the old one's place.
    func writeReport(_ bytes: RawSpan) throws(SystemError) {
        var name = ""
        let file = try ask(.report, &name)
        try file.writeAll(bytes)
        if FileStatus.isRegular(file.rawValue) { try AtomicFile.sync(file) }
        try file.close()
        _ = try ask(.place, &name)
    }

    /// What becomes of the oldest file of rows that has not its own name yet.
    enum RowsEnd { case place, remove }

    func endRows(_ end: RowsEnd) throws(SystemError) {
        var name = ""
        _ = try ask(end == .place ? .placeRows : .removeRows, &name)
    }
    /// Runs `-z` on the oldest file that it was not run on yet.
    func runCommand() throws(SystemError) {
        var name = ""
        _ = try ask(.command, &name)
    }

    /// Waits for the end of all of them.
    func awaitCommands() throws(SystemError) {
        var name = ""
        _ = try ask(.awaitCommands, &name)
    }

    /// Its socket, which is sent to.
    var descriptor: Int32 { socket.rawValue }

    private func ask(_ request: Request, _ name: inout String) throws(SystemError) -> Descriptor {
        var found: Descriptor?
        var failure: SystemError?
        lock.locked {
            do throws(SystemError) { found = try answer(request, &name) } catch { failure = error }
        }
        guard let found = found.take() else { throw failure ?? SystemError("open", .ioError) }
        return found
    }

    private func answer(_ request: Request, _ name: inout String) throws(SystemError) -> Descriptor {
        var octet = request.rawValue
        let number = socket.rawValue
        try asked("send") { unsafe send(number, &octet, 1, Int32(MSG_NOSIGNAL)) }
        while stale > 0 {
            var late = ""
            _ = try? answer(&late, isOpening: false)
            stale -= 1
        }
        return try answer(&name, isOpening: request.isOpening)
    }

    /// - Parameter isOpening: what may wait for a reader of a pipe, and is not waited for once the run is told to stop.
    private func answer(_ name: inout String, isOpening: Bool) throws(SystemError) -> Descriptor {
        var answer = [UInt8](repeating: 0, count: Int(PATH_MAX) + 1)
        let (number, room) = (socket.rawValue, answer.count)
        var length = -1
        while length < 0 {
            length = unsafe recv(number, &answer, room, 0)
            if length >= 0 { break }
            if lastErrno() == .connectionReset { throw SystemError("recv", .helperGone) }
            if lastErrno() != .interrupted { throw SystemError("recv", lastErrno()) }
            if isOpening ? Abandonment.isToldToStop : Abandonment.isDeclared {
                stale += 1
                throw SystemError("open", .canceled)
            }
        }
        if length < 1 { throw SystemError("open", .helperGone) }
        name = String(systemBytes: answer[1..<length])
        if answer[0] != 0 { throw SystemError("open", Errno(rawValue: Int32(answer[0]))) }
        return Descriptor(owning: try checked("recvmsg", name) { swiftcap_receive_descriptor(number) })
    }
}
