import Capture
import Testing

@testable import SwiftCap

/// A user who may not capture is told which capability is missing, and how to get it.
@Suite struct PrivilegesTests {
    @Test(arguments: [
        (CaptureError.Kind.permissionDenied, "CAP_NET_RAW is missing"),
        (.promiscuousPermissionDenied, "CAP_NET_ADMIN is missing"),
    ])
    func hints(_ kind: CaptureError.Kind, _ beginning: String) {
        let hint = Privileges.hint(for: CaptureError(kind, "eth0: no"))
        #expect(hint.hasPrefix(beginning))
        #expect(hint.contains("setcap cap_net_raw,cap_net_admin+ep /"))
    }

    @Test(arguments: [CaptureError.Kind.noSuchDevice, .notUp, .filter, .interfaceGone, .other])
    func `other errors have no hint`(_ kind: CaptureError.Kind) {
        #expect(Privileges.hint(for: CaptureError(kind, "eth0: no")).isEmpty)
    }
}
