import CLinux
import Glibc
import Savefiles
import Syscalls
import SystemPackage

/// The process that `FileHelper` starts: it answers until its parent asks no more. The parent has given up root's
/// rights and may have been taken over since: what is asked for is checked like bytes from the wire.
struct FileHelperService {
    private let orders: FileHelper.Orders
    private var names: FileNames
    private var hasBegun = false
    /// The report's file that is not in its place yet.
    private var temporary = ""
    /// The report goes into a pipe, which is open.
    private var reportIsPiped = false
    /// Files of rows that have not their own names yet, the oldest first. As many as this process may have descriptors.
    private var unplaced: [Place] = []
    private var commands = FileCommands()
    /// Runs them, where they are not to have this process's rights.
    private var runner: CommandRunner?
    /// Files that `-z` has not run on yet, the oldest first.
    private var opened: [String] = []

    private enum Place {
        case granted(Unplaced)
        /// As the caller would have made it.
        case callers(RowPlace)
    }

    private final class Unplaced {
        let folder: Descriptor
        let temporary: String
        let name: String

        init(_ folder: consuming Descriptor, _ temporary: String, _ name: String) {
            self.folder = folder
            self.temporary = temporary
            self.name = name
        }
    }

    /// - Parameters:
    ///   - words: `FileHelper.Orders.words`.
    ///   - confine: lets this process do nothing but make files, from then on.
    static func run(_ words: [String], confine: () -> Void) -> Int32 {
        // A ^C at the terminal reaches this process too; it ends with the capture, not before it.
        let heard = [SIGINT, SIGTERM, SIGHUP].filter { !SignalDescriptor.isIgnored($0) }
        for number in heard { signal(number, SIG_IGN) }
        guard let orders = FileHelper.Orders(words) else { return ExitStatus.failure }
        var service = FileHelperService(orders)
        do throws(SystemError) {
            if let owner = orders.owner, !orders.command.isEmpty {
                service.runner = try CommandRunner(orders.command, as: owner, restoring: heard)
            }
        } catch {
            Messages.say("-z: \(orders.command): \(error)")
            return ExitStatus.failure
        }
        // Without -Z the command may do what the caller may do.
        let keepsRights = orders.owner == nil && !orders.command.isEmpty
        guard keepsRights || giveUpRights(of: orders.owner) else { return ExitStatus.failure }
        service.commands = FileCommands(restoring: heard)
        for number in FileHelper.socketNumber...FileHelper.reportNumber { _ = fcntl(number, F_SETFD, FD_CLOEXEC) }
        if !keepsRights { confine() }
        return service.serve()
    }

    private init(_ orders: FileHelper.Orders) {
        self.orders = orders
        names = orders.names
    }

    /// All of root's capabilities but two: to open a file where only others may, and to give it to the user. Where files are the
    /// caller's, another user's is replaced in a sticky folder too, as the caller may.
    private static func giveUpRights(of owner: Account?) -> Bool {
        let kept: UInt64 = 1 << CAP_DAC_OVERRIDE | 1 << CAP_CHOWN | (owner == nil ? 1 << CAP_FOWNER : 0)
        for number in 0..<64 where kept >> number & 1 == 0 {
            // Without the right to, or beyond the last one: what is executed gains nothing in any case.
            _ = swiftcap_prctl(PR_CAPBSET_DROP, UInt(number))
        }
        guard swiftcap_set_no_new_privileges() == 0, swiftcap_keep_capabilities(kept) == 0 else { return false }
        return swiftcap_capabilities() & ~kept == 0
    }

