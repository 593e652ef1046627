import CLinux
import Glibc
import Syscalls

/// `measure WORD...`: runs a program to its end, and says what it needed: `status 0 peak 14336` in a line, the peak of
/// its resident memory in KiB (getrusage(2), ru_maxrss). It counts what this process itself has when it starts the
/// program, which is why it is a small one.
func measure(_ words: [String]) throws(PeerError) {
    var pid = pid_t()
    guard let name = words.first else { throw PeerError("which program?") }
    let arguments = unsafe words.map { unsafe strdup($0) } + [nil]
    defer { unsafe arguments.forEach { unsafe free($0) } }
    if unsafe posix_spawnp(&pid, name, nil, nil, arguments, swiftcap_environment()) != 0 {
        throw PeerError("no program \(name)")
    }
    var status: Int32 = 0
    var usage = rusage()
    if unsafe wait4(pid, &status, 0, &usage) != pid { throw PeerError(call: "wait4") }
    let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + (status & 0x7F)
    printLine("status \(code) peak \(usage.ru_maxrss)")
}
