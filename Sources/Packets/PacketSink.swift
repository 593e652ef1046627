/// What a sink says after a packet: the only thing that flows upstream.
public enum Verdict: Sendable, Equatable {
    /// Send the next one.
    case more
    /// Stop: a limit was reached or the sink can take no more.
    case stop
}

/// Where packets go: a counter, a savefile, a printer. Packets are pushed; the sink never asks.
public protocol PacketSink: ~Copyable {
    /// Takes a packet, which is only there for as long as this runs. `.stop` when no further one is wanted.
    mutating func consume(_ packet: borrowing PacketView) -> Verdict
}
