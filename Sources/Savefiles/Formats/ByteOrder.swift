import Packets

/// Whether the numbers of a file, or of a section of one, stand in this machine's byte order or in the other one.
struct ByteOrder: Equatable, Sendable {
    var isSwapped = false

    /// What a number is that was read in network order.
    @inline(__always)
    func native<T: FixedWidthInteger>(_ value: T) -> T {
        let machine = T(bigEndian: value)
        return isSwapped ? machine.byteSwapped : machine
    }
}
