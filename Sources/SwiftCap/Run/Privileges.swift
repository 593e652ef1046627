import Capture
import Glibc

/// What to tell somebody who may not capture.
enum Privileges {
    /// One line with the missing capability, for errors that are about one.
    static func hint(for error: CaptureError) -> String {
        switch error.kind {
        case .permissionDenied:
            "CAP_NET_RAW is missing: run it as root, or once: setcap cap_net_raw,cap_net_admin+ep \(program)"
        case .promiscuousPermissionDenied:
            "CAP_NET_ADMIN is missing for promiscuous mode: capture with -p, or once: "
                + "setcap cap_net_raw,cap_net_admin+ep \(program)"
        default: ""
        }
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
