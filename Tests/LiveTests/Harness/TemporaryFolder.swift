import Foundation
import Syscalls

/// Folders for what a test leaves on disk: in TMPDIR, so that scripts/test can see that nothing stays behind.
enum TemporaryFolder {
    static func make(_ name: String) throws -> String {
        let place = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        var template = Array("\(place)/\(name)-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw LiveFailure("no temporary folder: \(lastErrno())") }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// With all that is in it.
    static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}
