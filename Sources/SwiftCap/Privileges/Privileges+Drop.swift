import Glibc
import Packets
import Promiscuity
import Reports
import Savefiles
import Syscalls
import SystemPackage

// `-Z`: root's rights go once everything that needs them is open.
extension Privileges {
    /// The user to become; nil when there is nothing to give up: no `-Z`, `-Z root`, or not root now.
    static func account(_ options: CaptureOptions) throws(RunError) -> Account? {
        guard let name = options.user, getuid() == 0 || geteuid() == 0 else { return nil }
        guard let account = Account(named: name) else { throw RunError("Couldn't find user '\(name)'") }
        return account.userID == 0 ? nil : account
    }

    /// A live capture loses packets while it waits for a disk or a packer; reading a savefile only takes longer, and a
    /// handful of buffers is enough. -U asks for each packet at once; text that goes along with the packets ends where
    /// they end; and the files of a series are complete one by one.
    private static func background(
        _ plan: FilePlan?, _ options: CaptureOptions, live: Bool
    ) throws(RunError) -> BackgroundWriter? {
        guard let plan else { return nil }
        let direct = options.direct(live: live)
        let wanted =
            live
            ? !plan.packetBuffered || plan.compression != nil
            : !plan.packetBuffered && (!plan.turns || direct != .never) && !options.prints
        if !wanted { return nil }
        // 64 MiB and the ring: what comes in 120 ms at 420,000 packets of 1,400 octets a second.
        return try RunError.wrap { () throws(SavefileError) in
            live
                ? try BackgroundWriter(buffers: 32, bufferSize: 2 << 20, direct: direct)
                : try BackgroundWriter(buffers: 4, lazily: true, direct: direct)
        }
    }

    /// Opens the first file of `-w`. With `-Z` root's rights are gone by then, and `opener` has what was opened before.
    static func openFiles(
        _ plan: FilePlan?, _ options: CaptureOptions, format: SavefileWriter.Format, live: Bool,
        opener: FileOpener? = nil
    ) throws(RunError) -> FileSeries? {
        guard let plan, !plan.isRecorder, plan.rows == nil else { return nil }
        return try FileSeries(
            plan, format: format, background: background(plan, options, live: live), opener: opener ?? FileOpener())
    }
}

/// What a run gives up once everything is open, `-Z`'s user or the sandbox's, and what is made ready for it while the rights
/// are there.
final class PrivilegeDrop {
    /// Whose the files are to be: `-Z`'s user; nil for those of the caller, which are opened as they would be without.
    private let owner: Account?
    /// Whom to become; nil to stay.
    private let user: Account?
    let sandbox: Sandbox
    private let confinement: Confinement
    private let plan: FilePlan?
    private let isLive: Bool
    private let helper: FileHelper?
    /// Of `--books`.
    private let booksPlan: FilePlan?
    private let booksHelper: FileHelper?
    /// Opens these files, once the rights are gone.
    private(set) var booksOpener: FileOpener?
    /// `--report` into what is no regular file.
    private var report: Descriptor?
    private let hosts: HostHelper?
    private var inputs: InputHelper?
    /// Names the holders of a live capture's books; nil where they are looked for here.
    private let naming: NamingHelper?
    /// /dev/null, which takes the place of a socket that is closed; -1 where it is not open. It stays open.
    private let nothing: Int32
    private var silent: [Int32] = []

    /// Users who are there for nothing but this, the first that the machine has.
    private static let standIns = ["swiftcap", "tcpdump", "nobody"]

    /// Whom a run of root's becomes where it names no other user; nil where the machine has none of them.
    static var standIn: Account? { standIns.lazy.compactMap { Account(local: $0) }.first { $0.userID != 0 } }

    /// Nil when there is nothing to give up. To be called before the first thread is started.
    ///
    /// - Parameter lookUp: gives a host's name.
    static func prepare(_ options: CaptureOptions, lookUp: @escaping HostHelper.LookUp) throws(RunError)
        -> PrivilegeDrop?
    {
        let sandbox = Sandbox(options)
        if sandbox.level == .strict, let why = sandbox.exemption { throw RunError("--sandbox strict: \(why)") }
        let owner = try Privileges.account(options)
        if owner == nil && !sandbox.confines { return nil }
        return try PrivilegeDrop(owner, sandbox, options, lookUp)
    }

    /// Whom a run becomes, `-Z` or not; nil for whom it is.
    static func user(_ owner: Account?, _ sandbox: Sandbox, _ options: CaptureOptions) -> Account? {
        if let owner { return owner }
        guard sandbox.confines, options.user == nil, geteuid() == 0 else { return nil }
        return standIn
    }

