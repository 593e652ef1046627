import Foundation
import Glibc
import Syscalls

/// Folders for what a test leaves on disk: in TMPDIR, so that scripts/test can see that nothing stays behind.
public enum TemporaryFolder {
    /// - Parameter place: nil for TMPDIR.
    public static func make(_ name: String, in place: String? = nil) throws(SystemError) -> String {
        let usual = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
        let place = place ?? usual
        var template = Array("\(place)/\(name)-XXXXXX".utf8CString)
        guard unsafe mkdtemp(&template) != nil else { throw SystemError("mkdtemp", lastErrno(), place) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// With all that is in it.
    public static func remove(_ path: String) {
        try? FileManager.default.removeItem(atPath: path)
    }
}

/// A temporary folder that goes away with its owner.
public final class Scratch {
    public let path: String

    /// Stops the run where no folder can be made. - Parameter place: nil for TMPDIR.
    public init(_ name: String = "test", in place: String? = nil) {
        do throws(SystemError) { path = try TemporaryFolder.make(name, in: place) } catch { fatalError("\(error)") }
    }

    deinit { TemporaryFolder.remove(path) }

    public func file(_ name: String) -> String { path + "/" + name }

    public func contents(_ name: String) throws -> [UInt8] {
        try [UInt8](Data(contentsOf: URL(fileURLWithPath: file(name))))
    }

    public func size(_ name: String) throws(SystemError) -> Int {
        var status = stat()
        try checked("stat", name) { unsafe stat(file(name), &status) }
        return Int(status.st_size)
    }
}
