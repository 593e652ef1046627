import Glibc
import Packets
import Syscalls

/// What goes to the user at the terminal: standard error, whole lines, one write each.
enum Messages {
    /// `swiftcap: text`, one line whatever it holds: names of files and devices, filters, what libraries say.
    static func say(_ text: String) { lines(line(text)) }

    /// That line, for more than one in a single write: a program that reads them gets all or none.
    static func line(_ text: String) -> String { "swiftcap: \(text.printable(atMost: longest))\n" }

    /// Whole lines. What comes from outside and could end one is made `printable` by the caller.
    static func lines(_ text: String) {
        write(text.printableLines, to: STDERR_FILENO)
    }

    /// A line that the next one takes the place of, on a terminal.
    static func progress(_ text: String) {
        write(text.printable + "\r", to: STDERR_FILENO)
    }

    /// `swiftcap: WARNING: text`, as tcpdump warns.
    static func warn(_ text: String) {
        lines("swiftcap: WARNING: \(text.printable(atMost: longest))\n")
    }

    /// Two paths and what is said of them.
    private static let longest = 3 * String.longestName

    /// Text for standard output; a failure is the caller's to report.
    static func write(_ text: String, to descriptor: Int32) {
        let bytes = text.systemBytes
        try? unsafe Descriptor.writeAll(bytes.span.bytes, to: descriptor)
    }
}

/// The statuses that the process leaves with. Those of compare, report, audit and check are their reports' own.
enum ExitStatus {
    static let success: Int32 = 0
    static let failure: Int32 = 1
    /// tcpdump: text cannot be written.
    static let cannotWrite: Int32 = 14
}
