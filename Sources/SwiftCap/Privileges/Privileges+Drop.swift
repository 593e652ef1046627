import Glibc
import Packets
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

/// What `-Z` takes away, and what is made ready for it while root's rights are there.
final class PrivilegeDrop {
    private let account: Account
    private let plan: FilePlan?
    private let isLive: Bool
    private let helper: FileHelper?
    /// Of `--books`.
    private let booksPlan: FilePlan?
    private let booksHelper: FileHelper?
    /// Opens these files, once root's rights are gone.
    private(set) var booksOpener: FileOpener?
    /// `--report` into what is no regular file.
    private var report: Descriptor?

    /// Nil when there is nothing to give up. To be called before the first thread is started.
    static func prepare(_ options: CaptureOptions) throws(RunError) -> PrivilegeDrop? {
        guard let account = try Privileges.account(options) else { return nil }
        return try PrivilegeDrop(account, options)
    }

    private init(_ account: Account, _ options: CaptureOptions) throws(RunError) {
        self.account = account
        plan = FilePlan(options)
        isLive = !options.readsFiles
        booksPlan = isLive ? FilePlan.books(options) : nil
        do throws(SystemError) { try Account.prepareToGiveUp() } catch {
            throw RunError("Couldn't change to '\(account.name)': \(error)")
        }
        var folder: Descriptor?
        var name = ""
        if isLive, let path = options.reportFile {
            do throws(SystemError) {
                let end = try PathEnd.find(path, following: .ofCaller)
                if AtomicFile.isReplaced(end.kind) {
                    var temporary = ""
                    _ = try Granted.replacement(end.name, in: end.folder.rawValue, for: account, &temporary)
                    AtomicFile.remove(temporary, in: end.folder.rawValue)
                    name = end.name
                    folder = end.takeFolder()
                } else {
                    report = try end.open(O_WRONLY)
                }
            } catch {
                throw PrivilegeDrop.refusal("the report cannot be written to \(path): \(error.errno)", error, account)
            }
        }
        helper = try PrivilegeDrop.helper(plan, live: isLive, report: name, in: folder?.rawValue ?? -1, account)
        booksHelper = try PrivilegeDrop.helper(booksPlan, live: true, report: "", in: -1, account)
    }

    /// Nil where there is nothing to do for one.
    private static func helper(
        _ plan: FilePlan?, live: Bool, report: String, in folder: Int32, _ account: Account
    ) throws(RunError) -> FileHelper? {
        let series = isForHelper(plan, live: live) ? plan : nil
        if series == nil && report.isEmpty { return nil }
        do throws(SystemError) {
            return try FileHelper(series, report: report, in: folder, owner: account)
        } catch {
            throw refusal("\(series?.path ?? ""): \(error.errno)", error, account)
        }
    }

    /// Files that are opened when root's rights are gone: those of a series, and the copy of a savefile, which is not
    /// made before it is known that there is something to copy. A pipe or a device is opened before.
    private static func isForHelper(_ plan: FilePlan?, live: Bool) -> Bool {
        guard let plan, plan.path != "-" else { return false }
        if plan.opensLater { return true }
        // Folders may be missing on the way to rows, and the file gets its name at the end.
        guard !live || plan.rows != nil else { return false }
        guard let end = try? PathEnd.find(plan.path, following: .ofCaller) else { return plan.rows != nil }
        return AtomicFile.isReplaced(end.kind)
    }

    /// Opens what must be opened with root's rights, and gives them up.
    func become() throws(RunError) -> FileOpener {
        let opener = try opener(plan, helper)
        booksOpener = try self.opener(booksPlan, booksHelper)
        do throws(SystemError) { try account.become() } catch {
            throw RunError("Couldn't change to '\(account.name)': \(error)")
        }
        return opener
    }

    private func opener(_ plan: FilePlan?, _ helper: FileHelper?) throws(RunError) -> FileOpener {
        guard let plan, plan.path != "-" else { return FileOpener() }
        if let helper, PrivilegeDrop.isForHelper(plan, live: isLive) { return FileOpener(through: helper) }
        do throws(SystemError) {
            let end = try PathEnd.find(plan.path, following: .ofCaller)
            if !AtomicFile.isReplaced(end.kind) { return FileOpener(held: try end.open(O_WRONLY)) }
            return FileOpener(held: try account.openFile(end.name, in: end.folder.rawValue))
        } catch {
            let message = SavefileError.cannotOpen(path: plan.path, errno: error.errno).description
            throw PrivilegeDrop.refusal(message, error, account)
        }
    }

    /// Writes the report as it was made ready.
    func write(_ bytes: RawSpan) throws(SystemError) {
        if let helper, report == nil { return try helper.writeReport(bytes) }
        try report?.writeAll(bytes)
    }

    private static func refusal(_ message: String, _ error: SystemError, _ account: Account) -> RunError {
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
        let text = report.json()
        do throws(SystemError) {
            if let drop { try drop.write(text.bytes) } else { try AtomicFile.write(text.bytes, to: path) }
        } catch {
            throw RunError("the report cannot be written to \(path): \(error.errno)")
        }
    }
}
