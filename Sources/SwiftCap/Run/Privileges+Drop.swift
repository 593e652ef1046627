import Glibc
import Savefiles
import Syscalls

// `-Z`: root's rights go once everything that needs them is open.
extension Privileges {
    /// Who to become; nil when there is nothing to give up: no `-Z`, `-Z root`, or not root now.
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
        let wanted =
            live
            ? !plan.packetBuffered || plan.compression != nil
            : !plan.packetBuffered && !plan.turns && !options.prints
        if !wanted { return nil }
        return try RunError.wrap { () throws(SavefileError) in
            live ? try BackgroundWriter(buffers: 64) : try BackgroundWriter(buffers: 4, lazily: true)
        }
    }

    /// Opens the first file of `-w`, then becomes the user of `-Z`. Later files of a series are created by a helper
    /// that may still write to the directory.
    static func openFiles(
        _ plan: FilePlan?, _ options: CaptureOptions, format: SavefileWriter.Format, live: Bool
    ) throws(RunError) -> FileSeries? {
        let background = try background(plan, options, live: live)
        let account = try account(options)
        guard let account else {
            return try plan.map { (plan) throws(RunError) in
                try FileSeries(plan, format: format, background: background)
            }
        }
        var files: FileSeries?
        if let plan {
            let opener = try RunError.wrap { () throws(SystemError) in
                FileOpener(
                    owner: account,
                    through: plan.turns ? try FileHelper(for: plan.path, owner: account) : nil)
            }
            files = try FileSeries(plan, format: format, background: background, opener: opener)
        }
        do throws(SystemError) { try account.become() } catch {
            throw RunError("Couldn't change to '\(account.name)': \(error)")
        }
        return files
    }
}
