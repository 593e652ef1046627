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
        _ options: CaptureOptions, header: SavefileWriter.Header
    ) throws(RunError) -> FileSeries? {
        let plan = FilePlan(options)
        let account = try account(options)
        guard let account else {
            return try plan.map { (plan) throws(RunError) in try FileSeries(plan, header: header) }
        }
        var files: FileSeries?
        if let plan {
            let opener = try RunError.wrap { () throws(SystemError) in
                FileOpener(
                    owner: account,
                    through: plan.turns ? try FileHelper(for: plan.path, owner: account) : nil)
            }
            files = try FileSeries(plan, header: header, opener: opener)
        }
        do throws(SystemError) { try account.become() } catch {
            throw RunError("Couldn't change to '\(account.name)': \(error)")
        }
        return files
    }
}
