import Packets

/// Turns packets into tcpdump's text.
public struct Printer: ~Copyable, PacketSink {
    /// The text so far. The owner writes it out and empties it.
    public var out: LineBuffer
    public let options: PrintOptions

    public init(options: PrintOptions) {
        self.options = options
        out = LineBuffer()
    }

    public static func supports(_ linkType: LinkType) -> Bool { true }

    /// Appends the packet's line (and dump) to `out`.
    public mutating func consume(_ packet: borrowing PacketView) -> Verdict {
        .more
    }
}
