import Glibc
import Packets
import Syscalls

/// What goes to the person at the terminal: standard error, whole lines, one write each.
enum Messages {
    /// `swiftcap: text`.
    static func say(_ text: String) {
        raw("swiftcap: \(text)\n")
    }

    /// `text` as it is.
    static func raw(_ text: String) {
        write(text, to: STDERR_FILENO)
    }

    /// `swiftcap: WARNING: text`, as tcpdump warns.
    static func warn(_ text: String) {
        raw("swiftcap: WARNING: \(text)\n")
    }

    /// Text for standard output; a failure is the caller's to report.
    static func write(_ text: String, to descriptor: Int32) {
        let bytes = text.systemBytes
        try? unsafe Descriptor.writeAll(bytes.span.bytes, to: descriptor)
    }
}

/// The statuses that the process leaves with.
enum ExitStatus {
    static let success: Int32 = 0
    static let failure: Int32 = 1
    /// compare, audit: the books do not balance.
    static let unbalanced: Int32 = 2
    /// tcpdump: packets of this link type cannot be printed.
    static let noPrinter: Int32 = 11
    /// tcpdump: text cannot be written.
    static let cannotWrite: Int32 = 14
}
