import Dissection
import Glibc
import Packets
import Syscalls

/// The text of packets on its way to standard output: printed, by one thread or by several, gathered in blocks, written.
struct TextOutput: ~Copyable {
    var printer: Printer
    /// Every packet's text goes out at once: its reader waits for it.
    var flushesEachPacket: Bool
    /// `--color`: text for a terminal.
    private let hasColor: Bool
    /// Why text could not be written. From then on nothing is printed any more.
    private(set) var failure: SystemError?

    /// Threads that print beside this one, as soon as there is enough to do; none where a reader waits for a line.
    var helpers = 0
    var printers: PrinterPool?
    /// Asked for every packet: asking an optional of that size whether it holds anything is a call.
    var hasPrinters = false
    private var blocks = 0

    static let block = 64 << 10
    /// Blocks of text after which further threads pay: some thousand packets, a millisecond.
    private static let blocksAlone = 3

    init(_ printer: consuming Printer, flushesEachPacket: Bool, hasColor: Bool) {
        self.printer = printer
        self.flushesEachPacket = flushesEachPacket
        self.hasColor = hasColor
    }

    /// Prints a packet; `.stop` when text can no longer be written.
    @inline(__always)
    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        if hasPrinters { return share(packet) }
        _ = printer.consume(packet)
        if flushesEachPacket || printer.out.count >= TextOutput.block { return writeBlock() }
        return .more
    }

    /// The beginning of the next packet's text.
    @inline(__always)
    mutating func label(_ text: UnsafeBufferPointer<UInt8>) {
        for place in 0..<text.count { printer.out.append(unsafe text[place]) }
    }

    /// A full block of text, or one packet's.
    private mutating func writeBlock() -> Verdict {
        blocks &+= 1
        if blocks > TextOutput.blocksAlone && helpers > 0 { startPrinters() }
        return write()
    }

    /// Writes the text of all packets so far.
    @discardableResult
    mutating func flush() -> Verdict {
        if hasPrinters { collect(all: true) }
        return write()
    }

    /// Writes the text that is there.
    mutating func write() -> Verdict {
        guard failure == nil else { return .stop }
        do throws(SystemError) {
            if hasColor {
                let text = unsafe printer.out.bytes.withUnsafeBytes { unsafe Array($0) }
                try unsafe Descriptor.writeAll(PacketColors.painted(text).span.bytes, to: STDOUT_FILENO)
            } else {
                try Descriptor.writeAll(printer.out.bytes, to: STDOUT_FILENO)
            }
        } catch {
            failure = error
        }
        printer.out.removeAll()
        return failure == nil ? .more : .stop
    }
}
