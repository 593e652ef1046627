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

    /// Opens the first file of `-w`, then becomes the user of `-Z`. Later files of a series are created by a helper
    /// that may still write to the directory.
    static func openFiles(
        _ plan: FilePlan?, _ options: CaptureOptions, format: SavefileWriter.Format, live: Bool
    ) throws(RunError) -> FileSeries? {
        // Only a live capture loses packets while it waits for a disk or a packer; -U asks for each packet at once.
        var background: BackgroundWriter?
        if live, let plan, !plan.packetBuffered || plan.compression != nil {
            background = try RunError.wrap { () throws(SavefileError) in try BackgroundWriter(buffers: 64) }
        }
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
