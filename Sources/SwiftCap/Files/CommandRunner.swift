import Glibc
import Syscalls

/// Runs `-z` as `-Z`'s user, for the process that opens the files, which may do more than the command is to: started by it while
/// it may still become that user, and told by it alone which files there are.
struct CommandRunner {
    private let socket: Int32

    /// What is sent to wait for all commands; names of files have no zero.
    private static let end: [UInt8] = [0]

    /// - Parameters:
    ///   - user: whom it becomes, with all of the user's groups.
    ///   - signals: see `FileCommands`.
    init(_ command: String, as user: Account, restoring signals: [Int32]) throws(SystemError) {
        socket = try ForkedHelper.start { ends in
            do throws(SystemError) { try user.become() } catch {
                Messages.say("-z: \(command) cannot be run as '\(user.name)': \(error)")
                return ExitStatus.failure
            }
            ForkedHelper.endWithParent()
            return CommandRunner.serve(ends[0], command, FileCommands(restoring: signals))
        }[0]
    }

    func start(_ file: String) throws(SystemError) { try send(file.systemBytes) }

    /// Waits until all have ended.
    func awaitAll() {
        var octet: UInt8 = 0
        let socket = socket
        guard (try? send(CommandRunner.end)) != nil else { return }
        _ = try? awaited("recv") { unsafe recv(socket, &octet, 1, 0) }
    }

    private func send(_ bytes: [UInt8]) throws(SystemError) {
        let socket = socket
        try checked("send") {
            unsafe bytes.withUnsafeBytes { unsafe Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        }
    }

    /// Until the other end is closed.
    private static func serve(_ socket: Int32, _ command: String, _ start: FileCommands) -> Int32 {
        var commands = start
        var message = [UInt8](repeating: 0, count: Int(PATH_MAX))
        while true {
            commands.awaitRequest(socket)
            let room = message.count
            let length = (try? awaited("recv") { unsafe recv(socket, &message, room, 0) }) ?? 0
            if length < 1 { return ExitStatus.success }
            if message[..<length].elementsEqual(end) {
                commands.awaitAll()
                _ = unsafe Glibc.send(socket, &message, 1, Int32(MSG_NOSIGNAL))
            } else {
                commands.start(command, String(systemBytes: message[..<length]))
            }
        }
    }
}