    private init(
        _ owner: Account?, _ sandbox: Sandbox, _ options: CaptureOptions, _ lookUp: @escaping HostHelper.LookUp
    ) throws(RunError) {
        self.owner = owner
        self.sandbox = sandbox
        confinement = Confinement(sandbox: sandbox, tells: options.print.verbosity > 0)
        user = PrivilegeDrop.user(owner, sandbox, options)
        plan = FilePlan(options)
        isLive = !options.readsFiles
        booksPlan = isLive ? FilePlan.books(options) : nil
        if owner != nil { try PrivilegeDrop.forbidNew(owner, confinement) }
        var folder: Descriptor?
        var name = ""
        if isLive, let path = options.reportFile {
            if owner == nil { try ReportFile.check(path) }
            do throws(SystemError) {
                let end = try PathEnd.find(path, following: owner == nil ? .ofCallerOrFolder : .ofCaller)
                if AtomicFile.isReplaced(end.kind) || owner == nil && end.isPipe {
                    if let owner {
                        var temporary = ""
                        _ = try Granted.replacement(end.name, in: end.folder.rawValue, for: owner, &temporary)
                        AtomicFile.remove(temporary, in: end.folder.rawValue)
                    }
                    name = end.name
                    folder = end.takeFolder()
                } else {
                    report = try end.open(O_WRONLY)
                }
            } catch {
                throw PrivilegeDrop.refusal("the report cannot be written to \(path): \(error.errno)", error, owner)
            }
        }
        if owner == nil, let plan, plan.isRecorder, let why = OutputFolder.obstacle(plan.path) {
            throw RunError("\(plan.path): \(why)")
        }
        helper = try PrivilegeDrop.helper(plan, live: isLive, report: name, in: folder?.rawValue ?? -1, owner)
        booksHelper = try PrivilegeDrop.helper(booksPlan, live: true, report: "", in: -1, owner)
        // Not before: -z's command may be anything.
        if owner == nil { try PrivilegeDrop.forbidNew(owner, confinement) }
        if sandbox.confines && options.prints && options.print.numeric == 0 && options.listing == nil {
            let user = user
            hosts = try? HostHelper(lookUp) { PrivilegeDrop.leave(user, owner != nil, []) }
        } else {
            hosts = nil
        }
        if sandbox.confines && isLive {
            let user = user
            naming = try? NamingHelper { PrivilegeDrop.stay(user) }
            nothing = (try? Descriptor.open("/dev/null", O_RDONLY).release()) ?? -1
        } else {
            naming = nil
            nothing = -1
        }
    }

    private static func forbidNew(_ owner: Account?, _ confinement: Confinement) throws(RunError) {
        do throws(SystemError) { try Account.prepareToGiveUp() } catch {
            if let owner { throw RunError("Couldn't change to '\(owner.name)': \(error)") }
            try confinement.lack("no_new_privs", error)
        }
    }

    /// Nil where there is nothing to do for one.
    private static func helper(
        _ plan: FilePlan?, live: Bool, report: String, in folder: Int32, _ owner: Account?
    ) throws(RunError) -> FileHelper? {
        let series = isForHelper(plan, live: live, owner) ? plan : nil
        if series == nil && report.isEmpty { return nil }
        do throws(SystemError) {
            return try FileHelper(series, report: report, in: folder, owner: owner)
        } catch {
            throw refusal("\(series?.path ?? ""): \(error.errno)", error, owner)
        }
    }

    /// Files that are opened when the rights are gone: those of a series, and the copy of a savefile, which is not
    /// made before it is known that there is something to copy. A pipe or a device is opened before.
    private static func isForHelper(_ plan: FilePlan?, live: Bool, _ owner: Account?) -> Bool {
        guard let plan, plan.path != "-" else { return false }
        if plan.opensLater || owner == nil && plan.command != nil { return true }
        // Folders may be missing on the way to rows, and the file gets its name at the end.
        guard !live || plan.rows != nil || plan.command != nil else { return false }
        if owner == nil {
            let kinds = [S_IFIFO, S_IFCHR, S_IFBLK, S_IFSOCK]
            return FileStatus.status(of: plan.path).map { !kinds.contains($0.st_mode & S_IFMT) } ?? true
        }
        // -z's command runs where the file comes from.
        guard let end = try? PathEnd.find(plan.path, following: .ofCaller) else { return plan.rows != nil }
        return AtomicFile.isReplaced(end.kind)
    }

    /// Gives names of hosts; nil where they are looked up here.
    var hostNames: HostHelper.LookUp? {
        guard sandbox.confines else { return nil }
        let hosts = hosts
        return { @Sendable address in hosts?.name(address) }
    }

    /// The files of `-V` behind the first are opened by a helper from now on.
    func serve(_ names: [String]) throws(RunError) {
        guard sandbox.confines, names.count > 1 else { return }
        let later = Array(names.dropFirst())
        inputs = try RunError.wrap { () throws(SystemError) in try InputHelper(later) }
    }

    /// The next of those files; nil where it may be opened by its name.
    func nextInput(_ name: String) throws(RunError) -> Descriptor? { try inputs?.next(name) }

