import Capture
import Glibc
import Syscalls

/// What to tell a user who may not capture.
enum Privileges {
    /// One line with the missing capability, for errors that are about one.
    static func hint(for error: CaptureError) -> String {
        switch error.kind {
        case .permissionDenied:
            "CAP_NET_RAW is missing: run it as root, or once: \(grant)"
        case .promiscuousPermissionDenied:
            "CAP_NET_ADMIN is missing for promiscuous mode: capture with -p, or once: "
                + grant
        default: ""
        }
    }

    /// Commands that let the members of a group capture, and no other user: with the capabilities every user who may execute the
    /// file hears everything. In this order, as a change of owner takes capabilities away.
    static var grant: String {
        "chgrp GROUP \(program) && chmod 750 \(program) && setcap cap_net_raw,cap_net_admin+ep \(program)"
    }

    /// Whether this process has CAP_DAC_READ_SEARCH (2) and CAP_SYS_PTRACE (19), by /proc/self/status (proc(5)).
    static var readsAllProcesses: Bool {
        guard let bytes = try? Descriptor.contents(of: "/proc/self/status") else { return false }
        let line = bytes.split(separator: UInt8(ascii: "\n")).first { $0.starts(with: Array("CapEff:".utf8)) }
        let digits = String(decoding: line?.dropFirst(7).filter { $0 > 0x20 } ?? [], as: UTF8.self)
        let needed: UInt64 = 1 << 2 | 1 << 19
        return UInt64(digits, radix: 16).map { $0 & needed == needed } ?? false
    }

    /// The path of this binary.
    static var program: String {
        unsafe withUnsafeTemporaryAllocation(byteCount: Int(PATH_MAX), alignment: 1) { buffer in
            guard let base = buffer.baseAddress else { return "swiftcap" }
            let count = unsafe readlink("/proc/self/exe", base.assumingMemoryBound(to: CChar.self), buffer.count)
            if count <= 0 { return "swiftcap" }
            return unsafe String(decoding: UnsafeRawBufferPointer(rebasing: buffer[0..<count]), as: UTF8.self)
        }
    }
}

extension RunError {
    /// tcpdump's words for a handle that could not be opened, and what to do.
    init(_ error: CaptureError) {
        self.init(error.message, detail: error.detail, hint: Privileges.hint(for: error))
    }
}
