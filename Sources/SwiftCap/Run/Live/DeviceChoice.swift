import Capture
import CLinux
import Promiscuity
import Syscalls

/// Which device `-i` means: a name, a number of `-D`'s list where no device has that name, or the first of the list.
enum DeviceChoice {
    static func resolve(_ wanted: String?) throws(RunError) -> String {
        guard let wanted else {
            guard let first = try all().first else { throw RunError("no interfaces available for capture") }
            return first.name
        }
        // libpcap takes no longer ones: an alternative name, whose device has a short one.
        if wanted.systemBytes.count > 15 {
            let link = try RunError.wrap { () throws(KernelError) in try LinkReader(LiveKernel()).link(name: wanted) }
            if let link { return link.name }
        }
        guard !wanted.isEmpty, wanted.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }), unsafe if_nametoindex(wanted) == 0
        else {
            return wanted
        }
        let devices = try all()
        guard let number = Int(wanted), number >= 1, number <= devices.count else {
            throw RunError("Invalid adapter index")
        }
        return devices[number - 1].name
    }

    private static func all() throws(RunError) -> [Device] {
        try RunError.wrap { () throws(CaptureError) in try Device.all() }
    }
}