    private mutating func serve() -> Int32 {
        defer { discardReport() }
        var message: [UInt8] = [0, 0]
        while true {
            commands.awaitRequest(FileHelper.socketNumber)
            let length = unsafe recv(FileHelper.socketNumber, &message, message.count, 0)
            if length < 0 && errno == EINTR { continue }
            if length <= 0 { return ExitStatus.success }
            guard length == 1, let request = FileHelper.Request(rawValue: message[0]), isDue(request) else {
                return ExitStatus.failure
            }
            var name = ""
            do throws(SystemError) {
                let file = try answer(request, &name)
                reply(0, name)
                _ = swiftcap_send_descriptor(FileHelper.socketNumber, file.rawValue)
            } catch {
                reply(UInt8(truncatingIfNeeded: error.errno.rawValue), name)
            }
        }
    }

    /// Only what the options asked for, and a series begins once.
    private func isDue(_ request: FileHelper.Request) -> Bool {
        switch request {
        case .first: !orders.template.isEmpty && !hasBegun
        case .size: hasBegun && orders.isCounted
        case .clock: hasBegun && orders.usesClock
        case .report: !orders.report.isEmpty
        case .place: !temporary.isEmpty || reportIsPiped
        case .placeRows, .removeRows: !unplaced.isEmpty
        case .command: !opened.isEmpty
        case .awaitCommands: !orders.command.isEmpty
        }
    }

    private mutating func answer(
        _ request: FileHelper.Request, _ name: inout String
    ) throws(SystemError) -> Descriptor {
        switch request {
        case .first: return try openNext(.first, &name)
        case .size: return try openNext(.size, &name)
        case .clock: return try openNext(.clock, &name)
        case .report:
            discardReport()
            let folder = FileHelper.reportNumber
            if orders.owner == nil && FileHelperService.isPipe(orders.report, in: folder) {
                let pipe = try FileHelperService.open(orders.report, in: folder)
                reportIsPiped = true
                return pipe
            }
            return try Granted.replacement(orders.report, in: FileHelper.reportNumber, for: orders.owner, &temporary)
        case .place:
            if !reportIsPiped {
                try AtomicFile.place(temporary, over: orders.report, in: FileHelper.reportNumber)
            }
            temporary = ""
            reportIsPiped = false
            return try Descriptor.open(".", in: FileHelper.reportNumber, O_PATH)
        case .command:
            let file = opened.removeFirst()
            if let runner { try runner.start(file) } else { commands.start(orders.command, file) }
            return try Descriptor.open("/dev/null", O_RDONLY)
        case .awaitCommands:
            runner?.awaitAll()
            commands.awaitAll()
            return try Descriptor.open("/dev/null", O_RDONLY)
        case .placeRows, .removeRows:
            let isWhole = request == .placeRows
            switch unplaced.removeFirst() {
            case .granted(let file): return try end(file, isWhole: isWhole)
            case .callers(let place):
                try place.end(isWhole: isWhole)
                return try Descriptor.open("/dev/null", O_RDONLY)
            }
        }
    }

    private func end(_ file: Unplaced, isWhole: Bool) throws(SystemError) -> Descriptor {
        let folder = file.folder.rawValue
        do throws(SystemError) {
            if isWhole {
                try AtomicFile.place(file.temporary, over: file.name, in: folder)
            } else {
                AtomicFile.remove(file.temporary, in: folder)
            }
        } catch {
            AtomicFile.remove(file.temporary, in: folder)
            throw error
        }
        return try Descriptor.open(".", in: folder, O_PATH)
    }

    private mutating func openNext(_ turn: FileNames.Turn, _ name: inout String) throws(SystemError) -> Descriptor {
        hasBegun = true
        name = names.next(turn, at: Clock.realtime().seconds)
        let file = if let owner = orders.owner { try openFor(owner, name) } else { try openForCaller(name) }
        // The command is told what the file is called from where the capture was started.
        if !orders.command.isEmpty { opened.append(orders.isSeries ? orders.called + name : orders.called) }
        return file
    }

