import Capture
import Packets
import Promiscuity
import Reports

/// One device of a capture: what is known of it and does not change, and its books.
final class CaptureDevice {
    let name: String
    let linkType: LinkType
    let snapshotLength: Int32
    let books: Books?
    /// Packet sockets on it, each with a ring of `ringSize` bytes.
    let sockets: Int
    let ringSize: UInt64
    /// Bytes that are kept of a packet, where they have not been counted.
    let guessedLength: UInt64
    /// For a line of text: the name, as wide as the widest.
    let label: [UInt8]
    /// The device's own address, where unicast frames to others are counted.
    let countedAddress: [UInt8]?

    init(
        _ handle: borrowing CaptureHandle, _ books: Books?, sockets: Int, labelWidth: Int = 0, countsForeign: Bool
    ) {
        name = handle.settings.device
        linkType = handle.linkType
        snapshotLength = handle.snapshotLength
        self.books = books
        self.sockets = sockets
        ringSize = handle.ringSize
        guessedLength = handle.guessedLength
        let shown = name.printable
        label = Array((shown + String(repeating: " ", count: max(0, labelWidth - shown.utf8.count) + 1)).utf8)
        countedAddress = countsForeign && linkType == .ethernet ? books?.first?.link.address : nil
    }
}
