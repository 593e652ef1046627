import CLinux
import Glibc
import Syscalls
import TestSupport

/// Where the programs are: swiftcap and the peer beside the test bundle, the rest on the PATH.
enum Tools {
    /// The folder that `swift build` put everything into.
    private static let folder: String = {
        var buffer = [CChar](repeating: 0, count: 4096)
        let n = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
        let path = String(decoding: buffer.prefix(max(n, 0)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return path.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 }
    }()

    /// SWIFTCAP_UNDER_TEST names another one, for example the release build.
    static let swiftcap =
        unsafe getenv("SWIFTCAP_UNDER_TEST").map { unsafe String(cString: $0) } ?? folder + "/swiftcap"
    static let peer = folder + "/WirePeer"

    /// What every process gets: a fixed language and time zone, the sbin folders, and where a sanitizer's reports go.
    static let environment: [String: String] = {
        var values = ["LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"]
        for name in ["HOME", "TMPDIR", "LD_LIBRARY_PATH"] {
            if let value = unsafe getenv(name) { values[name] = unsafe String(cString: value) }
        }
        return values.merging(Sanitizers.settings) { $1 }
    }()

    static func path(_ program: String) -> String? {
        let folders = environment["PATH", default: ""].split(separator: ":")
        return folders.map { "\($0)/\(program)" }.first { unsafe access($0, X_OK) == 0 }
    }

    static func has(_ program: String) -> Bool { path(program) != nil }
    /// Cancelling one case of a table says nothing at the end: a test that needs one of them asks for all.
    static let hasPackers = ["gzip", "zstd", "lz4"].allSatisfy(has)
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Why live tests cannot run here; nil when they can.
    static let obstacle: String? = {
        for program in ["ip", "unshare", "nsenter", "setpriv", "tcpdump"] where !has(program) {
            return "\(program) is not installed"
        }
        for program in [swiftcap, peer] where unsafe access(program, X_OK) != 0 {
            return "\(program) is not built"
        }
        return Lab.entrance == nil ? "neither root nor unprivileged user namespaces can make a network namespace" : nil
    }()

    /// tcpdump leaves root's identity at once, which a user namespace with one user does not allow.
    static let rootReason = "could not run because a tcpdump beside it needs real root"

    static let canRun = obstacle == nil
    static let reason = "could not run because \(obstacle ?? "of nothing")"
}
