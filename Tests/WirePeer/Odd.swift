import CLinux
import Glibc
import Syscalls

/// Becomes the program, with a standard output whose writes fail where they would wait.
func runNonBlocking(_ words: [String]) throws(PeerError) {
    _ = fcntl(1, F_SETFL, fcntl(1, F_GETFL) | O_NONBLOCK)
    var argv: [UnsafeMutablePointer<CChar>?] = unsafe words.map { unsafe strdup($0) }
    unsafe argv.append(nil)
    unsafe execv(words.first ?? "", argv)
    throw PeerError(call: "execv")
}

/// Starts swiftcap's process that creates files, as swiftcap does, and sends it messages: `PROGRAM SERIES REPORT WORDS...`
/// with its two folders and its own words, then `--say` and the messages in hexadecimal, with commas in between. Prints a line for each
/// answer: its error number and its name; "gone" when there is none.
func askHelper(_ words: [String]) throws(PeerError) {
    guard words.count > 5, words[words.count - 2] == "--say" else { throw PeerError("helper: which words?") }
    var ends: [Int32] = [-1, -1]
    let kind = Int32(SOCK_SEQPACKET.rawValue | SOCK_CLOEXEC.rawValue)
    guard unsafe socketpair(AF_UNIX, kind, 0, &ends) == 0 else { throw PeerError(call: "socketpair") }
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    let folders = words[1...2].map { unsafe open($0, O_PATH | O_DIRECTORY | O_CLOEXEC) }
    var copies: [Int32] = []
    for (place, descriptor) in ([ends[1]] + folders).enumerated() {
        let high = fcntl(descriptor, F_DUPFD_CLOEXEC, 64)
        copies.append(high)
        unsafe posix_spawn_file_actions_adddup2(&actions, high, Int32(3 + place))
    }
    let command = ["swiftcap", "create-files"] + words[3..<words.count - 2]
    var argv: [UnsafeMutablePointer<CChar>?] = unsafe command.map { unsafe strdup($0) }
    unsafe argv.append(nil)
    var pid: pid_t = 0
    let status = unsafe posix_spawn(&pid, words[0], &actions, nil, argv, swiftcap_environment())
    guard status == 0 else { throw PeerError("posix_spawn: \(status)") }
    for copy in copies + folders + [ends[1]] { _ = close(copy) }
    for text in words[words.count - 1].split(separator: ",") {
        let digits = text.compactMap { UInt8($0.hexDigitValue ?? 0) }
        let bytes = stride(from: 0, to: digits.count - 1, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
        printLine(exchange(ends[0], bytes))
    }
    _ = close(ends[0])
    var ending: Int32 = 0
    unsafe waitpid(pid, &ending, 0)
    printLine("status \(ending >> 8 & 0xff)")
}

private func exchange(_ socket: Int32, _ message: [UInt8]) -> String {
    _ = unsafe message.withUnsafeBytes { unsafe send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    var answer = [UInt8](repeating: 0, count: 4097)
    let length = unsafe recv(socket, &answer, 4097, 0)
    guard length > 0 else { return "gone" }
    if answer[0] == 0 {
        let file = receiveDescriptor(socket)
        _ = unsafe write(file, "x", 1)
        _ = close(file)
    }
    return "\(answer[0]) \(String(decoding: answer[1..<length], as: UTF8.self))"
}
