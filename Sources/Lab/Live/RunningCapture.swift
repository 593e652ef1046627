import CLinux
import Glibc
import Syscalls
import SystemPackage

/// A real capture of this program's, running in the stage's namespace.
final class RunningCapture {
    let pid: pid_t
    private let errors: Descriptor
    private var text: [UInt8] = []
    private(set) var ending: ChildProcess.Ending?
    /// Ended without having been told to.
    private(set) var gaveUp = false

    /// Starts it and waits until it listens.
    init(on device: String, promiscuous: Bool, filter: [String]) throws(StageError) {
        do throws(SystemError) {
            let nothing = try Descriptor.open("/dev/null", O_RDWR)
            let ends = try ChildProcess.pipe()
            errors = Descriptor(owning: ends.read)
            let writer = Descriptor(owning: ends.write)
            pid = try ChildProcess.start(
                (promiscuous ? [] : ["-p"]) + ["-n", "-i", device, "--no-report", "-w", "/dev/null"] + filter,
                input: nothing.rawValue, output: nothing.rawValue, errors: writer.rawValue)
        } catch { throw StageError(error) }
        while !message.contains("listening on") {
            guard try readMore() else {
                try finish()
                throw StageError("the capture on \(device) did not start: \(message)")
            }
        }
    }

    deinit {
        if ending == nil {
            Glibc.kill(pid, SIGKILL)
            _ = try? ChildProcess.ending(of: pid, wait: true)
        }
    }

    private var message: String { String(decoding: text, as: UTF8.self) }

    /// False at the end of what it has to say. At most 64 KiB are kept.
    private func readMore() throws(StageError) -> Bool {
        var waiting = pollfd(fd: errors.rawValue, events: Int16(POLLIN), revents: 0)
        guard unsafe poll(&waiting, 1, 20_000) > 0 else { throw StageError("a capture hangs: \(message)") }
        var room = [UInt8](repeating: 0, count: 4096)
        let count = unsafe room.withUnsafeMutableBytes { unsafe (try? errors.read(into: $0)) ?? 0 }
        if text.count < 1 << 16 { text += room.prefix(count) }
        return count > 0
    }

    private func finish() throws(StageError) {
        while try readMore() {}
        do throws(SystemError) { ending = try ChildProcess.ending(of: pid, wait: true) } catch {
            throw StageError(error)
        }
    }

    /// Sends a signal and waits for the end. What it held is given back when this returns.
    func end(_ signal: Int32) throws(StageError) {
        guard ending == nil else { return }
        Glibc.kill(pid, signal)
        try finish()
    }

    /// Waits until it ends by itself.
    func awaitEnd() throws(StageError) {
        guard ending == nil else { return }
        try finish()
        gaveUp = true
    }

    /// N of "N packets captured".
    var frames: Int? {
        for line in message.split(separator: "\n") {
            let words = line.split(separator: " ")
            if words.count == 3, words[1].hasPrefix("packet"), words[2] == "captured" { return Int(words[0]) }
        }
        return nil
    }
}
