import Dissection
import Glibc
import Packets
import Savefiles
import Syscalls

/// Where every packet of a run goes: counted, written, printed. One value on the stack of the run; nothing in
/// `consume` allocates.
struct Pipeline: ~Copyable, PacketSink {
    /// Packets taken.
    private(set) var captured: UInt64 = 0
    /// Unicast frames for other hosts, on link types with addresses.
    private(set) var foreignUnicast: UInt64 = 0
    /// Why text could not be written.
    private(set) var outputFailure: SystemError?
    var printer: Printer?
    var files: FileSeries?
    /// The link type of live packets.
    var linkType = LinkType.ethernet
    /// A sink can take no more: what comes now is not counted as captured.
    private(set) var hasStopped = false
    /// Every packet's text goes out at once: somebody waits for it.
    var flushesEachPacket = false

    /// The capturing interface's Ethernet address in the low 48 bits; nil where frames have no such addresses.
    private let ownAddress: UInt64?
    private static let textBlock = 64 << 10

    init(printer: consuming Printer?, files: consuming FileSeries?, ownAddress: [UInt8]?) {
        self.printer = consume printer
        self.files = consume files
        if let ownAddress, ownAddress.count == 6 {
            self.ownAddress = ownAddress.reduce(0) { $0 << 8 | UInt64($1) }
        } else {
            self.ownAddress = nil
        }
    }

    var countsForeignUnicast: Bool { ownAddress != nil }

    mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        if hasStopped { return .stop }
        if files != nil, files?.consume(packet) == .stop { return stop() }
        if let ownAddress { countForeign(packet, ownAddress) }
        captured &+= 1
        if printer != nil {
            _ = printer?.consume(packet)
            if flushesEachPacket || printer?.out.count ?? 0 >= Pipeline.textBlock { return flushText() }
        }
        return .more
    }

    private mutating func stop() -> Verdict {
        hasStopped = true
        return .stop
    }

    /// Foreign: to a unicast address that is not ours, in a frame that we did not send.
    @inline(__always)
    private mutating func countForeign(_ packet: borrowing PacketView, _ own: UInt64) {
        guard let high = try? packet.bytes.u64(0), let low = try? packet.bytes.u32(8) else { return }
        let destination = high >> 16
        let source = (high & 0xFFFF) << 32 | UInt64(low)
        let isGroup = destination & 0x0100_0000_0000 != 0
        if !isGroup && destination != own && source != own { foreignUnicast &+= 1 }
    }

    /// Writes the text so far to standard output.
    @discardableResult
    mutating func flushText() -> Verdict {
        guard printer != nil, outputFailure == nil else { return outputFailure == nil ? .more : .stop }
        do throws(SystemError) {
            try Descriptor.writeAll(printer!.out.bytes, to: STDOUT_FILENO)
        } catch {
            outputFailure = error
        }
        printer?.out.removeAll()
        return outputFailure == nil ? .more : stop()
    }

    /// Hands the savefile's buffer to the operating system; a failure stops the run like one while writing.
    mutating func flushFile() {
        if files?.flush() == .stop { _ = stop() }
    }

    /// Begins the next savefile when its time has come.
    mutating func turnFileIfDue() {
        if files?.turnIfDue() == .stop { _ = stop() }
    }

    /// Gives the savefile away, for what it still needs when the capture is over.
    mutating func takeFiles() -> FileSeries? { files.take() }

    /// Closes the savefile, or only flushes one that gets its statistics later; why it is not complete, if it is not.
    mutating func closeFile() -> RunError? {
        if files?.plan.isPcapng == true { _ = files?.flush() } else { files?.finish() }
        return files?.failure
    }
}
