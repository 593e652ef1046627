import Glibc
import Packets
import Reports
import Savefiles
import Syscalls

/// The report that a pcapng file of ours carries in its comments.
enum CarriedReport {
    /// Nil where the file is no savefile; the caller knows what else it may be.
    static func read(_ path: String) throws(RunError) -> CaptureReport? {
        // A pipe cannot be read twice.
        guard isRegular(path), let comments = try comments(of: path) else { return nil }
        // The whole report comes last; any program may have written what stands in a comment.
        for text in (comments.section + comments.statistics).reversed() where text.utf8.first == UInt8(ascii: "{") {
            if let report = try? CaptureReport(json: Array(text.utf8)) { return report }
        }
        throw RunError("\(path): the file carries no report of swiftcap")
    }

    private static func comments(of path: String) throws(RunError) -> SavefileComments? {
        do throws(SavefileError) {
            if let comments = try SavefileComments.read(path: path) { return comments }
        } catch {
            switch error {
            case .unknownFormat, .cannotOpen, .truncatedFileHeader: return nil
            default: throw RunError("\(path): \(error)")
            }
        }
        throw RunError("\(path): a classic savefile carries no report; a pcapng file does")
    }

    private static func isRegular(_ path: String) -> Bool {
        FileStatus.status(of: path).map { $0.st_mode & S_IFMT == S_IFREG } ?? false
    }
}
