import CLinux
import Glibc
import Savefiles
import Syscalls
import SystemPackage

/// Opens the files of `-V` after the first one, in their order: the process that reads them may not open any. What it is asked is
/// a single octet for the next file; it was told at its start which files there are.
final class InputHelper {
    let descriptor: Int32

    init(_ names: [String]) throws(SystemError) {
        let ends = try ForkedHelper.start { ends in
            // Root's way to read what only others may read, where it is there.
            Capabilities.bound(.readAll)
            guard (try? Capabilities.forbidNew()) != nil, (try? Capabilities.keep(.readAll)) != nil else { return 1 }
            HelperConfinement.enter(.openingInputs)
            return InputHelper.serve(ends[0], names)
        }
        descriptor = ends[0]
    }

    /// The next file.
    func next(_ name: String) throws(RunError) -> Descriptor {
        do throws(SystemError) {
            var octet: UInt8 = 1
            let socket = descriptor
            try asked("send") { unsafe send(socket, &octet, 1, Int32(MSG_NOSIGNAL)) }
            var error: UInt8 = 0
            let length = try asked("recv") { unsafe recv(socket, &error, 1, 0) }
            if length < 1 { throw SystemError("open", .helperGone) }
            if error != 0 { throw SystemError("open", Errno(rawValue: Int32(error))) }
            return Descriptor(owning: try checked("recvmsg") { swiftcap_receive_descriptor(socket) })
        } catch {
            throw RunError(SavefileError.cannotOpen(path: name, errno: error.errno).description)
        }
    }

    private static func serve(_ socket: Int32, _ names: [String]) -> Int32 {
        for name in names {
            var octet: UInt8 = 0
            let length = (try? checked("recv") { unsafe recv(socket, &octet, 1, 0) }) ?? 0
            if length < 1 || octet != 1 { return 0 }
            do throws(SavefileError) {
                let file = try SavefileReader.open(name)
                octet = 0
                _ = unsafe send(socket, &octet, 1, Int32(MSG_NOSIGNAL))
                _ = swiftcap_send_descriptor(socket, file.rawValue)
            } catch {
                octet = InputHelper.number(error)
                _ = unsafe send(socket, &octet, 1, Int32(MSG_NOSIGNAL))
            }
        }
        return 0
    }

    private static func number(_ error: SavefileError) -> UInt8 {
        guard case .cannotOpen(_, let errno) = error else { return UInt8(EIO) }
        return UInt8(truncatingIfNeeded: errno.rawValue)
    }
}