    /// Opens what must be opened with the rights that are there, and gives them up.
    ///
    /// - Parameter given: has the file of `-w` open already.
    func become(having given: FileOpener? = nil) throws(RunError) -> FileOpener {
        let opener = if let given { given } else { try opener(plan, helper) }
        booksOpener = try self.opener(booksPlan, booksHelper)
        do throws(SystemError) {
            try PrivilegeDrop.leave(user, with: owner != nil, sandbox.confines ? [] : nil)
        } catch {
            if let owner { throw RunError("Couldn't change to '\(owner.name)': \(error)") }
            try confinement.lack("another user", error)
            do throws(SystemError) { try Capabilities.keep([]) } catch {
                try confinement.lack("a loss of capabilities", error)
            }
        }
        return opener
    }

    /// Who names the holders for one more of the capture's books; nil for a search of its own.
    func newNaming() -> NamingClient? { naming?.client() }

    /// From here on nothing is opened by name, and only calls that a run of this kind makes are made. Before the first thread.
    ///
    /// - Parameters:
    ///   - silent: packet sockets, which nothing may be sent through.
    ///   - isKnown: false for a device that is no packet socket: libpcap has other calls for each kind of these.
    func confine(silent: [Int32] = [], isKnown: Bool = true) throws(RunError) {
        guard sandbox.confines else { return }
        guard isKnown else { return try confinement.lack("Landlock and seccomp: this device is no packet socket", nil) }
        self.silent = silent
        let helpers =
            (hosts?.descriptors ?? []) + [helper, booksHelper].compactMap { $0?.descriptor }
            + [inputs?.descriptor].compactMap(\.self)
        try confinement.enter(asking: helpers, silent: silent)
    }

    /// The packet sockets are closed: nothing else is opened under their numbers, to which nothing may be written.
    func endCapture() {
        if nothing < 0 { return }
        for number in silent { _ = dup3(nothing, number, O_CLOEXEC) }
    }

    /// What the process that looks at others keeps, where root started it.
    private static func stay(_ user: Account?) -> Bool {
        let kept: Capabilities = [.readAll, .look]
        Capabilities.bound(kept)
        // In a user namespace there may be no other user.
        if let user { try? user.becomeKeepingCapabilities() }
        guard (try? Capabilities.keep(kept)) != nil else { return false }
        ForkedHelper.endWithParent()
        return true
    }

    /// Becomes the user, where there is one, and keeps no other capabilities; nil leaves them to what the change of user takes.
    private static func leave(_ user: Account?, with groups: Bool, _ kept: Capabilities?) throws(SystemError) {
        if kept != nil { Capabilities.bound([]) }
        if let user { try user.become(alone: !groups) }
        if let kept { try Capabilities.keep(kept) }
    }

    /// The same for a helper: false where it may not go on.
    private static func leave(_ user: Account?, _ groups: Bool, _ kept: Capabilities) -> Bool {
        do throws(SystemError) { try leave(user, with: groups, kept) } catch {
            // In a user namespace there may be no other user.
            guard !groups, (try? Capabilities.keep(kept)) != nil else { return false }
        }
        ForkedHelper.endWithParent()
        return true
    }

    private func opener(_ plan: FilePlan?, _ helper: FileHelper?) throws(RunError) -> FileOpener {
        guard let plan, plan.path != "-" else { return FileOpener() }
        if let helper, PrivilegeDrop.isForHelper(plan, live: isLive, owner) { return FileOpener(through: helper) }
        do throws(SystemError) {
            guard let owner else {
                return FileOpener(
                    held: try Descriptor.open(plan.path, O_WRONLY | O_CREAT | O_TRUNC, permissions: 0o666))
            }
            let end = try PathEnd.find(plan.path, following: .ofCaller)
            if !AtomicFile.isReplaced(end.kind) { return FileOpener(held: try end.open(O_WRONLY)) }
            return FileOpener(held: try owner.openFile(end.name, in: end.folder.rawValue))
        } catch {
            let message = SavefileError.cannotOpen(path: plan.path, errno: error.errno).description
            throw PrivilegeDrop.refusal(message, error, owner)
        }
    }

    /// Writes the report as it was made ready.
    func write(_ bytes: RawSpan) throws(SystemError) {
        if let helper, report == nil { return try helper.writeReport(bytes) }
        try report?.writeAll(bytes)
    }

    private static func refusal(_ message: String, _ error: SystemError, _ account: Account?) -> RunError {
        guard let account else { return RunError(message) }
        let isRefused = error.errno == .permissionDenied || error.errno == .tooManySymbolicLinkLevels
        return RunError(
            message,
            hint: isRefused
                ? "with -Z a file that is there has to be \(account.name)'s own, or root's in a folder that only root may "
                    + "write to; it must have no second name, and links on the way must be root's" : "")
    }
}

extension ReportFile {
    /// - Parameter drop: what was made ready where the folder may be closed to us by now (`-Z`).
    static func write(_ report: CaptureReport, to path: String, _ drop: PrivilegeDrop?) throws(RunError) {
        let text = ReportFile.isPage(path) ? report.html() : report.json()
        do throws(SystemError) {
            if let drop { try drop.write(text.bytes) } else { try AtomicFile.write(text.bytes, to: path) }
        } catch {
            throw RunError("the report cannot be written to \(path): \(error.errno.words)")
        }
    }
}