    private mutating func openFor(_ owner: Account, _ name: String) throws(SystemError) -> Descriptor {
        if !orders.makesFolders { return try owner.openFile(name, in: FileHelper.seriesNumber) }
        let folder = try owner.makeFolder(of: name, in: FileHelper.seriesNumber)
        let bytes = name.systemBytes
        let last = String(systemBytes: bytes[((bytes.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...])
        if !orders.isAtomic { return try owner.openFile(last, in: folder.rawValue) }
        var temporary = ""
        let file = try Granted.replacement(last, in: folder.rawValue, for: owner, &temporary)
        unplaced.append(.granted(Unplaced(folder, temporary, last)))
        return file
    }

    private mutating func openForCaller(_ name: String) throws(SystemError) -> Descriptor {
        if !orders.makesFolders { return try FileHelperService.open(name) }
        var file: Descriptor?
        let place = try RowPlace.open(name, atomic: orders.isAtomic, &file)
        if orders.isAtomic { unplaced.append(.callers(place)) }
        guard let file = file.take() else { throw SystemError("open", .ioError) }
        return file
    }

    /// As the caller would open it, but for a pipe without a reader: that is waited for only as long as nothing else is asked.
    private static func open(_ name: String, in folder: Int32 = AT_FDCWD) throws(SystemError) -> Descriptor {
        while true {
            do throws(SystemError) {
                let flags = O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK
                let file = try Descriptor.open(name, in: folder, flags, permissions: 0o666)
                let number = file.rawValue
                try checked("fcntl") { fcntl(number, F_SETFL, 0) }
                return file
            } catch {
                guard error.errno == .noSuchAddressOrDevice, isPipe(name, in: folder) else { throw error }
            }
            var entry = pollfd(fd: FileHelper.socketNumber, events: Int16(POLLIN), revents: 0)
            if unsafe poll(&entry, 1, 50) != 0 { throw SystemError("open", .canceled, name) }
        }
    }

    private static func isPipe(_ name: String, in folder: Int32) -> Bool {
        var status = stat()
        return unsafe name.withSystemText { unsafe fstatat(folder, $0, &status, 0) } == 0
            && status.st_mode & S_IFMT == S_IFIFO
    }

    private mutating func discardReport() {
        if !temporary.isEmpty { AtomicFile.remove(temporary, in: FileHelper.reportNumber) }
        temporary = ""
    }

    private func reply(_ error: UInt8, _ name: String) {
        let bytes = [error] + name.systemBytes
        _ = unsafe bytes.withUnsafeBytes { buffer in
            unsafe send(FileHelper.socketNumber, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
    }
}

/// Files for the user of `-Z`, or for the caller, opened by the process that still has the caller's rights.
enum Granted {
    /// A new file that is to take the place of one of that name, with the old one's owner and mode if there is one.
    static func replacement(
        _ name: String, in folder: Int32, for owner: Account?, _ temporary: inout String
    ) throws(SystemError) -> Descriptor {
        let old = try existing(name, in: folder, for: owner)
        let file = try AtomicFile.create(beside: name, in: folder, 0o666, name: &temporary)
        if let old {
            AtomicFile.copyOwner(old, to: file.rawValue)
        } else if let owner {
            _ = fchown(file.rawValue, owner.userID, owner.groupID)
        }
        return file
    }

    /// What has that name; nil for nothing. EACCES where the user may not have it replaced.
    private static func existing(_ name: String, in folder: Int32, for owner: Account?) throws(SystemError) -> stat? {
        var status = stat()
        let found = unsafe name.withSystemText { unsafe fstatat(folder, $0, &status, AT_SYMLINK_NOFOLLOW) }
        if found != 0 {
            if lastErrno() == .noSuchFileOrDirectory { return nil }
            throw SystemError("stat", lastErrno(), name)
        }
        var parent = stat()
        try checked("fstat", name) { unsafe fstat(folder, &parent) }
        if let owner, !owner.mayHave(status, in: parent) { throw SystemError("open", .permissionDenied, name) }
        return status
    }
}
